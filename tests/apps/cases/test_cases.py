"""A case from the filing to its end: who may do what, when each period ends, what the filer is told, what the ledger says."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import handling, joining, ledger, limitation
from anxin.apps.cases.actions.confirming import answer_paid
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.knowing import STATE_CLOCK, met, procedure_subject
from anxin.apps.cases.models import Case, CaseFiling, LedgerEntry
from anxin.apps.intake.actions import filing as filing_acts
from anxin.apps.intake.actions.onward import tell
from anxin.apps.intake.models import Filing
from anxin.apps.intake.web.standing import standing_of
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.domain.casework.ledger import Kind
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken

pytestmark = pytest.mark.django_db


def due_day(office, case, kind="case"):
    subject = procedure_subject(office.procedure(case, kind).pk)
    clock = clocks.of(subject).filter(kind=STATE_CLOCK, stopped_at=None).first()
    return None if clock is None else local_date(clock.due_at).isoformat()


def test_a_filing_becomes_a_numbered_case_whose_acceptance_is_due_in_five_working_days_of_its_receipt(office):
    filing = office.filing()
    office.later(days=1)
    case = acts.open_from_filing(filing_id=filing, by=office.town.clerk, at=office.at)
    assert case.title == "欠薪〔2026〕1号"
    assert (case.state, case.employer, case.open) == ("received", office.employer, True)
    assert due_day(office, case) == "2026-11-30", "Monday the 23rd and five working days, whenever the desk got to it"
    assert Filing.objects.get(pk=filing).state == "case"
    assert acts.open_from_filing(filing_id=filing, by=office.town.clerk, at=office.at) == case
    assert Case.objects.count() == 1


def test_filings_about_one_employer_become_one_case_and_one_can_be_taken_out_again(office):
    first = office.case(workers=3, amount_fen=1_800_000)
    second = office.filing(workers=2, amount_fen=500_000)
    again = acts.open_from_filing(filing_id=second, by=office.town.clerk, at=office.at)
    again.refresh_from_db()
    assert (again, again.workers, again.amount_fen) == (first, 5, 2_300_000)
    other = joining.detach(filing_id=second, by=office.town.clerk, at=office.at)
    assert (other.number, other.filings.get().filing) == (2, second)
    assert first.filings.count() == 1
    with pytest.raises(RuleBroken, match="只有这一件"):
        joining.detach(filing_id=second, by=office.town.clerk, at=office.at)


def test_after_a_case_is_closed_a_new_filing_opens_a_new_one(office):
    case = office.case()
    office.do(case, "refuse", conditions={"ground_stated": "应当或已申请仲裁或已起诉"})
    assert not Case.objects.get(pk=case.pk).open
    assert office.case().pk != case.pk


def test_a_filing_without_a_known_employer_cannot_be_accepted_until_somebody_says_which(office):
    case = office.case(employer_id=None, words="老板欠钱不给，大家都在等。")
    with pytest.raises(RuleBroken, match="用人单位名称和住所"):
        office.do(case, "accept")


def test_nobody_may_tick_what_the_rows_must_prove(office):
    case = office.case()
    office.do(case, "accept")
    office.do(case, "report_paid")
    with pytest.raises(RuleBroken, match="付款已由劳动者确认"):
        office.do(case, "close_paid", conditions={"payment_proved": "老板说付了"})


def test_asking_for_more_stops_the_period_and_the_pause_does_not_count(office):
    case = office.case()
    office.on("2026-11-25").do(case, "ask_more", note="请补身份证复印件")
    assert office.procedure(case).clock["pauses"][0][1] is None
    with pytest.raises(RuleBroken, match="恢复计时"):
        office.do(case, "accept")
    office.on("2026-12-02").do(case, "supplemented")
    # 24 Nov is counted; 25 Nov to 2 Dec stand still, the day of resuming included; 3, 4, 7 and 8 Dec are the other four.
    assert due_day(office, case) == "2026-12-08"


def test_the_filer_reads_under_the_receipt_code_what_was_done(office):
    case = office.case()
    office.do(case, "accept", note="承办人三日内与您联系。")
    filing = Filing.objects.get()
    message = filing.messages.get()
    assert "受理" in message.words
    assert "三日内" in message.words
    assert filing.answered_at == office.at, "the notice of acceptance is an answer"
    standing = standing_of(filing, at=office.at)
    assert standing.next.startswith("欠薪〔2026〕1号：办理中")
    assert [one.words for one in standing.done][-1] == "欠薪案件：受理"
    assert standing.due_at is not None


def test_the_town_cannot_order_payment_and_is_told_whose_act_it_is(office):
    case = office.case()
    office.do(case, "accept", by=office.officer)
    acts.open_door(case_id=case.pk, kind="inspection", by=office.officer, at=office.at)
    with pytest.raises(RuleBroken, match="县级劳动保障监察机构"):
        office.do(case, "accept", kind="inspection", by=office.officer, conditions={"within_limitation": "未满二年"})
    office.do(case, "accept", kind="inspection", by=office.inspector, conditions={"within_limitation": "未满二年"})
    office.agree(case, "inspection")
    assert office.procedure(case, "inspection").state == "investigating"


def test_an_investigation_lasts_60_working_days_and_30_more_once_with_a_duty_to_tell(office):
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(case, "accept", kind="inspection", by=office.inspector, conditions={"within_limitation": "未满二年"})
    office.agree(case, "inspection")
    first = due_day(office, case, "inspection")
    office.on("2027-02-01")
    office.do(case, "extend", kind="inspection", by=office.inspector, conditions={"approved": "局长批准"})
    assert due_day(office, case, "inspection") == first, "nobody approves for himself by writing so"
    office.agree(case, "inspection")
    assert due_day(office, case, "inspection") > first
    subject = procedure_subject(office.procedure(case, "inspection").pk)
    assert clocks.of(subject).filter(kind="cases.duty.tell_extension", stopped_at=None).exists()
    with pytest.raises(RuleBroken, match="最多延长1次"):
        office.do(case, "extend", kind="inspection", by=office.inspector)
    office.do(case, "told", kind="inspection", by=office.inspector)
    assert not clocks.of(subject).filter(kind="cases.duty.tell_extension", stopped_at=None).exists()


def test_an_order_to_pay_runs_to_the_day_it_names_and_only_then_is_it_overdue(office):
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(case, "accept", kind="inspection", by=office.inspector, conditions={"within_limitation": "未满二年"})
    office.agree(case, "inspection")
    told = {"heard": "已听取", "served": "已送达并拍照", "order_deadline": "七日内付清"}
    with pytest.raises(BadInput, match="须写明日期"):
        office.do(case, "order", kind="inspection", by=office.inspector, conditions=told)
    office.do(
        case,
        "order",
        kind="inspection",
        by=office.inspector,
        conditions=told,
        dates={"order_deadline": date(2026, 12, 1)},
    )
    assert due_day(office, case, "inspection") == "2026-12-01"
    with pytest.raises(RuleBroken, match="期限届满"):
        office.on("2026-12-01").do(case, "expire", kind="inspection", by=office.inspector)
    office.on("2026-12-02").do(case, "expire", kind="inspection", by=office.inspector)
    assert office.procedure(case, "inspection").state == "overdue"


def test_closing_for_another_reason_needs_a_second_person(office):
    case = office.case()
    office.do(case, "accept", by=office.officer)
    office.do(case, "close_otherwise", by=office.officer, conditions={"stated_reason": "当事人书面撤回：撤回投诉"})
    procedure = office.procedure(case)
    assert (procedure.state, procedure.pending["verb"]) == ("handling", "close_otherwise")
    with pytest.raises(RuleBroken, match="一项正在送审"):
        office.do(case, "step", by=office.officer)
    approved = handling.approve(procedure_id=procedure.pk, by=office.head, at=office.at)
    assert (approved.state, approved.pending) == ("closed", None)
    assert Case.objects.get().closed_at == office.at


def test_nobody_approves_his_own_request_and_it_can_be_taken_back(office):
    case = office.case()
    office.do(case, "accept", by=office.head)
    office.do(case, "close_otherwise", by=office.head, conditions={"stated_reason": "当事人书面撤回"})
    number = office.procedure(case).pk
    with pytest.raises(RuleBroken, match="不能审批自己"):
        handling.approve(procedure_id=number, by=office.head, at=office.at)
    handling.decline(procedure_id=number, by=office.head, at=office.at)
    assert office.procedure(case).pending is None
    assert office.procedure(case).state == "handling"


def test_a_workers_no_takes_back_the_closing_that_waits_for_approval(office):
    case = office.case()
    office.do(case, "accept")
    office.do(case, "report_paid")
    office.do(case, "close_otherwise", conditions={"stated_reason": "查明没有拖欠工资"})
    answer_paid(filing_id=case.filings.get().filing, paid=False, by=office.town.clerk, at=office.at)
    procedure = office.procedure(case)
    assert (procedure.state, procedure.pending) == ("handling", None)
    kinds = list(EventRow.objects.order_by("pk").values_list("type", flat=True))
    assert kinds.index("cases.approval_declined") > kinds.index("cases.approval_asked")


def test_a_case_closes_as_paid_only_when_the_ledger_is_settled_with_proof_and_no_door_is_open(office):
    case = office.case()
    office.do(case, "accept")
    worker = ledger.add_claimant(case_id=case.pk, name="张三", phone_tail="0001", by=office.town.clerk, at=office.at)

    def line(kind, fen, **more):
        return ledger.write(
            case_id=case.pk, claimant_id=worker.pk, kind=kind, amount_fen=fen, on=local_date(office.at),
            by=office.town.clerk, at=office.at, **more,
        )  # fmt: skip

    line(Kind.CLAIMED, 1_800_000)
    with pytest.raises(BadInput, match="台账没有记入"):
        line(Kind.PAID, 1_800_000)
    line(Kind.PAID, 1_000_000, proof="ab" * 32)
    assert "payment_proved" not in met(case, on=local_date(office.at), paid=True)
    line(Kind.PAID, 800_000, proof="cd" * 32)
    acts.open_door(case_id=case.pk, kind="mediation", by=office.town.clerk, at=office.at)
    office.do(case, "report_paid")
    with pytest.raises(RuleBroken, match="没有正在进行的程序"):
        office.do(case, "close_paid")
    office.do(case, "fail", kind="mediation")
    office.do(case, "close_paid")
    assert Case.objects.get().state == "closed"
    assert LedgerEntry.objects.count() == 3
    assert EventRow.objects.filter(type="cases.ledger_written").count() == 3


def test_nobody_of_another_place_sees_or_moves_a_case(office):
    case = office.case()
    stranger = office.town.stranger
    with pytest.raises(NotFound):
        acts.open_door(case_id=case.pk, kind="mediation", by=stranger, at=office.at)
    with pytest.raises(NotFound):
        office.do(case, "accept", by=stranger)
    filing = office.filing(employer_id=None, words="另外一件事情，也是欠工资。")
    with pytest.raises(NotFound):
        acts.open_from_filing(filing_id=filing, by=stranger, at=office.at)
    assert CaseFiling.objects.count() == 1


def test_events_carry_nothing_personal(office):
    case = office.case(name="张三", phone="15000000001")
    office.do(case, "accept")
    ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    told = "".join(str(row.payload) for row in EventRow.objects.all())
    assert "张三" not in told
    assert "15000000001" not in told


def test_whoever_was_joined_comes_into_the_case_reads_of_it_and_is_asked_too(office):
    head, first, later = (office.filing(words=f"三个月没有发工资，第{number}人") for number in range(3))
    filing_acts.join(filing_id=first, to_id=head, by=office.town.clerk, at=office.at)
    case = acts.open_from_filing(filing_id=head, by=office.town.clerk, at=office.at)
    assert set(case.filings.values_list("filing", flat=True)) == {head, first}
    filing_acts.join(filing_id=later, to_id=head, by=office.town.clerk, at=office.at)
    assert set(case.filings.values_list("filing", flat=True)) == {head, first, later}
    assert {standing_for_filer(number).number for number in (head, first, later)} == {case.title}
    for number in (first, later):
        assert Filing.objects.get(pk=number).case_id == case.pk
        with pytest.raises(RuleBroken, match="拆分"):
            filing_acts.part(filing_id=number, by=office.town.clerk, at=office.at)
    case.filings.update(paid_at=None)
    type(case).objects.filter(pk=case.pk).update(state="confirming")
    answer_paid(filing_id=head, paid=True, by=system("test"), at=office.at)
    asked = {number: standing_for_filer(number).asks_paid for number in (head, first, later)}
    assert asked == {head: False, first: True, later: True}
    assert tell(filing_id=head, words="情况如下。", by=office.town.clerk, at=office.at) == 1


def claim(office, case, name, fen):
    one = ledger.add_claimant(case_id=case.pk, name=name, phone_tail="", by=office.town.clerk, at=office.at)
    told = {
        "case_id": case.pk,
        "claimant_id": one.pk,
        "on": local_date(office.at),
        "by": office.town.clerk,
        "at": office.at,
    }
    ledger.write(kind=Kind.CLAIMED, amount_fen=fen, **told)
    return told


def test_a_plan_of_instalments_is_agreed_only_when_the_ledger_s_parts_add_up_for_everybody(office):
    case = office.case()
    office.do(case, "accept")
    first, second = claim(office, case, "张三", 500_000), claim(office, case, "李四", 300_000)
    agree = {"conditions": {"plan_signed": "三方签字，见卷", "plan_adds_up": "合计相符"}}
    ledger.write(kind=Kind.PROMISED, amount_fen=500_000, due=date(2026, 12, 31), **first)
    ledger.write(kind=Kind.PROMISED, amount_fen=299_999, due=date(2026, 12, 31), **second)
    with pytest.raises(RuleBroken, match="分期合计等于尚欠金额"):
        office.do(case, "promise", **agree)
    ledger.write(kind=Kind.PROMISED, amount_fen=1, due=date(2027, 1, 31), **second)
    office.do(case, "promise", **agree)
    assert (office.procedure(case).state, due_day(office, case)) == ("promised", "2026-12-31")


def test_a_correction_needs_a_reason_and_no_bank_receipt_and_takes_back_no_more_than_was_written(as_, office):
    case = office.case()
    office.do(case, "accept")
    one = claim(office, case, "张三", 500_000)
    ledger.write(kind=Kind.PAID, amount_fen=600_000, proof="ab" * 32, **one)
    assert "多付 1,000.00" in as_("clerk").get(f"/office/cases/{case.pk}/").content.decode()
    with pytest.raises(BadInput, match="台账没有记入") as refused:
        ledger.write(kind=Kind.PAID, amount_fen=-700_000, note="记错", **one)
    assert "6,000.00" in refused.value.faults[0].what
    ledger.write(kind=Kind.PAID, amount_fen=-100_000, note="多记一千元", **one)
    assert "payment_proved" in met(case, on=local_date(office.at), paid=True)
    ledger.write(kind=Kind.PROMISED, amount_fen=1_000, due=date(2026, 12, 31), **one)
    with pytest.raises(BadInput, match="台账没有记入"):
        ledger.write(kind=Kind.PROMISED, amount_fen=-1_000, due=date(2026, 12, 30), note="日期写错", **one)


def test_one_filers_yes_does_not_speak_for_the_fellow_workers_on_the_ledger(office):
    case = office.case()
    office.do(case, "accept")
    claim(office, case, "张三", 500_000)
    fellow = claim(office, case, "李四", 300_000)
    office.do(case, "report_paid")
    answer_paid(filing_id=case.filings.get().filing, paid=True, by=office.town.clerk, at=office.at)
    with pytest.raises(RuleBroken, match="付款已由劳动者确认"):
        office.do(case, "close_paid")
    ledger.write(kind=Kind.PAID, amount_fen=300_000, proof="ab" * 32, **fellow)
    office.do(case, "close_paid")
    assert Case.objects.get().state == "closed"


def test_the_inspections_two_years_are_counted_by_the_rows_and_not_stated(office):
    case = office.case()
    office.do(case, "accept")
    limitation.settle_breach(case_id=case.pk, ended_on=date(2024, 11, 20), by=office.town.clerk, at=office.at)
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    told = {"kind": "inspection", "by": office.inspector, "conditions": {"within_limitation": "未满二年"}}
    with pytest.raises(RuleBroken, match="未超过二年查处时效"):
        office.do(case, "accept", **told)
    limitation.settle_breach(case_id=case.pk, ended_on=date(2024, 11, 25), by=office.town.clerk, at=office.at)
    office.on("2026-12-10").do(case, "accept", **told)
    office.agree(case, "inspection")
    assert office.procedure(case, "inspection").state == "investigating", (
        "it was brought in time, whenever it is taken up"
    )


def test_a_telephone_in_the_facts_is_shown_to_nobody_and_finds_no_case(as_, office):
    words = "绍兴演示制衣有限公司欠我三个月工资，我叫张三，电话 13800138000，身份证330602199001011234。"
    case = office.case(words=words)
    clerk = as_("clerk")
    page = clerk.get(f"/office/cases/{case.pk}/").content.decode()
    shown = page[: page.index("核定案情")]
    assert "***8000" in shown
    assert "13800138000" not in shown
    assert "199001011234" not in shown
    assert case.title in clerk.get("/office/cases/?q=三个月工资").content.decode()
    assert case.title not in clerk.get("/office/cases/?q=13800138000").content.decode()


def test_a_legal_ground_is_chosen_from_the_list_of_the_law_with_room_for_what_happened(as_, office):
    case = office.case()
    clerk = as_("clerk")
    page = clerk.get(f"/office/cases/{case.pk}/").content.decode()
    assert "不属劳动保障监察范围" in page
    act = f"/office/cases/procedures/{office.procedure(case).pk}/refuse/"
    clerk.post(act, {"case-refuse-condition-ground_stated": "不想受理"})
    assert office.procedure(case).state == "received"
    told = {
        "case-refuse-condition-ground_stated": "不属劳动保障监察范围",
        "case-refuse-detail-ground_stated": "系工程款纠纷",
    }
    clerk.post(act, told)
    assert office.procedure(case).state == "refused"
    assert office.procedure(case).known["ground_stated"]["words"] == "不属劳动保障监察范围：系工程款纠纷"


def test_a_refusal_that_is_reviewed_is_followed_and_not_shelved_before_its_result(office):
    case = office.case()
    office.do(case, "refuse", conditions={"ground_stated": "不属劳动保障监察范围"})
    office.do(case, "ask_review", conditions={"review_asked": "向区人民政府申请行政复议"})
    subject = procedure_subject(office.procedure(case).pk)
    duty = clocks.of(subject).get(kind="cases.duty.review", stopped_at=None)
    assert duty.law_param == "local_review_days"
    office.later(days=40)
    with pytest.raises(RuleBroken, match="没有正在进行的复查或复议"):
        office.do(case, "archive")
    office.do(case, "review_changed", conditions={"review_result": "复议决定书：撤销不予受理"})
    assert office.procedure(case).state == "handling"
    assert not clocks.of(subject).filter(kind="cases.duty.review", stopped_at=None).exists()


def test_after_an_upheld_review_the_refusal_rests_again(office):
    case = office.case()
    office.do(case, "refuse", conditions={"ground_stated": "不属劳动保障监察范围"})
    office.do(case, "ask_review", conditions={"review_asked": "要求本办公室复查"})
    office.do(case, "review_upheld", conditions={"review_result": "复查意见书：维持"})
    assert office.procedure(case).state == "refused"
    office.do(case, "ask_review", conditions={"review_asked": "又向区人民政府申请行政复议"})


def test_a_step_of_a_door_is_a_step_of_its_case_and_nobody_records_it_twice(office):
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="legal_aid", by=office.town.clerk, at=office.at)
    before = office.procedure(case).clock["started"]
    office.later(days=3).do(case, "progress", kind="legal_aid")
    assert office.procedure(case).clock["started"] > before
    acts.open_door(case_id=case.pk, kind="rating", by=office.town.clerk, at=office.at)
    before = office.procedure(case).clock["started"]
    office.later(days=1).do(case, "progress", kind="rating")
    assert office.procedure(case).clock["started"] == before, "a grade is no step towards the wages"


def test_what_waits_for_a_referral_is_not_late_while_the_referral_goes_on(office):
    case = office.case()
    office.do(case, "accept")
    waiting, referral = (
        acts.begin(case, kind, by=office.inspector, at=office.at, state=state)
        for kind, state in (("inspection", "handed"), ("transfer", "reporting"))
    )
    office.later(days=4).do(case, "progress", kind="transfer", by=office.inspector)
    waiting.refresh_from_db()
    assert waiting.clock["started"] == office.at.isoformat()
    office.later(days=1).do(case, "step")
    waiting.refresh_from_db()
    assert waiting.clock["started"] != office.at.isoformat(), "work on the case is none on the inspection"
    assert referral.kind == "transfer"


def test_an_inspection_that_a_town_began_and_may_not_go_on_with_does_not_hold_its_case_open_for_ever(office):
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.officer, at=office.at)
    reason = {"stated_reason": "查明没有拖欠工资：工资表"}
    with pytest.raises(RuleBroken, match="没有正在进行的程序"):
        office.do(case, "close_otherwise", by=office.officer, conditions=reason)
    told = {"withdraw_reason": "本街道没有立案职权，已移送区里"}
    office.do(case, "withdraw", kind="inspection", by=office.officer, conditions=told)
    assert office.procedure(case, "inspection").ended_at is not None
    office.do(case, "close_otherwise", by=office.officer, conditions=reason)
