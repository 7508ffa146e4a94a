"""Postal Savings Bank (邮储银行): the statement with channel, and the result of a wage batch."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout

STATEMENT = Layout(
    telling=("交易渠道",),
    called=("邮储", "邮政储蓄", "PSBC"),
)
BATCH = Layout(
    fields={"payee_account": ("入账账号", "账号"), "payee_name": ("客户姓名", "户名"), "status": ("入账状态",)},
    telling=("入账账号", "客户姓名", "入账状态"),
    called=("邮储", "邮政储蓄", "PSBC"),
    batch=True,
)
ADAPTERS = (
    Adapter("psbc", "邮储银行流水", STATEMENT.likeness, of_layout(STATEMENT)),
    Adapter("psbc-batch", "邮储银行代发结果", BATCH.likeness, of_layout(BATCH)),
)
