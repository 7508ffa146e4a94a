"""A case about many closes as paid only when each of them is accounted for: a yes, a proof, or a reason that a person states."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import excusing, handling, ledger
from anxin.apps.cases.actions.confirming import answer_paid
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.models import Case, CaseFiling, Claimant
from anxin.apps.cases.settling import settlement_of
from anxin.apps.intake.said import FellowSaid
from anxin.base.eventlog.models import EventRow
from anxin.domain.casework.ledger import Kind
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
MIGRATION = import_module("anxin.apps.cases.migrations.0020_answers_before_a_reopening")
SIGNED = "已在工资表或收条上签收"


def told_paid(office, **said):
    case = office.case(**said)
    office.do(case, "accept")
    office.do(case, "report_paid")
    return case


def yes(office, filing):
    answer_paid(filing_id=filing, paid=True, by=office.town.clerk, at=office.at)


def excuse(office, case, workers, ground=SIGNED, words="十九人在发放表上签名，见卷", **more):
    told = {"case_id": case.pk, "workers": workers, "ground": ground, "words": words, **more}
    return excusing.excuse_workers(by=office.town.clerk, at=office.at, **told)


def test_one_yes_does_not_close_the_case_of_twenty_whose_ledger_is_empty(office):
    case = told_paid(office, workers=20)
    yes(office, case.filings.get().filing)
    with pytest.raises(RuleBroken, match=r"涉及20人.*尚有19人没有确认"):
        office.do(case, "close_paid")
    excuse(office, case, 19)
    office.do(case, "close_paid")
    assert Case.objects.get().state == "closed"
    assert EventRow.objects.get(type="cases.workers_excused").data["workers"] == 19


def test_fellow_workers_on_the_list_of_a_filing_count_and_who_filed_too_only_once(office):
    fellows = [FellowSaid("李四", "13900000002"), FellowSaid("王五", "")]
    case = told_paid(office, name="张三", phone="13900000001", fellows=fellows)
    assert settlement_of(case, on=local_date(office.at)).heads == 3
    second = office.filing(name="李四", phone="13900000002")
    acts.open_from_filing(filing_id=second, by=office.town.clerk, at=office.at)
    assert settlement_of(case, on=local_date(office.at)).heads == 3


def test_the_same_telephone_once_more_adds_no_heads_and_one_yes_is_enough(office):
    case = office.case(name="张三", phone="13900000001", workers=2, amount_fen=100)
    again = office.filing(name="张三", phone="13900000001", workers=2, amount_fen=100)
    acts.open_from_filing(filing_id=again, by=office.town.clerk, at=office.at)
    case.refresh_from_db()
    assert (case.workers, case.amount_fen) == (2, 100)
    office.do(case, "accept")
    office.do(case, "report_paid")
    yes(office, again)
    assert settlement_of(case, on=local_date(office.at)).missing == 1


def test_a_worker_put_on_the_ledger_is_known_as_whoever_filed_under_that_name(office):
    case = told_paid(office, name="张三", phone="13900000001")
    for name in ("张三", "李四"):
        one = ledger.add_claimant(case_id=case.pk, name=name, by=office.town.clerk, at=office.at)
        line = {"case_id": case.pk, "claimant_id": one.pk, "on": local_date(office.at), "by": office.town.clerk}
        ledger.write(kind=Kind.CLAIMED, amount_fen=100, at=office.at, **line)
        if name == "张三":
            ledger.write(kind=Kind.PAID, amount_fen=100, proof="ab" * 32, at=office.at, **line)
    filing = case.filings.get().filing
    assert set(Claimant.objects.values_list("filing", flat=True)) == {filing, None}
    yes(office, filing)
    with pytest.raises(RuleBroken, match="尚有1人"):
        office.do(case, "close_paid")
    with pytest.raises(BadInput, match="没有登记") as refused:
        excuse(office, case, 1)
    assert "台账" in refused.value.faults[0].remedy, "money open on the ledger is answered there, to the fen"


@pytest.mark.parametrize(
    ("wrong", "where"), [({"workers": 21}, "人数"), ({"ground": "都说收到了"}, "理由"), ({"words": "好"}, "具体情况")]
)
def test_a_reason_is_one_of_the_list_in_words_and_for_no_more_than_are_missing(office, wrong, where):
    case = told_paid(office, workers=20)
    with pytest.raises(BadInput) as refused:
        excuse(office, case, **{"workers": 19, **wrong})
    assert [one.where for one in refused.value.faults] == [where]


def test_a_reason_is_taken_back_and_the_workers_are_missing_again(office):
    case = told_paid(office, workers=20)
    row = excuse(office, case, 19)
    excusing.take_back(case_id=case.pk, excusal_id=row.pk, by=office.town.clerk, at=office.at)
    assert settlement_of(case, on=local_date(office.at)).missing == 20
    with pytest.raises(NotFound):
        excusing.take_back(case_id=case.pk, excusal_id=row.pk, by=office.town.clerk, at=office.at)
    with pytest.raises(NotFound):
        excusing.excuse_workers(
            case_id=case.pk, workers=1, ground=SIGNED, words="见卷见卷", by=office.town.stranger, at=office.at
        )


def test_a_door_is_performed_when_the_ledger_it_is_about_is_settled(office):
    case = office.case(workers=20)
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(case, "accept", kind="inspection", by=office.inspector)
    office.agree(case, "inspection")
    with pytest.raises(RuleBroken, match="尚有20人"):
        office.do(case, "perform", kind="inspection", by=office.inspector)
    one = ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    line = {"case_id": case.pk, "claimant_id": one.pk, "on": local_date(office.at), "by": office.town.clerk}
    ledger.write(kind=Kind.CLAIMED, amount_fen=100, at=office.at, **line)
    ledger.write(kind=Kind.PAID, amount_fen=100, proof="ab" * 32, at=office.at, **line)
    office.do(case, "perform", kind="inspection", by=office.inspector)
    office.do(case, "report_paid")
    with pytest.raises(RuleBroken, match="尚有19人"):
        office.do(case, "close_paid")


def test_the_page_says_who_is_missing_and_what_to_do_and_takes_a_reason_with_its_undo(as_, office):
    case = told_paid(office, workers=20)
    yes(office, case.filings.get().filing)
    clerk, where = as_("clerk"), f"/office/cases/{case.pk}/"
    page = clerk.get(where).content.decode()
    assert "还有 19 人没有着落" in page
    assert "在“核定案情”改正人数" in page
    told = {"workers": "19", "ground": SIGNED, "words": "十九人签名，见卷"}
    assert "已登记说明" in clerk.post(f"{where}settlement/", told, follow=True).content.decode()
    page = clerk.get(where).content.decode()
    assert "人人有着落" in page
    assert "十九人签名" in page
    back = f"{where}settlement/{case.excusals.get().pk}/back/"
    assert "还有 19 人没有着落" in clerk.post(back, follow=True).content.decode()
    assert "没有保存" in clerk.post(f"{where}settlement/", {**told, "ground": "随便"}, follow=True).content.decode()


def test_a_case_of_one_person_shows_no_check_of_many(as_, office):
    case = told_paid(office)
    assert "到账核对" not in as_("clerk").get(f"/office/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("verb", "need", "words"),
    [
        ("refuse", "ground_stated", "不想受理"),
        ("close_otherwise", "stated_reason", "老板说付清了"),
        ("suspend", "suspension_ground", "太忙"),
    ],
)
def test_a_ground_outside_the_list_is_refused_by_the_act_itself_with_the_list(office, verb, need, words):
    case, kind, by = office.case(), "case", office.town.clerk
    stated = {need: words}
    if verb != "refuse":
        office.do(case, "accept")
    if verb == "suspend":
        kind, by, stated = "inspection", office.inspector, stated
        acts.open_door(case_id=case.pk, kind=kind, by=by, at=office.at)
        office.do(case, "accept", kind=kind, by=by)
        office.agree(case, kind)
    before = office.procedure(case, kind)
    with pytest.raises(BadInput, match="所列之中") as refused:
        office.do(case, verb, kind=kind, by=by, conditions=stated)
    assert "请从列表中选择" in refused.value.faults[0].remedy
    after = office.procedure(case, kind)
    assert (after.state, after.known, after.pending) == (before.state, before.known, None)


def test_a_ground_that_waits_for_approval_is_looked_at_again(office):
    case = office.case()
    office.do(case, "accept", by=office.officer)
    office.do(case, "close_otherwise", by=office.officer, conditions={"stated_reason": "当事人书面撤回：见卷"})
    row = office.procedure(case)
    row.pending["told"]["conditions"] = {"stated_reason": "改过的理由"}
    row.save()
    with pytest.raises(BadInput, match="所列之中"):
        handling.approve(procedure_id=row.pk, by=office.head, at=office.at)


def no(office, filing):
    answer_paid(filing_id=filing, paid=False, by=office.town.clerk, at=office.at)


def test_a_no_of_one_keeps_the_yes_of_the_others_and_asks_only_who_said_no_again(office):
    case = office.case(name="张三", phone="13900000001")
    acts.open_from_filing(filing_id=office.filing(name="李四", phone="13900000002"), by=office.town.clerk, at=office.at)
    first, second = case.filings.order_by("pk").values_list("filing", flat=True)
    office.do(case, "accept")
    office.do(case, "report_paid")
    yes(office, first)
    no(office.later(minutes=1), second)
    assert office.procedure(case).state == "handling"
    found = settlement_of(case, on=local_date(office.at))
    assert (found.confirmed, found.denied, found.missing) == (1, 1, 1)
    with pytest.raises(BadInput, match="没有登记"):
        excuse(office, case, 1)
    office.later(days=1).do(case, "report_paid")
    assert (standing_for_filer(first).asks_paid, standing_for_filer(second).asks_paid) == (False, True)
    with pytest.raises(RuleBroken, match="称未到账1人"):
        office.do(case, "close_paid")
    yes(office, second)
    office.do(case, "close_paid")
    assert Case.objects.get().state == "closed"


def test_of_two_filings_from_one_telephone_the_newest_answer_counts(office):
    case = office.case(name="张三", phone="13900000001")
    again = office.filing(name="张三", phone="13900000001")
    acts.open_from_filing(filing_id=again, by=office.town.clerk, at=office.at)
    office.do(case, "accept")
    office.do(case, "report_paid")
    yes(office, case.filings.exclude(filing=again).get().filing)
    no(office.later(minutes=1), again)
    found = settlement_of(case, on=local_date(office.at))
    assert (found.heads, found.confirmed, found.denied) == (1, 0, 1)


def test_a_yes_and_a_reason_given_before_a_case_was_reopened_count_no_more(office):
    case = told_paid(office, workers=2)
    filing = case.filings.get().filing
    yes(office, filing)
    excuse(office, case, 1)
    office.do(case, "close_paid")
    office.do(case, "reopen", conditions={"new_facts": "又查明欠付九月工资"})
    found = settlement_of(case, on=local_date(office.at))
    assert (found.confirmed, found.excused, found.missing) == (0, 0, 2)
    office.do(case, "report_paid")
    assert standing_for_filer(filing).asks_paid, "the worker is asked again"
    with pytest.raises(RuleBroken, match="尚有2人"):
        office.do(case, "close_paid")
    yes(office, filing)
    excuse(office, case, 1)
    office.do(case, "close_paid")
    assert EventRow.objects.filter(type="cases.paid_answered").count() == 2, "both answers stand in the history"


def test_what_was_said_before_a_reopening_of_long_ago_is_asked_again_too(office):
    case = told_paid(office, workers=2)
    filing = case.filings.get()
    office.do(case, "close_otherwise", conditions={"stated_reason": "查明没有拖欠工资：工资表"})
    handling.approve(procedure_id=office.procedure(case).pk, by=office.head, at=office.at)
    office.later(days=1).do(case, "reopen", conditions={"new_facts": "又查明欠付九月工资"})
    CaseFiling.objects.filter(pk=filing.pk).update(paid_at=office.at - timedelta(hours=2))
    other = told_paid(office, workers=1, employer_id=None, employer_said="另一单位", address_said="东头村")
    CaseFiling.objects.filter(case=other).update(paid_at=office.at - timedelta(hours=2))
    MIGRATION.ask_anew(apps, None)
    assert CaseFiling.objects.get(case=case).paid_at is None
    assert CaseFiling.objects.get(case=other).paid_at is not None, (
        "nothing is taken from a case that was never reopened"
    )
