"""Any statement or batch result whose headings are common words; the fall-back when no bank recognises its own file."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import Layout
from anxin.adapters.banks.table import BankTable

LAYOUT = Layout()


def _likeness(table: BankTable) -> float:
    found = LAYOUT.places(table)
    money = {"out", "in", "amount"} & set(found)
    party = {"other_account", "payee_account", "other_name", "payee_name"} & set(found)
    return 0.5 if money and party else 0.0


ADAPTER = Adapter("generic", "通用流水", _likeness, of_layout(LAYOUT))
BATCH = Adapter(
    "generic-batch",
    "通用代发结果",
    lambda table: (
        0.55
        if _likeness(table)
        and "status" in LAYOUT.places(table)
        and table.has("收款账号", "卡号", "收款人账号", "账号", "银行账号")
        else 0.0
    ),
    of_layout(Layout(batch=True)),
)
