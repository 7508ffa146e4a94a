"""Papers move their cases: what a paper shows nobody states again, and issuing or serving it can take the step it serves."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anxin.apps.cases.actions.case import open_from_filing, settle_facts
from anxin.apps.cases.actions.joining import merge
from anxin.apps.cases.acts import add_claimant, approve, open_door, write
from anxin.apps.cases.api import Told, perform
from anxin.apps.cases.crime import examination, filed, is_ordered
from anxin.apps.cases.models import PayOrder
from anxin.apps.cases.orders import last_order, orders_of
from anxin.apps.documents.actions.paper import compose_for_case, fill, issue, submit, void
from anxin.apps.documents.actions.paper import replace as replace_paper
from anxin.apps.documents.actions.service import Served, serve
from anxin.apps.documents.actions.stepping import Then, issue_and_step
from anxin.apps.documents.holding import held
from anxin.apps.documents.legal.forms import forms
from anxin.apps.documents.legal.papers import facts_of, filled_of
from anxin.apps.documents.models import NumberSeries, Paper
from anxin.apps.intake.api import Said, receive
from anxin.apps.intake.models import Filing
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import put
from anxin.domain.casework.ledger import Kind
from anxin.kernel.outcome import BadInput, RuleBroken

from .conftest import AT
from .paper_desk import Desk, everything_filled
from .test_paper_pages import PDF, page, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(small_town):
    return Desk(small_town)


@pytest.fixture
def main(case):
    return case.procedures.get(kind="case").pk


def state_of(case):
    case.refresh_from_db()
    return case.state


def case_page(client, case):
    return client.get(reverse("cases:detail", args=[case.pk])).content.decode()


def in_town(desk, number, *powers):
    return replace(desk.town.clerk, id=f"person:{number}", powers=frozenset(powers))


def ready_refusal(desk, case):
    """A refusal notice that the clerk has handed to the head."""
    paper = desk.draft("refusal_notice", by=desk.clerk, case=case.pk, at=AT)
    submit(paper_id=paper.pk, by=desk.clerk, at=AT)
    return paper


def test_a_verb_leads_to_its_prefilled_paper_and_the_paper_says_what_it_would_do(as_, case):
    clerk = as_("clerk")
    assert "下一步：出具补正材料通知书" in case_page(clerk, case)
    shown = press(clerk, "paper_new", case.pk, form="supplement_notice")
    assert "可以一并办理“欠薪案件：要求补正”：欠薪案件仍处于“待受理”；本环节期限中止计算；告知投诉人。" in shown
    assert "下一步：补全并签发补正材料通知书" in case_page(clerk, case)


def test_issuing_with_the_step_does_both_and_ties_the_paper_to_it(as_, case, main):
    clerk = as_("clerk")
    press(clerk, "paper_new", case.pk, form="acceptance_notice")
    paper = Paper.objects.get()
    press(clerk, "paper_fill", paper.pk, contact_phone="0575-00000000")
    shown = press(clerk, "paper_act", paper.pk, "issue", then=f"{main}:accept")
    assert "已编号签发，并办理了本案的相应步骤" in shown
    assert state_of(case) == "handling"
    moved = EventRow.objects.filter(type="cases.moved").latest("seq")
    assert moved.data["papers"] == [paper.pk]
    assert "已办的步骤还应出具" not in case_page(clerk, case)


def test_a_paper_issued_alone_moves_nothing_and_waits_at_its_verb(as_, case, main):
    clerk = as_("clerk")
    press(clerk, "paper_new", case.pk, form="acceptance_notice")
    paper = Paper.objects.get()
    press(clerk, "paper_fill", paper.pk, contact_phone="0575-00000000")
    press(clerk, "paper_act", paper.pk, "issue")
    assert state_of(case) == "received"
    shown = case_page(clerk, case)
    assert "受理通知书（皋欠薪受〔2026〕1号）" in shown
    told = {"case-accept-papers": [paper.pk]}
    clerk.post(reverse("cases:act", args=[main, "accept"]), told)
    assert state_of(case) == "handling"
    assert EventRow.objects.filter(type="cases.moved").latest("seq").data["papers"] == [paper.pk]


def test_a_step_taken_without_its_paper_says_which_one_is_still_due(as_, case, main, small_town):
    perform(procedure_id=main, verb="accept", told=Told(), by=small_town.clerk, at=AT)
    shown = case_page(as_("clerk"), case)
    assert "已办的步骤还应出具" in shown
    assert "下一步：出具受理通知书" in shown


def test_a_refusal_notice_states_the_ground_so_that_nobody_states_it_twice(desk, case, main):
    paper = ready_refusal(desk, case)
    head = in_town(desk, 12, "documents.draft", "documents.approve", "cases.handle")
    with pytest.raises(RuleBroken, match="不予受理的法定情形"):
        perform(procedure_id=main, verb="refuse", told=Told(), by=head, at=AT)
    issue_and_step(paper_id=paper.pk, then=Then(main, "refuse"), by=head, at=AT)
    assert state_of(case) == "refused"
    known = case.procedures.get(pk=main).known["ground_stated"]
    assert known["words"] == "不予受理告知书（皋欠薪不受〔2026〕1号）"


def test_a_refused_step_takes_the_number_of_its_paper_back_with_it(desk, case, main):
    paper = ready_refusal(desk, case)
    head = in_town(desk, 12, "documents.draft", "documents.approve", "cases.handle")
    perform(procedure_id=main, verb="accept", told=Told(), by=desk.town.clerk, at=AT)
    with pytest.raises(Exception, match="没有“refuse”这个动作"):
        issue_and_step(paper_id=paper.pk, then=Then(main, "refuse"), by=head, at=AT)
    paper.refresh_from_db()
    assert paper.state == "pending"
    assert not NumberSeries.objects.filter(series="欠薪不受").exists()
    assert state_of(case) == "handling"


def test_a_paper_made_void_shows_nothing_any_more_and_cannot_be_taken(desk, case, main):
    paper, head = ready_refusal(desk, case), desk.head
    issue(paper_id=paper.pk, by=head, at=AT)
    void(paper_id=paper.pk, reason="情形选错了", by=head, at=AT)
    with pytest.raises(RuleBroken, match="不予受理的法定情形"):
        perform(procedure_id=main, verb="refuse", told=Told(), by=desk.town.clerk, at=AT)
    with pytest.raises(RuleBroken, match="已作废"):
        perform(procedure_id=main, verb="accept", told=Told(papers=[paper.pk]), by=desk.town.clerk, at=AT)


def test_whoever_may_not_handle_the_case_is_offered_the_paper_alone(desk, case, as_, small_town):
    paper = ready_refusal(desk, case)
    shown = page(as_("leader"), "paper", paper.pk)
    assert "批准并签发" in shown
    assert "可以一并办理" not in shown


def test_a_notice_to_both_sides_counts_as_served_when_both_have_it(desk, case):
    paper = desk.draft("mediation_notice", by=desk.clerk, case=case.pk, at=AT)
    issue(paper_id=paper.pk, by=desk.clerk, at=AT)
    proof = put(io.BytesIO(PDF), name="送达回证.pdf", by=desk.clerk, at=AT).sha256
    for receiver, served_on in (("李示例", None), ("示例公司门卫", date(2026, 11, 23))):
        served = Served(method="direct", on=date(2026, 11, 23), receiver=receiver, where="东头路1号", files=[proof])
        serve(paper_id=paper.pk, told=served, by=desk.clerk, at=AT)
        assert held(Paper.objects.get(pk=paper.pk)).served_on == served_on


def test_serving_can_take_the_step_that_waited_for_it(as_, case, small_town):
    inspector = as_("inspector")
    acting = replace(small_town.clerk, id="person:13", powers=small_town.clerk.powers | {"cases.inspect"})
    perform(procedure_id=case.procedures.get(kind="case").pk, verb="accept", told=Told(), by=acting, at=AT)
    door = open_door(case_id=case.pk, kind="inspection", by=acting, at=AT).pk
    perform(procedure_id=door, verb="accept", told=Told(), by=acting, at=AT)
    approve(procedure_id=door, by=replace(acting, id="person:14"), at=AT)
    desk = Desk(small_town)
    for form_id in ("order_to_pay", "service_receipt"):
        paper = desk.draft(form_id, by=acting, case=case.pk, at=AT)
        if form_id == "order_to_pay":
            order = submit(paper_id=paper.pk, by=acting, at=AT)
        issue(paper_id=paper.pk, by=replace(acting, id="person:14"), at=AT)
    assert "此外尚需 已听取用人单位陈述、申辩" in " ".join(page(inspector, "paper", order.pk).split())
    procedure = case.procedures.get(pk=door)
    procedure.known = {
        **procedure.known,
        "heard": {"words": "已听取陈述", "by": "x", "at": AT.isoformat(), "files": []},
    }
    procedure.save()
    assert "转入“已责令限期支付”" in page(inspector, "paper", order.pk)
    proof = SimpleUploadedFile("回证.pdf", PDF, content_type="application/pdf")
    told = {
        "method": "left",
        "on": "2026-11-23",
        "receiver": "李示例（门卫）",
        "where": "演示路1号",
        "then": f"{door}:order",
    }
    assert "已登记送达，并办理了本案的相应步骤" in press(inspector, "paper_serve", order.pk, **told, proofs=proof)
    procedure.refresh_from_db()
    assert procedure.state == "ordered"
    assert procedure.dates["order_deadline"] == "2026-12-08"
    order.refresh_from_db()
    examined = inspector.get(reverse("cases:crime", args=[case.pk])).content.decode()
    assert order.number_text in examined
    assert "期限至 12月8日 周二" in examined
    assert "取自文书" in examined
    assert "已于 2026年11月23日 送达" in examined, "the element of the offence takes its days from the paper"
    told = {"document": "责令限期支付通知书", "number": order.number_text, "issued_on": "2026-11-23"}
    more = {"deadline": "2026-12-08", "amount": "18000.50", "file": SimpleUploadedFile("书.pdf", PDF)}
    again = inspector.post(reverse("cases:order", args=[case.pk]), {**told, **more}, follow=True).content.decode()
    assert "已自动计入，不必再登记" in again
    assert not case.orders.exists(), "nobody types it twice"


def test_a_served_order_is_known_to_the_act_that_waits_for_it_and_to_no_later_one(case, small_town):
    inspector = replace(small_town.clerk, id="person:13", powers=small_town.clerk.powers | {"cases.inspect", "documents.draft", "documents.papers"})  # fmt: skip
    second = replace(inspector, id="person:14")
    main = case.procedures.get(kind="case").pk
    perform(procedure_id=main, verb="accept", told=Told(), by=inspector, at=AT)
    door = open_door(case_id=case.pk, kind="inspection", by=inspector, at=AT).pk
    perform(procedure_id=door, verb="accept", told=Told(), by=inspector, at=AT)
    approve(procedure_id=door, by=second, at=AT)
    desk = Desk(small_town)
    paper = desk.draft("order_to_pay", by=inspector, case=case.pk, at=AT)
    submit(paper_id=paper.pk, by=inspector, at=AT)
    issue(paper_id=paper.pk, by=second, at=AT)
    proof = put(io.BytesIO(PDF), name="送达回证.pdf", by=inspector, at=AT).sha256
    served = Served(
        method="direct", on=date(2026, 11, 23), receiver="李示例（收件人）", where="东头路1号", files=[proof]
    )
    serve(paper_id=paper.pk, told=served, by=inspector, at=AT)
    heard = Told({"heard": "已听取陈述"}, {"order_deadline": date(2026, 11, 30)})
    perform(procedure_id=door, verb="order", told=heard, by=inspector, at=AT)
    moved = case.procedures.get(pk=door)
    assert moved.state == "ordered"
    assert "责令限期支付通知书" in moved.known["served"]["words"]
    assert moved.known["served"]["files"] == [proof]
    assert EventRow.objects.filter(type="cases.moved").latest("seq").data["papers"] == [paper.pk]
    late = AT + timedelta(days=9)
    perform(procedure_id=door, verb="expire", told=Told(), by=inspector, at=late)
    again = Told(
        {"heard": "已听取", "ratio_chosen": "百分之五十", "order_deadline": "七日"},
        {"order_deadline": date(2026, 12, 9)},
    )
    with pytest.raises(RuleBroken, match="文书已送达"):
        perform(procedure_id=door, verb="order_compensation", told=again, by=inspector, at=late)


def ordered(desk, case, *, method="direct", note="", **told):
    """An order to pay that one inspector drew up, another issued, and that was served."""
    inspector = replace(desk.town.clerk, id="person:13")
    paper = desk.draft("order_to_pay", by=inspector, case=case.pk, at=AT, **told)
    submit(paper_id=paper.pk, by=inspector, at=AT)
    issue(paper_id=paper.pk, by=replace(inspector, id="person:14"), at=AT)
    proof = put(io.BytesIO(PDF), name="送达回证.pdf", by=inspector, at=AT).sha256
    served = Served(method, date(2026, 11, 23), "李示例", "东头路1号", note, [proof])
    return paper, lambda: serve(paper_id=paper.pk, told=served, by=inspector, at=AT)


def elements(case, on=date(2026, 12, 9)):
    return {one.id: (one.finding.value, one.why) for one in examination(case, on=on).elements}


def test_an_order_issued_here_is_the_order_of_the_offence_until_it_is_void_and_of_the_dossier_with_its_hash(
    desk, case, as_
):
    assert elements(case)["ordered"][0] == "missing"
    paper, serve_it = ordered(desk, case)
    assert elements(case)["ordered"] == ("missing", "责令限期支付通知书尚未送达")
    serve_it()
    found = last_order(case)
    assert (found.amount_fen, found.deadline, found.issued_on) == (1_800_050, date(2026, 12, 8), date(2026, 11, 23))
    assert elements(case)["ordered"][0] == "met"
    assert is_ordered(case, on=date(2026, 12, 9))
    kept = {one.paper: one for one in filed(case)}
    assert set(kept) == {"限期整改指令书或行政处理决定书", "送达回证"}
    sha = kept["限期整改指令书或行政处理决定书"].sha256
    answer = as_("clerk").get(reverse("cases:dossier_file", args=[case.pk, sha]))
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == sha
    packed = zipfile.ZipFile(
        io.BytesIO(b"".join(as_("clerk").get(reverse("cases:dossier", args=[case.pk])).streaming_content))
    )
    assert f"{sha}  " in packed.read("SHA256SUMS").decode()
    void(paper_id=paper.pk, reason="金额有误，重新出具", by=replace(desk.town.clerk, id="person:14"), at=AT)
    assert last_order(case) is None
    assert elements(case)["ordered"][0] == "missing"


def test_a_posting_of_the_paper_counts_only_with_pictures_and_a_notice_in_the_newspaper_does_not_count(desk, case):
    _paper, posted = ordered(desk, case, method="posted", note="厂门紧锁")
    with pytest.raises(BadInput) as refused:
        posted()
    assert "照片或录像" in refused.value.faults[0].in_words()
    _paper, noticed = ordered(desk, case, method="notice")
    noticed()
    assert elements(case)["ordered"][0] == "missing"


def test_an_order_recorded_under_the_number_of_its_paper_before_stands_for_it_and_counts_once(desk, case):
    paper, _serve = ordered(desk, case)
    paper.refresh_from_db()
    PayOrder.objects.create(
        case=case, document="责令限期支付通知书", number=paper.number_text, issued_on=date(2026, 11, 23),
        deadline=date(2026, 12, 1), amount_fen=5, file="ab" * 32, by="x", at=AT,
    )  # fmt: skip
    assert [(one.row > 0, one.deadline) for one in orders_of(case)] == [(True, date(2026, 12, 1))]


def test_the_orders_of_a_case_come_along_when_it_is_merged_into_another(desk, case, small_town, books):
    _paper, serve_it = ordered(desk, case)
    serve_it()
    got = receive(
        said=Said(words="同一家厂还欠我两个月工资，东头村。", channel="web", employer_id=case.employer_id), by=small_town.clerk, at=AT
    )  # fmt: skip
    target = open_from_filing(filing_id=got.filing, alone=True, by=small_town.clerk, at=AT)
    merge(case_id=case.pk, into=target.pk, by=small_town.clerk, at=AT)
    assert last_order(target).amount_fen == 1_800_050


def test_no_paper_is_drawn_up_in_a_case_that_was_merged(as_, desk, case):
    told = Said(words="东头厂欠我工资一万元，没有发。", channel="web", employer_id=case.employer_id)
    other = open_from_filing(
        filing_id=receive(said=told, by=desk.town.clerk, at=AT).filing, by=desk.town.clerk, at=AT, alone=True
    )
    merge(case_id=other.pk, into=case.pk, by=desk.town.clerk, at=AT)
    shown = as_("clerk").get(reverse("documents:case_papers", args=[other.pk])).content.decode()
    assert "acceptance_notice" not in shown
    with pytest.raises(RuleBroken, match="不能再拟文书"):
        compose_for_case(form_id="acceptance_notice", case_id=other.pk, by=desk.town.clerk, at=AT)


def test_an_order_over_another_sum_than_the_ledger_says_is_owed_is_doubted_and_goes_out_with_a_reason(desk, case, as_):
    on = AT.date()
    one = add_claimant(case_id=case.pk, name="李示例", by=desk.town.clerk, at=AT)
    line = {"case_id": case.pk, "claimant_id": one.pk, "kind": Kind.CLAIMED, "on": on, "by": desk.town.clerk, "at": AT}
    write(amount_fen=1_234_500, **line)
    inspector = replace(desk.town.clerk, id="person:13")
    told = {**everything_filled(forms()["order_to_pay"], desk.facts()), "ordered": "18000.50", "sum_reason": ""}
    paper = desk.draft("order_to_pay", by=inspector, case=case.pk, at=AT, filled=told)
    shown = page(as_("inspector"), "paper", paper.pk)
    assert "责令 18,000.50 元，台账尚欠 30,345.00 元，相差 12,344.50 元" in shown
    assert f"/office/cases/{case.pk}/#ledger" in shown
    with pytest.raises(BadInput, match="与台账不同"):
        submit(paper_id=paper.pk, by=inspector, at=AT)
    fill(paper_id=paper.pk, filled={**told, "sum_reason": "两名劳动者的欠薪另案查明，一并责令"}, by=inspector, at=AT)
    submit(paper_id=paper.pk, by=inspector, at=AT)
    issue(paper_id=paper.pk, by=replace(inspector, id="person:14"), at=AT)
    again = desk.draft("order_to_pay", by=inspector, case=case.pk, at=AT, filled={**told, "ordered": "30345"})
    submit(paper_id=again.pk, by=inspector, at=AT)


def test_a_letter_of_referral_says_who_has_the_case_now(desk, case, main):
    perform(procedure_id=main, verb="accept", told=Told(), by=desk.town.clerk, at=AT)
    told = {
        **everything_filled(forms()["referral_letter"], desk.facts()),
        "receiver_authority": "越城区劳动保障监察大队",
    }
    letter = desk.draft("referral_letter", by=desk.town.clerk, case=case.pk, at=AT, filled=told)
    issue(paper_id=letter.pk, by=desk.town.clerk, at=AT)
    perform(
        procedure_id=main,
        verb="refer",
        told=Told({"dossier_complete": "三份"}, papers=(letter.pk,)),
        by=desk.town.clerk,
        at=AT,
    )
    case.refresh_from_db()
    assert (case.state, case.held_by) == ("referred", "越城区劳动保障监察大队")


def test_the_ground_chosen_with_the_refusal_is_not_chosen_again_on_the_notice(desk, case, main):
    ground, detail = "不属劳动保障监察范围", "双方是承揽关系，没有劳动关系"
    told = Told({"ground_stated": f"{ground}：{detail}"})
    perform(procedure_id=main, verb="refuse", told=told, by=desk.town.clerk, at=AT)
    paper = compose_for_case(form_id="refusal_notice", case_id=case.pk, by=desk.clerk, at=AT)
    filled = filled_of(paper)
    assert (filled["refusal_ground"], filled["refusal_words"]) == (ground, detail)
    other = compose_for_case(
        form_id="refusal_notice", case_id=case.pk, filled={"refusal_words": "另写"}, by=desk.clerk, at=AT
    )
    assert filled_of(other)["refusal_words"] == "另写", "what somebody wrote goes before"


def test_a_reason_that_only_names_the_paper_itself_is_not_written_into_it(desk, case, main):
    paper = ready_refusal(desk, case)
    issue_and_step(paper_id=paper.pk, then=Then(main, "refuse"), by=desk.town.clerk, at=AT)
    again = compose_for_case(form_id="refusal_notice", case_id=case.pk, by=desk.clerk, at=AT)
    assert "refusal_ground" not in filled_of(again)


def test_a_paper_made_out_anew_says_of_which_day_its_facts_are_and_what_differs(as_, desk, case):
    clerk = as_("clerk")
    old = desk.issued("intake_form", case=case.pk)
    later = AT + timedelta(days=3)
    settle_facts(case_id=case.pk, told={"workers": 7}, by=desk.town.clerk, at=later)
    now = replace_paper(paper_id=old.pk, reason="案情有变动", by=desk.clerk, at=later)
    shown = page(clerk, "paper", now.pk)
    assert "与原文书不同的内容" in shown
    assert "→ 7" in shown
    assert "案情截至 11月26日" in shown
    void(paper_id=now.pk, reason="改用原案情", by=desk.clerk, at=later)
    then = replace_paper(paper_id=old.pk, reason="笔误更正", by=desk.clerk, at=later, as_then=True)
    shown = page(clerk, "paper", then.pk)
    assert "与原文书不同的内容" not in shown
    assert "案情与原文书相同，截至 11月24日" in shown
    assert then.facts_sha256 == old.facts_sha256
    Paper.objects.filter(pk=then.pk).update(state="voided")
    Paper.objects.filter(pk=old.pk).update(outdated_at=later)
    with pytest.raises(RuleBroken, match="不能沿用"):
        replace_paper(paper_id=old.pk, reason="笔误更正", by=desk.clerk, at=later, as_then=True)


def test_before_anybody_stands_on_the_ledger_whoever_filed_under_their_name_is_the_complainant(desk):
    said = Said(words="欠我三个月工资，老板不接电话。", channel="web", name="张三", phone="13911110001")
    got = receive(said=said, by=desk.town.clerk, at=AT)
    case = open_from_filing(filing_id=got.filing, by=desk.town.clerk, at=AT)
    paper = compose_for_case(form_id="acceptance_notice", case_id=case.pk, by=desk.clerk, at=AT)
    assert facts_of(paper).complainants == ("张三",)
    Filing.objects.filter(case_id=case.pk).update(identity="confidential")
    paper = compose_for_case(form_id="acceptance_notice", case_id=case.pk, by=desk.clerk, at=AT)
    assert "张三" not in facts_of(paper).complainants


def test_a_paper_that_was_begun_is_gone_on_with_and_not_begun_twice(as_, case, main, small_town):
    clerk = as_("clerk")
    perform(procedure_id=main, verb="accept", told=Told(), by=small_town.clerk, at=AT)
    asked = f"/office/documents/cases/{case.pk}/"
    before = clerk.get(asked).content.decode()
    assert "补全并签发" not in before
    press(clerk, "paper_new", case.pk, form="acceptance_notice")
    draft = Paper.objects.get(form="acceptance_notice")
    after = clerk.get(asked).content.decode()
    assert f'href="/office/documents/papers/{draft.pk}/">补全并签发</a>' in after
