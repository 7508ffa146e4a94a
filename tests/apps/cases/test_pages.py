"""Cases on the screen: from a filing's page to a case, a verb with its form, an approval, the ledger, the list."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import handling, ledger
from anxin.apps.cases.api import case_facts
from anxin.apps.cases.models import Case, LedgerEntry
from anxin.apps.documents.legal.facts import of_case
from anxin.domain.casework.loading import case_types
from anxin.kernel.outcome import RuleBroken

pytestmark = pytest.mark.django_db


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-600:])
    return answer.content.decode()


def test_a_clerk_makes_a_case_of_a_filing_accepts_it_and_finds_it_in_the_list(as_, office):
    filing, clerk = office.filing(words="请帮我要回工资，谢谢"), as_("clerk")
    page = said(clerk.get(f"/office/intake/{filing}/"))
    assert f"/office/cases/from/{filing}/" in page
    answer = clerk.post(f"/office/cases/from/{filing}/", follow=True)
    page = said(answer)
    assert "欠薪〔2026〕1号" in page
    assert "受理" in page
    procedure = office.procedure(Case.objects.get())
    clerk.post(f"/office/cases/procedures/{procedure.pk}/accept/", {"case-accept-note": "承办人会联系您"})
    assert Case.objects.get().state == "handling"
    assert "办理中" in said(clerk.get("/office/cases/"))
    assert "查看案件" in said(clerk.get(f"/office/intake/{filing}/"))
    assert clerk.get("/office/cases/?export=xlsx").status_code == 200


def test_the_village_that_a_worker_chose_stands_on_the_filing_and_on_its_case(as_, office):
    filing, clerk = office.filing(employer_id=None, place_code=office.town.east.code), as_("clerk")
    assert office.town.east.name in said(clerk.get(f"/office/intake/{filing}/"))
    page = said(clerk.post(f"/office/cases/from/{filing}/", follow=True))
    assert office.town.east.name in page


def test_a_period_that_still_runs_is_said_as_what_is_waited_for(as_, office):
    case = office.case()
    office.do(case, "accept")
    page = said(as_("clerk").post(f"/office/cases/{case.pk}/door/", {"kind": "mediation"}, follow=True))
    assert "期满未达成协议：尚需 期限届满（2026年12月8日）" in page


def test_a_form_without_its_words_is_said_and_nothing_moves(as_, office):
    case, clerk = office.case(), as_("clerk")
    answer = clerk.post(f"/office/cases/procedures/{office.procedure(case).pk}/refuse/", {}, follow=True)
    assert "已选择不予受理的法定情形" in said(answer)
    assert "没有办理" in said(answer)
    assert Case.objects.get().state == "received"


def test_what_is_not_possible_yet_says_why_and_whose_act_it_is(as_, office):
    case, clerk = office.case(), as_("clerk")
    office.do(case, "accept")
    page = said(clerk.post(f"/office/cases/{case.pk}/door/", {"kind": "inspection"}, follow=True))
    assert "此项职权属于县级劳动保障监察机构" in page
    assert "立案" in said(as_("inspector").get(f"/office/cases/{case.pk}/"))


def test_an_employer_that_nobody_knew_is_named_on_the_page_and_then_the_case_can_be_accepted(as_, office):
    case, clerk = office.case(employer_id=None, words="老板欠钱不给，大家都在等工资。"), as_("clerk")
    assert "尚需 已登记用人单位名称和住所" in said(clerk.get(f"/office/cases/{case.pk}/"))
    told = {"facts": case.facts, "employer": "不存在的企业"}
    assert "台账中没有这家企业" in said(clerk.post(f"/office/cases/{case.pk}/facts/", told, follow=True))
    told = {"facts": case.facts, "employer": office.employer.name[:6], "workers": "3", "amount": "18000"}
    page = said(clerk.post(f"/office/cases/{case.pk}/facts/", told, follow=True))
    case.refresh_from_db()
    assert (case.employer, case.workers, case.amount_fen) == (office.employer, 3, 1_800_000)
    assert case.place_path == office.employer.place_path
    assert f"/procedures/{office.procedure(case).pk}/accept/" in page


def test_an_approval_goes_by_a_second_person(as_, office):
    case = office.case()
    office.do(case, "accept")
    number = office.procedure(case).pk
    clerk = as_("clerk")
    said(
        clerk.post(
            f"/office/cases/procedures/{number}/close_otherwise/",
            {"case-close_otherwise-condition-stated_reason": "当事人书面撤回"}, follow=True,
        )
    )  # fmt: skip
    page = said(clerk.get(f"/office/cases/{case.pk}/"))
    assert "待审批" in page
    assert "撤回送审" in page
    assert clerk.post(f"/office/cases/procedures/{number}/pending/approve/").status_code == 403
    leader = as_("leader")
    assert "批准" in said(leader.get(f"/office/cases/{case.pk}/"))
    leader.post(f"/office/cases/procedures/{number}/pending/approve/")
    assert Case.objects.get().state == "closed"


def test_every_verb_of_every_table_has_an_address_of_its_own():
    verbs = {move.verb for table in case_types().values() for move in table.moves}
    assert verbs >= {"approve", "decline"}, "once the addresses of approving and sending back hid these two"
    taken = [verb for verb in sorted(verbs) if resolve(f"/office/cases/procedures/1/{verb}/").url_name != "act"]
    assert taken == []


def test_a_refusal_names_the_power_as_the_office_does(as_, office):
    case = office.case()
    answer = as_("clerk").post(f"/office/cases/procedures/{office.procedure(case).pk}/pending/approve/")
    assert answer.status_code == 403
    assert "审批案件" in answer.content.decode()
    assert "cases.approve" not in answer.content.decode()


def test_the_ledger_takes_a_worker_a_claim_and_a_proved_payment(as_, office):
    case, clerk = office.case(), as_("clerk")
    clerk.post(f"/office/cases/{case.pk}/claimants/", {"name": "张三", "phone_tail": "0001"})
    worker = case.claimants.get().pk
    line = {"claimant": worker, "on": "2026-11-23", "amount": "18000.00"}
    clerk.post(f"/office/cases/{case.pk}/ledger/", {**line, "kind": "claimed"})
    answer = clerk.post(f"/office/cases/{case.pk}/ledger/", {**line, "kind": "paid"}, follow=True)
    assert "付款须有银行回单" in said(answer)
    proof = SimpleUploadedFile("回单.pdf", b"%PDF-1.7 receipt")
    clerk.post(f"/office/cases/{case.pk}/ledger/", {**line, "kind": "paid", "proof": proof})
    assert [one.amount_fen for one in LedgerEntry.objects.order_by("pk")] == [1_800_000, 1_800_000]
    page = said(clerk.get(f"/office/cases/{case.pk}/"))
    assert "张三" not in page
    assert "张*" in page
    paid = LedgerEntry.objects.get(kind="paid")
    assert clerk.get(f"/office/cases/{case.pk}/ledger/{paid.pk}/proof/").status_code == 200


def paid_page(client, code, answer=None):
    return said(client.post("/query/", {"code": code} | ({"paid": answer} if answer else {})))


def test_the_worker_is_asked_whether_it_is_paid_and_a_no_brings_the_case_back(client, office):
    case = office.case()
    office.do(case, "accept")
    assert "工资到账了吗" not in paid_page(client, office.codes[0])
    office.do(case, "report_paid")
    assert "工资到账了吗" in paid_page(client, office.codes[0])
    assert "案件恢复办理" in paid_page(client, office.codes[0], "no")
    assert Case.objects.get().state == "handling"
    assert "现在不需要确认" in paid_page(client, office.codes[0], "yes")


def test_a_case_closes_on_the_yes_of_everybody_who_filed_and_not_before(client, office):
    case = office.case()
    office.do(case, "accept")
    acts.open_from_filing(filing_id=office.filing(), by=office.town.clerk, at=office.at)
    office.do(case, "report_paid")
    paid_page(client, office.codes[0], "yes")
    with pytest.raises(RuleBroken):
        office.do(case, "close_paid")
    assert "已记下：工资已到账" in paid_page(client, office.codes[1], "yes")
    assert "工资到账了吗" not in paid_page(client, office.codes[1])
    office.do(case, "close_paid")
    assert not Case.objects.get().open


def test_nobody_of_another_town_opens_the_page_and_an_assistant_has_no_cases(as_, office, small_town):
    case = office.case()
    assert as_("clerk", small_town.elsewhere).get(f"/office/cases/{case.pk}/").status_code == 404
    assert as_("assistant").get("/office/cases/").status_code == 403


def test_a_longer_list_asks_the_database_no_more_often(as_, office, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clerk = as_("clerk")

    def count():
        with CaptureQueriesContext(connection) as seen:
            said(clerk.get("/office/cases/"))
        return len(seen)

    office.case()
    count()
    few = count()
    for number in range(4):
        office.case(employer_id=None, words=f"第 {number} 件，单位不明，欠工资两个月。")
    assert count() == few


def test_of_two_clerks_the_slower_one_writes_nothing_over_and_keeps_what_was_typed(as_, office):
    case = office.case()
    clerk, where = as_("clerk"), f"/office/cases/{case.pk}/"
    page = clerk.get(where).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    told = {"address_said": "东头村3号", "facts": "甲先改的案情，欠四个月。", "seen": seen}
    assert "案情已保存" in clerk.post(f"{where}facts/", told, follow=True).content.decode()
    slower = clerk.post(f"{where}facts/", {**told, "facts": "乙打了很久的案情，欠五个月。"})
    words = slower.content.decode()
    assert slower.status_code == 409
    assert "已由他人改过" in words
    assert "乙打了很久的案情，欠五个月。" in words
    case.refresh_from_db()
    assert case.facts == "甲先改的案情，欠四个月。"
    again = {**told, "facts": "核对后的案情，欠五个月。", "seen": re.search(r'name="seen" value="(\w+)"', words)[1]}
    assert "案情已保存" in clerk.post(f"{where}facts/", again, follow=True).content.decode()


def test_a_step_that_somebody_else_took_first_gives_back_what_was_typed_for_it(as_, office):
    case = office.case()
    procedure = office.procedure(case)
    office.do(case, "accept")
    press = f"/office/cases/procedures/{procedure.pk}/ask_more/"
    told = {"case-ask_more-note": "请补充三月份的工资条和考勤表", "case-ask_more-authority": "county_inspection"}
    answer = as_("clerk").post(press, told)
    assert answer.status_code == 409
    assert "已由他人办理" in answer.content.decode()
    assert "请补充三月份的工资条和考勤表" in answer.content.decode()
    assert ">county_inspection</textarea>" not in answer.content.decode()


def test_a_case_that_ended_without_a_ledger_says_so_instead_of_sums_of_nothing(as_, office):
    case = office.case()
    page = f"/office/cases/{case.pk}/"
    first = as_("clerk").get(page).content.decode()
    assert "还没有主张人" in first
    assert "0.00" not in first.partition('id="ledger"')[2]
    office.do(case, "accept")
    ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    assert "还没有记账" in as_("clerk").get(page).content.decode()
    office.do(case, "close_otherwise", conditions={"stated_reason": "当事人书面撤回：本人书面申请"})
    handling.approve(procedure_id=office.procedure(case).pk, by=office.head, at=office.at)
    shown = as_("clerk").get(page).content.decode().partition('id="ledger"')[2]
    assert "本案没有记台账" in shown
    assert "张*" in shown
    assert "0.00" not in shown
    facts = of_case(case_facts(case_id=case.pk, by=office.town.clerk, at=office.at))
    assert facts.owed_fen is None, "nor does a paper say that nothing is owed"


def test_what_a_step_lacks_of_the_facts_leads_to_the_fact_sheet_and_nobody_is_proposed_as_handler(as_, office):
    case = acts.open_from_filing(filing_id=office.filing(employer_id=None), by=office.town.clerk, at=office.at)
    page = said(as_("clerk").get(f"/office/cases/{case.pk}/"))
    assert '<a href="#facts">在“核定案情”写明</a>' in page
    assert 'id="facts"' in page
    assert re.search(r'<select name="owner"[^>]*>\s*<option value="" selected>请选择</option>', page)
    told = {"employer_said": "桥头无牌小厂", "address_said": "东头村桥头"}
    acts.settle_facts(case_id=case.pk, told=told, by=office.town.clerk, at=office.at)
    assert "在“核定案情”写明" not in said(as_("clerk").get(f"/office/cases/{case.pk}/"))


def test_more_workers_on_the_ledger_than_in_the_facts_are_named(as_, office):
    case = office.case(workers=1)
    office.do(case, "accept")
    for name in ("张三", "李四"):
        ledger.add_claimant(case_id=case.pk, name=name, by=office.town.clerk, at=office.at)
    assert "案情称 1 人，台账登记 2 人" in said(as_("clerk").get(f"/office/cases/{case.pk}/"))
