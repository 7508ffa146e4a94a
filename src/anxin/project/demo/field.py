"""What is seen on the spot: patrol notes (巡查) and incidents (突发和群体性事件) with their times."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.draws import rows, seconds, stream, table
from anxin.project.demo.firms import Firms
from anxin.project.demo.phrases import CROWD, EXTREME, PATROL
from anxin.project.demo.places import Ground
from anxin.project.demo.span import Span
from anxin.project.demo.spells import Spell
from anxin.project.demo.voices import Teller

Array = npt.NDArray[Any]
MASS = 10
"""People from which an invented gathering is called a mass incident here; the product asks the law, not this figure."""


def patrols(seed: int, span: Span, land: Ground, *, made: Firms, members: list[int], level: Array) -> pa.Table:
    """Visits of grid members to employers in living grids: every two months, key employers every month."""
    rng = stream(seed, "patrols")
    alive = np.array([spot.active for spot in land.grids])
    reachable = (made.grid >= 0) & alive[np.maximum(made.grid, 0)]
    rate = np.where(reachable, np.where(made.supervised, 1.0, 0.5), 0.0) * span.weeks / 4.35
    ent = np.repeat(np.arange(len(made)), rng.poisson(rate))
    day = span.monday + rng.integers(0, span.today - span.monday, len(ent))
    keep = day < made.closed[ent]
    ent, day = ent[keep], day[keep]
    order = np.argsort(day, kind="stable")
    ent, day = ent[order], day[order]
    seen = level[ent, (day - span.monday) // 7] + rng.normal(0, 0.45, len(ent))
    grade = np.searchsorted((1.15, 1.95, 2.9), seen)
    widest = max(len(options) for options in PATROL)
    texts = np.array([[options[n % len(options)] for n in range(widest)] for options in PATROL], dtype=object)
    codes = np.array([spot.code for spot in land.grids], dtype=object)
    columns = {
        "patrol_id": np.arange(1, len(ent) + 1),
        "ent_id": ent + 1,
        "grid_code": codes[made.grid[ent]],
        "person_id": np.array(members)[made.grid[ent]],
        "visited_at": seconds(day * 86_400 + rng.integers(0, 9 * 3600, len(ent))),
        "level": grade,
        "text": texts[grade, rng.integers(0, widest, len(ent))],
    }
    return table("patrols", columns)


def incidents(seed: int, span: Span, land: Ground, made: Firms, found: list[Spell]) -> pa.Table:
    """Gatherings over unpaid wages; marks the spells that led to one."""
    rng = stream(seed, "incidents")
    teller = Teller(rng, span, land, made)
    seen = [_told(teller, ent, found) for ent, story in enumerate(made.story) if story is not None and story.crowd]
    for spell in found:
        if made.story[spell.ent] is not None:
            continue
        day = spell.onset + int(rng.integers(12, 45))
        if day > min(spell.end, span.today):
            continue
        if spell.workers >= MASS + 2 and rng.random() < 0.35:
            people = int(rng.integers(MASS, spell.workers + 1))
            spell.mass = True
            seen.append(
                _incident(teller, spell.ent, day, people=people, kind="mass", phrases=CROWD, cents=spell.amount_cents)
            )
        elif rng.random() < 0.04:
            seen.append(
                _incident(teller, spell.ent, day, people=1, kind="extreme", phrases=EXTREME, cents=spell.amount_cents)
            )
    seen.sort(key=lambda each: each["happened_at"])
    for place, each in enumerate(seen):
        each["incident_id"] = place + 1
    return rows("incidents", seen)


def _told(teller: Teller, ent: int, found: list[Spell]) -> dict[str, Any]:
    story = teller.made.story[ent]
    assert story is not None  # noqa: S101 -- the caller chose those with a story
    spell = next((each for each in found if each.ent == ent), None)
    if spell is None:
        day = teller.span.today - 6
        return _incident(teller, ent, day, people=story.crowd, kind="mass", phrases=CROWD[:1], cents=96_000_000)
    people = min(story.crowd, spell.workers)
    spell.mass = people >= MASS
    day = min(spell.onset + story.crowd_days, teller.span.today)
    kind = "mass" if spell.mass else "single"
    return _incident(teller, ent, day, people=people, kind=kind, phrases=CROWD, cents=spell.amount_cents)


def _incident(
    teller: Teller, ent: int, day: int, *, people: int, kind: str, phrases: tuple[str, ...], cents: int
) -> dict[str, Any]:
    rng = teller.rng
    begun = day * 86_400 + int(rng.integers(0, 9 * 3600))
    reported = begun + int(rng.integers(3, 16)) * 60
    arrived = reported + int(np.clip(rng.lognormal(3.4, 0.4), 12, 110)) * 60
    out = str(
        rng.choice(("现场劝散，约定三日内付款", "总包先行垫付，当场发放", "引导至街道调解室登记", "应急周转金先行垫付"))
    )
    return {
        "ent_id": ent + 1,
        "happened_at": begun,
        "reported_at": reported,
        "arrived_at": arrived,
        "ended_at": arrived + int(rng.integers(50, 320)) * 60,
        "channel": str(rng.choice(("110", "hotline", "12345", "walk_in"), p=(0.6, 0.2, 0.1, 0.1))),
        "place": f"{teller.place(ent)}{teller.short(ent)}",
        "village_code": teller.land.villages[int(teller.made.village[ent])].code,
        "people": people,
        "kind": kind,
        "text": teller.fill(teller.choose(phrases), ent, day=day, people=people, cents=cents, months=2),
        "outcome": out if day < teller.span.today - 1 else None,
    }
