"""Files of deadlines: every clock of the law as single answers give it; what else stands in the file survives."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from anxin.analytics.deadline_files import BatchDone, compute_file
from anxin.domain.clocks import StatutoryClock
from anxin.domain.clocks.moments import parse_moment
from anxin.kernel.clock import SHANGHAI
from anxin.law import book, office_calendar
from anxin.law.periods import is_period

CALENDAR = office_calendar()
LAW = book()


def run(tmp_path: Path, text: str, encoding: str = "utf-8") -> tuple[BatchDone, list[dict[str, str]]]:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(text, encoding=encoding)
    done = compute_file(source, target, law=LAW, calendar=CALENDAR)
    return done, list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))


def single(param_id: str, start: str) -> tuple[str, bool]:
    moment = parse_moment(start)
    clock = StatutoryClock.start(LAW.nearest(param_id, on=moment.date())[0], at=moment)
    found = clock.deadline(CALENDAR)
    assert found.due is not None
    assert found.due_at is not None
    by_day = clock.period.unit.by_the_day
    return (found.due if by_day else found.due_at.astimezone(SHANGHAI)).isoformat(), found.provisional


def test_a_file_with_every_clock_of_the_law_equals_the_single_answers(tmp_path):
    clocks = [one.id for one in LAW if is_period(one)]
    times = [(date(2005, 3, 1) + timedelta(days=37 * i)).isoformat() + ("T09:30" if i % 3 else "") for i in range(210)]
    rows = [(clock, times[(7 * i + 50 * j) % len(times)]) for i, clock in enumerate(clocks) for j in range(4)]
    done, got = run(tmp_path, "clock,from\n" + "".join(f"{clock},{start}\n" for clock, start in rows))
    assert done.rows == len(rows) == len(got) > 300
    for (clock, start), row in zip(rows, got, strict=True):
        assert (row["clock"], row["from"]) == (clock, start)
        assert (row["due"], row["provisional"] == "true") == single(clock, start), (clock, start)


def test_a_file_of_an_older_office_program_is_read_as_well(tmp_path):
    done, [got] = run(tmp_path, "单位,clock,from\n演示厂,zj_acceptance_days,2026-12-28\n", "gb18030")
    assert (done.rows, got["单位"], got["clock"]) == (1, "演示厂", "zj_acceptance_days")


def test_other_columns_commas_and_a_byte_order_mark_survive(tmp_path):
    done, got = run(tmp_path, 'case,clock,from\n"a, b",zj_acceptance_days,2026-12-28\n', "utf-8-sig")
    told = {"case": "a, b", "clock": "zj_acceptance_days", "from": "2026-12-28"}
    assert got == [told | {"due": "2027-01-05", "provisional": "true"}]
    assert (done.provisional, done.not_in_force) == (1, 0)


def test_rows_that_began_before_the_law_are_counted_and_told(tmp_path):
    done, got = run(tmp_path, "clock,from\nzj_acceptance_days,2004-03-01\nzj_acceptance_days,2026-03-02\n")
    assert done.not_in_force == 1
    assert got[1]["due"] == "2026-03-09"
