"""The mediation room: a sitting, its minutes, what is due by the calculator, an agreement that becomes a plan with clocks."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import ledger, mediating
from anxin.apps.cases.actions.mediating import Part
from anxin.apps.cases.api import case_facts
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.knowing import STATE_CLOCK, procedure_subject
from anxin.apps.cases.models import Agreement, LedgerEntry, Sitting
from anxin.apps.documents.legal.facts import of_case
from anxin.apps.organisation.actions.mediation import Told, dissolve
from anxin.apps.organisation.actions.mediation import register as register_body
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import put
from anxin.domain.casework.ledger import Kind, balances
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
MONTHS = {"months": [{"month": "2026-08", "wage_yuan": "6000"}, {"month": "2026-09", "wage_yuan": "6000"}]}


def stored(office, content=b"%PDF-1.7 signed"):
    return put(io.BytesIO(content), name="signed.pdf", by=office.town.clerk, at=office.at).sha256


@pytest.fixture
def room(office):
    """A mediation with one worker who claims 12,000 yuan."""
    case = office.case()
    office.do(case, "accept")
    one = ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.CLAIMED, amount_fen=1_500_000, on=local_date(office.at),
        by=office.town.clerk, at=office.at,
    )  # fmt: skip
    return acts.open_door(case_id=case.pk, kind="mediation", by=office.town.clerk, at=office.at)


def sit(office, room):
    return mediating.schedule(
        procedure_id=room.pk, starts_at=office.at + timedelta(days=1), where="街道调解室", body="乡镇街道劳动争议调解组织",
        mediators="李某", by=office.town.clerk, at=office.at,
    )  # fmt: skip


def held(office, room):
    """A sitting with its minutes, in the running mediation."""
    row = sit(office, room)
    office.do(room.case, "schedule", kind="mediation", conditions={"both_agree": "双方同意"})
    office.do(room.case, "hold", kind="mediation", conditions={"parties_told": "电话通知"})
    office.later(days=2)
    mediating.keep_minutes(
        sitting_id=row.pk, words="厂方承认欠薪，同意分期。", files=[stored(office)], by=office.town.clerk, at=office.at
    )


def agree(
    office,
    room,
    amount=1_200_000,
    days=("2026-12-31", "2027-01-31"),
    reason="主张按计算核减",
    halves=None,
    rest_due=False,
):
    worker = room.case.claimants.get()
    each = halves or [amount // len(days)] * len(days)
    parts = tuple((date.fromisoformat(day), fen) for day, fen in zip(days, each, strict=True))
    return mediating.record_agreement(
        procedure_id=room.pk, signed_on=local_date(office.at), parts=[Part(worker.pk, amount, parts, reason)],
        file=stored(office, b"%PDF-1.7 agreement"), rest_due=rest_due, by=office.town.clerk, at=office.at,
    )  # fmt: skip


def calculated(office, room):
    worker = room.case.claimants.get()
    return mediating.calculate(claimant_id=worker.pk, told=MONTHS, by=office.town.clerk, at=office.at)


def due_day(office, case, kind="mediation"):
    subject = procedure_subject(office.procedure(case, kind).pk)
    return local_date(clocks.of(subject).get(kind=STATE_CLOCK, stopped_at=None).due_at)


def test_a_mediation_is_scheduled_only_when_a_sitting_is_and_agreed_only_when_the_rows_prove_it(office, room):
    with pytest.raises(RuleBroken, match="已定调解时间"):
        office.do(room.case, "schedule", kind="mediation", conditions={"both_agree": "同意", "date_set": "定了"})
    held(office, room)
    with pytest.raises(RuleBroken, match="协议金额已与工资计算核对"):
        office.do(room.case, "agree", kind="mediation", conditions={"amount_checked": "核对过", "signed": "签了"})
    calculated(office, room)
    agree(office, room)
    office.do(room.case, "agree", kind="mediation")
    assert office.procedure(room.case, "mediation").state == "agreed"
    assert due_day(office, room.case) == date(2026, 12, 31), "the clock is the first part of the plan"
    subject = procedure_subject(room.pk)
    duty = clocks.of(subject).get(kind="cases.duty.judicial_confirmation", stopped_at=None)
    assert local_date(duty.due_at) == date(2026, 12, 25), "30 days to ask the court for confirmation"


def test_the_thirty_days_for_confirmation_count_from_the_signing_however_late_the_step_is_taken(office, room):
    held(office, room)
    calculated(office, room)
    agree(office, room)
    office.on("2026-11-30").do(room.case, "agree", kind="mediation")
    duty = clocks.of(procedure_subject(room.pk)).get(kind="cases.duty.judicial_confirmation", stopped_at=None)
    assert local_date(duty.due_at) == date(2026, 12, 25), "signed on 25 November"


def test_the_agreement_settles_the_ledger_to_the_fen_and_a_payment_moves_the_clock_to_the_next_part(office, room):
    held(office, room)
    calculated(office, room)
    agree(office, room)
    office.do(room.case, "agree", kind="mediation")
    worker = room.case.claimants.get()
    (account,) = balances(entries_of(room.case), on=local_date(office.at)).values()
    assert (account.owed, account.promised, account.outstanding) == (1_200_000, 1_200_000, 1_200_000)
    office.on("2026-12-30")
    ledger.write(
        case_id=room.case_id, claimant_id=worker.pk, kind=Kind.PAID, amount_fen=600_000, on=date(2026, 12, 30),
        proof="ab" * 32, by=office.town.clerk, at=office.at,
    )  # fmt: skip
    assert due_day(office, room.case) == date(2027, 1, 31)
    office.on("2027-02-01").do(room.case, "breach", kind="mediation")
    office.do(room.case, "ask_payment_order", kind="mediation")
    assert office.procedure(room.case, "mediation").state == "breached"


def test_less_than_due_needs_the_workers_reason_and_parts_must_add_up(office, room):
    held(office, room)
    with pytest.raises(BadInput) as refused:
        agree(office, room)
    assert "还没有计算" in refused.value.faults[0].in_words()
    calculated(office, room)
    with pytest.raises(BadInput) as refused:
        agree(office, room, amount=1_000_000, reason="")
    assert "少 2,000.00 元" in refused.value.faults[0].in_words()
    with pytest.raises(BadInput):
        agree(office, room, halves=[600_000, 599_999])
    assert not LedgerEntry.objects.filter(kind="promised").exists(), "a refused agreement leaves nothing on the ledger"
    agree(office, room, amount=1_000_000, reason="急用钱，自愿让步")
    assert Agreement.objects.get().lines[0]["calculated_fen"] == 1_200_000
    with pytest.raises(RuleBroken, match="已登记协议"):
        agree(office, room)


def test_sittings_lie_ahead_and_minutes_behind_and_what_was_said_is_sealed(office, room):
    told = {"where": "调解室", "body": "乡镇街道劳动争议调解组织", "mediators": "李某", "by": office.town.clerk}
    with pytest.raises(BadInput):
        mediating.schedule(procedure_id=room.pk, starts_at=office.at, **told, at=office.at)
    row = sit(office, room)
    with pytest.raises(BadInput, match="笔录没有保存"):
        mediating.keep_minutes(sitting_id=row.pk, words="还没开", files=["ab" * 32], by=office.town.clerk, at=office.at)
    mediating.cancel(sitting_id=row.pk, why="厂方请求改期", by=office.town.clerk, at=office.at)
    with pytest.raises(NotFound):
        mediating.cancel(sitting_id=row.pk, why="再取消", by=office.town.clerk, at=office.at)
    held(office, room)
    assert "厂方承认" not in Sitting.objects.get(cancelled="").minutes_sealed
    assert "厂方承认" not in "".join(str(one.payload) for one in EventRow.objects.all())
    with pytest.raises(NotFound):
        mediating.schedule(
            procedure_id=room.pk,
            starts_at=office.at + timedelta(days=1),
            **{**told, "by": office.town.stranger},
            at=office.at,
        )


def test_the_room_on_the_screen(as_, office, room):
    clerk, at = as_("clerk"), f"/office/cases/mediation/{room.pk}/"
    assert "进入调解室" in said(clerk.get(f"/office/cases/{room.case_id}/"))
    told = {
        "day": "2026-11-24",
        "hour": "09:00",
        "where": "街道调解室",
        "body": "乡镇街道劳动争议调解组织",
        "mediators": "李某",
    }
    assert "已排期" in said(clerk.post(f"{at}sittings/", told, follow=True))
    number = Sitting.objects.get().pk
    paper = SimpleUploadedFile("笔录.pdf", b"%PDF-1.7 minutes")
    page = said(clerk.post(f"{at}sittings/{number}/minutes/", {"words": "双方到场", "papers": paper}, follow=True))
    assert "还没有开始" in page
    said(clerk.post(f"{at}sittings/{number}/cancel/", {"why": "改期"}, follow=True))
    worker = room.case.claimants.get().pk
    page = said(clerk.post(f"{at}due/", {"claimant": worker, "months": "2026-08 6000\n2026-09 6000 很多"}, follow=True))
    assert "无法识别" in page
    page = said(clerk.post(f"{at}due/", {"claimant": worker, "months": "2026-08 6000 0\n2026-09 6000"}, follow=True))
    assert "12,000.00" in page
    overtime = {"claimant": worker, "months": "2026-08 6000 6000 节日8\n2026-09 6000 4500 扣1500"}
    page = said(clerk.post(f"{at}due/", overtime, follow=True))
    assert "1,127.59" in page, "8 holiday hours and what was taken beyond a fifth: 827.59 + 300"
    later = {"claimant": worker, "months": "2026-08 6000 0\n2026-09 6000 0 时薪30 平时2", "later_paid": "7000"}
    page = said(clerk.post(f"{at}due/", later, follow=True))
    assert "5,090.00" in page, "what names no month settles August and 1,000 of September: 5,000 + 30 x 2 x 1.5"
    said(clerk.post(f"{at}due/", {"claimant": worker, "months": "2026-08 6000 0\n2026-09 6000"}, follow=True))
    signed = SimpleUploadedFile("协议.pdf", b"%PDF-1.7 agreement")
    told = {
        "signed_on": "2026-11-23",
        f"amount-{worker}": "12000",
        f"reason-{worker}": "主张按计算核减",
        "file": signed,
    }
    assert "付款日写作" in said(clerk.post(f"{at}agreement/", {**told, f"days-{worker}": "明天"}, follow=True))
    signed.seek(0)
    page = said(clerk.post(f"{at}agreement/", {**told, f"days-{worker}": "2026-12-31 2027-01-31"}, follow=True))
    assert "已登记协议" in page
    assert [one.amount_fen for one in LedgerEntry.objects.filter(kind="promised")] == [600_000, 600_000]


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-600:])
    return answer.content.decode()


def test_the_nearest_registered_body_is_offered_first_and_gives_its_name_place_and_mediators(as_, office):
    told = {
        "firm": Told(level="firm", name="制衣厂调解委员会", employer_id=office.employer.pk, address="厂办 201 室", members="周某、吴某"),
        "town": Told(level="town", name="街道调解中心", place_id=office.town.town.pk),
    }  # fmt: skip
    bodies = {name: register_body(told=one, by=office.town.clerk, at=office.at) for name, one in told.items()}
    case = office.case()
    office.do(case, "accept")
    room = acts.open_door(case_id=case.pk, kind="mediation", by=office.town.clerk, at=office.at)
    clerk = as_("clerk")
    address = f"/office/cases/mediation/{room.pk}/"
    page = clerk.get(address).content.decode()
    assert page.index("制衣厂调解委员会") < page.index("街道调解中心") < page.index("没有登记的：")
    assert 'value="厂办 201 室"' in page
    assert 'value="周某、吴某"' in page
    sitting = {"day": "2026-11-25", "hour": "09:00", "where": "厂办 201 室", "mediators": "周某"}
    clerk.post(f"{address}sittings/", {**sitting, "body": f"#{bodies['firm'].pk}"})
    held = Sitting.objects.get()
    assert (held.body, held.registered) == ("制衣厂调解委员会", bodies["firm"].pk)
    clerk.post(f"{address}sittings/", {**sitting, "body": "基层人民调解组织"})
    assert Sitting.objects.filter(registered=None, body="基层人民调解组织").exists()
    other = {
        "procedure_id": room.pk,
        "starts_at": office.at + timedelta(days=1),
        "where": "厅",
        "mediators": "周某",
        "body": "",
    }
    dissolve(body_id=bodies["town"].pk, by=office.town.clerk, at=office.at)
    with pytest.raises(NotFound, match="重新选择"):
        mediating.schedule(**other, registered=bodies["town"].pk, by=office.town.clerk, at=office.at)


def test_the_clock_that_runs_on_through_a_mediation_is_called_by_the_state_it_is_in(office, room):
    def title():
        return clocks.of(procedure_subject(room.pk)).get(kind=STATE_CLOCK, stopped_at=None).title

    assert title().endswith("调解：待安排")
    held(office, room)
    assert title().endswith("调解：调解中")


def test_the_paper_of_an_agreement_knows_the_sum_that_was_agreed(office, room):
    held(office, room)
    calculated(office, room)
    told = {"case_id": room.case_id, "by": office.town.clerk}
    assert case_facts(at=office.at, **told).agreed_fen is None
    agree(office, room)
    assert of_case(case_facts(at=office.at, **told)).agreed_fen == 1_200_000
