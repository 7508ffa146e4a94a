"""Any statement or batch result whose headings are common words; the fall-back when no bank recognises its own file."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.headings import FIELDS
from anxin.adapters.banks.statement import Layout
from anxin.adapters.banks.table import BankTable

LAYOUT = Layout()
BATCH_LAYOUT = Layout(
    fields={
        "payee_account": (*FIELDS["payee_account"], "账号", "帐号", "账户"),
        "payee_name": (*FIELDS["payee_name"], "户名", "账户名称"),
    },
    batch=True,
)


def _likeness(table: BankTable) -> float:
    found = LAYOUT.places(table)
    money = {"out", "in", "amount"} & set(found)
    party = {"other_account", "payee_account", "other_name", "payee_name"} & set(found)
    return 0.5 if money and party else 0.0


def _batch_likeness(table: BankTable) -> float:
    """A batch result names payees and outcomes; where a counterparty (对方) is named it is a statement."""
    found = set(BATCH_LAYOUT.places(table))
    batch = {"payee_account", "status"} <= found and found & {"amount", "out"}
    return 0.55 if batch and not found & {"other_account", "other_name"} else 0.0


ADAPTER = Adapter("generic", "通用流水", _likeness, of_layout(LAYOUT))
BATCH = Adapter("generic-batch", "通用代发结果", _batch_likeness, of_layout(BATCH_LAYOUT))
