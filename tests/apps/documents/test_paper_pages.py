"""Pages of legal papers: a case's papers, filling, issuing, serving, printing; who may see them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anxin.apps.cases.api import Told, perform
from anxin.apps.documents.legal import papers
from anxin.apps.documents.legal.forms import forms
from anxin.apps.documents.models import Paper, Service
from anxin.apps.documents.web import papers as pages
from anxin.base.eventlog.models import EventRow

from .conftest import AT
from .paper_desk import Desk
from .test_papers import text_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


def page(client, name, *args):
    answer = client.get(reverse(f"documents:{name}", args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def press(client, name, *args, **told):
    return client.post(reverse(f"documents:{name}", args=args), told, follow=True).content.decode()


def test_a_clerk_takes_an_acceptance_notice_from_the_case_to_its_service(as_, case, monkeypatch):
    clerk = as_("clerk")
    assert "受理通知书" in page(clerk, "case_papers", case.pk)
    shown = press(clerk, "paper_new", case.pk, form="acceptance_notice")
    paper = Paper.objects.get()
    assert "还缺" in shown
    assert "机关联系电话" in shown
    assert "张示例" in shown
    refused = press(clerk, "paper_act", paper.pk, "issue")
    assert "还缺 1 项" in refused
    press(clerk, "paper_fill", paper.pk, contact_phone="0575-00000000", employer_name="改不了")
    shown = press(clerk, "paper_act", paper.pk, "issue")
    assert "皋欠薪受〔2026〕1号" in shown
    word = clerk.get(reverse("documents:paper_file", args=[paper.pk, "docx"]))
    assert "改不了" not in text_of(word.content)
    assert "皋欠薪受〔2026〕1号" in text_of(word.content)
    proof = SimpleUploadedFile("回证.pdf", PDF, content_type="application/pdf")
    told = {"method": "left", "on": "2026-11-23", "receiver": "李示例（门卫）", "where": "演示路1号"}
    assert "没有文件" in press(clerk, "paper_serve", paper.pk, **told)
    shown = press(clerk, "paper_serve", paper.pk, **told, proofs=proof)
    assert "李示例（门卫）" in shown
    sha = Service.objects.get().files[0]
    answer = clerk.get(reverse("documents:paper_proof", args=[paper.pk, sha]))
    assert b"".join(answer.streaming_content) == PDF
    event = EventRow.objects.get(type="documents.paper_served")
    assert sha in str(event.payload)
    assert "李示例" not in str(event.payload)


@pytest.mark.parametrize(
    ("form", "row"),
    [
        ("arbitration_application", "张示例 2026-07 拖欠的工资 6,000.00 元"),
        ("dossier_list", "调查报告 调查报告.pdf"),
        ("instalment_agreement", "张示例 2026年12月15日 6,000.00 元"),
    ],
)
def test_each_row_of_a_paper_is_said_whole_before_it_is_issued(as_, small_town, form, row):
    desk = Desk(small_town)
    paper = desk.draft(form, by=desk.inspector, at=AT)
    assert f'<li translate="no">{row}</li>' in page(as_("inspector"), "paper", paper.pk)


def test_a_receipt_of_service_names_the_paper_it_is_for(as_, case):
    clerk = as_("clerk")
    press(clerk, "paper_new", case.pk, form="acceptance_notice")
    paper = Paper.objects.get()
    press(clerk, "paper_fill", paper.pk, contact_phone="1")
    press(clerk, "paper_act", paper.pk, "issue")
    assert "受理通知书 皋欠薪受〔2026〕1号" in press(clerk, "paper_new", case.pk, form="service_receipt", of=paper.pk)


def test_a_paper_cannot_be_served_before_it_was_issued_or_tomorrow(as_, small_town):
    clerk, paper = as_("clerk"), Desk(small_town).issued(at=AT)
    for day in ("2026-11-22", "2026-11-24"):
        proof = SimpleUploadedFile("回证.pdf", PDF)
        told = {"method": "direct", "on": day, "receiver": "李", "where": "厂", "proofs": proof}
        assert "送达日期" in press(clerk, "paper_serve", paper.pk, **told)
    assert not Service.objects.exists()


def test_the_head_approves_what_the_clerk_handed_in_and_sends_back_what_is_wrong(as_, small_town):
    paper = Desk(small_town).draft("refusal_notice", at=AT)
    assert "已送审" in press(as_("clerk"), "paper_act", paper.pk, "submit")
    assert "批准并签发" not in page(as_("clerk"), "paper", paper.pk)
    head = as_("head")
    assert "已退回" in press(head, "paper_act", paper.pk, "decline", reason="理由没有写清楚")
    press(as_("clerk"), "paper_act", paper.pk, "submit")
    assert "皋欠薪不受〔2026〕1号" in press(as_("head"), "paper_act", paper.pk, "issue")


def test_the_list_shows_no_name_and_is_exported_with_the_power(as_, small_town):
    Desk(small_town).issued(at=AT)
    clerk = as_("clerk")
    shown = page(clerk, "papers")
    assert "皋欠薪受〔2026〕1号" in shown
    assert "张示例" not in shown
    assert clerk.get(reverse("documents:papers"), {"export": "xlsx"}).status_code == 200


def test_who_has_no_power_or_another_town_sees_no_paper(as_, small_town):
    paper = Desk(small_town).issued(at=AT)
    addresses = [
        reverse("documents:papers"), reverse("documents:forms"), reverse("documents:paper", args=[paper.pk]),
        reverse("documents:paper_file", args=[paper.pk, "docx"]), reverse("documents:form", args=["order_to_pay"]),
    ]  # fmt: skip
    for role in ("grid", "assistant", "unit", "system_admin"):
        assert {as_(role).get(one).status_code for one in addresses} == {403}, role
    stranger = as_("inspector", small_town.elsewhere)
    for one in (addresses[2], addresses[3]):
        assert stranger.get(one).status_code == 404


@pytest.mark.parametrize("form_id", sorted(forms()))
def test_the_page_of_a_form_names_every_field_and_tries_the_template(as_, form_id):
    clerk = as_("clerk")
    shown = page(clerk, "form", form_id)
    assert all(one.name in shown for one in forms()[form_id].fields)
    tried = clerk.get(reverse("documents:form_file", args=[form_id, 0, "try"]))
    assert forms()[form_id].title in text_of(tried.content)


def test_a_template_is_uploaded_and_rolled_back_on_its_page(as_):
    clerk = as_("clerk")
    upload = SimpleUploadedFile("受理.docx", papers.shipped(forms()["acceptance_notice"]))
    assert "试填并启用" in press(clerk, "form_upload", "acceptance_notice", file=upload, note="换了字体")
    wrong = SimpleUploadedFile("受理.docx", b"PK\x03\x04")
    said = press(clerk, "form_upload", "acceptance_notice", file=wrong)
    assert "打不开" in said
    assert "。；" not in said
    assert "已启用" in press(clerk, "form_use", "acceptance_notice", version="0")
    assert clerk.post(reverse("documents:form_use", args=["acceptance_notice"]), {"version": "七"}).status_code == 404


def test_without_libreoffice_the_page_says_so_and_word_remains(as_, small_town, monkeypatch):
    monkeypatch.setattr(pages, "is_installed", lambda: False)
    monkeypatch.setattr(pages, "pdf_of", lambda content: None)
    clerk, paper = as_("clerk"), Desk(small_town).issued(at=AT)
    assert "没有安装 LibreOffice" in page(clerk, "paper", paper.pk)
    assert clerk.get(reverse("documents:paper_file", args=[paper.pk, "pdf"])).status_code == 404


def test_a_printed_paper_is_made_once_and_kept(as_, small_town, monkeypatch):
    made = []
    monkeypatch.setattr(pages, "pdf_of", lambda content: made.append(content) or PDF)
    clerk, paper = as_("clerk"), Desk(small_town).issued(at=AT)
    address = reverse("documents:paper_file", args=[paper.pk, "pdf"])
    assert [clerk.get(address).content for _ in range(2)] == [PDF, PDF]
    assert len(made) == 1
    assert io.BytesIO(made[0]).read(2) == b"PK"


def test_an_unknown_form_or_verb_is_not_found(as_, small_town, case):
    clerk, paper = as_("clerk"), Desk(small_town).draft(at=AT)
    assert clerk.get(reverse("documents:form", args=["nothing"])).status_code == 404
    assert clerk.post(reverse("documents:paper_act", args=[paper.pk, "burn"])).status_code == 404
    assert clerk.post(reverse("documents:paper_new", args=[case.pk]), {"form": "nothing"}).status_code == 404


def test_a_case_says_which_papers_its_steps_call_for_until_they_are_issued(as_, case, small_town):
    clerk = as_("clerk")
    assert "应当出具" not in page(clerk, "case_papers", case.pk)
    main = case.procedures.get(kind="case").pk
    perform(procedure_id=main, verb="accept", told=Told(), by=small_town.clerk, at=AT)
    shown = page(clerk, "case_papers", case.pk)
    assert "应当出具、尚未签发" in shown
    assert shown.index("受理通知书") < shown.index("拟写文书")
    Paper.objects.all().delete()
    clerk.post(reverse("documents:paper_new", args=[case.pk]), {"form": "acceptance_notice"})
    Paper.objects.update(state="issued", issued_at=AT)
    assert "应当出具" not in page(clerk, "case_papers", case.pk)


def test_the_list_of_forms_says_which_steps_each_serves_in_a_fixed_number_of_queries(
    as_, django_assert_max_num_queries
):
    clerk = as_("clerk")
    with django_assert_max_num_queries(14):
        shown = page(clerk, "forms")
    assert "劳动保障监察·责令限期支付" in shown
    assert "随时可以出具" in shown


def test_what_an_authority_writes_on_every_paper_comes_along_to_the_next(as_, case):
    clerk = as_("clerk")
    press(clerk, "paper_new", case.pk, form="acceptance_notice")
    paper = Paper.objects.get()
    press(clerk, "paper_fill", paper.pk, contact_phone="0575-00000000", requests="付清工资")
    press(clerk, "paper_act", paper.pk, "issue")
    shown = press(clerk, "paper_new", case.pk, form="supplement_notice")
    assert "0575-00000000" in shown
    assert "付清工资" not in shown
