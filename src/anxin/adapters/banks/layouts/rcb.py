"""Rural commercial banks and Zhejiang's rural credit (农商行、浙江农信、丰收互联): statement and wage batch result."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout

_CALLED = ("农商", "农信", "农村商业银行", "信用联社", "丰收", "瑞丰")
STATEMENT = Layout(
    telling=("交易日期", "借贷标志", "交易金额", "对方行名", "交易流水"),
    called=_CALLED,
)
BATCH = Layout(
    fields={"payee_account": ("员工账号", "卡号"), "payee_name": ("员工姓名",), "status": ("发放状态",)},
    telling=("员工账号", "员工姓名", "发放状态"),
    called=_CALLED,
    batch=True,
)
ADAPTERS = (
    Adapter("rcb", "农商行流水", STATEMENT.likeness, of_layout(STATEMENT)),
    Adapter("rcb-batch", "农商行代发结果", BATCH.likeness, of_layout(BATCH)),
)
