"""The demonstration town's bank file (演示银行): a CSV with English headings, invented payers and payees."""

from anxin.adapters.banks.adapter import Adapter, of_layout
from anxin.adapters.banks.statement import DEMO_LAYOUT

ADAPTER = Adapter(
    "demo", "演示银行", lambda table: 1.0 if table.has(*DEMO_LAYOUT.telling) >= 7 else 0.0, of_layout(DEMO_LAYOUT)
)
