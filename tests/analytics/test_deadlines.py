"""Deadlines in bulk are the deadlines one by one, and a file of them is refused to the row."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.analytics.deadline_files import compute_file
from anxin.analytics.deadlines import BulkCalendar
from anxin.domain.clocks import StatutoryClock, deadline
from anxin.domain.clocks.moments import parse_moment
from anxin.kernel.clock import local_date, local_midnight
from anxin.kernel.outcome import BadInput
from anxin.law import book, office_calendar
from anxin.law.calendar import LAST_DAY
from anxin.law.periods import Period, Unit

CALENDAR = office_calendar()
BULK = BulkCalendar.of(CALENDAR)
LAW = book()
STARTS = st.lists(st.dates(date(2003, 12, 31), date(2030, 12, 31)), min_size=1, max_size=30)
BY_THE_DAY = st.sampled_from([unit for unit in Unit if unit.by_the_day])


@given(STARTS, st.integers(1, 20), BY_THE_DAY)
def test_in_bulk_is_one_by_one(starts: list[date], amount: int, unit: Unit) -> None:
    period = Period(amount, unit)
    days = np.array(starts, dtype="datetime64[D]")
    due = BULK.due(period, days)
    single = [deadline(period, local_midnight(start), calendar=CALENDAR) for start in starts]
    assert due.tolist() == [one.due for one in single]
    assert BULK.provisional(period, days, due).tolist() == [one.provisional for one in single]


@given(st.data(), STARTS)
def test_an_amount_for_each_start_is_the_fast_path_for_each(data: st.DataObject, starts: list[date]) -> None:
    amounts = data.draw(st.lists(st.integers(1, 250), min_size=len(starts), max_size=len(starts)))
    found = BULK.due_working(np.array(starts, dtype="datetime64[D]"), np.array(amounts))
    assert found.tolist() == [CALENDAR.due_day(start, amount) for start, amount in zip(starts, amounts, strict=True)]


def test_more_rows_than_one_block_come_back_in_order() -> None:
    starts = np.datetime64("2024-01-01") + np.arange(100_000) % 900
    found = BULK.due_working(starts, 7)
    assert found[:900].tolist() == [CALENDAR.due_day(start, 7) for start in starts[:900].tolist()]
    assert (found[900:1800] == found[:900]).all()


@pytest.mark.parametrize("start", [date(2003, 12, 30), LAST_DAY, LAST_DAY + timedelta(days=1)])
def test_a_start_the_calendar_cannot_serve_is_refused(start: date) -> None:
    days = np.array([date(2026, 1, 5), start], dtype="datetime64[D]")
    with pytest.raises(BadInput):
        BULK.due_working(days, 5)
    with pytest.raises(BadInput):
        BULK.due_working(days, np.array([5, 5]))


@pytest.mark.parametrize("amounts", [0, -1, np.array([0])])
def test_no_days_at_all_is_refused(amounts: int | np.ndarray) -> None:
    with pytest.raises(BadInput):
        BULK.due_working(np.array(["2026-01-05"], dtype="datetime64[D]"), amounts)


def test_no_rows_give_no_rows() -> None:
    assert BULK.due_working(np.array([], dtype="datetime64[D]"), 5).tolist() == []


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_comes_back_with_the_deadlines_of_each_row(tmp_path: Path) -> None:
    rows = [
        ("insp_investigation_days", "2026-02-02"),
        ("insp_investigation_days", "2026-11-02T09:30"),
        ("arb_acceptance_days", "2026-02-12"),
        ("gp_response_minutes", "2026-02-16T23:50"),
    ]
    source = write(
        tmp_path / "in.csv", "ref,clock,from", *(f"{i},{clock},{start}" for i, (clock, start) in enumerate(rows))
    )
    done = compute_file(source, tmp_path / "out.csv", law=LAW, calendar=CALENDAR)
    assert done.rows == len(rows)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    for row, (clock, text) in zip(found, rows, strict=True):
        started = parse_moment(text)
        parameter, _ = LAW.nearest(clock, on=local_date(started))
        single = StatutoryClock.start(parameter, at=started).deadline(CALENDAR)
        assert single.due is not None
        assert row["due"].startswith(single.due.isoformat())
        assert row["provisional"] == str(single.provisional).lower()
        if "minutes" in clock:
            assert parse_moment(row["due"]) == single.due_at
    assert [row["ref"] for row in found] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("clock,from", "insp_investigation_days,2026-02-02", "insp_investigation_days,soon"), ("第 3 行", "from")),
        (("clock,from", "no_such_clock,2026-02-02"), ("第 2 行", "clock")),
        (("clock,from", "insp_investigation_days,1999-01-01"), ("第 2 行", "from")),
        (("clock,since", "insp_investigation_days,2026-02-02"), ("第 1 行", "from")),
        (("clock,from", "insp_investigation_days,2026-02-02,x"), ("第 2 行", "列")),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    tmp_path: Path, lines: tuple[str, ...], named: tuple[str, ...]
) -> None:
    source = write(tmp_path / "in.csv", *lines)
    with pytest.raises(BadInput) as refused:
        compute_file(source, tmp_path / "out.csv", law=LAW, calendar=CALENDAR)
    told = "\n".join(fault.in_words() for fault in refused.value.faults)
    assert all(word in told for word in named)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]
