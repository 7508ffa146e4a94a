"""The list of bank adapters; a new bank is one module and one line here (docs/howto/add-a-bank-adapter.md)."""

from __future__ import annotations

from pathlib import Path

from anxin.adapters.banks.adapter import Adapter
from anxin.adapters.banks.headings import VOCABULARY
from anxin.adapters.banks.layouts import abc, boc, ccb, cmb, demo, generic, icbc, psbc, rcb
from anxin.adapters.banks.statement import Layout
from anxin.adapters.banks.table import BankTable, tabulate
from anxin.adapters.grids.workbook import MAX_BYTES, open_workbook
from anxin.analytics.readings import BankReading
from anxin.kernel.outcome import BadInput, Fault

ADAPTERS: tuple[Adapter, ...] = (
    demo.ADAPTER,
    *abc.ADAPTERS,
    *icbc.ADAPTERS,
    *ccb.ADAPTERS,
    boc.ADAPTER,
    *cmb.ADAPTERS,
    *psbc.ADAPTERS,
    *rcb.ADAPTERS,
    generic.BATCH,
    generic.ADAPTER,
)
_OWN_WORDS = frozenset(
    word
    for module in (abc, icbc, ccb, boc, cmb, psbc, rcb)
    for value in vars(module).values()
    if isinstance(value, Layout)
    for words in (value.telling, *value.fields.values())
    for word in words
)
_CERTAIN = 0.25


def choices() -> tuple[tuple[str, str], ...]:
    """Every adapter's key and bank, for a list to choose from."""
    return tuple((one.key, one.bank) for one in ADAPTERS)


def read_bank(path: Path, *, name: str, adapter: str | None = None, max_bytes: int = MAX_BYTES) -> BankReading:
    """The transfers of a bank file, by the adapter that knows the file best or the one named."""
    tables = [
        tabulate(grid, name, VOCABULARY | _OWN_WORDS)
        for grid in open_workbook(path, name=name, max_bytes=max_bytes)
        if grid.rows
    ]
    chosen, table = _chosen(tables, name, adapter)
    parsed = chosen.parse(table)
    return BankReading(
        file=name,
        adapter=chosen.key,
        bank=chosen.bank,
        table=parsed.table,
        rows_read=table.grid.rows,
        skipped=tuple(parsed.skipped),
        doubts=tuple(parsed.doubts),
        faults=tuple(parsed.faults),
    )


def _chosen(tables: list[BankTable], name: str, wanted: str | None) -> tuple[Adapter, BankTable]:
    adapters = [one for one in ADAPTERS if wanted in (None, one.key)]
    if not adapters:
        known = "、".join(key for key, _ in choices())
        raise BadInput(
            "banks.adapter", f"没有名为「{wanted}」的银行格式", [Fault(name, "银行格式不存在", f"可选：{known}")]
        )
    ranked = [(one.likeness(table), -order, one, table) for table in tables for order, one in enumerate(adapters)]
    likeness, _, chosen, table = max(ranked, key=lambda pair: pair[:2])
    if wanted is None and likeness < _CERTAIN:
        raise BadInput(
            "banks.unknown",
            f"{name} 不像银行流水或代发结果",
            [
                Fault(
                    name, "没有找到金额、收款账号、日期这些列", "请从网银导出交易明细或代发结果，或在导入时选择银行格式"
                )
            ],
        )
    return chosen, table
