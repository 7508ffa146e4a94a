"""A clock that was set on another rule than today's is found, shown on its case, and corrected by a person as an event."""

from __future__ import annotations

import re
from datetime import date, datetime
from importlib import import_module

import pytest
from django.apps import apps

from anxin.apps.cases import timing
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.clock_rules import rules_of
from anxin.apps.cases.knowing import STATE_CLOCK, procedure_subject
from anxin.apps.cases.models import Case, Delivery, PayOrder
from anxin.base import clocks
from anxin.base.clocks.affected import affected, apply
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import in_words
from anxin.kernel.clock import local_date

from .conftest import MONDAY
from .test_applying import claimed, fill
from .test_listing import refused

pytestmark = pytest.mark.django_db
__all__ = ["claimed", "refused"]
MIGRATION = import_module("anxin.apps.cases.migrations.0022_objections_to_refused_aid")


def set_on(procedure, kind, param, *, since=None):
    """The clock as an earlier release set it: on another parameter, and the procedure with it."""
    row = clocks.of(procedure_subject(procedure.pk)).get(kind=kind, stopped_at=None)
    started = since or row.started_at
    found = timing.due(timing.begun(param, started))
    row.law_param, row.law_date, row.due_at, row.started_at = param, found.law_date, found.at, started
    row.save()
    if kind == STATE_CLOCK:
        procedure.refresh_from_db()
        procedure.clock = {**procedure.clock, "param": param, "started": started.isoformat()}
        procedure.save()
        Case.objects.filter(pk=procedure.case_id).update(due_at=row.due_at)
    return row


def located(office, case):
    told = {"address_said": "东头村工业区 1 号"}
    acts.settle_facts(case_id=case.pk, told=told, by=office.town.clerk, at=office.at)


@pytest.fixture
def filed(office, claimed):
    """An application that lies with the arbitration commission."""
    located(office, claimed)
    office.on("2026-11-26")
    door = acts.open_door(case_id=claimed.pk, kind="arbitration", by=office.town.clerk, at=office.at)
    fill(office, claimed, "arbitration")
    told = {"receipt_kept": "仲裁委收件回执 12 号"}
    office.do(claimed, "file", kind="arbitration", conditions=told)
    return door


def test_clocks_set_by_the_tables_of_today_are_left_alone(office, filed):
    office.do(filed.case, "accept", kind="arbitration")
    running = list(Clock.objects.filter(stopped_at=None))
    assert len(running) == 3
    assert rules_of(running) == {}
    assert [one.clock.title for one in affected(office.town.clerk.scope)] == []


def test_five_calendar_days_of_an_application_become_working_days_by_a_persons_act(as_, office, filed):
    row = set_on(filed, STATE_CLOCK, "arb_acceptance_days")
    before = row.due_at
    assert local_date(before) == date(2026, 12, 1), "five days from Thursday, 26 November"
    page = f"/office/cases/{filed.case_id}/"
    shown = as_("clerk").get(page).content.decode()
    assert "这个期限应当重算" in shown
    assert "劳动人事争议仲裁办案规则" in shown
    row.refresh_from_db()
    assert row.due_at == before, "showing moves nothing"
    answer = as_("clerk").post("/office/settings/affected/apply/", {"pk": row.pk, "back": "1"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(page)
    row.refresh_from_db()
    filed.refresh_from_db()
    assert (row.law_param, filed.clock["param"]) == ("arbr_acceptance_workdays", "arbr_acceptance_workdays")
    assert row.due_at == timing.due(filed.clock).at
    assert local_date(row.due_at) == date(2026, 12, 3), "five working days"
    assert Case.objects.get(pk=filed.case_id).due_at == row.due_at, "lists show the new day"
    words = in_words(EventRow.objects.filter(type="clocks.moved").latest("seq"))
    assert re.fullmatch(
        r"重算期限，由 2026-12-01 23:59 改为 \d{4}-\d\d-\d\d \d\d:\d\d：期限规定已更正，按.*办案规则.*计算", words
    ), words
    assert "应当重算" not in as_("clerk").get(page).content.decode()
    assert list(affected(office.town.clerk.scope)) == []


def test_where_both_rules_end_on_the_same_day_the_rule_is_put_right_and_the_event_says_so(office, filed):
    row = set_on(filed, STATE_CLOCK, "arb_acceptance_days", since=MONDAY)
    [found] = affected(office.town.clerk.scope)
    assert not found.moves
    apply(clock_ids=[row.pk], by=office.town.clerk, at=office.at)
    words = in_words(EventRow.objects.filter(type="clocks.moved").latest("seq"))
    assert words.startswith("重算期限，到期仍为 2026-11-30 23:59：期限规定已更正")


def test_a_duty_that_another_parameter_governs_today_is_corrected_too(office, filed):
    office.do(filed.case, "accept", kind="arbitration")
    row = set_on(filed, "cases.duty.copy_service", "arb_copy_service_days")
    [found] = affected(office.town.clerk.scope)
    assert (found.clock.pk, found.now.param) == (row.pk, "arbr_copy_service_workdays")
    assert apply(clock_ids=[row.pk], by=office.town.clerk, at=office.at) == 1
    filed.refresh_from_db()
    assert filed.clock["param"] == "arb_award_days", "the clock of the state is another one"


def test_a_paused_clock_waits_until_it_runs_again(office, filed):
    row = set_on(filed, STATE_CLOCK, "arb_acceptance_days")
    Clock.objects.filter(pk=row.pk).update(paused_at=office.at)
    assert list(affected(office.town.clerk.scope)) == []


@pytest.fixture
def deciding(office, refused):
    """A listing that waits for its decision since before the decision counted from the order."""
    door = acts.open_door(case_id=refused.pk, kind="listing", by=office.town.clerk, at=office.at)
    office.do(refused, "notify", kind="listing", by=office.inspector, conditions={"notice_served": "送达回证见卷"})
    office.later(days=8)
    office.do(refused, "silent", kind="listing", by=office.inspector)
    set_on(door, STATE_CLOCK, "bl_decision_workdays", since=office.at)
    door.refresh_from_db()
    door.dates = {}
    door.save()
    return door


def test_a_decision_on_listing_that_counted_from_the_hearing_is_counted_from_the_order(as_, office, deciding):
    page = f"/office/cases/{deciding.case_id}/"
    assert "改自责令支付文书的最后一天" in as_("clerk").get(page).content.decode()
    assert apply(clock_ids=None, by=office.town.clerk, at=office.at) == 1
    deciding.refresh_from_db()
    row = clocks.of(procedure_subject(deciding.pk)).get(kind=STATE_CLOCK, stopped_at=None)
    assert local_date(row.due_at) == date(2026, 12, 21), "twenty working days from 23 November"
    assert deciding.dates["order_expired_on"] == "2026-11-23"
    assert local_date(datetime.fromisoformat(deciding.clock["started"])) == date(2026, 11, 23)
    assert "应当重算" not in as_("clerk").get(page).content.decode()


def test_without_an_order_on_record_the_page_says_what_to_enter_and_nothing_is_guessed(as_, office, deciding):
    Delivery.objects.all().delete()
    PayOrder.objects.all().delete()
    page = as_("clerk").get(f"/office/cases/{deciding.case_id}/").content.decode()
    assert "请核对这个期限" in page
    assert "请先登记" in page
    assert "按现行规定重算" not in page
    assert list(affected(office.town.clerk.scope)) == []


def test_an_objection_entered_before_it_had_a_step_stands_under_review_with_its_five_days(as_, office, claimed):
    located(office, claimed)
    door = acts.open_door(case_id=claimed.pk, kind="legal_aid", by=office.town.clerk, at=office.at)
    fill(office, claimed, "legal_aid")
    office.do(claimed, "file", kind="legal_aid", conditions={"receipt_kept": "回执"})
    office.do(claimed, "decline", kind="legal_aid", conditions={"grounds_known": "材料不足"})
    MIGRATION.under_review(apps, None)
    assert office.procedure(claimed, "legal_aid").state == "refused", "nobody objected"
    office.later(days=1)
    office.do(claimed, "object", kind="legal_aid", conditions={"objection_kept": "旧版没有要求凭证"})
    door.refresh_from_db()
    door.state, door.known = "refused", {}
    door.clock = {**door.clock, "param": "local_next_step_days"}
    door.save()
    MIGRATION.under_review(apps, None)
    door.refresh_from_db()
    assert (door.state, door.clock["param"]) == ("objecting", "la_objection_days")
    assert local_date(datetime.fromisoformat(door.clock["started"])) == local_date(office.at)
    assert "收件凭证请补收存" in door.known["objection_kept"]["words"]
    row = clocks.of(procedure_subject(door.pk)).get(kind=STATE_CLOCK, stopped_at=None)
    assert row.title.endswith("法律援助：异议审查中")
    assert "异议不成立，维持不予援助" in as_("clerk").get(f"/office/cases/{claimed.pk}/").content.decode()
    office.do(claimed, "upheld", kind="legal_aid", conditions={"objection_result": "维持决定书"})
