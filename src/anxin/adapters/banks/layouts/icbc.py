"""Industrial and Commercial Bank (工商银行): the enterprise account statement, and the result of a batch payment."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout

STATEMENT = Layout(
    telling=("凭证号", "本方账号", "对方账号", "交易时间", "借/贷", "对方单位名称", "个性化信息"),
    called=("工商银行", "中国工商银行", "ICBC", "工行"),
)
BATCH = Layout(
    fields={
        "payee_account": ("收款账号",),
        "payee_name": ("收款账户名称", "收款户名"),
        "status": ("指令状态", "处理状态"),
    },
    telling=("收款账户名称", "指令状态", "指令序号"),
    called=("工商银行", "ICBC", "工行"),
    batch=True,
)
ADAPTERS = (
    Adapter("icbc", "工商银行流水", STATEMENT.likeness, of_layout(STATEMENT)),
    Adapter("icbc-batch", "工商银行代发结果", BATCH.likeness, of_layout(BATCH)),
)
