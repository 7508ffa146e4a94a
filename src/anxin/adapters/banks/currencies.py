"""In what a bank file counts (币种、金额单位): yuan, or it is said aloud; half a ten-thousand is not read as half a yuan."""

from __future__ import annotations

import re
import unicodedata

from anxin.adapters.banks.table import BankTable
from anxin.kernel.outcome import BadInput, Fault

OWN_CURRENCY = r"(?i)人民币|rmb|cny|本币|^(?:156|0?01|0?1|元|¥|￥)$"
"""What banks write in a column of currencies for yuan (RE2)."""
_OTHER = r"[百千万]元|[美欧日]元|美金|港[元币]|英镑|(?:usd|hkd|eur|jpy|gbp)(?![a-z])"
_OF_AMOUNTS = re.compile(rf"(?:金额|发生额|借方|贷方|收入|支出|转[入出]|amount).*?({_OTHER})", re.IGNORECASE)
_OF_THE_FILE = re.compile(rf"(?:单位|币种|货币)\s*[:：]?\s*({_OTHER})", re.IGNORECASE)


def refuse_other_unit(table: BankTable) -> None:
    """Refuse a table whose heading or notes say that its amounts are not in yuan."""
    heads = [cell for row in range(max(table.header - 1, 0), table.header + 1) for cell in table.grid.line(row) if cell]
    for pattern, told in ((_OF_AMOUNTS, heads), (_OF_THE_FILE, [*heads, *table.notes])):
        for text in told:
            found = pattern.search(unicodedata.normalize("NFKC", text))
            if found:
                fault = Fault(table.name, f"写明金额以{found[1]}为单位", "请从网银导出以人民币元为单位的明细")
                raise BadInput("banks.unit", f"{table.name} 的金额不是以元为单位，没有读入", [fault])
