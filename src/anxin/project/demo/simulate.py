"""The whole town out of a seed: what the parts make, put together in the right order."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from anxin.project.demo.attribution import employer_table, outcome, result_table
from anxin.project.demo.draws import days, rows, stream, table
from anxin.project.demo.field import incidents, patrols
from anxin.project.demo.firms import Firms, firms
from anxin.project.demo.flows import Flows, flows
from anxin.project.demo.labour import Labour, account_table, employment_table, labour, worker_table
from anxin.project.demo.memos import memo_texts
from anxin.project.demo.places import Ground, grid_table, ground, park_table, place_table
from anxin.project.demo.projects import sites
from anxin.project.demo.register import employer_register, payer_table
from anxin.project.demo.signals import panel, signal_table, weekly
from anxin.project.demo.span import Span
from anxin.project.demo.spells import spell_table, spells
from anxin.project.demo.staff import roster, staff
from anxin.project.demo.stress import Plan, plan, stress
from anxin.project.demo.town import Town, Truth
from anxin.project.demo.voices import complaints, posts
from anxin.project.demo.wages import Rolls, declared, insurance_tables, minimum_wage_table, payroll_table, rolls

Array = npt.NDArray[Any]
SEED = 330_602_013
AS_OF = date(2026, 11, 23)


def simulate(
    seed: int = SEED, as_of: date = AS_OF, *, employers: int = 1200, workers: int = 30_000, months: int = 14
) -> Town:
    """One invented town, the same for the same arguments."""
    span, land = Span.ending(as_of, months), ground()
    crew = staff(seed, land)
    made = firms(seed, span, land, employers, workers)
    built = sites(seed, span, land, made)
    level = stress(seed, span, made, built.delay)
    drawn = plan(seed, span, made, level)
    grown = labour(seed, span, made, level)
    paid = rolls(seed, span, made, grown, drawn)
    moved = flows(seed, span, made=made, grown=grown, paid=paid, drawn=drawn)
    persons, names = worker_table(seed, span, grown)
    wages = _wages(seed, span, made=made, grown=grown, drawn=drawn, paid=paid, moved=moved, names=names)
    told = _told(seed, span, land, made=made, grown=grown, drawn=drawn, paid=paid, level=level, members=crew.members)
    insurance, gaps = insurance_tables(span, made, grown, drawn)
    truth = Truth(
        **wages.pop("truth"),
        spells=told.pop("spells"),
        stress=_stress_table(level),
        minimum_wage=minimum_wage_table(span, grown, paid),
        insurance_gaps=gaps,
    )
    return Town(
        seed=seed, as_of=as_of, first_month=span.months[0].code, last_month=span.months[span.loaded - 1].code,
        fresh_month=span.months[span.loaded].code, places=place_table(land),
        grids=grid_table(land, crew.members, crew.assistants, as_of), parks=park_table(land, crew.managers),
        units=crew.units, duties=crew.duties, people=crew.people, roster=roster(crew, as_of),
        employers=employer_register(seed, span, land, made, grown), projects=built.projects, parties=built.parties,
        workers=persons, employments=employment_table(seed, span, made, grown), accounts=account_table(grown),
        payers=payer_table(made, built.projects, moved.payer), insurance=insurance, stories=_stories(made), truth=truth, **wages, **told,
    )  # fmt: skip


def _wages(
    seed: int, span: Span, *, made: Firms, grown: Labour, drawn: Plan, paid: Rolls, moved: Flows, names: Array
) -> dict[str, Any]:
    """Payrolls and bank rows as loaded, what is held back, and the results that follow."""
    roll = payroll_table(span, grown, paid, drawn, declared(seed, paid, drawn))
    bank = _bank_table(seed, span, moved, grown, names)
    fresh_ent = np.array([story is not None and story.fresh for story in made.story])
    missing_ent = np.array([story is not None and story.statement_missing for story in made.story])
    last = moved.month == span.loaded - 1
    fresh, missing = fresh_ent[moved.ent] & last, missing_ent[moved.ent] & last
    loaded = _only(paid, ~paid.fresh)
    known = outcome(loaded, moved.take(np.flatnonzero(~fresh & ~missing)))
    whole = _only(paid, (fresh_ent | missing_ent)[paid.ent])
    later = outcome(whole, moved)
    return {
        "payroll": roll.filter(pa.array(~paid.fresh)),
        "fresh_payroll": roll.filter(pa.array(paid.fresh)),
        "bank": bank.filter(pa.array(~fresh & ~missing)),
        "fresh_bank": bank.filter(pa.array(fresh)),
        "late_bank": bank.filter(pa.array(missing)),
        "truth": {
            "results": result_table(span, grown, loaded, known),
            "employers": employer_table(loaded, known),
            "corrected": result_table(span, grown, whole, later),
        },
    }


def _only(paid: Rolls, which: Array) -> Rolls:
    return Rolls(*(getattr(paid, name)[which] for name in Rolls.__slots__))


def _bank_table(seed: int, span: Span, moved: Flows, grown: Labour, names: Array) -> pa.Table:
    rng = stream(seed, "bank files")
    texts, place = memo_texts(span.months, moved.style, moved.month)
    people = pa.array([*names, "户名不详"], pa.string())
    who = np.where(moved.employment < 0, len(names), grown.worker[np.maximum(moved.employment, 0)])
    return table(
        "bank",
        {
            "txn_id": moved.txn,
            "payer_id": moved.payer,
            "payee_acct": moved.acct,
            "amount_cents": moved.amount,
            "paid_date": days(moved.day),
            "memo": pa.array(texts).take(pa.array(place)),
            "payee_name": people.take(pa.array(who)),
            "status": pa.array(["success", "failed"]).take(pa.array(moved.failed.astype(np.int8))),
            "known_on": days(np.minimum(moved.day + rng.integers(1, 7, len(moved)), span.today)),
        },
    )


def _told(
    seed: int,
    span: Span,
    land: Ground,
    *,
    made: Firms,
    grown: Labour,
    drawn: Plan,
    paid: Rolls,
    level: Array,
    members: list[int],
) -> dict[str, pa.Table]:
    """Everything that is heard and seen, and the spells behind it."""
    town = f"demo-{seed}"
    found = spells(span, made, grown, paid, drawn)
    heard = complaints(seed, span, land, made=made, drawn=drawn, level=level, found=found)
    seen_posts = posts(seed, span, land, made, found)
    walked = patrols(seed, span, land, made=made, members=members, level=level)
    figures = weekly(seed, span, made, grown, level)
    gathered = incidents(seed, span, land, made, found)
    return {
        "incidents": gathered,
        "complaints": rows("complaints", heard),
        "posts": seen_posts,
        "patrols": walked,
        "signals": signal_table(span, made, drawn, figures),
        "panel": panel(
            seed, span, town, made=made, drawn=drawn, seen=figures, voices=heard, posts=seen_posts, patrols=walked
        ),
        "spells": spell_table(span, town, found),
    }


def _stress_table(level: Array) -> pa.Table:
    ent, week = np.divmod(np.arange(level.size), level.shape[1])
    return table("stress", {"ent": ent + 1, "week": week, "level": level.reshape(-1).astype(float)}, truth=True)


def _stories(made: Firms) -> pa.Table:
    told = [(ent, story) for ent, story in enumerate(made.story) if story is not None]
    return rows("stories", [{"key": s.key, "ent_id": ent + 1, "title": s.title, "text": s.text} for ent, s in told])
