#!/usr/bin/env python3
"""How well the warning rules do on a demonstration town: precision, recall and lead against the town's hidden truth.

Load a town that no rule was tuned on, then measure it with the same seed:

    ANXIN_DATA=/tmp/other anxin demo --seed 77013
    ANXIN_DATA=/tmp/other python bench/warning_rules.py --seed 77013
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

AHEAD = timedelta(days=56)
"""A warning counts as early when a spell of unpaid wages begins within eight weeks after it."""
QUARTER = timedelta(days=91)
STEP = timedelta(days=14)
GRACE = timedelta(days=14)
"""How long a spell has run when the rules must have seen it: the statement of the month arrives about then."""
RANKS = {"green": 0, "yellow": 1, "orange": 2, "red": 3}


@dataclass
class Tally:
    """Counts of one colour and worse, over all days."""

    said: int = 0
    true: int = 0
    early: int = 0
    early_true: int = 0
    caught: set[tuple[int, date]] = field(default_factory=set)
    leads: dict[tuple[int, date], int] = field(default_factory=dict)
    seen: int = 0
    open: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--employers", type=int, default=1200)
    parser.add_argument("--workers", type=int, default=30_000)
    parser.add_argument("--days", type=int, default=16, help="how many days are judged, two weeks apart")
    args = parser.parse_args()

    from anxin.project.cli import django_setup

    django_setup.start()
    from anxin.project.demo.simulate import simulate

    town = simulate(args.seed, employers=args.employers, workers=args.workers)
    spells = [(row["ent"], row["onset_day"], row["end_day"]) for row in town.truth.spells.to_pylist()]
    last = town.as_of - AHEAD
    days = [last - STEP * number for number in range(args.days)]
    levels = {day: judged(day) for day in days}
    out = {"seed": args.seed, "days": len(days), "first": min(days).isoformat(), "last": max(days).isoformat()}
    out["employers"], out["spells"] = (
        len(levels[last]),
        len({one[:2] for one in spells if min(days) < one[1] <= last + AHEAD}),
    )
    wrong = breaches(town.truth, as_of=town.as_of)
    out |= {colour: figures(levels, spells, wrong, colour) for colour in ("yellow", "orange", "red")}
    print(json.dumps(out, ensure_ascii=False, indent=1))


def breaches(truth, *, as_of: date) -> dict[int, set[date]]:
    """By employer, the days on which some worker's wage was missed, cut or more than a week late, or insurance was missing."""
    found: dict[int, set[date]] = {}
    for row in truth.results.to_pylist():
        due = due_day(row["month"])
        if due <= as_of and (row["arrears_cents"] > 0 or row["days_late"] > 7):
            found.setdefault(row["ent_id"], set()).add(due)
    for row in truth.insurance_gaps.to_pylist():
        found.setdefault(row["ent_id"], set()).add(due_day(row["month"]))
    return found


def due_day(month: int) -> date:
    """About when a month's wage is due: the fifteenth of the next month."""
    year, number = divmod(month, 100)
    return date(year + number // 12, number % 12 + 1, 15)


def judged(day: date) -> Mapping[int, str]:
    """Every employer's level by the rules and the facts of a day; nothing is stored."""
    from anxin.apps.registry.api import employers
    from anxin.apps.warning.gathering import gather
    from anxin.apps.warning.rulebooks import town_rules
    from anxin.base.scope import Scope
    from anxin.domain.risk.assessment import assess

    rules = town_rules().on(day)
    return {
        facts.employer: assess(facts, rules, day).level.value
        for facts in gather(employers(Scope.everywhere()).in_bulk(), scope=Scope.everywhere(), on=day)
    }


def figures(
    levels: Mapping[date, Mapping[int, str]],
    spells: Iterable[tuple[int, date, date | None]],
    wrong: Mapping[int, set[date]],
    colour: str,
) -> dict[str, float | int | None]:
    """Precision, early precision, recall, lead and detection of a colour and worse."""
    by_employer: dict[int, list[tuple[date, date | None]]] = {}
    for employer, onset, end in spells:
        by_employer.setdefault(employer, []).append((onset, end))
    tally, base, quiet, wanted = Tally(), 0, 0, set()
    founded, any_wrong, total = 0, 0, sum(len(found) for found in levels.values())
    for day, found in levels.items():
        for employer, level in found.items():
            some = by_employer.get(employer, [])
            running = [one for one in some if one[0] <= day and (one[1] is None or one[1] > day)]
            coming = [one for one in some if day < one[0] <= day + AHEAD]
            said = RANKS[level] >= RANKS[colour]
            near = bool(running or coming) or any(
                day - QUARTER <= due <= day + AHEAD for due in wrong.get(employer, ())
            )
            founded, any_wrong = founded + (said and near), any_wrong + near
            _count(tally, employer, day, said=said, running=running, coming=coming)
            if not running:
                quiet, base = quiet + 1, base + bool(coming)
                wanted |= {(employer, one[0]) for one in coming}
    return {
        "warned employer-days": tally.said,
        "precision (spell runs or begins within 8 weeks)": _share(tally.true, tally.said),
        "precision (any worker unpaid, cut, a week late or uninsured, 13 weeks before to 8 after)": _share(
            founded, tally.said
        ),
        "base rate of that": _share(any_wrong, total),
        "warned without a running spell": tally.early,
        "early precision": _share(tally.early_true, tally.early),
        "base rate": _share(base, quiet),
        "early recall (of spells)": _share(len(tally.caught), len(wanted)),
        "median lead days": median(tally.leads.values()) if tally.leads else None,
        "spells running over 2 weeks seen": _share(tally.seen, tally.open),
    }


def _count(tally: Tally, employer: int, day: date, *, said: bool, running: list, coming: list) -> None:
    long_running = any(day - one[0] >= GRACE for one in running)
    tally.open += long_running
    tally.seen += long_running and said
    if not said:
        return
    tally.said += 1
    tally.true += bool(running or coming)
    if running:
        return
    tally.early += 1
    tally.early_true += bool(coming)
    for onset, _end in coming:
        tally.caught.add((employer, onset))
        lead = (onset - day).days
        tally.leads[employer, onset] = max(lead, tally.leads.get((employer, onset), 0))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


if __name__ == "__main__":
    main()
