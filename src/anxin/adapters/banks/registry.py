"""The list of bank adapters; a new bank is one module and one line here (docs/howto/add-a-bank-adapter.md)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from anxin.adapters.banks.adapter import Adapter
from anxin.adapters.banks.headings import VOCABULARY
from anxin.adapters.banks.layouts import abc, boc, ccb, cmb, demo, generic, icbc, psbc, rcb
from anxin.adapters.banks.statement import Layout, Parsed
from anxin.adapters.banks.table import BankTable, tabulate
from anxin.adapters.grids.workbook import MAX_BYTES, open_workbook
from anxin.analytics.readings import BankReading, Doubt
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
    """The transfers of a bank file, by the adapter that knows the file best or the one named.

    Every sheet that is a bank's is read: a workbook with one sheet a month would else lose all months but one.
    """
    tables = [
        tabulate(grid, name, VOCABULARY | _OWN_WORDS)
        for grid in open_workbook(path, name=name, max_bytes=max_bytes)
        if grid.rows
    ]
    chosen, best = _chosen(tables, name, adapter)
    read = [(one, chosen if one is best else _fitting(one)) for one in tables]
    sheets = [_Sheet(table, known.parse(table)) for table, known in read if known]
    return _together(name, chosen, sheets, [table for table, known in read if known is None])


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of a bank file as read."""

    table: BankTable
    parsed: Parsed


def _fitting(table: BankTable) -> Adapter | None:
    """The adapter that knows a further sheet with certainty, if one does."""
    best = max(ADAPTERS, key=lambda one: one.likeness(table))
    return best if best.likeness(table) >= _CERTAIN else None


def _together(name: str, chosen: Adapter, sheets: Sequence[_Sheet], unread: Sequence[BankTable]) -> BankReading:
    """All sheets as one reading; a transfer that another sheet lists already counts once."""
    kept: list[pa.Table] = []
    doubts: list[Doubt] = []
    faults: list[Fault] = []
    seen: set[tuple[object, ...]] = set()
    for sheet in sheets:
        keys = [tuple(row[key] for key in _SAME) for row in sheet.parsed.table.to_pylist()] if len(sheets) > 1 else []
        fresh = [place for place, key in enumerate(keys) if key not in seen]
        if len(fresh) < len(keys):
            what = f"有 {len(keys) - len(fresh)} 笔与前面工作表中的付款完全相同，只计一次，请确认"
            doubts.append(Doubt(f"《{sheet.table.grid.name}》", what, "listed-twice"))
        seen.update(keys)
        kept.append(sheet.parsed.table.take(fresh) if keys else sheet.parsed.table)
        mark = f"《{sheet.table.grid.name}》" if len(sheets) > 1 else ""
        doubts += [replace(one, where=f"{mark}{one.where}") for one in sheet.parsed.doubts]
        faults += [replace(one, where=f"{mark}{one.where}") for one in sheet.parsed.faults]
    doubts += [
        Doubt(f"《{one.grid.name}》", "这张工作表不像银行流水，没有读取，请确认", "other-sheet") for one in unread
    ]
    return BankReading(
        file=name,
        adapter=chosen.key,
        bank=chosen.bank,
        table=pa.concat_tables(kept),
        rows_read=sum(sheet.table.grid.rows for sheet in sheets),
        skipped=tuple(one for sheet in sheets for one in sheet.parsed.skipped),
        doubts=tuple(doubts),
        faults=tuple(faults),
    )


_SAME = ("txn_id", "payer_account", "payee_account", "payee_name", "amount_cents", "paid_date", "memo", "status")


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
