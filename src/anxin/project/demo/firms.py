"""Employers (用人单位): sector, size, place, owner, chains; invented, but spread as in such a street."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from anxin.project.demo.draws import stream
from anxin.project.demo.names import INDUSTRIES, MARK, brands, is_trader
from anxin.project.demo.places import Ground
from anxin.project.demo.span import NEVER, Span
from anxin.project.demo.stories import STORIES, Story, story_number

Array = npt.NDArray[Any]
_SHARES = (0.35, 0.19, 0.11, 0.35)
_SIZE = ((3.1, 1.05, 5), (1.75, 0.65, 3), (2.7, 0.85, 4), (1.9, 0.85, 2))  # mean and spread of the logarithm, smallest
_PAY_DAYS = (5, 8, 10, 15, 20, 25)
_PAY_SHARES = (0.08, 0.12, 0.3, 0.32, 0.14, 0.04)


@dataclass(slots=True)
class Firms:
    """One entry per employer; numbers count from 0, the identifier is the number plus one."""

    name: list[str]
    industry: list[str]
    trader: Array
    sector: Array
    head: Array
    village: Array
    grid: Array  # -1: none
    park: Array  # -1: none
    pay_day: Array
    founded: Array
    closed: Array  # day number or NEVER
    status: list[str]
    reports: Array
    metered: Array
    supervised: Array
    record: Array
    owner: Array
    predecessor: Array
    upper: Array  # the firm whose trouble spreads to this one
    project: Array
    weakness: Array
    memo: Array
    story: list[Story | None]

    def __len__(self) -> int:
        return len(self.name)


def firms(seed: int, span: Span, land: Ground, count: int, workers: int) -> Firms:
    """All employers, the stories first."""
    rng = stream(seed, "firms")
    told = list(STORIES[: min(len(STORIES), count)])
    sector = rng.choice(4, count, p=_SHARES)
    sector[: len(told)] = [story.sector for story in told]
    head = _heads(rng, sector, told, workers)
    name, industry = _names(rng, sector, told)
    park = np.where((sector == 0) & (rng.random(count) < 0.62), rng.choice(5, count, p=(0.3, 0.25, 0.2, 0.15, 0.1)), -1)
    village = rng.integers(0, len(land.villages), count)
    for number, story in enumerate(told):
        park[number] = -1 if story.park is None else story.park
        village[number] = land.village_at(story.village)
    village = np.where(park >= 0, np.array([place for _, place in land.parks])[park], village)
    made = Firms(
        name=name, industry=industry, sector=sector, head=head, village=village, park=park,
        trader=np.array([is_trader(text.removesuffix(MARK)[-3:]) for text in name]),
        grid=_grids(rng, land, village, park), pay_day=rng.choice(_PAY_DAYS, count, p=_PAY_SHARES),
        founded=span.monday - 200 - rng.integers(0, 7000, count), closed=np.full(count, NEVER), status=["开业"] * count,
        reports=rng.random(count) > np.where(head < 6, 0.3, np.where(head < 15, 0.08, 0.01)),
        metered=rng.random(count) < np.array((0.92, 0.6, 0.1, 0.35))[sector],
        supervised=rng.random(count) < 0.05, record=rng.binomial(3, 0.05, count),
        owner=np.arange(count), predecessor=np.full(count, -1), upper=np.full(count, -1), project=np.full(count, -1),
        weakness=rng.normal(0, 1, count), memo=rng.choice(7, count, p=(0.26, 0.16, 0.16, 0.12, 0.12, 0.12, 0.06)),
        story=[*told, *[None] * (count - len(told))],
    )  # fmt: skip
    _tell(made, told, land)
    _chains(rng, made, len(told), span)
    return made


def _heads(rng: np.random.Generator, sector: Array, told: list[Story], workers: int) -> Array:
    """Places of work per employer, so many that with changes of job the wanted number of persons is used."""
    mean, spread, least = (np.array([size[place] for size in _SIZE])[sector] for place in range(3))
    raw = np.exp(mean + spread * rng.normal(0, 1, len(sector)))
    wanted = 0.95 * workers
    scale = min(1.0, workers / 20_000)
    fixed = np.array([max(6, round(story.head * scale)) for story in told], float)
    for _ in range(12):
        raw[: len(told)] = fixed
        rest = raw[len(told) :]
        rest *= max(wanted - fixed.sum(), len(rest)) / max(rest.sum(), 1.0)
        np.clip(rest, np.minimum(least[len(told) :], 0.6 * workers / len(sector)), 900, out=rest)
    return np.maximum(1, np.rint(raw)).astype(np.int64)


def _names(rng: np.random.Generator, sector: Array, told: list[Story]) -> tuple[list[str], list[str]]:
    name, industry = [story.name for story in told], [story.industry for story in told]
    brand = brands(rng)
    for number in range(len(told), len(sector)):
        kinds = INDUSTRIES[sector[number]]
        what, ending = kinds[rng.integers(0, len(kinds))]
        name.append(f"绍兴{next(brand)}{ending}{MARK}")
        industry.append(what)
    return name, industry


def _grids(rng: np.random.Generator, land: Ground, village: Array, park: Array) -> Array:
    """The grid of each employer: the park's, else one of the village's; one in a hundred has been given none."""
    options = [land.grids_of(number) for number in range(len(land.villages))]
    drawn = rng.random(len(village))
    own = np.array([options[place][int(drawn[n] * len(options[place]))] for n, place in enumerate(village)])
    grid = np.where(park >= 0, land.first_park_grid + park, own)
    return np.where((rng.random(len(village)) < 0.01) & (park < 0), -1, grid)


def _tell(made: Firms, told: list[Story], land: Ground) -> None:
    """Write what the stories fix."""
    for number, story in enumerate(told):
        made.trader[number] = story.trader
        made.pay_day[number] = story.pay_day
        made.reports[number] = story.reports
        made.metered[number] = story.sector != 2
        made.weakness[number] = 0.0
        made.memo[number] = 3 if story.lumps else 0
        if made.grid[number] < 0:
            made.grid[number] = land.grids_of(int(made.village[number]))[0]
        made.record[number] = 1 if story.turns else 0
        if story.predecessor is not None:
            old = story_number(story.predecessor)
            made.predecessor[number], made.owner[number], made.upper[number] = old, made.owner[old], old
            made.grid[number], made.record[number] = made.grid[old], 0
        if story.upper is not None:
            made.upper[number] = story_number(story.upper)


def _chains(rng: np.random.Generator, made: Firms, told: int, span: Span) -> None:
    """Owners with several firms, customers inside a park, firms closed before today."""
    count = len(made)
    plain = np.arange(told, count)
    twins = plain[rng.random(len(plain)) < 0.03]
    for number in twins:
        other = int(rng.integers(told, count))
        if made.sector[other] == made.sector[number] and other < number:
            made.owner[number], made.upper[number] = made.owner[other], other
    supplied = plain[(made.park[plain] >= 0) & (rng.random(len(plain)) < 0.12)]
    large = plain[made.head[plain] > np.quantile(made.head[plain], 0.9)] if len(plain) else plain
    for number in supplied:
        near = large[made.park[large] == made.park[number]]
        if len(near) and int(near[0]) != number:
            made.upper[number] = int(near[rng.integers(0, len(near))])
    for number in plain[rng.random(len(plain)) < 0.025]:
        made.closed[number] = span.monday + int(rng.integers(120, max(130, span.today - span.monday - 40)))
        made.status[number] = str(rng.choice(["注销", "停业", "注销"]))
    made.upper[made.upper == np.arange(count)] = -1
