"""A warning from its raising to its closing: owned, due, told, closed only with evidence, not raised again too soon."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anxin.apps.warning import api
from anxin.apps.warning.actions import warning as acts
from anxin.apps.warning.models import Assessment, Warning
from anxin.apps.warning.over_time import signals_over_time
from anxin.apps.warning.recomputed import recompute
from anxin.base.clocks.models import Clock
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import NotAllowed, NotFound, RuleBroken

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
SAW = "上午到厂，见到负责人，查了银行回单。"


def debtor(scene, fen=300_000, **more):
    employer = scene.employer(**more)
    scene.owes(employer, fen)
    return employer


def clocks_of(warning):
    return list(Clock.objects.filter(subject=f"warning:{warning.pk}", stopped_at=None))


def verified(scene, employer, finding="true"):
    scene.judge()
    warning = scene.warning(employer)
    api.take(warning_id=warning.pk, by=scene.clerk, at=AT)
    return api.verify(warning_id=warning.pk, finding=finding, words=SAW, by=scene.clerk, at=AT)


def closed(scene, employer):
    warning = verified(scene, employer)
    scene.pays_all(employer)
    return api.close(
        warning_id=warning.pk, closing="bank", note="已全部补发到账", evidence="a" * 64, by=scene.clerk, at=AT
    )


def test_a_warning_says_its_reasons_and_what_turns_it_green(scene):
    employer = debtor(scene)
    scene.judge()
    warning = scene.warning(employer)
    assert warning.level == "yellow"
    assert any("3,000" in str(reason) for reason in warning.reasons)
    assert warning.turn_green
    assert "补发" in str(warning.turn_green)


def test_paying_what_is_owed_turns_it_green(scene):
    employer = debtor(scene)
    scene.judge()
    scene.pays_all(employer)
    scene.judge(on=ON + timedelta(days=1))
    assert Assessment.objects.get(employer=employer, current=True).level == "green"
    warning = scene.warning(employer)
    assert (warning.state, warning.silent) == ("open", True)


def test_a_green_employer_gets_no_warning(scene):
    employer = scene.employer()
    scene.months(employer, 12)
    scene.judge()
    assert scene.warning(employer) is None


def test_every_open_warning_has_an_owner_and_a_due_instant_at_every_step(scene):
    employer = debtor(scene)
    scene.judge()
    warning = scene.warning(employer)
    seen = [clocks_of(warning)]
    api.take(warning_id=warning.pk, by=scene.clerk, at=AT)
    seen.append(clocks_of(warning))
    api.verify(warning_id=warning.pk, finding="true", words=SAW, by=scene.clerk, at=AT)
    seen.append(clocks_of(warning))
    api.answer_all(warning_ids=[warning.pk], words="已约谈，三日内补发。", by=scene.clerk, at=AT + timedelta(days=1))
    seen.append(clocks_of(warning))
    assert [len(some) for some in seen] == [1, 1, 1, 1]
    assert all(clock.owner and clock.due_at > AT for some in seen for clock in some)
    assert seen[2][0].owner == f"person:{scene.clerk.person_id}"
    assert seen[3][0].due_at > seen[2][0].due_at


def test_a_check_is_due_by_the_towns_parameter_and_the_clock_says_how_it_was_counted(scene):
    """Five working days from Monday 23 November 2026 end with Monday 30 November."""
    employer = debtor(scene)
    scene.judge()
    warning = scene.warning(employer)
    (clock,) = clocks_of(warning)
    assert clock.law_param == "local_warning_check_yellow_days"
    assert clock.law_date == ON
    assert clock.calendar_version
    assert not clock.provisional
    assert clock.due_at.astimezone(SHANGHAI).date() == date(2026, 11, 30)
    assert clock.due_at == warning.due_at
    assert any("周六" in line or "周日" in line or "休息" in line for line in clock.why)


def test_a_red_warning_is_due_within_hours_that_run_through_the_weekend(scene):
    employer = debtor(scene, 60_000_000)
    friday = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    scene.judge(on=date(2026, 11, 27), at=friday)
    warning = scene.warning(employer)
    assert warning.level == "red"
    assert warning.due_at == friday + timedelta(hours=24)


def test_a_worse_colour_brings_the_check_forward(scene):
    employer = debtor(scene)
    scene.judge()
    before = scene.warning(employer).due_at
    scene.owes(employer, 60_000_000, month=202609)
    scene.judge(at=AT + timedelta(hours=1))
    warning = scene.warning(employer)
    assert (warning.level, warning.peak) == ("red", "red")
    assert warning.due_at == AT + timedelta(hours=25) < before
    assert clocks_of(warning)[0].due_at == warning.due_at


def test_a_warning_is_taken_once(scene):
    employer = debtor(scene)
    scene.judge()
    warning = api.take(warning_id=scene.warning(employer).pk, by=scene.clerk, at=AT)
    assert (warning.state, warning.owner_id) == ("checking", scene.clerk.person_id)
    with pytest.raises(RuleBroken):
        api.take(warning_id=warning.pk, by=scene.clerk, at=AT)


@pytest.mark.parametrize("words", ["", "   ", "看过"])
def test_a_finding_without_words_is_refused(scene, words):
    employer = debtor(scene)
    scene.judge()
    with pytest.raises(RuleBroken):
        api.verify(warning_id=scene.warning(employer).pk, finding="true", words=words, by=scene.clerk, at=AT)


REFUSED = {
    "no evidence": ("true", "bank", "", True),
    "still owed": ("true", "bank", "a" * 64, False),
    "the worker's word while still owed": ("true", "worker", "a" * 64, False),
    "a false alarm that was found true": ("true", "false_alarm", "a" * 64, True),
    "paid though found false": ("false", "bank", "a" * 64, True),
    "a referral without its receipt": ("true", "referred", "", False),
}


@pytest.mark.parametrize(("finding", "kind", "evidence", "paid"), REFUSED.values(), ids=REFUSED)
def test_closing_is_refused(scene, finding, kind, evidence, paid):
    employer = debtor(scene)
    warning = verified(scene, employer, finding)
    if paid:
        scene.pays_all(employer)
    with pytest.raises(RuleBroken):
        api.close(warning_id=warning.pk, closing=kind, note="已经处理完毕", evidence=evidence, by=scene.clerk, at=AT)
    assert Warning.objects.get(pk=warning.pk).state == "verified"


def test_an_unverified_warning_cannot_be_closed(scene):
    employer = debtor(scene)
    scene.judge()
    scene.pays_all(employer)
    with pytest.raises(RuleBroken):
        api.close(
            warning_id=scene.warning(employer).pk,
            closing="bank",
            note="已全部补发",
            evidence="a" * 64,
            by=scene.clerk,
            at=AT,
        )


def test_closed_with_evidence_all_clocks_stop(scene):
    warning = closed(scene, debtor(scene))
    assert (warning.state, warning.closed_by) == ("closed", scene.clerk.id)
    assert not clocks_of(warning)


@pytest.mark.parametrize(("days", "raised"), [(6, False), (7, True), (8, True)])
def test_it_is_not_raised_again_within_seven_days(scene, days, raised):
    employer = debtor(scene)
    first = closed(scene, employer)
    scene.owes(employer, 300_000)
    scene.judge(on=ON + timedelta(days=days), at=AT + timedelta(days=days))
    assert (scene.warning(employer).pk != first.pk) is raised


def test_it_is_raised_again_at_once_when_it_is_worse_than_ever(scene):
    employer = debtor(scene)
    first = closed(scene, employer)
    scene.owes(employer, 60_000_000)
    scene.judge(on=ON + timedelta(days=1))
    assert scene.warning(employer).pk != first.pk
    assert scene.warning(employer).level == "red"


def test_a_past_finding_alone_raises_nothing(scene):
    """The demonstration once had hundreds of warnings kept up by nothing but their own verification."""
    employer = debtor(scene)
    closed(scene, employer)
    scene.judge(on=ON + timedelta(days=30))
    now = Assessment.objects.get(employer=employer, current=True)
    assert (now.level, now.facts["upheld_12m"]) == ("green", 1)
    scene.owes(employer, 100_000)
    scene.judge(on=ON + timedelta(days=31))
    fired = {one["rule"] for one in Assessment.objects.get(employer=employer, current=True).fired}
    assert "upheld.yellow" in fired


def test_an_open_warnings_own_finding_is_no_past_record(scene):
    employer = debtor(scene)
    verified(scene, employer)
    scene.judge(on=ON + timedelta(days=10))
    fired = {one["rule"] for one in Assessment.objects.get(employer=employer, current=True).fired}
    assert "upheld.yellow" not in fired


def test_reopened_it_is_due_again(scene):
    warning = closed(scene, debtor(scene))
    acts.reopen(warning_id=warning.pk, words="劳动者称没有收到", by=scene.clerk, at=AT + timedelta(days=2))
    assert len(clocks_of(warning)) == 1


def test_another_town_neither_sees_nor_touches_it(scene):
    employer = debtor(scene)
    scene.judge()
    warning, stranger = scene.warning(employer), scene.town.stranger
    assert not api.open_warnings(stranger.scope).exists()
    with pytest.raises(NotFound):
        api.take(warning_id=warning.pk, by=stranger, at=AT)
    with pytest.raises(NotFound):
        signals_over_time(stranger.scope, employer.pk, on=ON)
    assert recompute(stranger.scope, None, on=ON) == ()
    with pytest.raises(NotAllowed):
        api.observe(observed=[], place_path=scene.town.town.path, by=stranger, at=AT)


def test_a_village_assistant_sees_only_the_village(scene):
    here, there = debtor(scene), debtor(scene, place=scene.town.west)
    scene.judge()
    seen = {one.employer_id for one in api.open_warnings(scene.town.assistant.scope)}
    assert here.pk in seen
    assert there.pk not in seen


def test_an_old_day_computed_again_gives_the_same(scene):
    """Later files, payments, signals and warnings change today, never what the rules said then."""
    employer = scene.employer()
    scene.months(employer, 12)
    short = scene.owes(employer, 3_000_000, month=202609)
    scene.hears(employer, "power", 0.5, on=ON - timedelta(days=1))
    scene.judge()
    then = Assessment.objects.get(employer=employer, current=True)
    later = ON + timedelta(days=20)
    scene.hears(employer, "lawsuit", 1, on=later, times=3)
    short.arrears_fen, short.paid_fen = 0, 3_000_000
    short.save()
    scene.recovered(short, 3_000_000, later)
    scene.judge(on=later)
    now = Assessment.objects.get(employer=employer, current=True)
    assert now.level != then.level
    (again,) = recompute(Scope.everywhere(), [employer.pk], on=ON)
    assert (again.judged.level.value, again.judged.score) == (then.level, then.score)
    assert (again.klass.klass.value, again.klass.since) == (then.klass, then.klass_since)
    assert list(again.klass.reasons) == then.klass_why


def test_judging_an_old_day_never_overwrites_a_newer_one(scene):
    employer = debtor(scene)
    scene.judge()
    assert scene.judge(on=ON - timedelta(days=30)) == 0
    assert Assessment.objects.get(employer=employer).as_of == ON


def test_judging_the_same_day_twice_changes_nothing(scene):
    debtor(scene)
    assert scene.judge() == 1
    assert scene.judge() == 0
    assert Warning.objects.count() == 1


def test_the_command_says_what_it_judged(scene):
    from argparse import Namespace

    from anxin.project.cli import warn

    debtor(scene)
    said = warn.run(Namespace(as_of="2026-11-23"))
    assert said.document == {"as_of": "2026-11-23", "changed": 1, "open": {"yellow": 1}}
    assert "2026-11-23" in said.text


def test_signals_over_time_leave_gaps_where_nothing_is_known(scene):
    employer = scene.employer()
    scene.months(employer, 2, last=202609, late=1, max_late=4, unpaid=2, short=2, uninsured=10)
    scene.hears(employer, "power", 0.8, on=date(2026, 9, 30))
    scene.hears(employer, "complaint", on=date(2026, 10, 31), times=2)
    scene.judge(on=date(2026, 10, 20))
    scene.judge()
    found = signals_over_time(scene.clerk.scope, employer.pk, on=ON, months=4).to_json()
    assert [point["month"] for point in found["points"]] == [202608, 202609, 202610, 202611]
    assert found["points"][1] == {
        "month": 202609, "workers": 40, "late_days": 4, "unpaid_share": 0.1, "insurance_gap": 0.25, "power_ratio": 0.8,
        "complaints": 0,
    }  # fmt: skip
    assert found["points"][2]["late_days"] is None
    assert found["points"][2]["complaints"] == 2
    assert found["levels"][0]["since"] == "2026-10-20"
