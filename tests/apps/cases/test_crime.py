"""From arrears to the police: elements on the rows of a case, an order and its service, the dossier, every clock, and a town's referral."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import crime, handling, ledger
from anxin.apps.cases.crime import QUESTIONS, crime_facts, examination, filed, lacking
from anxin.apps.cases.knowing import STATE_CLOCK, procedure_subject
from anxin.apps.cases.models import Case, Paper, PayOrder, Procedure
from anxin.base import clocks
from anxin.base.files.store import put
from anxin.domain.casework.crime import Finding, Service
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, RuleBroken

pytestmark = pytest.mark.django_db
ARREARS_GO_ON = {"transfer_reason": "责令期满未付，账户有钱"}
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def stored(office, content=b"%PDF-1.7 paper", name="paper.pdf"):
    return put(io.BytesIO(content), name=name, by=office.town.clerk, at=office.at).sha256


@pytest.fixture
def owed(office):
    """A case of one worker owed 20,000 yuan over four months, known to the ledger."""
    case = office.case()
    office.do(case, "accept")
    one = ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.ESTABLISHED, amount_fen=2_000_000, on=local_date(office.at),
        by=office.town.clerk, at=office.at,
    )  # fmt: skip
    crime.settle_months(claimant_id=one.pk, months=4, by=office.town.clerk, at=office.at)
    return case


def order(office, case, deadline=date(2026, 11, 30)):
    return crime.record_order(
        case_id=case.pk, document="限期整改指令书", number="", issued_on=local_date(office.at), deadline=deadline,
        amount_fen=2_000_000, file=stored(office), by=office.town.clerk, at=office.at,
    )  # fmt: skip


def serve(office, row, method=Service.RECIPIENT, note="", files=None):
    given = [stored(office, PNG, "receipt.png")] if files is None else files
    return crime.serve(
        order_id=row.pk, method=method, on=local_date(office.at), where="东头村厂区大门", note=note, files=given,
        by=office.town.clerk, at=office.at,
    )  # fmt: skip


def answer_all(office, case, **other):
    answers = {"evasion": [], "able_to_pay": True, "good_reason": False, "serious": []} | other
    for question in QUESTIONS:
        crime.find(
            case_id=case.pk, question=question, answer=answers[question], words="银行流水和现场笔录", by=office.town.clerk,
            at=office.at,
        )  # fmt: skip


def fill(office, case):
    on = local_date(office.at)
    for number, need in enumerate(lacking(case, examination(case, on=on), on=on)):
        file = stored(office, b"%PDF-1.7 " + str(number).encode())
        crime.add_paper(case_id=case.pk, need=need.papers[0], file=file, by=office.town.clerk, at=office.at)


def finding(case, office):
    return {one.id: one.finding for one in examination(case, on=local_date(office.at)).elements}


def test_elements_follow_the_rows_from_unknown_to_met(office, owed):
    assert finding(owed, office) == {
        "amount": Finding.MET,
        "conduct": Finding.UNKNOWN,
        "ordered": Finding.MISSING,
        "still_unpaid": Finding.MISSING,
    }
    row = order(office, owed)
    assert finding(owed, office)["ordered"] is Finding.MISSING, "not served yet"
    serve(office, row)
    answer_all(office, owed)
    assert finding(owed, office)["still_unpaid"] is Finding.MISSING, "the deadline has not passed"
    office.on("2026-12-01")
    assert set(finding(owed, office).values()) == {Finding.MET}


def test_what_is_paid_after_the_order_counts_against_it_and_payment_in_full_excludes_the_offence(office, owed):
    serve(office, order(office, owed))
    answer_all(office, owed)
    office.on("2026-12-01")
    one = owed.claimants.get()
    for fen, left in ((500_000, Finding.MET), (1_500_000, Finding.MISSING)):
        ledger.write(
            case_id=owed.pk, claimant_id=one.pk, kind=Kind.PAID, amount_fen=fen, on=date(2026, 11, 30),
            proof="ab" * 32, by=office.town.clerk, at=office.at,
        )  # fmt: skip
        assert finding(owed, office)["still_unpaid"] is left
    assert crime_facts(owed, on=local_date(office.at)).paid_since_order_fen == 2_000_000


def test_a_posting_counts_only_with_pictures_and_the_reason_why_nobody_took_it(office, owed):
    row = order(office, owed)
    with pytest.raises(BadInput, match="送达没有登记") as refused:
        serve(office, row, Service.POSTED, note="厂门紧锁，无人应答", files=[stored(office)])
    assert "照片或录像" in refused.value.faults[0].in_words()
    with pytest.raises(BadInput):
        serve(office, row, Service.POSTED, files=[stored(office, PNG, "door.png")])
    with pytest.raises(BadInput):
        serve(office, row, files=[])
    serve(office, row, Service.POSTED, note="厂门紧锁，无人应答", files=[stored(office, PNG, "door.png")])
    assert finding(owed, office)["ordered"] is Finding.MET


def test_an_order_without_its_paper_or_with_impossible_days_is_refused(office, owed):
    told = {"case_id": owed.pk, "document": "限期整改指令书", "number": "", "amount_fen": 1, "by": office.town.clerk}
    today = local_date(office.at)
    with pytest.raises(BadInput) as refused:
        crime.record_order(
            **told, issued_on=today + timedelta(days=1), deadline=today - timedelta(days=1), file="", at=office.at
        )
    assert len(refused.value.faults) == 3
    assert not PayOrder.objects.exists()


def test_an_inspector_cannot_transfer_before_every_question_was_looked_into(office, owed):
    acts.open_door(case_id=owed.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(owed, "accept", kind="inspection", by=office.inspector, conditions={"within_limitation": "未满二年"})
    office.agree(owed, "inspection")
    order_told = {"heard": "已听取", "served": "已送达并拍照", "order_deadline": "七日内付清"}
    office.do(
        owed, "order", kind="inspection", by=office.inspector, conditions=order_told,
        dates={"order_deadline": date(2026, 11, 30)},
    )  # fmt: skip
    office.on("2026-12-01").do(owed, "expire", kind="inspection", by=office.inspector)
    with pytest.raises(RuleBroken, match="要件审查"):
        office.do(
            owed, "transfer", kind="inspection", by=office.inspector,
            conditions={"crime_reviewed": "看过了", **ARREARS_GO_ON},
        )  # fmt: skip


def due(office, case):
    subject = procedure_subject(office.procedure(case, "transfer").pk)
    return clocks.of(subject).get(kind=STATE_CLOCK, stopped_at=None).due_at


def transfer(office, case, verb, **more):
    return office.do(case, verb, kind="transfer", by=more.pop("by", office.inspector), **more)


def test_the_way_to_the_police_keeps_every_clock_and_needs_a_complete_dossier(office, owed):
    acts.open_door(case_id=owed.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(owed, "accept", kind="inspection", by=office.inspector, conditions={"within_limitation": "未满二年"})
    office.agree(owed, "inspection")
    serve(office, order(office, owed))
    told = {"heard": "已听取", "served": "已送达并拍照", "order_deadline": "七日内付清"}
    office.do(
        owed, "order", kind="inspection", by=office.inspector, conditions=told,
        dates={"order_deadline": date(2026, 11, 30)},
    )  # fmt: skip
    office.on("2026-12-01").do(owed, "expire", kind="inspection", by=office.inspector)
    answer_all(office, owed)
    office.do(owed, "transfer", kind="inspection", by=office.inspector, conditions=ARREARS_GO_ON)
    transfer(office, owed, "report", conditions={"team_of_two": "李某、王某"})
    assert local_date(due(office, owed)) == date(2026, 12, 4), "the head decides within 3 days"
    second = replace(office.inspector, id="person:78")
    transfer(office, owed, "approve")
    handling.approve(procedure_id=office.procedure(owed, "transfer").pk, by=second, at=office.at)
    assert due(office, owed) - office.at == timedelta(hours=24)
    with pytest.raises(RuleBroken, match="移送材料清单已齐全"):
        transfer(office, owed, "send", conditions={"dossier_complete": "齐了", "receipt_kept": "回执在卷"})
    fill(office, owed)
    office.later(hours=3)
    transfer(office, owed, "send", conditions={"receipt_kept": "回执在卷"})
    assert local_date(due(office, owed)) == date(2026, 12, 4)
    office.on("2026-12-04")
    transfer(office, owed, "declined", conditions={"notice_kept": "不予立案通知书"})
    transfer(office, owed, "ask_again")
    transfer(office, owed, "upheld", conditions={"notice_kept": "复议决定书"})
    assert local_date(due(office, owed)) == date(2026, 12, 7), "the procuratorate may be asked within 3 days"
    transfer(office, owed, "go_to_procuratorate")
    transfer(office, owed, "filed", conditions={"notice_kept": "立案通知书"})
    transfer(office, owed, "hand_over", conditions={"handover_receipt_kept": "移交清单回执"})
    transfer(office, owed, "conclude", conditions={"outcome_known": "判决生效，退赔到位"})
    assert office.procedure(owed, "transfer").ended_at == office.at


def test_what_the_police_ask_for_has_a_clock_of_its_own_and_theirs_goes_on(office, owed):
    procedure = acts.begin(owed, "transfer", by=office.inspector, at=office.at, state="sent")
    before = due(office, owed)
    transfer(office, owed, "supplement")
    running = clocks.of(procedure_subject(procedure.pk)).filter(stopped_at=None)
    assert set(running.values_list("kind", flat=True)) == {STATE_CLOCK, "cases.duty.supplement_dossier"}
    assert due(office, owed) == before
    with pytest.raises(RuleBroken, match="回执"):
        transfer(office, owed, "supplemented")
    transfer(office, owed, "supplemented", conditions={"supplement_receipt_kept": "公安收到补充材料"})
    assert list(running.values_list("kind", flat=True)) == [STATE_CLOCK]


def test_whoever_filed_is_not_told_of_a_transfer_to_the_police_before_there_is_one():
    from_inspection = case_types()["inspection"].verb("overdue", "transfer")
    words = from_inspection.term + case_types()["inspection"].states[from_inspection.to].term
    assert "公安" not in words


def test_when_the_police_do_not_file_the_inspection_goes_on_where_it_stood(office, owed):
    acts.open_door(case_id=owed.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(owed, "accept", kind="inspection", by=office.inspector)
    office.agree(owed, "inspection")
    serve(office, order(office, owed))
    told = {"heard": "已听取", "served": "已送达并拍照", "order_deadline": "七日内付清"}
    office.do(
        owed, "order", kind="inspection", by=office.inspector, conditions=told,
        dates={"order_deadline": date(2026, 11, 30)},
    )  # fmt: skip
    office.on("2026-12-01").do(owed, "expire", kind="inspection", by=office.inspector)
    answer_all(office, owed)
    office.do(owed, "transfer", kind="inspection", by=office.inspector, conditions=ARREARS_GO_ON)
    transfer(office, owed, "report", conditions={"team_of_two": "李某、王某"})
    transfer(office, owed, "disapprove", conditions={"reason_stated": "尚在核对"})
    second = replace(office.inspector, id="person:78")
    handling.approve(procedure_id=office.procedure(owed, "transfer").pk, by=second, at=office.at)
    assert office.procedure(owed, "transfer").state == "not_approved"
    again = office.procedure(owed, "inspection")
    assert (again.state, again.ended_at) == ("overdue", None)
    assert clocks.of(procedure_subject(again.pk)).filter(kind=STATE_CLOCK, stopped_at=None).exists()


@pytest.fixture
def handed(office, owed):
    """An inspection whose order was not obeyed, handed over for the offence, and the transfer sent to the police."""
    acts.open_door(case_id=owed.pk, kind="inspection", by=office.inspector, at=office.at)
    door = office.procedure(owed, "inspection")
    Procedure.objects.filter(pk=door.pk).update(state="overdue")
    serve(office, order(office, owed))
    office.on("2026-12-01")
    answer_all(office, owed)
    with pytest.raises(RuleBroken, match="已写明转入移送程序的理由"):
        office.do(owed, "transfer", kind="inspection", by=office.inspector)
    office.do(owed, "transfer", kind="inspection", by=office.inspector, conditions=ARREARS_GO_ON)
    Procedure.objects.filter(case=owed, kind="transfer").update(state="sent")
    return owed


def inspected(office, case):
    one = office.procedure(case, "inspection")
    return one.state, one.ended_at is None


def test_an_inspection_that_was_handed_over_waits_and_comes_back_when_the_police_do_not_file(office, handed):
    assert inspected(office, handed) == ("handed", True)
    with pytest.raises(RuleBroken, match="没有在办"):
        office.do(handed, "come_back", kind="inspection")
    transfer(office, handed, "declined", conditions={"notice_kept": "不予立案通知书"})
    assert inspected(office, handed) == ("overdue", True)
    transfer(office, handed, "accept_refusal")
    assert inspected(office, handed) == ("overdue", True)
    assert handed.procedures.filter(kind="inspection").count() == 1, "the same inspection goes on, no second one"


def test_an_inspection_ends_when_the_police_file_even_after_it_came_back_meanwhile(office, handed):
    transfer(office, handed, "declined", conditions={"notice_kept": "不予立案通知书"})
    transfer(office, handed, "ask_again")
    with pytest.raises(RuleBroken, match="刑事立案"):
        office.do(handed, "hand_on", kind="inspection")
    office.do(handed, "enforce", kind="inspection", by=office.inspector)
    transfer(office, handed, "filed", conditions={"notice_kept": "立案通知书"})
    assert inspected(office, handed) == ("transferred", False), "what waited for approval there fell away"
    transfer(office, handed, "given_back", conditions={"notice_kept": "撤销案件决定书"})
    assert inspected(office, handed) == ("overdue", True), "what was no crime is handled here again (art. 13)"


def test_papers_that_cannot_be_missing_cannot_be_excused_and_a_paper_taken_out_is_missing_again(office, owed):
    on = local_date(office.at)
    for need in lacking(owed, examination(owed, on=on), on=on):
        crime.add_paper(
            case_id=owed.pk, need=need.papers[0], not_applicable="本案没有", by=office.town.clerk, at=office.at
        )
    left = lacking(owed, examination(owed, on=on), on=on)
    assert [need.excusable for need in left] == [False] * len(left)
    assert "调查报告" in {need.term for need in left}
    fill(office, owed)
    assert not lacking(owed, examination(owed, on=on), on=on)
    crime.remove_paper(
        paper_id=Paper.objects.get(need="调查报告", not_applicable="").pk, by=office.town.clerk, at=office.at
    )
    assert [need.term for need in lacking(owed, examination(owed, on=on), on=on)] == ["调查报告"]


def test_a_town_refers_what_it_prepared_and_the_receivers_clock_starts(office, owed):
    with pytest.raises(RuleBroken, match="还没有一份文件"):
        crime.refer_crime(case_id=owed.pk, by=office.officer, at=office.at)
    fill(office, owed)
    crime.refer_crime(case_id=owed.pk, by=office.officer, at=office.at)
    main = office.procedure(owed)
    assert main.state == "referred"
    assert "县级劳动保障监察机构" in main.receiver
    assert "清单校验" in main.known["dossier_complete"]["words"]
    office.on("2026-12-01")
    office.do(owed, "take_back", by=office.officer)
    assert office.procedure(owed).state == "handling", "unanswered, it comes back"


def test_the_page_leads_through_order_service_findings_and_dossier(as_, office, owed):
    clerk, at = as_("clerk"), f"/office/cases/{owed.pk}/crime/"
    page = said(clerk.get(at))
    assert "尚未作出责令支付文书" in page
    assert "银行流水和财产查询结果" in page
    paper = SimpleUploadedFile("指令书.pdf", b"%PDF-1.7 order")
    told = {"document": "限期整改指令书", "issued_on": "2026-11-23", "deadline": "2026-11-30", "amount": "20000"}
    said(clerk.post(f"{at}orders/", {**told, "file": paper}, follow=True))
    row = PayOrder.objects.get()
    told = {"method": "posted", "on": "2026-11-23", "where": "厂区大门"}
    said(clerk.post(f"{at}orders/{row.pk}/serve/", {**told, "note": "无人签收"}, follow=True))
    assert not row.deliveries.exists()
    shots = [SimpleUploadedFile(f"{n}.png", PNG + bytes([n])) for n in (1, 2)]
    said(clerk.post(f"{at}orders/{row.pk}/serve/", {**told, "note": "无人签收", "proofs": shots}, follow=True))
    assert len(row.deliveries.get().files) == 2
    acts_ = "隐匿财产、恶意清偿、虚构债务、虚假破产/倒闭等转移处分财产"
    page = said(clerk.post(f"{at}find/evasion/", {"chosen": [acts_], "words": "银行流水"}, follow=True))
    assert acts_ in page
    page = said(clerk.post(f"{at}find/able_to_pay/", {"chosen": "yes", "words": "账户有余额"}, follow=True))
    assert clerk.post(f"{at}find/nonsense/", {}).status_code == 404
    worker = owed.claimants.get().pk
    said(clerk.post(f"{at}months/", {"claimant": worker, "months": 5}, follow=True))
    report = SimpleUploadedFile("报告.pdf", b"%PDF-1.7 report")
    page = said(
        clerk.post(f"/office/cases/{owed.pk}/dossier/papers/", {"need": "调查报告", "file": report}, follow=True)
    )
    assert "报告.pdf" in page
    number = Paper.objects.get().pk
    packed = clerk.get(f"/office/cases/{owed.pk}/dossier/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content)))
    sums = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    assert len(sums) == len(filed(owed)) == 4
    assert sorted(name.rpartition(".")[2] for name in sums) == ["pdf", "pdf", "png", "png"]
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == sha for name, sha in sums.items())
    assert clerk.get(f"/office/cases/{owed.pk}/dossier/files/{row.file}/").status_code == 200
    assert clerk.get(f"/office/cases/{owed.pk}/dossier/files/{'0' * 64}/").status_code == 404
    page = said(clerk.post(f"/office/cases/{owed.pk}/dossier/papers/{number}/remove/", {}, follow=True))
    assert "报告.pdf" not in page
    page = said(clerk.post(f"{at}refer/", {}, follow=True))
    assert "已移送" in page
    assert Case.objects.get().state == "referred"


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-600:])
    return answer.content.decode()


def test_an_order_of_another_authority_over_another_sum_than_was_owed_that_day_is_marked(as_, office, owed):
    order(office, owed)
    page = f"/office/cases/{owed.pk}/crime/"
    assert "与责令金额不同" not in as_("inspector").get(page).content.decode()
    ledger.write(
        case_id=owed.pk, claimant_id=owed.claimants.get().pk, kind=Kind.ESTABLISHED, amount_fen=50_000,
        on=local_date(office.at), by=office.town.clerk, at=office.at,
    )  # fmt: skip
    assert "作出之日台账尚欠 20,500.00 元，与责令金额不同" in as_("inspector").get(page).content.decode()


def test_going_on_as_an_offence_is_pressed_only_after_reading_what_follows(as_, office, owed):
    acts.open_door(case_id=owed.pk, kind="inspection", by=office.inspector, at=office.at)
    Procedure.objects.filter(case=owed, kind="inspection").update(state="overdue")
    answer_all(office, owed)
    page = as_("inspector").get(f"/office/cases/{owed.pk}/").content.decode()
    form = page.partition("/transfer/")[2].partition("</form>")[0]
    assert 'data-confirm="转入后等待移送程序的结果' in form
    assert "已写明转入移送程序的理由" in form
