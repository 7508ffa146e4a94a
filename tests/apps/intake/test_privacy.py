"""What is kept of a filer can be seen, corrected and deleted under the receipt code; what is kept too long goes by protocol."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from anxin.apps.intake.actions.identity import reveal
from anxin.apps.intake.actions.privacy import Rewriting, answer, ask
from anxin.apps.intake.actions.rewriting import in_the_open, under_seal
from anxin.apps.intake.actions.talk import write, write_back
from anxin.apps.intake.actions.wiping import carry_out, draw_up, due
from anxin.apps.intake.api import Said, receive
from anxin.apps.intake.models import Earlier, Filing, PrivacyWish, Wiping
from anxin.apps.intake.privacy_report import report_of
from anxin.apps.intake.rendering.privacy import content, pdf
from anxin.apps.intake.said import FellowSaid, Handed
from anxin.base.actors import system
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import put, remove_expired
from anxin.base.people.models import Account, Post
from anxin.base.vault.sealing import keyed_hash, seal
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken
from anxin.ui.sentences import HAN

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WORDS = "在东头村的厂里做工，欠三个月工资"
FILER = system("filer")


@pytest.fixture
def filed(small_town):
    """A filing by somebody with a name, a telephone and one fellow worker."""
    said = Said(
        words=WORDS, channel="web", kind="enquiry", name="王五六", phone="13900000002", place_code=small_town.east.code,
        fellows=(FellowSaid("赵六", "13700000003"),),
    )  # fmt: skip
    return receive(said=said, by=FILER, at=NOW)


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)


def settle(number, at=NOW):
    Filing.objects.filter(pk=number).update(state=Filing.State.ANSWERED, answered_at=at)
    return Filing.objects.get(pk=number)


def test_a_wish_is_a_duty_with_a_clock_and_the_same_wish_is_not_counted_twice(filed, small_town):
    wish = ask(code=filed.code, kind="see", words="", by=FILER, at=NOW)
    assert ask(code=filed.code, kind="see", words="", by=FILER, at=NOW + timedelta(days=1)) == wish
    clock = Clock.objects.get(kind="intake.privacy")
    assert (clock.owner, clock.law_param) == ("role:clerk", "local_privacy_answer_days")
    assert clock.due_at == wish.due_at > NOW + timedelta(days=29)
    answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)
    assert Clock.objects.get(pk=clock.pk).stopped_at == NOW
    with pytest.raises(RuleBroken, match="已有人答复"):
        answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)


def test_a_refusal_gives_its_reasons_and_the_filer_reads_them(filed, small_town):
    wish = ask(code=filed.code, kind="delete", words="", by=FILER, at=NOW)
    with pytest.raises(BadInput):
        answer(wish_id=wish.pk, granted=False, reasons="不", by=small_town.clerk, at=NOW)
    answer(wish_id=wish.pk, granted=False, reasons="正在办理，依法须保留", by=small_town.clerk, at=NOW)
    assert "正在办理，依法须保留" in Filing.objects.get().messages.get(from_filer=False).words


def test_another_story_stands_beside_the_words_never_over_them(filed, small_town):
    with pytest.raises(BadInput):
        ask(code=filed.code, kind="correct", words=" ", by=FILER, at=NOW)
    wish = ask(code=filed.code, kind="correct", words="欠的是四个月，不是三个月", by=FILER, at=NOW)
    assert not Filing.objects.get().remarks.exists()
    answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)
    filing = Filing.objects.get()
    assert filing.words == WORDS
    assert filing.remarks.get().words == "欠的是四个月，不是三个月"


@pytest.fixture
def misspelt(filed, small_town):
    """A filing in whose words, talk, files and fields a name is written wrong."""
    Filing.objects.update(words=f"我叫王五七。{WORDS}", filer_name_sealed=seal("王五七"))
    filing = Filing.objects.get()
    write_back(code=filed.code, words="王五七再补充", files=[a_file("王五七的欠条.txt")], by=FILER, at=NOW)
    write(filing_id=filing.pk, words="王五七您好，已收到", by=small_town.clerk, at=NOW)
    return filing


def a_file(name):
    kept = put(io.BytesIO(name.encode()), name=name, by=FILER, at=NOW)
    return Handed(kept.sha256, name, kept.kind, kept.size)


def everything(number):
    filing = Filing.objects.get(pk=number)
    return "".join(one.read() for one in (*in_the_open(filing), *under_seal(filing)))


def test_a_name_kept_wrong_is_shown_right_everywhere_and_found_no_longer(client, filed, misspelt, small_town):
    wish = ask(code=filed.code, kind="correct", words="我叫王五六，不是王五七", by=FILER, at=NOW)
    told = {
        "wish_id": wish.pk,
        "granted": True,
        "reasons": "已核对身份证，王五七写错",
        "by": small_town.clerk,
        "at": NOW,
    }
    for wrong, right in (("王五八", "王五六"), ("王五七", ""), ("王", "汪"), ("王五七", "王五七")):
        with pytest.raises(BadInput):
            answer(rewriting=Rewriting(wrong, right), **told)
    answer(rewriting=Rewriting("王五七", "王五六"), **told)
    assert "王五七" not in everything(misspelt.pk)
    assert everything(misspelt.pk).count("王五六") == 7
    event = EventRow.objects.get(type="intake.person_corrected")
    assert event.data["places"] == Earlier.objects.count() == 8
    assert "王五" not in str(event.data)
    assert client.post("/query/", {"code": filed.code}).content.decode().count("王五七") == 0


def test_how_it_read_before_is_sealed_and_shown_only_on_record(clerk, filed, misspelt, small_town):
    wish = ask(code=filed.code, kind="correct", words="王五七应为王五六", by=FILER, at=NOW)
    page = clerk.get(f"/office/intake/{misspelt.pk}/").content.decode()
    assert 'name="wrong"' in page
    clerk.post(f"/office/intake/{misspelt.pk}/wishes/{wish.pk}/", {"grant": "1", "wrong": "王五七", "right": "王五六"})
    page = clerk.get(f"/office/intake/{misspelt.pk}/").content.decode()
    assert "更正前的原文封存" in page
    assert "王五七" not in page
    for address in ("?q=王五七", "?q=王五七&export=csv"):
        assert "我叫王五" not in clerk.get(f"/office/intake/{address}").content.decode()
    shown = reveal(filing_id=misspelt.pk, reason="核对更正前后", by=small_town.clerk, at=NOW)
    assert ("诉求内容", f"我叫王五七。{WORDS}") in shown.earlier
    assert EventRow.objects.filter(type="intake.identity_shown").count() == 1
    settle(filed.filing)
    wish = ask(code=filed.code, kind="delete", words="", by=FILER, at=NOW)
    answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)
    assert reveal(filing_id=misspelt.pk, reason="核对清除结果", by=small_town.clerk, at=NOW).earlier == ()


def test_the_receipt_given_again_is_the_one_that_was_given(small_town):
    said = Said(words=WORDS, channel="12345", external_id="A1", place_code=small_town.east.code, name="王五七")
    first = receive(said=said, by=FILER, at=NOW)
    Filing.objects.update(words="改写过", kind="report")
    assert receive(said=said, by=FILER, at=NOW) == replace(first, again=True)


def test_a_corrected_telephone_is_found_by_its_own_number(filed, small_town):
    wish = ask(code=filed.code, kind="correct", words="尾号是 0009", by=FILER, at=NOW)
    answer(
        wish_id=wish.pk, granted=True, reasons="", rewriting=Rewriting("139 0000 0002", "13900000009"), by=small_town.clerk, at=NOW
    )  # fmt: skip
    filing = Filing.objects.get()
    assert (filing.phone_tail, filing.phone_hash) == ("0009", keyed_hash("13900000009"))


def test_deleting_waits_until_nothing_is_worked_on_and_then_leaves_no_person(filed, misspelt, small_town):
    wish = ask(code=filed.code, kind="delete", words="我是王五七", by=FILER, at=NOW)
    with pytest.raises(RuleBroken, match="还在办理"):
        answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)
    assert PrivacyWish.objects.get().granted is None
    settle(filed.filing)
    write(filing_id=filed.filing, words="会计孙八九说工资 139-0000-0002 收", by=small_town.clerk, at=NOW)
    told = {"reasons": "王五七本人申请", "rewriting": Rewriting(names=["孙八九"]), "by": small_town.clerk, "at": NOW}
    answer(wish_id=wish.pk, granted=True, **told)
    filing = Filing.objects.get()
    assert (filing.filer_name_sealed, filing.phone_sealed, filing.phone_hash, filing.phone_tail) == ("", "", "", "")
    assert filing.wiped_at == NOW
    assert filing.words == f"我叫〔已删除〕。{WORDS}"
    assert not [one for one in ("王五七", "孙八九", "赵六", "0002") if one in everything(filing.pk)]
    shown = reveal(filing_id=filing.pk, reason="核对清除结果", by=small_town.clerk, at=NOW)
    assert (shown.name, shown.phone, shown.fellows) == ("", "", (("（已清除）", ""),))


def test_files_of_whom_was_deleted_are_opened_no_longer_and_their_content_goes_the_next_night(
    clerk, filed, misspelt, small_town
):
    settle(filed.filing)
    wish = ask(code=filed.code, kind="delete", words="", by=FILER, at=NOW)
    answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)
    kept = misspelt.attachments.get()
    assert kept.name == "材料1.txt"
    assert clerk.get(f"/office/intake/{misspelt.pk}/files/{kept.pk}/").status_code == 404
    assert remove_expired(on=date(2026, 11, 23), by=FILER, at=NOW) == 1


def test_a_filing_without_a_name_goes_by_protocol_too_because_its_words_may_hold_one(small_town):
    said = Said(words="老板叫李大海，电话13700000003", channel="web", kind="lead", identity="anonymous")
    settle(receive(said=said, by=FILER, at=NOW).filing, datetime(2024, 3, 1, tzinfo=UTC))
    at = datetime(2027, 1, 1, 3, tzinfo=UTC)
    draw_up(by=system("intake"), at=at)
    carry_out(protocol_id=Wiping.objects.get().pk, keep=(), reason="", by=small_town.clerk, at=at)
    assert "0003" not in Filing.objects.get().words


def test_neither_another_town_nor_somebody_without_the_power_answers(filed, small_town):
    wish = ask(code=filed.code, kind="see", words="", by=FILER, at=NOW)
    with pytest.raises(NotFound):
        answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.stranger, at=NOW)
    with pytest.raises(NotAllowed):
        answer(
            wish_id=wish.pk, granted=True, reasons="", by=replace(small_town.clerk, powers=frozenset({"intake.view"})), at=NOW
        )  # fmt: skip


def test_the_report_says_what_is_kept_and_who_looked_without_names(filed, small_town):
    reveal(filing_id=filed.filing, reason="电话核实欠薪月份", by=small_town.clerk, at=NOW)
    report = report_of(Filing.objects.get(), at=NOW)
    told = {one.what: one.shown for one in report.kept}
    assert told["姓名"] == "王**"
    assert told["电话"] == "尾号 0002"
    assert told["同行工友的姓名、电话"] == "1 人"
    assert "2 年" in report.until
    assert [(one.who, "电话核实欠薪月份" in one.words) for one in report.looks] == [("办公室工作人员", True)]
    assert "张经办" not in str(report)


def test_the_filer_asks_and_reads_the_answer_on_the_public_page(client, filed, small_town):
    page = client.post("/query/", {"code": filed.code})
    assert "/query/privacy/" in page.content.decode()
    asked = client.post("/query/privacy/", {"code": filed.code, "kind": "see"})
    assert "最晚答复" in asked.content.decode()
    assert asked.context["report"] is None
    answer(wish_id=PrivacyWish.objects.get().pk, granted=True, reasons="请核对", by=small_town.clerk, at=NOW)
    seen = client.post("/query/privacy/", {"code": filed.code}).content.decode()
    assert "王**" in seen
    assert "请核对" in seen
    wrong = client.post("/query/privacy/", {"code": filed.code, "kind": "correct", "words": ""})
    assert wrong.status_code == 422
    assert client.get("/query/privacy/").status_code == 302
    assert client.post("/query/privacy/", {"code": "0000 0000 0000 0000"}).status_code in {302, 404}


def test_the_report_is_a_pdf_for_the_desk_and_for_the_filer_once_it_was_granted(client, filed, small_town):
    told = {"code": filed.code, "pdf": "1"}
    assert "text/html" in client.post("/query/privacy/", told)["Content-Type"], "nothing before the office has answered"
    wish = ask(code=filed.code, kind="see", words="", by=FILER, at=NOW)
    answer(wish_id=wish.pk, granted=True, reasons="", by=small_town.clerk, at=NOW)
    assert "下载这份清单（PDF）" in client.post("/query/privacy/", {"code": filed.code}).content.decode()
    mine = client.post("/query/privacy/", told)
    assert mine["Content-Type"] == "application/pdf"
    assert "no-store" in mine["Cache-Control"]
    assert mine.content.startswith(b"%PDF")
    assert client.get(f"/office/intake/{filed.filing}/privacy/pdf/").status_code == 302
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/office/intake/{filed.filing}/privacy/pdf/").content.startswith(b"%PDF")


def test_what_the_pdf_says_is_the_report_word_for_word_and_the_same_bytes_twice(filed, small_town):
    reveal(filing_id=filed.filing, reason="电话核实欠薪月份", by=small_town.clerk, at=NOW)
    report = report_of(Filing.objects.get(), at=NOW)
    told = content(report, tail="0002", at=NOW)
    assert [one["what"] for one in told["kept"]] == [one.what for one in report.kept]
    assert [one["who"] for one in told["looks"]] == ["办公室工作人员"]
    assert told["at"] == "2026-11-23 09:30"
    assert pdf(report, tail="0002", at=NOW) == pdf(report, tail="0002", at=NOW)


def test_in_english_the_report_holds_no_chinese_but_what_people_wrote(filed, small_town, tmp_path):
    reveal(filing_id=filed.filing, reason="asked by telephone", by=small_town.clerk, at=NOW)
    Filing.objects.update(employer_said="Hongmei Garment")
    report = report_of(Filing.objects.get(), at=NOW)
    with override("en"):
        told = content(report, tail="0002", at=NOW)
        (tmp_path / "report.pdf").write_bytes(pdf(report, tail="0002", at=NOW))
    assert (
        told["rests_on"]
        == "Local rules of handling (default values, to be confirmed or changed by the office) (not verified)"
    )
    shown = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Page 1 of 1" in shown
    masked = {one.shown for one in report.kept if one.what == "姓名"}
    assert [line for line in shown.splitlines() if HAN.search(line) and not any(name in line for name in masked)] == []


def test_what_is_kept_too_long_is_listed_once_and_a_second_round_lists_nothing(filed, small_town):
    settle(filed.filing, datetime(2024, 3, 1, tzinfo=UTC))
    assert not due(datetime(2026, 12, 31, 3, tzinfo=UTC)).exists()
    new_year = datetime(2027, 1, 1, 3, tzinfo=UTC)
    assert draw_up(by=system("intake"), at=new_year) == 1
    assert draw_up(by=system("intake"), at=new_year) == 0
    found = Wiping.objects.get()
    assert (found.title, found.place_path, found.filings) == ("清除〔2027〕1号", small_town.town.path, [filed.filing])
    with pytest.raises(NotAllowed):
        carry_out(
            protocol_id=found.pk, keep=(), reason="", by=replace(small_town.clerk, powers=frozenset({"intake.view"})), at=new_year
        )  # fmt: skip
    carry_out(protocol_id=found.pk, keep=(), reason="", by=small_town.clerk, at=new_year)
    assert Filing.objects.get().filer_name_sealed == ""
    assert EventRow.objects.get(type="intake.persons_wiped").data["why"] == "protocol"
    assert not Clock.objects.filter(kind="intake.wiping", stopped_at=None).exists()
    with pytest.raises(RuleBroken, match="已经执行"):
        carry_out(protocol_id=found.pk, keep=(), reason="", by=small_town.clerk, at=new_year)


def test_what_is_kept_longer_says_why_and_comes_again_next_year(filed, small_town):
    settle(filed.filing, datetime(2024, 3, 1, tzinfo=UTC))
    at = datetime(2027, 1, 1, 3, tzinfo=UTC)
    draw_up(by=system("intake"), at=at)
    act = {"protocol_id": Wiping.objects.get().pk, "keep": [filed.filing], "by": small_town.clerk, "at": at}
    with pytest.raises(BadInput):
        carry_out(reason="", **act)
    carry_out(reason="关联案件尚在诉讼", **act)
    assert Filing.objects.get().filer_name_sealed != ""
    assert draw_up(by=system("intake"), at=at) == 0
    assert draw_up(by=system("intake"), at=at.replace(year=2028)) == 1


def test_an_open_wish_or_a_case_keeps_a_filing_off_the_protocol(filed, small_town):
    filing = settle(filed.filing, datetime(2024, 3, 1, tzinfo=UTC))
    at = datetime(2027, 1, 1, 3, tzinfo=UTC)
    assert list(due(at)) == [filing]
    ask(code=filed.code, kind="see", words="", by=FILER, at=at)
    assert not due(at).exists()
    PrivacyWish.objects.update(granted=True)
    Filing.objects.update(case_id=5)
    assert not due(at).exists()


def test_the_office_answers_and_approves_on_its_pages(client, filed, small_town):
    account = Account.objects.create_account("head", name="周主任", password="correct horse battery")
    Post.objects.create(account=account, role="head", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    wish = ask(code=filed.code, kind="see", words="", by=FILER, at=NOW)
    assert "1 件有个人信息申请待答复" in client.get("/office/intake/").content.decode()
    assert WORDS in client.get("/office/intake/?state=wish").content.decode()
    page = client.get(f"/office/intake/{filed.filing}/").content.decode()
    assert f"/office/intake/{filed.filing}/wishes/{wish.pk}/" in page
    client.post(f"/office/intake/{filed.filing}/wishes/{wish.pk}/", {"grant": "1"})
    assert PrivacyWish.objects.get().granted is True
    assert "王**" in client.get(f"/office/intake/{filed.filing}/privacy/").content.decode()
    settle(filed.filing, datetime(2020, 3, 1, tzinfo=UTC))
    draw_up(by=system("intake"), at=NOW)
    number = Wiping.objects.get().pk
    assert "等待批准" in client.get("/office/intake/wipings/").content.decode()
    client.post(f"/office/intake/wipings/{number}/", {"keep": [filed.filing], "reason": ""})
    assert Wiping.objects.get().done_at is None
    client.post(f"/office/intake/wipings/{number}/", {})
    assert Filing.objects.get().wiped_at is not None
