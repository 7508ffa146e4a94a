"""China Merchants Bank (招商银行): the enterprise statement (收/付方), and the result of paying wages (代发结果)."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout

STATEMENT = Layout(
    fields={
        "date": ("交易日",),
        "txn_id": ("流水号",),
        "other_name": ("收方名称", "收付方名称", "收/付方名称"),
        "other_account": ("收方账号", "收方帐号", "收付方账号", "收/付方账号"),
    },
    telling=("交易日", "起息日", "借方金额", "贷方金额", "流程实例号", "业务参考号", "业务摘要"),
    called=("招商银行", "CMB", "招行"),
)
BATCH = Layout(
    fields={
        "payee_account": ("账号", "收款账号"),
        "payee_name": ("户名", "收款户名"),
        "memo": ("注释",),
        "status": ("状态", "业务状态"),
    },
    telling=("户名", "注释", "业务状态"),
    called=("招商银行", "CMB", "招行"),
    batch=True,
)
ADAPTERS = (
    Adapter("cmb", "招商银行流水", STATEMENT.likeness, of_layout(STATEMENT)),
    Adapter("cmb-batch", "招商银行代发结果", BATCH.likeness, of_layout(BATCH)),
)
