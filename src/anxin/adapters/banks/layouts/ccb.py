"""China Construction Bank (建设银行): the enterprise account statement, and the result of a wage batch."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout

STATEMENT = Layout(
    fields={"txn_id": ("账户明细编号-交易流水号",)},
    telling=(
        "账户名称",
        "交易时间",
        "借方发生额",
        "贷方发生额",
        "对方户名",
        "对方开户机构",
        "账户明细编号-交易流水号",
        "企业流水号",
    ),
    called=("建设银行", "中国建设银行", "CCB", "建行"),
)
BATCH = Layout(
    fields={"payee_account": ("账号", "收款账号"), "payee_name": ("姓名", "户名")},
    telling=("代发序号", "代发金额", "处理结果"),
    called=("建设银行", "CCB", "建行"),
    batch=True,
)
ADAPTERS = (
    Adapter("ccb", "建设银行流水", STATEMENT.likeness, of_layout(STATEMENT)),
    Adapter("ccb-batch", "建设银行代发结果", BATCH.likeness, of_layout(BATCH)),
)
