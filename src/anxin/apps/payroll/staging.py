"""From rows as read to rows as they count: numbers of the register instead of names, keyed hashes instead of accounts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.apps.registry.api import EmployerRef, Named, ensure
from anxin.base.vault.sealing import keyed_hash63
from anxin.domain.wages.payday import due_date
from anxin.kernel.period import Month

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


def identify(
    table: pa.Table, *, employer: int | None, by_code: Mapping[str, int], by_name: Mapping[str, int]
) -> np.ndarray:
    """The employer of each row by code, else by name, else the one given; 0 where none is known."""
    fallback = employer or 0
    codes, names = table["employer_code"].to_pylist(), table["employer_name"].to_pylist()
    found = [
        by_code.get(code or "") or by_name.get(name or "") or (0 if (code or name) and not employer else fallback)
        for code, name in zip(codes, names, strict=True)
    ]
    return np.asarray(found, dtype=np.int64)


def stage_payroll(
    table: pa.Table,
    *,
    employer_ids: np.ndarray,
    refs: Mapping[int, EmployerRef],
    month: int | None,
    file: int,
    on: date,
) -> pa.Table:
    """The payroll's lines as they count; persons not yet on the register are put there."""
    months = pc.fill_null(table["month"], pa.scalar(month or 0, pa.int32())).to_numpy()
    people = [
        Named(int(employer), name, refs[int(employer)].place_path, id_number, account, phone)
        for employer, name, id_number, account, phone in zip(
            employer_ids,
            *(table[column].to_pylist() for column in ("name", "id_number", "bank_account", "phone")),
            strict=True,
        )
    ]
    workers = ensure(people, since=Month.of_code(int(months.min())).first)
    due = {
        (employer, code): due_date(Month.of_code(code), refs[employer].pay_day)
        for employer, code in {(int(e), int(m)) for e, m in zip(employer_ids, months, strict=True)}
    }
    columns = {
        "worker_id": np.asarray(workers, dtype=np.int64),
        "ent_id": employer_ids,
        "month": months,
        "due_cents": table["due_cents"],
        "due_date": pa.array([due[int(e), int(m)] for e, m in zip(employer_ids, months, strict=True)], pa.date32()),
        "declared_cents": table["paid_cents"],
        "base_cents": table["base_cents"],
        "attendance_days": table["attendance_days"],
        "handed_in": pa.array([on] * table.num_rows, pa.date32()),
        "file": np.full(table.num_rows, file, dtype=np.int64),
        "row": table["row"],
    }
    return pa.table(columns, schema=LAKE_PAYROLL)


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


def split_by_month(table: pa.Table, months: np.ndarray) -> dict[int, pa.Table]:
    """The rows of each month, so that the lake keeps one part per month."""
    return {int(code): table.filter(pa.array(months == code)) for code in np.unique(months)}


def months_of_days(days: pa.ChunkedArray) -> np.ndarray:
    """The month code of each day."""
    codes = pc.add(pc.multiply(pc.year(days), 100), pc.month(days))
    return codes.cast(pa.int32()).to_numpy()
