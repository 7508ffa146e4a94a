#!/usr/bin/env python3
"""Deadlines in working days: ours in bulk and one by one, numpy's busday in two ways, chinesecalendar day by day; one run."""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from anxin.analytics.deadlines import BulkCalendar
from anxin.law import office_calendar

AMOUNTS = (5, 10, 15, 60)
FIRST, LAST = date(2024, 1, 1), date(2026, 9, 1)


def best(work, repeat):
    """The shortest of some runs, in seconds, and what the work gave."""
    shortest, answer = float("inf"), None
    for _ in range(repeat):
        begun = time.perf_counter()
        answer = work()
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest, answer


def day_by_day(start, count):
    day = start
    while count:
        day += timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    calendar = office_calendar()
    bulk = BulkCalendar.of(calendar)
    rng = np.random.default_rng(20261123)
    starts = np.datetime64(FIRST, "D") + rng.integers(0, (LAST - FIRST).days, rows)
    amounts = rng.choice(np.asarray(AMOUNTS, dtype=np.int32), rows)
    span = np.arange(np.datetime64("2023-12-01"), np.datetime64("2027-01-01"))
    rest = np.array([day for day in span if not calendar.is_working(day.item())])
    weekday_rest = np.array([day for day in rest if day.item().weekday() < 5])
    print(f"{rows:,} deadlines, start 2024-2026, +5/10/15/60 working days; best of several runs, one process")
    seconds, truth = best(lambda: bulk.due_working(starts, amounts), 7)
    base = rows / seconds
    table = [("ours, bulk, an amount each", base, truth == truth)]
    seconds, _ = best(lambda: bulk.due_working(starts, 60), 7)
    table.append(("ours, bulk, one amount for all", rows / seconds, None))
    few = random.Random(7).sample(range(rows), min(rows, 20_000))
    pairs = [(starts[i].item(), int(amounts[i])) for i in few]
    due = calendar.due_day
    seconds, single = best(lambda: [due(start, count) for start, count in pairs], 5)
    table.append(
        (
            f"ours, one by one ({seconds / len(pairs) * 1e6:.2f} µs each)",
            len(pairs) / seconds,
            np.array(single, "M8[D]") == truth[few],
        )
    )
    exact = np.busdaycalendar(weekmask="1111111", holidays=rest)
    seconds, got = best(lambda: np.busday_offset(starts, amounts, roll="preceding", busdaycal=exact), 3)
    table.append(("numpy busday, 7-day mask, every rest day", rows / seconds, got == truth))
    usual = np.busdaycalendar(holidays=weekday_rest)
    seconds, got = best(lambda: np.busday_offset(starts, amounts, roll="preceding", busdaycal=usual), 3)
    table.append(("numpy busday, Mon-Fri and holidays", rows / seconds, got == truth))
    some = pairs[:1000]
    seconds, slow = best(lambda: [day_by_day(start, count) for start, count in some], 1)
    table.append(
        ("chinesecalendar 1.11, day by day", len(some) / seconds, np.array(slow, "M8[D]") == truth[few[:1000]])
    )
    print(f"\n{'method':46}{'per second':>16}{'ours / it':>12}{'right':>10}")
    for name, speed, right in table:
        share = "" if right is None else f"{np.mean(right):.2%}"
        print(f"{name:46}{speed:>16,.0f}{base / speed:>12,.2f}{share:>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
