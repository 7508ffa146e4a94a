"""The tables of the procedures, and walks through them at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.casework.loading import case_types, holes
from anxin.domain.casework.moving import Standing, move, offers
from anxin.kernel.outcome import RuleBroken
from anxin.law import book
from anxin.law.competence import competence
from anxin.law.periods import period_of

TYPES = case_types()
EVERYBODY = {"town", "county_inspection", "police", "court", "legal_aid", "arbitration", "prefecture_hrss"}


@pytest.mark.parametrize("name", sorted(TYPES))
def test_no_table_has_a_hole(name):
    assert holes(TYPES[name]) == []


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_clock_and_article_is_in_the_law_book_and_every_act_in_the_table_of_competence(name):
    law, acts = book("330602013"), {act.id for act in competence()}
    kind = TYPES[name]
    clocks = {state.clock for state in kind.states.values() if state.clock}
    clocks |= {clock for one in kind.moves for clock in one.starts.values()}
    for clock in clocks:
        assert period_of(law.get(clock, on=date(2026, 11, 23))).amount > 0
    for one in kind.moves:
        assert not one.act or one.act in acts
        assert not one.law or law.nearest(one.law, on=date(2026, 11, 23))
        assert not one.opens or one.opens in TYPES
        assert not one.opens_in or one.opens_in in TYPES[one.opens].states
    for ground in kind.grounds.values():
        assert len(law.get(ground, on=date(2026, 11, 23)).value) > 1


def test_a_table_with_holes_names_each():
    kind = TYPES["mediation"]
    dead = replace(kind, moves=tuple(one for one in kind.moves if one.to not in ("performed", "failed")))
    found = "；".join(holes(dead))
    assert "环节“breached”没有出路" in found
    assert "走不到终结" in found
    orphan = replace(kind, states=kind.states | {"held": replace(kind.states["held"], owner="")})
    assert "环节“held”没有责任人" in holes(orphan)
    idle = replace(kind, once=frozenset({"parties_told", "stars_seen"}))
    assert holes(idle) == ["一次性条件“stars_seen”没有动作用到"]
    idle = replace(kind, grounds={"stars_seen": "zj_suspension_grounds"})
    assert holes(idle) == ["列出情形的条件“stars_seen”没有动作用到"]
    endless = replace(kind, moves=tuple(one for one in kind.moves if one.verb != "confirmed"))
    assert "动作“agree”产生的义务“judicial_confirmation”无法办结" in holes(endless)


def test_the_town_may_not_order_payment_and_is_told_to_whom_it_must_refer():
    kind = TYPES["inspection"]
    standing = Standing("deciding", known=frozenset(kind.conditions))
    with pytest.raises(RuleBroken) as refused:
        move(kind, standing, "order", competence=competence(), acting_as={"town"})
    assert refused.value.code == "casework.not_competent"
    assert "劳动保障监察机构" in refused.value.message
    step = move(kind, standing, "order", competence=competence(), acting_as={"county_inspection"})
    assert step.after.name == "ordered"
    assert "order_to_pay" in step.move.documents


def test_a_verb_is_refused_with_every_condition_that_is_missing():
    with pytest.raises(RuleBroken) as refused:
        move(TYPES["case"], Standing("confirming"), "close_paid", competence=competence(), acting_as={"town"})
    for words in ("付款已由劳动者确认", "没有正在进行的程序", "没有未到期的分期款"):
        assert words in refused.value.message


def test_a_paused_investigation_must_be_resumed_before_it_moves_on():
    kind = TYPES["inspection"]
    standing = Standing("investigating", known=frozenset(kind.conditions), paused=True)
    verbs = {one.move.verb: one for one in offers(kind, standing, competence=competence(), acting_as=EVERYBODY)}
    assert verbs["resume"].allowed
    assert "suspend" not in verbs
    assert not verbs["conclude"].allowed


@given(st.sampled_from(sorted(TYPES)), st.data())
def test_whoever_walks_at_random_always_has_an_owner_a_clock_and_a_way_on_until_the_end(name, data):
    kind = TYPES[name]
    standing = Standing(kind.start)
    for _ in range(40):
        state = kind.states[standing.state]
        if state.final:
            assert not kind.moves_from(state.name)
            return
        assert state.owner
        assert state.clock or state.date
        full = replace(standing, known=frozenset(kind.conditions), expired=not standing.paused)
        able = [
            one.move.verb for one in offers(kind, full, competence=competence(), acting_as=EVERYBODY) if one.allowed
        ]
        assert able, f"nothing can be done in {state.name}"
        step = move(kind, full, data.draw(st.sampled_from(able)), competence=competence(), acting_as=EVERYBODY)
        owed = (standing.owed | set(step.begins)) - set(step.move.ends)
        paused = (standing.paused or step.move.pauses) and not step.move.resumes and not step.changes
        standing = Standing(step.after.name, paused=paused, owed=frozenset(owed))


def test_a_matter_does_not_leave_the_house_without_saying_to_whom():
    kind = TYPES["case"]
    mute = replace(kind, moves=tuple(replace(one, receiver="") for one in kind.moves))
    assert holes(mute) == ["动作“refer”没有写明接收机关"] * 2
    talk = replace(
        kind, moves=tuple(replace(one, receiver="police" if one.verb == "step" else one.receiver) for one in kind.moves)
    )
    assert holes(talk) == ["动作“step”写明了接收机关，但没有转出"]
