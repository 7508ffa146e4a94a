"""What only the staged sheets and statements themselves tell (工资表与流水原始行), per employer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from anxin.apps.payroll.models import WageFile
from anxin.apps.payroll.queries import owed
from anxin.apps.registry.api import account_table
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.kernel.period import Month

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One employer: the most one worker is due in a month and in twelve, and transfers sent back and never made good."""

    top_month_fen: int
    top_year_fen: int
    failed_transfers: int


def sheet_readings(place_paths: Collection[str], *, on: date) -> dict[int, SheetReading]:
    """The readings of every employer named on a payroll of the towns in the twelve wage months before a day."""
    root = settings.SETTINGS.data_dir / "lake"
    last = Month.of_day(on).previous()
    found: dict[int, SheetReading] = {}
    for town in sorted({town_of(path) for path in place_paths}):
        top = _top_pay(_parts(town, "payroll"), root, last.plus(-11).code, last.code)
        failed = _not_made_good(_failed(_parts(town, "bank"), root, on - YEAR, on))
        found |= {pk: SheetReading(month, year, failed.get(pk, 0)) for pk, (month, year) in top.items()}
    return found


def _parts(town: str, kind: str) -> tuple[str, ...]:
    """The live parts of a town, the newest file first."""
    live = WageFile.objects.filter(place_path__startswith=town, state=WageFile.State.LIVE, kind=kind).order_by("-pk")
    return tuple(part["path"] for parts in live.values_list("parts", flat=True) for part in parts)


@lru_cache(maxsize=4)
def _top_pay(parts: tuple[str, ...], root: Path, first: int, last: int) -> dict[int, tuple[int, int]]:
    """The highest month and the highest twelve months of one worker, by employer; parts never change, so it is kept."""
    if not parts:
        return {}
    lines = _read(parts, root, ["ent_id", "worker_id", "month", "due_cents", "file"])
    lines = lines.filter((pc.field("month") >= first) & (pc.field("month") <= last))
    newest = lines.group_by(["ent_id", "month"]).aggregate([("file", "max")])
    lines = lines.join(newest, keys=["ent_id", "month"])
    lines = lines.filter(pc.field("file") == pc.field("file_max"))
    by_month = lines.group_by(["ent_id", "worker_id", "month"]).aggregate([("due_cents", "sum")])
    by_worker = by_month.group_by(["ent_id", "worker_id"]).aggregate(
        [("due_cents_sum", "max"), ("due_cents_sum", "sum")]
    )
    top = by_worker.group_by("ent_id").aggregate([("due_cents_sum_max", "max"), ("due_cents_sum_sum", "max")])
    rows = zip(
        *(top[name].to_pylist() for name in ("ent_id", "due_cents_sum_max_max", "due_cents_sum_sum_max")), strict=True
    )
    return {pk: (month, year) for pk, month, year in rows}


@lru_cache(maxsize=4)
def _failed(parts: tuple[str, ...], root: Path, since: date, until: date) -> tuple[int, ...]:
    """The payee accounts of transfers that the bank sent back in a span of days."""
    if not parts:
        return ()
    rows = _read(parts, root, ["payee_acct", "status", "paid_date"])
    span = (pc.field("paid_date") > since) & (pc.field("paid_date") <= until)
    return tuple(rows.filter((pc.field("status") == "failed") & span)["payee_acct"].to_pylist())


def _not_made_good(payees: tuple[int, ...]) -> dict[int, int]:
    """Failed transfers to workers to whom that employer still owes wages, by employer."""
    if not payees:
        return {}
    wanted = set(payees)
    whose = {account: (employer, worker) for account, worker, employer in account_table() if account in wanted}
    still = set(owed(Scope.everywhere()).order_by().values_list("employer_id", "worker_id").distinct())
    counts: dict[int, int] = {}
    for account in payees:
        pair = whose.get(account)
        if pair in still and pair is not None:
            counts[pair[0]] = counts.get(pair[0], 0) + 1
    return counts


def _read(parts: tuple[str, ...], root: Path, columns: list[str]) -> Any:
    tables = [pq.read_table(root / part, columns=columns) for part in parts]
    return pa.concat_tables(tables, promote_options="permissive")
