"""Listing an employer on the rows: a town prepares and refers, the district hears and decides, and every name has its day of removal."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import crime, ledger
from anxin.apps.cases.actions import handling as handling_acts
from anxin.apps.cases.actions.listing import find_for_listing
from anxin.apps.cases.knowing import STATE_CLOCK, procedure_subject
from anxin.apps.cases.listing import early_day, preconditions_of
from anxin.apps.cases.models import Case
from anxin.apps.cases.queries import listed
from anxin.base import clocks
from anxin.domain.casework.crime import Service
from anxin.domain.casework.ledger import Kind
from anxin.kernel.clock import FixedClock, local_date
from anxin.kernel.outcome import BadInput, RuleBroken
from anxin.project import middleware

pytestmark = pytest.mark.django_db
PROOF = "ab" * 32
KEPT = {"decision_kept": "决定书见卷"}


@pytest.fixture
def refused(office):
    """A case whose employer was ordered to pay 20,000 yuan, and did not, and whom the list is meant for."""
    case = office.case()
    office.do(case, "accept")
    told = {"by": office.town.clerk, "at": office.at}
    one = ledger.add_claimant(case_id=case.pk, name="张三", **told)
    on = local_date(office.at)
    ledger.write(case_id=case.pk, claimant_id=one.pk, kind=Kind.ESTABLISHED, amount_fen=2_000_000, on=on, **told)
    order = crime.record_order(
        case_id=case.pk, document="限期整改指令书", number="", issued_on=on, deadline=on, amount_fen=2_000_000, file=PROOF,
        **told,
    )  # fmt: skip
    crime.serve(order_id=order.pk, method=Service.RECIPIENT, on=on, where="东头村厂区", note="", files=[PROOF], **told)
    for question, answer in (("migrant", True), ("mass", True)):
        find_for_listing(case_id=case.pk, question=question, answer=answer, words="花名册和现场记录", **told)
    office.later(days=1)
    return case


def begin(office, case, kind="listing"):
    return acts.open_door(case_id=case.pk, kind=kind, by=office.town.clerk, at=office.at)


def due(procedure):
    return local_date(clocks.of(procedure_subject(procedure.pk)).get(kind=STATE_CLOCK, stopped_at=None).due_at)


def pay(office, case):
    ledger.write(
        case_id=case.pk, claimant_id=case.claimants.get().pk, kind=Kind.PAID, amount_fen=2_000_000,
        on=local_date(office.at), proof=PROOF, by=office.town.clerk, at=office.at,
    )  # fmt: skip


def test_a_town_may_not_list_anybody_but_refers_and_then_watches_the_day_of_removal(office, refused):
    case, began = refused, begin(office, refused)
    with pytest.raises(RuleBroken, match="此项职权属于县级劳动保障监察机构"):
        office.do(case, "notify", kind="listing", by=office.officer, conditions={"notice_served": "已送达"})
    words = {"referral_named": "提请越城区劳动保障监察机构列入"}
    office.do(case, "refer", kind="listing", by=office.officer, conditions=words)
    office.do(case, "taken_up", kind="listing", by=office.officer)
    office.later(days=20)
    with pytest.raises(BadInput, match="主管机关已列入"):
        office.do(case, "told_listed", kind="listing", by=office.officer, conditions=KEPT)
    with pytest.raises(BadInput, match="没有办理"):
        office.do(
            case,
            "told_listed",
            kind="listing",
            by=office.officer,
            conditions=KEPT,
            dates={"decided_on": date(2027, 6, 1)},
        )
    day = {"decided_on": date(2026, 12, 1)}
    office.do(case, "told_listed", kind="listing", by=office.officer, conditions=KEPT, dates=day)
    assert due(began) == date(2029, 12, 3), "three years from the decision, and the 1st is a Saturday"
    assert [one.pk for one in listed(office.town.clerk.scope)] == [began.pk]
    office.do(case, "told_removed", kind="listing", by=office.officer, conditions={"removal_kept": "已撤下"})
    assert not listed(office.town.clerk.scope).exists()
    assert not clocks.of(procedure_subject(began.pk)).filter(stopped_at=None).exists()


def test_the_district_hears_before_it_decides_and_a_second_person_approves(office, refused):
    case, began = refused, begin(office, refused)
    office.do(case, "notify", kind="listing", by=office.inspector, conditions={"notice_served": "送达回证见卷"})
    with pytest.raises(RuleBroken, match="期限届满"):
        office.do(case, "silent", kind="listing", by=office.inspector)
    assert due(began) == date(2026, 12, 1), "five working days from the notice (人社部令第45号 art. 6)"
    office.later(days=8)
    office.do(case, "silent", kind="listing", by=office.inspector)
    assert due(began) == date(2026, 12, 21), "twenty working days from the last day of the order, 23 November (art. 8)"
    office.do(case, "extend_decision", kind="listing", by=office.inspector, conditions={"stated_reason": "案情复杂"})
    handling_acts.approve(procedure_id=began.pk, by=office.town.clerk, at=office.at)
    assert due(began) == date(2027, 1, 19), "twenty working days more, once"
    office.later(days=8)
    office.do(
        case, "decide", kind="listing", by=office.inspector, dates={"decided_on": local_date(office.at)},
        conditions={"persons_named": "法定代表人某某", "decision_served": "决定书已送达"},
    )  # fmt: skip
    assert office.procedure(case, "listing").state == "deciding", "waits for a second person"
    decided, judge = local_date(office.at), office.town.clerk
    office.later(days=1)
    handling_acts.approve(procedure_id=began.pk, by=judge, at=office.at)
    began.refresh_from_db()
    assert began.state == "listed"
    running = clocks.of(procedure_subject(began.pk)).filter(stopped_at=None)
    assert {one.kind for one in running} == {STATE_CLOCK, "cases.duty.share_listing"}
    share = running.get(kind="cases.duty.share_listing")
    assert (decided, local_date(share.due_at)) == (date(2026, 12, 10), date(2026, 12, 15)), "counted from the decision"
    long = running.get(kind=STATE_CLOCK)
    assert (long.due_at - long.warn_at).days == 63, "of three years, nine weeks are the warning"


def test_a_name_past_its_day_stands_late_on_the_today_page_and_a_town_can_urge_the_removal(as_, office, refused):
    case = refused
    began = begin(office, case)
    office.do(case, "refer", kind="listing", conditions={"referral_named": "提请列入"})
    day = {"decided_on": date(2023, 11, 10)}
    office.do(case, "told_listed", kind="listing", conditions=KEPT, dates=day)
    assert due(began) == date(2026, 11, 10)
    assert "已列入，到期移出" in as_("clerk").get("/office/", follow=True).content.decode()
    assert "已过移出日" in as_("clerk").get("/office/cases/listings/").content.decode()
    office.do(case, "remind", kind="listing", by=office.officer, conditions={"reminder_kept": "已发函"})
    with pytest.raises(RuleBroken, match="此项职权属于"):
        office.do(case, "remove", kind="listing", by=office.officer)
    office.do(case, "remove", kind="listing", by=office.inspector)
    office.do(case, "taken_down", kind="listing", by=office.inspector, conditions={"removal_kept": "网页截图"})
    assert office.procedure(case, "listing").ended_at


def test_early_removal_asks_for_payment_and_six_months_after_it(office, refused):
    case = refused
    begin(office, case)
    office.do(case, "refer", kind="listing", conditions={"referral_named": "提请列入"})
    day = {"decided_on": local_date(office.at)}
    office.do(case, "told_listed", kind="listing", conditions=KEPT, dates=day)
    asked = {"promise_kept": "守信承诺书见卷", "no_bar": "没有再发欠薪"}
    with pytest.raises(RuleBroken, match=r"付款已由劳动者确认.*已满提前移出所需月数"):
        office.do(case, "ask_early", kind="listing", conditions=asked)
    assert early_day(case, on=local_date(office.at)) is None
    pay(office, case)
    with pytest.raises(RuleBroken, match="已满提前移出所需月数"):
        office.do(case, "ask_early", kind="listing", conditions=asked)
    office.later(days=190)
    office.do(case, "ask_early", kind="listing", conditions=asked)
    office.do(case, "grant_early", kind="listing")
    with pytest.raises(RuleBroken, match="不能审批自己"):
        handling_acts.approve(procedure_id=office.procedure(case, "listing").pk, by=office.town.clerk, at=office.at)


def test_an_objection_is_looked_into_within_five_working_days_and_its_outcome_told(office, refused):
    case, began = refused, begin(office, refused)
    office.do(case, "notify", kind="listing", by=office.inspector, conditions={"notice_served": "送达回证见卷"})
    office.do(case, "statement", kind="listing", by=office.inspector, conditions={"statement_kept": "书面异议一份"})
    duty = {"kind": "cases.duty.check_objection", "stopped_at": None}
    assert local_date(clocks.of(procedure_subject(began.pk)).get(**duty).due_at) == date(2026, 12, 1)
    told = {"objection_told": "电话告知，记录见卷"}
    office.do(case, "answered", kind="listing", by=office.inspector, conditions=told)
    assert not clocks.of(procedure_subject(began.pk)).filter(**duty).exists()


def test_the_months_before_early_removal_are_months_on_the_list(office, refused):
    """Who paid before the decision counts from the decision (人社部令第45号 art. 12)."""
    case, paid = refused, local_date(office.at)
    begin(office, case)
    office.do(case, "refer", kind="listing", conditions={"referral_named": "提请列入"})
    pay(office, case)
    assert early_day(case, on=paid) == date(2027, 5, 24)
    office.later(days=10)
    day = {"decided_on": local_date(office.at)}
    office.do(case, "told_listed", kind="listing", conditions=KEPT, dates=day)
    assert early_day(case, on=local_date(office.at)) == date(2027, 6, 4)


def test_a_listing_outlives_its_case_but_keeps_the_file_from_the_shelf(office, refused):
    case = refused
    begin(office, case)
    pay(office, case)
    office.do(case, "report_paid")
    office.do(case, "close_paid")
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert office.procedure(case, "listing").ended_at is None
    begin(office, case, "rating")
    with pytest.raises(RuleBroken, match="案件受理后、办理中"):
        begin(office, case, "mediation")
    office.later(days=40)
    with pytest.raises(RuleBroken, match="没有尚未移出的列名"):
        office.do(case, "archive")


def test_what_was_paid_after_the_order_or_was_never_served_lists_nobody(office, refused):
    assert preconditions_of(refused, "listing", on=local_date(office.at)).complete
    pay(office, refused)
    assert preconditions_of(refused, "listing", on=local_date(office.at)).excluded


def test_the_page_says_what_is_met_whose_act_it_is_and_the_list_finds_the_name_by_employer(
    as_, office, refused, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(office.at))
    clerk = as_("clerk")
    page = clerk.get(f"/office/cases/{refused.pk}/listing/listing/").content.decode()
    assert "条件均已具备" in page
    assert "此项职权属于县级劳动保障监察机构" in page
    clerk.post(f"/office/cases/{refused.pk}/door/", {"kind": "listing"})
    clerk.post(f"/office/cases/{refused.pk}/door/", {"kind": "rating"})
    answer = clerk.post(
        f"/office/cases/{refused.pk}/listing/rating/find/c_grounds/",
        {"chosen": [], "words": "查询处罚记录"},
        follow=True,
    )
    assert "查明没有" in answer.content.decode()
    clerk.cookies["django_language"] = "en"
    assert "Found none" in clerk.get(f"/office/cases/{refused.pk}/listing/rating/").content.decode()
    clerk.cookies["django_language"] = "zh-hans"
    assert clerk.post(f"/office/cases/{refused.pk}/listing/rating/find/mass/", {}).status_code == 404
    assert clerk.get(f"/office/cases/{refused.pk}/listing/mediation/").status_code == 404
    with django_assert_max_num_queries(25):
        page = clerk.get("/office/cases/listings/", {"q": office.employer.uscc, "state": "open"}).content.decode()
    assert "失信联合惩戒名单" in page
    assert "没有过移出日的" in page
    assert "没有符合筛选条件" in clerk.get("/office/cases/listings/", {"state": "stands"}).content.decode()
    assert clerk.get("/office/cases/listings/?export=xlsx").status_code == 200
    detail = clerk.get(f"/office/cases/{refused.pk}/").content.decode()
    assert "核对条件与移出" in detail
    assert "决定日期" in detail or "提请主管机关列入" in detail
