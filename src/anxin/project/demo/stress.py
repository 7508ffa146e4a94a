"""The hidden process (压力过程) behind everything: weekly stress per employer, and how wages are paid under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from anxin.project.demo.assumptions import assumptions
from anxin.project.demo.draws import stream
from anxin.project.demo.firms import Firms
from anxin.project.demo.span import NEVER, Span, day_number, day_of
from anxin.project.demo.stories import Story, Turn

Array = npt.NDArray[Any]
_WARM = 26
_KEEP, _PULL, _NOISE = 0.93, 0.07, 0.19
_SEASON = np.array((0.05, 0.04, 0.11, 0.02))
THRESHOLD = 2.15
"""Above this, for three weeks of four, an employer stops paying in full."""
LONGEST = 20
"""Weeks after which somebody pays at last, however great the stress: the owner, the main contractor, a court."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How each employer settles each wage month: `share` of the due sum on `first`, the rest on `rest` (or NEVER)."""

    due: Array
    share: Array
    first: Array
    rest: Array
    gap: Array  # insurance stopped in that month


def stress(seed: int, span: Span, made: Firms, delay: Array) -> Array:
    """Employers × weeks: own weakness, season, shocks of the sector, delayed projects, and what spreads along chains."""
    rng = stream(seed, "stress")
    count, weeks = len(made), span.weeks
    out = np.empty((count, weeks), np.float32)
    level = 0.45 * made.weakness - 0.2
    history = [level] * 4
    struck = made.upper >= 0
    season = _season(span)
    sector_shock = (rng.random((4, _WARM + weeks)) < 0.012) * rng.exponential(0.25, (4, _WARM + weeks))
    calm = 0.45 * made.weakness - 0.2 + 0.06 * np.minimum(made.head < 10, 1) + 0.1 * delay
    for step in range(_WARM + weeks):
        jump = (rng.random(count) < 0.0011 + 0.0006 * (delay > 0)) * rng.exponential(2.0, count)
        spread = np.where(struck, np.maximum(history[0][made.upper] - 1.2, 0), 0) * 0.05
        level = _KEEP * level + _PULL * calm + _NOISE * rng.normal(0, 1, count) + jump + spread
        level = level + sector_shock[made.sector, step] + _SEASON[made.sector] * season[step]
        history = [*history[1:], level]
        if step >= _WARM:
            out[:, step - _WARM] = level
    _before_closing(rng, span, made, out)
    _stories(span, made, out)
    return out


def _season(span: Span) -> Array:
    """Tension over the year: highest three weeks before the Spring Festival, when everyone wants to be paid."""
    figures = []
    for step in range(-_WARM, span.weeks):
        day = day_of(span.monday + 7 * step)
        ahead = (day_number(assumptions().festival_after(day)) - day_number(day)) / 7
        figures.append(np.exp(-(((ahead - 3) / 5) ** 2)))
    return np.array(figures)


def _before_closing(rng: np.random.Generator, span: Span, made: Firms, out: Array) -> None:
    for number in np.flatnonzero((made.closed < NEVER) & (rng.random(len(made)) < 0.35)):
        end = int(made.closed[number] - span.monday) // 7
        start = max(0, end - 18)
        out[number, start:end] = np.maximum(out[number, start:end], np.linspace(0.6, 3.4, 18)[18 - (end - start) :])


def _stories(span: Span, made: Firms, out: Array) -> None:
    """Stories are calm, except that trouble grows over sixteen weeks before each bad month."""
    for number, story in enumerate(made.story):
        if story is None:
            continue
        out[number] = np.minimum(out[number], 0.4)
        for turn in story.turns:
            due = month_of(span, story, turn)
            week = int(span.due_days(made.pay_day[[number]])[0, due] - span.monday) // 7
            height = 3.2 if turn.share < 100 else 1.4 + turn.late / 24
            begin, end = max(0, week - 16), min(span.weeks, week + 5)
            ramp = np.linspace(0.4, height, 21)[16 - (week - begin) : 16 + end - week]
            out[number, begin:end] = np.maximum(out[number, begin:end], ramp[: end - begin])


def month_of(span: Span, story: Story, turn: Turn) -> int:
    """The number of the wage month that a turn of a story speaks of."""
    if turn.anchor == "last":
        return max(0, span.loaded - 1 + turn.month)
    due = span.due_days(np.array([story.pay_day]))[0]
    return max(0, int(np.searchsorted(due, span.last_festival(), side="right")) - 1 + turn.month)


def plan(seed: int, span: Span, made: Firms, level: Array) -> Plan:
    """What each employer does about each month."""
    rng = stream(seed, "plan")
    due = span.due_days(made.pay_day)
    shape = due.shape
    stopped, ends = _stopped(level)
    week = np.clip((due - span.monday) // 7, 0, span.weeks - 1)
    at = np.take_along_axis(level, week, axis=1)
    unpaid = np.take_along_axis(stopped, week, axis=1)
    share = np.where(unpaid, np.where(rng.random(shape) < 0.65, 0.0, rng.uniform(0.2, 0.8, shape).round(2)), 1.0)
    settled = span.monday + 7 * np.take_along_axis(ends, week, axis=1) + 2 + rng.integers(0, 5, (shape[0], 1))
    small = made.head[:, None] < 30
    forgiven = (small & (rng.random((shape[0], 1)) < 0.3)) | (made.closed[:, None] < settled)
    rest = np.where((share < 1) & ~forgiven & (settled > due) & (settled <= span.today), settled, NEVER)
    early = -rng.choice(4, shape, p=(0.55, 0.2, 0.15, 0.1))
    slow = (at > 1.25) & (rng.random(shape) < 0.55)
    late = np.where(slow, np.minimum(27, 1 + rng.gamma(1.3, 5.0, shape)).astype(int), early)
    sloppy = (made.weakness[:, None] > 1.7) & (rng.random(shape) < 0.2)
    late = np.where(sloppy & ~slow, rng.integers(1, 5, shape), late)
    gap = (np.take_along_axis(level, np.clip(week - 3, 0, None), axis=1) > 1.5) & (rng.random(shape) < 0.55)
    made_plan = Plan(due, share, due + late, rest, gap)
    _tell(span, made, made_plan)
    _team_lumps(rng, made, made_plan)
    return made_plan


def _stopped(level: Array) -> tuple[Array, Array]:
    """Weeks in which wages stop (three of four weeks above the threshold, until well below it), and when each stop ends."""
    count, weeks = level.shape
    over: Array = np.cumsum(np.pad(level > THRESHOLD, ((0, 0), (4, 0))), axis=1)
    enough: Array = over[:, 4:] - over[:, :-4] >= 3
    stopped, length = np.zeros((count, weeks), bool), np.zeros(count, int)
    state: Array = np.zeros(count, bool)
    for week in range(weeks):
        state = (enough[:, week] | (state & (level[:, week] > THRESHOLD - 0.7))) & (length < LONGEST)
        length = np.where(state | (length >= LONGEST), length + 1, 0)
        stopped[:, week] = state
    ends = np.full((count, weeks), weeks + 60)
    following = np.full(count, weeks + 60)
    for week in range(weeks - 1, -1, -1):
        following = np.where(stopped[:, week], following, week)
        ends[:, week] = following
    return stopped, ends


def _tell(span: Span, made: Firms, drawn: Plan) -> None:
    """Write what the stories fix, then the day on which a successor could open."""
    for number, story in enumerate(made.story):
        if story is not None:
            _tell_one(span, made, drawn, number, story)
    for number, story in enumerate(made.story):
        if story is not None and story.predecessor is not None:
            made.founded[number] = made.closed[made.predecessor[number]] + 20


def _tell_one(span: Span, made: Firms, drawn: Plan, number: int, story: Story) -> None:
    drawn.share[number], drawn.rest[number], drawn.gap[number] = 1.0, NEVER, False
    drawn.first[number] = drawn.due[number] - number % 2
    if story.gap_months:
        drawn.gap[number, span.loaded - story.gap_months :] = True
    for turn in story.turns:
        month = month_of(span, story, turn)
        drawn.share[number, month] = turn.share / 100
        drawn.first[number, month] = drawn.due[number, month] + turn.late
        if turn.settled is not None:
            drawn.rest[number, month] = drawn.due[number, month] + turn.settled
    if story.closes is not None:
        worst = month_of(span, story, story.turns[-1])
        made.closed[number] = drawn.due[number, worst] + story.closes[1]
        made.status[number] = story.closes[0]


def _team_lumps(rng: np.random.Generator, made: Firms, drawn: Plan) -> None:
    """Some construction firms settle every third month in one sum: always paid, mostly late."""
    told = [n for n, story in enumerate(made.story) if story is not None and story.lumps]
    small = (made.sector == 2) & (made.project >= 0) & (made.head < 30) & (made.upper >= 0)
    others = [int(n) for n in np.flatnonzero(small & (rng.random(len(made)) < 0.06)) if made.story[n] is None]
    months = drawn.due.shape[1]
    for number in [*told, *others]:
        made.memo[number] = 3
        closing = np.minimum((np.arange(months) // 3) * 3 + 2, months - 1)
        drawn.share[number], drawn.rest[number] = 1.0, NEVER
        drawn.first[number] = drawn.due[number][closing] + 1
