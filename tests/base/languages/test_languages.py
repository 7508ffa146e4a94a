"""The workers' languages: no words are shown as checked that nobody checked, and no sentence is lost for want of a translation."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.intake.models import Filing
from anxin.base.actors import Actor
from anxin.base.eventlog.models import EventRow
from anxin.base.languages.actions import Handed, take
from anxin.base.languages.models import Wording
from anxin.base.languages.queries import coverage, lines
from anxin.base.languages.shipped import WITH_FILE, blanks, known, read
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.kernel.outcome import BadInput, NotAllowed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CLERK = Actor("person:1", "张经办", Scope(("33/",)), frozenset({"languages.manage"}))
STEPS = "第 %(number)s 步，共 %(steps)s 步"


def handed(sentence="姓名", words="Họ và tên", by="阮某", on=date(2026, 11, 20)):
    return Handed(4, sentence, words, by, on)


def shown(client, language, path="/report/", **posted):
    answer = client.post(f"{path}?lang={language}", posted) if posted else client.get(path, {"lang": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_language_holds_every_sentence_of_the_workers_pages():
    done = subprocess.run(
        [sys.executable, "script/sync_languages.py", "--check"],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("code", WITH_FILE)
def test_what_ships_keeps_the_blanks_of_its_sentence(code):
    language = read(code)
    assert all(blanks(text.words) == blanks(one) for one, text in language.texts.items())
    assert set(language.texts) <= set(language.sentences)


@pytest.mark.parametrize(("code", "lang"), [("ug", 'lang="ug" dir="rtl"'), ("za", 'lang="za" dir="ltr"'), ("mn", 'lang="mn-Mong"')])  # fmt: skip
def test_a_sentence_without_a_translation_stays_chinese_and_is_marked(client, small_town, code, lang):
    page = shown(client, code)
    assert f"<html {lang}" in page
    assert '<span class="gap" lang="zh-Hans" dir="ltr">我的工资没拿到</span>' in page


def test_a_text_that_nobody_checked_stands_with_its_chinese_and_says_so(client, small_town):
    page = shown(client, "ug", step="files", words="欠三个月工资")
    assert '<span lang="ug" dir="rtl">تېلېفون</span> <span class="unchecked" lang="zh-Hans" dir="ltr">未经核对：电话</span>' in shown(
        client, "ug", step="contact", words="欠三个月工资"
    )  # fmt: skip
    assert "欠三个月工资" in page


def test_a_text_that_the_office_had_checked_stands_alone_and_its_blanks_are_filled(client, small_town):
    words = "Bước %(number)s trên %(steps)s"
    take(language=read("vi"), handed=[handed(STEPS, words)], by=CLERK, at=AT)
    page = shown(client, "vi")
    assert '<span lang="vi" dir="ltr">Bước 1 trên 7</span>' in page
    assert "第 1 步" not in page


def test_the_choice_is_remembered_and_goes_with_the_filing(client, small_town):
    shown(client, "ug", "/")
    assert '<html lang="ug" dir="rtl">' in client.get("/query/").content.decode()
    told = {"step": "check", "words": "在厂里欠三个月工资", "identity": "anonymous"}
    assert client.post("/report/", told).status_code == 200
    assert Filing.objects.get().language == "ug"
    assert 'lang="zh-Hans"' in shown(client, "zh-hans")
    assert "What happened" in shown(client, "en")


def test_choosing_a_language_on_the_way_does_nothing_else_and_loses_nothing(client, small_town):
    page = shown(client, "vi", step="check", words="在厂里欠三个月工资", identity="anonymous")
    assert not Filing.objects.exists()
    assert "在厂里欠三个月工资" in page
    assert client.post("/report/?lang=xx", {"step": "what", "words": "欠三个月工资"}).status_code == 200


def test_a_filing_s_page_keeps_an_unsent_message_when_the_language_changes(client, small_town):
    code = client.post("/report/", {"step": "check", "words": "在厂里欠三个月工资", "identity": "anonymous"}).context["code"]  # fmt: skip
    page = shown(client, "vi", "/query/", code=code, words="还没说完")
    assert ">还没说完</textarea>" in page
    assert not Filing.objects.get().messages.exists()


def test_pages_with_chinese_only_say_so(client, small_town):
    page = shown(client, "ug", "/advice/")
    assert '<html lang="zh-Hans">' in page
    assert "这一页只有中文" in page


def test_the_office_s_own_language_is_left_alone(client, small_town):
    shown(client, "en", "/")
    assert client.get("/office/", {"lang": "ug"}).cookies.get("spoken") is None
    assert known("fr") is None


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (handed("没有这一句"), "不是公开页面的句子"),
        (handed(STEPS, "Bước %(number)s"), "空位"),
        (handed(by=""), "一起填"),
        (handed(on=None), "一起填"),
        (handed(on=date(2026, 12, 1)), "晚于今天"),
        (handed(words="x" * 1001), "太长"),
        (handed(words=" "), "没有填写"),
    ],
)
def test_a_sheet_with_a_fault_changes_nothing(wrong, what):
    with pytest.raises(BadInput) as refused:
        take(language=read("vi"), handed=[handed("电话", "Điện thoại") if wrong.words.strip() else wrong, wrong], by=CLERK, at=AT)  # fmt: skip
    assert any(what in one.in_words() for one in refused.value.faults)
    assert not Wording.objects.exists()


def test_taking_in_is_an_event_and_counts_move():
    before = {one.language.code: one for one in coverage()}["ug"]
    take(language=read("ug"), handed=[handed(), handed("我提出的申请", "Yêu cầu của tôi", "", None)], by=CLERK, at=AT)
    after = {one.language.code: one for one in coverage()}["ug"]
    assert (after.checked, after.unchecked, after.missing) == (before.checked + 1, before.unchecked, before.missing - 1)
    assert EventRow.objects.get(type="languages.wordings_taken").data["checked"] == 1
    with pytest.raises(NotAllowed):
        take(language=read("vi"), handed=[handed()], by=Actor("person:2", "外人", Scope(), frozenset()), at=AT)


@pytest.fixture
def clerk(client, small_town):
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_exported_sheet_filled_in_comes_back_in(clerk):
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/office/settings/languages/vi/sheet/").content))
    sheet = book.active
    row = next(one for one in sheet.iter_rows(min_row=4) if one[0].value == "电话")
    row[1].value, row[2].value, row[3].value = "Điện thoại", "阮某", date(2026, 11, 20)
    out = io.BytesIO()
    book.save(out)
    answer = clerk.post(
        "/office/settings/languages/vi/take/", {"file": SimpleUploadedFile("译文.xlsx", out.getvalue())}
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    [line] = [one for one in lines(read("vi")) if one.sentence == "电话"]
    assert (line.text.words, line.text.checked) == ("Điện thoại", "阮某 2026-11-20")
    assert "阮某 2026-11-20" in clerk.get("/office/settings/languages/vi/", {"state": "checked"}).content.decode()


@pytest.mark.parametrize("content", [b"no workbook", b"", b"PK\x05\x06" + bytes(18)])
def test_a_sheet_that_cannot_be_read_is_refused_in_words(clerk, content):
    answer = clerk.post("/office/settings/languages/vi/take/", {"file": SimpleUploadedFile("译文.xlsx", content)})
    assert answer.status_code == 422
    assert clerk.get("/office/settings/languages/fr/").status_code == 404
