"""Bank of China (中国银行): the statement with payer, payee and English in brackets behind every heading."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout

STATEMENT = Layout(
    fields={"txn_id": ("交易流水号",), "direction": ("交易类型",)},
    telling=("交易类型", "业务类型", "付款人账号", "付款人名称", "收款人账号", "收款人名称", "交易金额", "交易流水号"),
    called=("中国银行", "BOC", "中行"),
)
ADAPTER = Adapter("boc", "中国银行流水", STATEMENT.likeness, of_layout(STATEMENT))
