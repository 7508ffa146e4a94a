"""Workers (劳动者), their employments (用工) with second jobs and changes, and the accounts wages go to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.assumptions import assumptions
from anxin.project.demo.draws import DAY_ZERO, days, stream, table
from anxin.project.demo.firms import Firms
from anxin.project.demo.names import JOBS, persons
from anxin.project.demo.numbers import HOME_AREAS, card_numbers, identity_numbers, phones
from anxin.project.demo.span import NEVER, Span
from anxin.project.demo.stories import story_number

Array = npt.NDArray[Any]
_TURNOVER = np.array((0.14, 0.24, 0.24, 0.15))
_BASE_YUAN = np.array(((3900, 7300), (3600, 5900), (6200, 10800), (2900, 5600)))
_CONTRACT, _INSURED = np.array((0.98, 0.85, 0.88, 0.95)), np.array((0.988, 0.93, 0.9, 0.975))
BANKS = ("演示农村商业银行", "演示农业银行", "演示工商银行", "演示建设银行", "演示瑞丰银行")


@dataclass(slots=True)
class Labour:
    """One entry per employment; worker and employer numbers count from 0."""

    worker: Array
    ent: Array
    joined: Array
    left: Array
    base: Array
    part_time: Array
    second_job: Array
    contract: Array
    insured: Array
    card: Array
    spare: Array  # second account, 0 when there is none

    def __len__(self) -> int:
        return len(self.worker)


def labour(seed: int, span: Span, made: Firms, level: Array) -> Labour:
    """Every employment of the time simulated."""
    rng = stream(seed, "labour")
    ent, joined, left = _places(rng, span, made, level)
    worker = _persons_of(rng, made, ent, joined, left)
    second_worker, second_ent = _second_jobs(rng, made, worker, ent)
    begins = span.monday + rng.integers(0, 200, len(second_ent))
    sizes = len(ent), len(second_ent)
    worker, ent = np.r_[worker, second_worker], np.r_[ent, second_ent]
    joined, left = np.r_[joined, begins], np.r_[left, np.full(sizes[1], NEVER)]
    second_job = np.repeat((False, True), sizes)
    closed = np.minimum(left, made.closed[ent])
    count = len(ent)
    part_time = second_job | ((made.sector[ent] != 2) & (rng.random(count) < 0.015))
    low, high = _BASE_YUAN[made.sector[ent]].T
    base = (np.rint((low + (high - low) * rng.beta(1.6, 2.4, count)) / 50) * 5000).astype(np.int64)
    base = np.where(part_time, (base * 0.42).astype(np.int64), base)
    grown = Labour(
        worker, ent, joined, closed, _below_minimum(rng, made, ent, base), part_time, second_job,
        rng.random(count) < _CONTRACT[made.sector[ent]], ~part_time & (rng.random(count) < _INSURED[made.sector[ent]]),
        card_numbers(np.arange(count), rng.integers(1, len(BANKS) + 1, count)), np.zeros(count, np.int64),
    )  # fmt: skip
    spare = np.flatnonzero(rng.random(count) < 0.04)
    grown.spare[spare] = card_numbers(count + np.arange(len(spare)), rng.integers(1, len(BANKS) + 1, len(spare)))
    _phoenix(span, made, grown)
    return grown


def _places(rng: np.random.Generator, span: Span, made: Firms, level: Array) -> tuple[Array, Array, Array]:
    """One employment per place of work, and a second where somebody left and was followed; stress drives people away."""
    slot = np.repeat(np.arange(len(made)), made.head)
    joined = span.monday - rng.integers(20, 2500, len(slot))
    changes = rng.random(len(slot)) < _TURNOVER[made.sector[slot]]
    day = span.monday + rng.integers(10, max(20, span.today - span.monday - 10), len(slot))
    left = np.where(changes, day, NEVER)
    follows = changes & (rng.random(len(slot)) < 0.85)
    fled = _flight(span, level)[slot]
    flees = (fled < NEVER) & (rng.random(len(slot)) < 0.24)
    left = np.where(flees, fled + rng.integers(0, 70, len(slot)), left)
    follows &= ~flees
    begins = day + rng.integers(1, 40, len(slot))
    follows &= begins < np.minimum(span.today - 3, made.closed[slot])
    ent = np.r_[slot, slot[follows]]
    starts = np.r_[joined, begins[follows]]
    keep = starts < made.closed[ent]
    ends = np.r_[left, np.full(int(follows.sum()), NEVER)]
    return ent[keep], np.maximum(starts, made.founded[ent])[keep], ends[keep]


def _flight(span: Span, level: Array) -> Array:
    """The day on which people begin to leave an employer under stress, or NEVER."""
    strained = level > 1.75
    day = span.monday + 7 * np.argmax(strained, axis=1)
    return np.where(strained.any(axis=1), day, NEVER)


def _persons_of(rng: np.random.Generator, made: Firms, ent: Array, joined: Array, left: Array) -> Array:
    """Who holds each employment: about half of those who left turn up again with another employer of the sector."""
    worker = np.arange(len(ent))
    for sector in range(4):
        here = made.sector[ent] == sector
        leavers = np.flatnonzero(here & (left < NEVER))
        joiners = np.flatnonzero(here & (joined > joined.min() + 2500))
        leavers, joiners = (
            leavers[np.argsort(left[leavers], kind="stable")],
            joiners[np.argsort(joined[joiners], kind="stable")],
        )
        pairs = min(len(leavers), len(joiners))
        old, new = leavers[:pairs], joiners[:pairs]
        fits = (joined[new] > left[old]) & (ent[new] != ent[old]) & (rng.random(pairs) < 0.6)
        worker[new[fits]] = worker[old[fits]]
    return np.unique(worker, return_inverse=True)[1]


def _second_jobs(rng: np.random.Generator, made: Firms, worker: Array, ent: Array) -> tuple[Array, Array]:
    """One in fifty also works evenings in a restaurant or a shop; never twice with the same employer."""
    evening = np.flatnonzero(np.isin(made.sector, (1, 3)) & (made.closed == NEVER) & (np.arange(len(made)) > 20))
    if not len(evening):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    chosen = np.unique(worker[rng.random(len(worker)) < 0.02])
    other = evening[rng.integers(0, len(evening), len(chosen))]
    known = set(zip(worker.tolist(), ent.tolist(), strict=True))
    fresh = np.array([(w, e) not in known for w, e in zip(chosen.tolist(), other.tolist(), strict=True)], bool)
    return chosen[fresh], other[fresh]


def _below_minimum(rng: np.random.Generator, made: Firms, ent: Array, base: Array) -> Array:
    """A few small employers, and the one of the story, pay a third of their people less than the minimum wage."""
    stingy = (np.isin(made.sector, (1, 3)) & (made.head < 40) & (rng.random(len(made)) < 0.006)).astype(bool)
    for number, story in enumerate(made.story):
        stingy[number] = story is not None and story.below_minimum
    hit = stingy[ent] & (rng.random(len(ent)) < 0.34)
    low = assumptions().minimum_wage_cents - rng.integers(1, 9, len(ent)) * 5000
    return np.where(hit, low, base)


def _phoenix(span: Span, made: Firms, grown: Labour) -> None:
    """The restaurant opened under a new name has most of its people from the old one."""
    old, new = story_number("phoenix_old"), story_number("phoenix_new")
    if new >= len(made):
        return
    theirs, ours = np.flatnonzero(grown.ent == old), np.flatnonzero((grown.ent == new) & (grown.left == NEVER))
    stayed = theirs[grown.left[theirs] >= made.closed[old]]
    pairs = min(len(stayed), len(ours), 11)
    grown.worker[ours[:pairs]] = grown.worker[stayed[:pairs]]


def worker_table(seed: int, span: Span, grown: Labour) -> tuple[pa.Table, Array]:
    """The persons, and their names by number for the bank's payee column."""
    rng = stream(seed, "workers")
    count = int(grown.worker.max()) + 1
    female = rng.random(count) < 0.41
    areas = np.array([area for area, _ in HOME_AREAS])
    home = rng.choice(len(areas), count, p=(0.3, 0.13, 0.1, 0.12, 0.07, 0.06, 0.05, 0.07, 0.06, 0.04))
    born = DAY_ZERO + (span.monday - 365 * 18 - (rng.beta(1.7, 1.9, count) * 365.25 * 42).astype(int)).astype(
        "timedelta64[D]"
    )
    names = persons(rng, female)
    columns = {
        "worker_id": np.arange(1, count + 1),
        "name": names,
        "id_number": identity_numbers(areas[home], born, female),
        "gender": np.where(female, "女", "男").astype(object),
        "born": pa.array(born.astype("datetime64[D]")),
        "phone": phones(rng.integers(0, 100_000, count)),
        "home": np.array([name for _, name in HOME_AREAS], dtype=object)[home],
    }
    return table("workers", columns), names


def employment_table(seed: int, span: Span, made: Firms, grown: Labour) -> pa.Table:
    """The employments as the register holds them; whoever leaves after today has not left yet."""
    rng = stream(seed, "jobs")
    job = np.empty(len(grown), object)
    for sector, options in enumerate(JOBS):
        here = made.sector[grown.ent] == sector
        job[here] = np.array(options, dtype=object)[rng.integers(0, len(options), int(here.sum()))]
    columns = {
        "employment_id": np.arange(1, len(grown) + 1),
        "worker_id": grown.worker + 1,
        "ent_id": grown.ent + 1,
        "joined": days(grown.joined),
        "left": days(np.where(grown.left > span.today, NEVER, grown.left), never=NEVER),
        "job": job,
        "part_time": grown.part_time,
        "second_job": grown.second_job,
        "contract": grown.contract,
        "insured": grown.insured,
        "base_cents": grown.base,
    }
    return table("employments", columns)


def account_table(grown: Labour) -> pa.Table:
    """Every account with the employment it serves; some employments have two."""
    spare = np.flatnonzero(grown.spare)
    card = np.r_[grown.card, grown.spare[spare]]
    row = np.r_[np.arange(len(grown)), spare]
    columns = {
        "acct": card,
        "worker_id": grown.worker[row] + 1,
        "ent_id": grown.ent[row] + 1,
        "bank_name": np.array(BANKS, dtype=object)[card // 10**11 % 100 - 1],
        "kind": np.where(np.arange(len(row)) < len(grown), "primary", "second").astype(object),
    }
    return table("accounts", columns)
