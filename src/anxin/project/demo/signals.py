"""Signals (预警信号): the weekly panel as it was known at the time, and the single events behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.draws import days, stream, table
from anxin.project.demo.firms import Firms
from anxin.project.demo.labour import Labour
from anxin.project.demo.span import Span
from anxin.project.demo.spells import settled_on
from anxin.project.demo.stress import Plan

Array = npt.NDArray[Any]
_POWER_DELAY, _LAW_DELAY, _TAX_DELAY, _INSURANCE_DELAY, _BANK_DELAY = 2, 2, 5, 25, 7
"""Weeks, and for the last two days, until a return is known."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Employers × weeks, in the week in which they happened."""

    power: Array
    lawsuits: Array
    tax_late: Array
    head: Array
    change: Array


def weekly(seed: int, span: Span, made: Firms, grown: Labour, level: Array) -> Weekly:
    """What meters, courts, the tax office and the insurance register would show of the stress."""
    rng = stream(seed, "signals")
    shape = level.shape
    strain = np.maximum(level - 0.8, 0)
    power = np.clip(
        1 + 0.05 * rng.normal(0, 1, (shape[0], 1)) + 0.06 * rng.normal(0, 1, shape) - 0.13 * strain, 0.02, 1.6
    )
    closed = made.closed[:, None] <= span.monday + 7 * np.arange(shape[1])[None, :]
    power = np.where(made.metered[:, None], np.where(closed, 0.0, power), np.nan)
    lawsuits = rng.poisson(0.0025 + 0.03 * strain) * ~closed
    tax_late = (rng.random(shape) < 0.006 + 0.05 * strain) & ~closed
    head = _heads(span, len(made), grown)
    before = np.concatenate([head[:, :1]] * 4 + [head[:, :-4]], axis=1)[:, : shape[1]]
    change = np.where(before > 0, (head - before) / np.maximum(before, 1), 0.0)
    return Weekly(power, lawsuits, tax_late, head, change)


def _heads(span: Span, count: int, grown: Labour) -> Array:
    """People employed on the Monday of each week."""
    steps = np.zeros((count, span.weeks + 1), np.int64)
    joined = np.clip(-(-(grown.joined - span.monday) // 7), 0, span.weeks)
    left = np.clip(-(-(grown.left - span.monday) // 7), 0, span.weeks)
    np.add.at(steps, (grown.ent, joined), 1)
    np.add.at(steps, (grown.ent, left), -1)
    return np.cumsum(steps, axis=1)[:, :-1]


def signal_table(span: Span, made: Firms, drawn: Plan, seen: Weekly) -> pa.Table:
    """The events and monthly figures as other offices send them, with the day on which they are known."""
    month_end = span.lasts()[: span.loaded]
    parts: list[tuple[str, str, str, Array, Array, Array, int]] = []
    ent, week = np.nonzero(seen.lawsuits)
    day = span.monday + 7 * week + ent % 7
    parts.append(("lawsuit", "法院立案信息", "新增被诉案件", ent, day, seen.lawsuits[ent, week], 7 * _LAW_DELAY))
    ent, week = np.nonzero(seen.tax_late)
    parts.append(
        (
            "tax_late",
            "税务部门",
            "逾期未申报或欠税",
            ent,
            span.monday + 7 * week + ent % 5,
            np.ones(len(ent)),
            7 * _TAX_DELAY,
        )
    )
    ent, value, day = _power_months(span, made, seen, month_end)
    parts.append(("power", "供电所", "当月用电与常年之比", ent, day, value, 12))
    last = np.clip((month_end - span.monday) // 7, 0, span.weeks - 1)
    ent, month = np.nonzero(np.abs(seen.change[:, last]) >= 0.1)
    parts.append(
        ("head_change", "社保登记", "四周内人数变化", ent, month_end[month], seen.change[ent, last[month]], 10)
    )
    ent, month = np.nonzero(drawn.gap[:, : span.loaded] & (made.closed[:, None] > month_end[None, :]))
    parts.append(
        (
            "insurance_gap",
            "社保经办",
            "当月社会保险未缴",
            ent,
            month_end[month],
            seen.head[ent, last[month]],
            _INSURANCE_DELAY,
        )
    )
    ent = np.flatnonzero(made.closed <= span.today)
    parts.append(
        ("registry", "市场监管所", "登记状态变更（停业、注销、失联）", ent, made.closed[ent], np.ones(len(ent)), 3)
    )
    return _signals(span, parts)


def _power_months(span: Span, made: Firms, seen: Weekly, month_end: Array) -> tuple[Array, Array, Array]:
    """Mean of the weeks that end in each month, for employers with a meter."""
    of_month = np.searchsorted(month_end, span.monday + 7 * np.arange(span.weeks) + 6)
    metered = np.flatnonzero(made.metered)
    ents, values, ends = [], [], []
    for month in range(span.loaded):
        mean = seen.power[metered][:, of_month == month].mean(axis=1)
        ents.append(metered)
        values.append(mean.round(3))
        ends.append(np.full(len(metered), month_end[month]))
    return np.concatenate(ents), np.concatenate(values), np.concatenate(ends)


def _signals(span: Span, parts: list[tuple[str, str, str, Array, Array, Array, int]]) -> pa.Table:
    sizes = [len(part[3]) for part in parts]
    ent, day = np.concatenate([part[3] for part in parts]), np.concatenate([part[4] for part in parts])
    value = np.concatenate([part[5] for part in parts]).astype(float)
    known = day + np.repeat([part[6] for part in parts], sizes)
    texts = [np.repeat(np.array([part[place] for part in parts], dtype=object), sizes) for place in range(3)]
    keep = np.flatnonzero(known <= span.today)
    keep = keep[np.lexsort((ent[keep], day[keep]))]
    columns = {
        "signal_id": np.arange(1, len(keep) + 1),
        "ent_id": ent[keep] + 1,
        "kind": texts[0][keep],
        "day": days(day[keep]),
        "value": value[keep],
        "source": texts[1][keep],
        "text": texts[2][keep],
        "known_on": days(known[keep]),
    }
    return table("signals", columns)


def panel(
    seed: int,
    span: Span,
    town: str,
    *,
    made: Firms,
    drawn: Plan,
    seen: Weekly,
    voices: list[dict[str, Any]],
    posts: pa.Table,
    patrols: pa.Table,
) -> pa.Table:
    """One row per employer and week with what was known in that week; NaN where nothing was known."""
    rng = stream(seed, "panel")
    count, weeks = seen.head.shape
    late, unpaid, gap = _pay_known(span, made, drawn, weeks)
    power = _shifted(seen.power, _POWER_DELAY, np.nan)
    power[rng.random(power.shape) < 0.04] = np.nan
    arrears = [each for each in voices if each["is_arrears"]]
    others = [each for each in voices if not each["is_arrears"] and each["category"] not in ("enquiry", "other")]
    asked = [each for each in voices if each["category"] == "enquiry"]
    matrices = {
        "late_days": late,
        "unpaid_flag": unpaid,
        "ins_gap": gap,
        "power": power,
        "lawsuits": _shifted(seen.lawsuits.astype(float), _LAW_DELAY, 0),
        "tax_late": _shifted(seen.tax_late.astype(float), _TAX_DELAY, 0),
        "head_change": _shifted(seen.change, 1, 0),
        "enquiries": _counted(span, asked, count),
        "posts": _counted(
            span, posts.select(["ent_id", "posted_at"]).rename_columns(["ent_id", "received_at"]).to_pylist(), count
        ),
        "grid": _patrol_grades(span, patrols, count),
        "complaints_wage": _counted(span, arrears, count),
        "complaints_other": _counted(span, others, count),
    }
    ents, week = np.divmod(np.arange(count * weeks), weeks)
    open_ = (made.closed[ents] > span.monday + 7 * week).nonzero()[0]
    columns: dict[str, Any] = {name: matrix.reshape(-1)[open_] for name, matrix in matrices.items()}
    columns["town"] = pa.array([town], pa.string()).take(pa.array(np.zeros(len(open_), np.int32)))
    columns |= {"week": week[open_], "monday": days(span.monday + 7 * week[open_]), "ent": ents[open_] + 1}
    columns["to_sf"] = span.weeks_to_festival()[week[open_]]
    return table("panel", columns)


def _shifted(matrix: Array, by: int, fill: float) -> Array:
    return np.concatenate([np.full((len(matrix), by), fill), matrix[:, :-by]], axis=1)


def _counted(span: Span, voices: list[dict[str, Any]], count: int) -> Array:
    out = np.zeros((count, span.weeks))
    for each in voices:
        if each["ent_id"] is not None:
            at = each["received_at"]
            second = at if isinstance(at, int) else int(at.timestamp())
            out[each["ent_id"] - 1, min((second // 86_400 - span.monday) // 7, span.weeks - 1)] += 1
    return out


def _patrol_grades(span: Span, patrols: pa.Table, count: int) -> Array:
    """The worst note of the week; NaN where nobody went."""
    out = np.full((count, span.weeks), -1.0)
    day = patrols["visited_at"].cast(pa.int64()).to_numpy() // 86_400
    week = np.clip((day - span.monday) // 7, 0, span.weeks - 1)
    np.maximum.at(out, (patrols["ent_id"].to_numpy() - 1, week), patrols["level"].to_numpy().astype(float))
    return np.where(out < 0, np.nan, out)


def _pay_known(span: Span, made: Firms, drawn: Plan, weeks: int) -> tuple[Array, Array, Array]:
    """Days late of the latest month that is due, whether anything is unpaid, and months without insurance, when known."""
    settled = settled_on(span, drawn)
    shape = len(made), weeks
    late, unpaid, gap = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    known_until = span.lasts() + _INSURANCE_DELAY
    for week in range(weeks):
        now = span.monday + 7 * week - _BANK_DELAY
        due = drawn.due <= now
        due[:, span.loaded :] = False
        recent = due & (drawn.due > now - 35)
        delay = np.maximum(np.minimum(settled, now) - drawn.due, 0) * recent
        late[:, week] = delay.max(axis=1)
        unpaid[:, week] = (due & (settled > now) & (drawn.due <= now - 7)).any(axis=1)
        months = np.flatnonzero(known_until[: span.loaded] <= span.monday + 7 * week)
        if len(months):
            gap[:, week] = drawn.gap[:, months[-6:]].sum(axis=1)
    silent = ~made.reports
    late[silent], unpaid[silent] = np.nan, np.nan
    return late, unpaid, gap
