"""From rows as read to rows as they count: numbers of the register instead of names, keyed hashes instead of accounts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from anxin.apps.registry.api import Employer, Named, register_people
from anxin.base.vault.sealing import keyed_hash63
from anxin.domain.wages import net
from anxin.domain.wages.payday import due_date
from anxin.kernel.period import Month

Ints = npt.NDArray[Any]

LAKE_PAYROLL = pa.schema(
    [
        ("worker_id", pa.int64()),
        ("ent_id", pa.int64()),
        ("month", pa.int32()),
        ("due_cents", pa.int64()),
        ("due_date", pa.date32()),
        ("declared_cents", pa.int64()),
        ("base_cents", pa.int64()),
        ("attendance_days", pa.float64()),
        ("handed_in", pa.date32()),
        ("file", pa.int64()),
        ("row", pa.int32()),
    ]
)

LAKE_LINES = pa.schema(
    [
        *LAKE_PAYROLL,
        ("gross_cents", pa.int64()),
        ("insurance_cents", pa.int64()),
        ("tax_cents", pa.int64()),
        ("other_cents", pa.int64()),
    ]
)
"""Payroll lines as kept: what must arrive (`due_cents`), and what the sheet says of the way from gross to net."""

LAKE_BANK = pa.schema(
    [
        ("txn_id", pa.int64()),
        ("payer_id", pa.int64()),
        ("payee_acct", pa.int64()),
        ("amount_cents", pa.int64()),
        ("paid_date", pa.date32()),
        ("memo", pa.string()),
        ("status", pa.string()),
        ("file", pa.int64()),
        ("row", pa.int32()),
    ]
)

LAKE_INSURANCE = pa.schema([("worker_id", pa.int64()), ("ent_id", pa.int64()), ("month", pa.int32())])

LAKE_SCHEMAS = {"payroll": LAKE_LINES, "bank": LAKE_BANK, "insurance": LAKE_INSURANCE}
"""The columns of each kind of file in the lake."""


@dataclass(frozen=True, slots=True)
class _Stated:
    """What payroll rows state, as arrays; an amount not stated is 0."""

    gross_fen: Ints
    insurance_fen: Ints
    housing_fund_fen: Ints
    tax_fen: Ints
    paid_fen: Ints


@dataclass(frozen=True, slots=True)
class StagedPayroll:
    """A payroll's lines as they count, what the register made for them, and rows that keep back more than the law allows."""

    lines: pa.Table
    made: dict[str, list[int]]
    beyond_cap: tuple[int, ...]


def identify(
    table: pa.Table,
    *,
    employer: int | None,
    by_code: Mapping[str, int],
    by_name: Mapping[str, int],
    titled: int | None = None,
) -> Ints:
    """The employer of each row by code, else by name, else the one chosen; 0 where none is known.

    `titled` is the one that the file's own name tells; it stands only for rows that name nobody themselves.
    """
    codes, names = table["employer_code"].to_pylist(), table["employer_name"].to_pylist()
    found = [
        by_code.get(code or "")
        or by_name.get(bare_name(name or ""))
        or employer
        or (0 if code or name else titled)
        or 0
        for code, name in zip(codes, names, strict=True)
    ]
    return np.asarray(found, dtype=np.int64)


def stage_payroll(
    table: pa.Table,
    *,
    employer_ids: Ints,
    known: Mapping[int, Employer],
    month: int | None,
    file: int,
    on: date,
    cap: int,
) -> StagedPayroll:
    """The payroll's lines as they count; persons not yet on the register are put there.

    `cap` is how many hundredths of a per cent of a month's wage may be kept back beyond the law's own deductions.
    """
    months = pc.fill_null(table["month"], pa.scalar(month or 0, pa.int32())).to_numpy()
    named = _named(table, employer_ids, known)
    registered = register_people(named, since=Month.of_code(int(months.min())).first)
    due = {
        (employer, code): due_date(Month.of_code(code), known[employer].pay_day)
        for employer, code in {(int(e), int(m)) for e, m in zip(employer_ids, months, strict=True)}
    }
    stated = _stated(table)
    over = net.beyond_cap(stated, cap=cap)
    columns = {
        "worker_id": np.asarray(registered.ids, dtype=np.int64),
        "ent_id": employer_ids,
        "month": months,
        "due_cents": net.net_due(stated, cap=cap),
        "due_date": pa.array([due[int(e), int(m)] for e, m in zip(employer_ids, months, strict=True)], pa.date32()),
        "declared_cents": table["paid_cents"],
        "base_cents": table["base_cents"],
        "attendance_days": table["attendance_days"],
        "handed_in": pa.array([on] * table.num_rows, pa.date32()),
        "file": np.full(table.num_rows, file, dtype=np.int64),
        "row": table["row"],
        "gross_cents": table["due_cents"],
        "insurance_cents": table["insurance_cents"],
        "tax_cents": table["tax_cents"],
        "other_cents": net.other_deductions(stated),
    }
    rows = tuple(table["row"].to_numpy()[over.astype(bool)].tolist())
    return StagedPayroll(pa.table(columns, schema=LAKE_LINES), registered.made, rows)


def _named(table: pa.Table, employer_ids: Ints, known: Mapping[int, Employer]) -> list[Named]:
    return [
        Named(int(employer), name, known[int(employer)].place_path, id_number, account, phone)
        for employer, name, id_number, account, phone in zip(
            employer_ids,
            *(table[column].to_pylist() for column in ("name", "id_number", "bank_account", "phone")),
            strict=True,
        )
    ]


def _stated(table: pa.Table) -> _Stated:
    columns = ("due_cents", "insurance_cents", "housing_fund_cents", "tax_cents", "paid_cents")
    return _Stated(*(pc.fill_null(table[name], 0).to_numpy() for name in columns))


def as_kept(kind: str, lines: pa.Table) -> pa.Table:
    """Lines in the columns kept for their kind; of a payroll another system may give only what must arrive."""
    for item in LAKE_LINES if kind == "payroll" else ():
        if item not in LAKE_PAYROLL and item.name not in lines.column_names:
            lines = lines.append_column(item, pa.nulls(lines.num_rows, item.type))
    schema = LAKE_SCHEMAS[kind]
    return lines.select(schema.names).cast(schema)


_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")


def bare_name(name: str) -> str:
    """An employer's name for comparing: without spaces and a remark in brackets at its end, brackets of one kind.

    >>> bare_name("绍兴 某某(集团)有限公司（演示）")
    '绍兴某某（集团）有限公司'
    """
    tidy = re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")
    return _BRACKETED.sub("", tidy) or tidy


def by_bare_name(known: Mapping[int, Employer]) -> dict[str, int]:
    """Employers by their name for comparing; a name that two of them bear tells neither."""
    counts = Counter(bare_name(one.name) for one in known.values())
    return {bare_name(one.name): pk for pk, one in known.items() if counts[bare_name(one.name)] == 1}


def stage_bank(table: pa.Table, *, file: int) -> pa.Table:
    """The transfers of a bank file as they count; the same transfer in two exports gets the same number."""
    accounts = {text: keyed_hash63(text) for text in set(table["payee_account"].to_pylist()) if text}
    payers = {text: keyed_hash63(text) for text in set(table["payer_account"].to_pylist()) if text}
    payees = [accounts.get(text, 0) for text in table["payee_account"].to_pylist()]
    columns = {
        "txn_id": pa.array(_transfer_numbers(table, payees), pa.int64()),
        "payer_id": pa.array([payers.get(text, 0) for text in table["payer_account"].to_pylist()], pa.int64()),
        "payee_acct": pa.array(payees, pa.int64()),
        "amount_cents": table["amount_cents"],
        "paid_date": table["paid_date"],
        "memo": pc.fill_null(table["memo"], ""),
        "status": table["status"],
        "file": np.full(table.num_rows, file, dtype=np.int64),
        "row": table["row"],
    }
    return pa.table(columns, schema=LAKE_BANK)


def _transfer_numbers(table: pa.Table, payees: Sequence[int]) -> list[int]:
    """A number for each transfer that is the same in every export of it.

    The bank's own number counts together with payee, amount and day, since batch results number from one each time;
    without a number, the content and which of its equals in the file it is.
    """
    seen: Counter[str] = Counter()
    numbers = []
    columns = (table[name].to_pylist() for name in ("txn_id", "paid_date", "amount_cents", "memo"))
    for payee, txn, day, amount, memo in zip(payees, *columns, strict=True):
        text = f"{txn or 'row'}|{day}|{payee}|{amount}" + ("" if txn else f"|{memo}")
        if not txn:
            seen[text] += 1
            text = f"{text}|{seen[text]}"
        numbers.append(int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1)
    return numbers


def split_by_month(table: pa.Table, months: Ints) -> dict[int, pa.Table]:
    """The rows of each month, so that the lake keeps one part per month."""
    return {int(code): table.filter(pa.array(months == code)) for code in np.unique(months)}


def months_of_days(days: pa.ChunkedArray) -> Ints:
    """The month code of each day."""
    codes = pc.add(pc.multiply(pc.year(days), 100), pc.month(days))
    return np.asarray(codes.cast(pa.int32()))


def named_in_title(title: str, by_name: Mapping[str, int]) -> int | None:
    """The employer whose whole name stands in a file's name; where one name is part of another, the longer is meant."""
    text = bare_name(title.rsplit(".", 1)[0])
    found = [name for name in by_name if name in text]
    whole = [name for name in found if not any(name != other and name in other for other in found)]
    return by_name[whole[0]] if len(whole) == 1 else None
