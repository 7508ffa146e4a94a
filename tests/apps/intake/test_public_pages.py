"""The workers' pages without script: every step, back, a poster, the receipt, the query."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.intake.actions.talk import write
from anxin.apps.intake.models import Filing
from anxin.apps.intake.web.answers import STEPS, Taken, answers_of, fellows_of
from anxin.base.eventlog.models import EventRow
from anxin.base.vault.signing import sealed_text

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
ANSWERS = {
    "kind": "complaint", "words": "在东头村的厂里做工，欠三个月工资", "employer_said": "演示制衣厂", "address_said": "东头村",
    "place_code": "330602013201", "amount": "2万5", "workers": "12", "since": "2026-08", "fellows": "赵六 13700000003\n钱七",
    "identity": "confidential", "name": "王五", "phone": "139 0000 0002",
}  # fmt: skip


def post(client, step, **more):
    return client.post("/report/", {**ANSWERS, "step": step, **more})


@pytest.fixture
def home(small_town, settings):
    return small_town


def test_each_step_leads_to_the_next_and_carries_what_was_said(client, home):
    page = client.get("/report/")
    assert page.status_code == 200
    for step, following in itertools.pairwise(STEPS):
        page = post(client, step)
        assert page.context["step"] == following
    shown = page.content.decode()
    assert all(words in shown for words in ("演示制衣厂", "2万5", "王五", "保密"))


def test_the_last_step_gives_a_receipt_that_finds_the_filing_and_can_be_verified(client, home):
    page = post(client, "check")
    assert page.status_code == 200
    filing = Filing.objects.get()
    assert (filing.amount_fen, filing.workers, filing.identity, filing.place_path) == (
        2_500_000,
        12,
        "confidential",
        home.east.path,
    )
    assert filing.fellows.count() == 2
    code = page.context["code"]
    found = client.post("/query/", {"code": code})
    assert "已登记" in found.content.decode()
    assert "街道" in found.context["standing"].holder
    genuine = client.get("/receipt/", {"r": page.context["signed"]})
    assert genuine.context["receipt"].code == code.replace(" ", "")
    forged = client.get("/receipt/", {"r": "A" + page.context["signed"][1:]})
    assert forged.context["receipt"] is None


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize(
    ("address", "kept"), [("", "{village}"), ("老车站边上", "{village} 老车站边上"), ("{village}12号", "{village}12号")]
)
def test_the_village_a_worker_chose_is_kept_as_said_for_when_the_matter_moves_to_the_employer(
    client, home, address, kept
):
    post(client, "check", address_said=address.format(village=home.east.name))
    assert Filing.objects.get().address_said == kept.format(village=home.east.name)


def test_another_tool_verifies_a_receipt_with_the_public_key_and_the_commands_of_the_page_that_tells_how(
    client, home, tmp_path
):
    (tmp_path / "anxin-receipt-key.pem").write_bytes(client.get("/receipt/key.pem").content)
    told = (ROOT / "docs/howto/verify-a-receipt.md").read_text(encoding="utf-8")
    commands = told.split("```sh\n")[1].split("```")[0]
    signed = post(client, "check").context["signed"]

    def verify(text):
        (tmp_path / "receipt.txt").write_text(text)
        return subprocess.run(["sh", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "Verified Successfully" in verify(signed).stdout
    payload = json.loads((tmp_path / "payload.json").read_text())
    assert payload["sha256"] == hashlib.sha256(Filing.objects.get().words.encode()).hexdigest()
    assert "Verified Successfully" not in verify("f" + signed[1:]).stdout
    shown = client.get("/receipt/")
    assert "公钥指纹" in shown.content.decode()
    assert shown.context["fingerprint"].replace(" ", "") in verify(signed).stdout


def test_the_last_page_says_how_words_in_the_fields_will_be_filed_and_they_are_filed_so(client, home):
    said = {"amount": "十五六万", "workers": "十几个", "since": "去年腊月", "fellows": "赵六 13700000003 3000元"}
    page = post(client, "contact", **said)
    shown = page.content.decode()
    assert "按 150,000 元登记" in shown
    assert "按 11 人登记" in shown
    assert "起登记" in shown
    assert "3,000 元" in shown
    post(client, "check", **said)
    filing = Filing.objects.get()
    assert (filing.amount_fen, filing.workers) == (15_000_000, 11)
    page = post(client, "contact", amount="6000", since="2026-08")
    assert page.context["taken"] == Taken(first_day=date(2026, 8, 1))
    assert "<bdi>2026年8月</bdi>" in page.content.decode()


def test_a_step_may_be_kept_by_the_device_so_that_its_back_button_works_and_a_receipt_may_not(client, home):
    step, receipt = post(client, "what"), post(client, "check")
    assert "no-store" not in step["Cache-Control"]
    assert "private" in step["Cache-Control"]
    assert "no-store" in receipt["Cache-Control"]


def test_whoever_chooses_nothing_is_kept_confidential_and_the_form_says_that_nothing_is_published(client, home):
    page = client.post("/report/", {"step": "files", "words": ANSWERS["words"]}).content.decode()
    assert 'value="confidential" checked' in page
    assert 'value="named" checked' not in page
    assert "都不会公开发布" in page
    said = {name: value for name, value in ANSWERS.items() if name != "identity"}
    assert client.post("/report/", {**said, "step": "check"}).status_code == 200
    assert Filing.objects.get().identity == "confidential"


def test_back_loses_nothing(client, home):
    page = post(client, "contact", back="1")
    assert page.context["step"] == "files"
    assert '<input type="hidden" name="phone" value="139 0000 0002">' in page.content.decode()


@pytest.mark.parametrize(
    ("step", "wrong", "field"),
    [
        ("what", {"words": "欠"}, "words"),
        ("how_much", {"amount": "很多"}, "amount"),
        ("how_much", {"workers": "一些"}, "workers"),
        ("how_much", {"since": "2999-01"}, "since"),
        ("contact", {"phone": "打我电话"}, "phone"),
        ("contact", {"name": "", "phone": ""}, "name"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field_and_stays_typed(client, home, step, wrong, field):
    page = post(client, step, **wrong)
    assert page.status_code == 422
    assert page.context["step"] == step
    assert field in page.context["faults"]
    assert "aria-invalid" in page.content.decode() or "error" in page.content.decode()
    assert not Filing.objects.exists()


def test_a_step_that_was_skipped_is_asked_for_at_the_end(client, home):
    page = post(client, "check", words="")
    assert page.status_code == 422
    assert not Filing.objects.exists()


@pytest.mark.parametrize("text", ["12", "e:12", "x.y", "", "poster2|1", "a" * 3000])
def test_a_code_the_office_did_not_sign_opens_the_plain_form_and_says_so(client, home, an_employer, text):
    page = client.get("/report/", {"p": text})
    assert page.status_code == 200
    assert an_employer.name not in page.content.decode()
    assert ("无法识别" in page.content.decode()) is bool(text)
    assert an_employer.name not in client.get(f"/report/?e={an_employer.pk}").content.decode()


def test_a_receipt_is_no_poster(client, home):
    assert "无法识别" in client.get("/report/", {"p": sealed_text(b"receipt")}).content.decode()


def test_photos_are_kept_once_and_their_hash_is_on_the_receipt(client, home):
    photo = SimpleUploadedFile("欠条.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    page = client.post("/report/", {**ANSWERS, "step": "files", "upload": photo})
    carried = dict(re.findall(r'name="(files)" value="([^"]+)"', page.content.decode()))
    page = post(client, "check", files=carried["files"])
    assert len(page.context["hashes"]) == 1
    assert Filing.objects.get().attachments.get().name == "欠条.png"


@pytest.mark.parametrize("step", ["contact", "check"])
def test_files_chosen_longer_than_a_day_ago_are_asked_for_again_and_not_left_out_in_silence(
    client, home, step, monkeypatch
):
    photo = SimpleUploadedFile("欠条.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    page = client.post("/report/", {**ANSWERS, "step": "files", "upload": photo})
    carried = page.context["values"]["files"]
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4e9)
    page = post(client, step, files=carried)
    assert (page.status_code, page.context["step"], page.context["mending"]) == (422, "files", step == "check")
    assert "超过一天" in page.content.decode()
    assert not Filing.objects.exists()
    page = post(client, "check", **{"mending": "1"} | dict(page.context["carried"]))
    assert page.status_code == 200
    assert Filing.objects.count() == 1


def test_a_list_of_files_that_this_server_did_not_sign_is_refused(client, home):
    page = post(client, "check", files="W10:forged:signature")
    assert page.status_code in (200, 400, 422)
    assert not any(one.attachments.exists() for one in Filing.objects.all())


def test_a_dangerous_file_is_refused_in_words(client, home):
    page = client.post(
        "/report/", {**ANSWERS, "step": "files", "upload": SimpleUploadedFile("a.exe", b"MZ" + bytes(90))}
    )
    assert page.status_code == 422
    assert "files" in page.context["faults"]


@pytest.mark.parametrize("typed", ["", "123", "1234 5678 9012 3456", "字"])
def test_a_wrong_code_says_so_and_shows_nothing(client, home, typed):
    page = client.post("/query/", {"code": typed})
    assert page.status_code in (200, 404, 422)
    assert "standing" not in (page.context or {})


def test_fellow_workers_are_read_line_by_line():
    found = fellows_of(answers_of({"fellows": "赵六，13700000003\n\n 钱七\n阿依古丽·买买提 137-0000-0004"}))
    assert [(one.name, one.phone) for one in found] == [
        ("赵六", "13700000003"),
        ("钱七", ""),
        ("阿依古丽·买买提", "137-0000-0004"),
    ]


def test_the_first_load_is_light(client, home):
    assert len(client.get("/report/").content) < 20_000


def test_from_the_last_page_one_answer_is_mended_without_going_through_all_steps_again(client, home):
    page = post(client, "contact")
    assert 'name="to" value="how_much"' in page.content.decode()
    assert "东头村委会" in page.content.decode()
    page = post(client, "check", to="how_much")
    assert page.context["step"] == "how_much"
    assert 'name="mending"' in page.content.decode()
    wrong = post(client, "how_much", mending="1", amount="很多")
    assert (wrong.status_code, wrong.context["mending"]) == (422, True)
    page = post(client, "how_much", mending="1", amount="3万")
    assert page.context["step"] == "check"
    assert "3万" in page.content.decode()
    assert 'name="mending"' not in page.content.decode()
    assert post(client, "check", to="nowhere").status_code == 200
    assert Filing.objects.count() == 1


def test_ten_fellow_workers_typed_in_one_line_are_shown_as_ten_before_filing(client, home):
    names = "李四 13900000011，王五、赵六，孙七 周八 吴九 郑十 冯一 陈二 卫三"
    page = post(client, "contact", fellows=names, workers="").content.decode()
    assert "工友 10 人" in page
    post(client, "check", fellows=names, workers="")
    filing = Filing.objects.get()
    assert (filing.fellows.count(), filing.workers) == (10, 11)


@pytest.mark.parametrize("said", ["8月", "8", "2026年8月", "2026-08"])
def test_the_month_is_read_also_where_the_device_has_no_calendar(client, home, said, monkeypatch):
    post(client, "check", since=said)
    assert Filing.objects.get().since.month == 8


def test_a_list_of_fellow_workers_too_long_to_be_typed_is_asked_for_as_a_file(client, home):
    assert "fellows" in post(client, "who_else", fellows="李四，" * 501).context["faults"]


def test_a_filer_says_later_that_the_employer_may_know_and_takes_it_back(client, home):
    code = post(client, "check").context["code"]
    page = client.post("/query/privacy/", {"code": code})
    assert 'name="identity" value="named"' in page.content.decode()
    assert "已记下您的选择" in client.post("/query/privacy/", {"code": code, "identity": "named"}).content.decode()
    assert Filing.objects.get().identity == "named"
    client.post("/query/privacy/", {"code": code, "identity": "confidential"})
    client.post("/query/privacy/", {"code": code, "identity": "confidential"})
    assert Filing.objects.get().identity == "confidential"
    assert EventRow.objects.filter(type="intake.identity_chosen").count() == 2
    assert client.post("/query/privacy/", {"code": code, "identity": "anonymous"}).status_code == 422
    Filing.objects.update(identity="anonymous")
    assert 'name="identity"' not in client.post("/query/privacy/", {"code": code}).content.decode()


def test_whoever_has_no_answer_yet_sees_each_silent_hour_until_the_first_reply(client, home):
    code = post(client, "check").context["code"]
    filing = Filing.objects.get()
    Filing.objects.update(received_at=filing.received_at - timedelta(hours=5, minutes=20))
    shown = client.post("/query/", {"code": code}).content.decode()
    assert "您已等了 5 小时" in shown
    write(filing_id=filing.pk, words="已联系单位，明天上门。", by=home.clerk, at=filing.received_at)
    shown = client.post("/query/", {"code": code}).content.decode()
    assert "已联系单位" in shown
    assert "您已等了" not in shown


def test_material_added_later_shows_its_fingerprint_under_the_receipt_code(client, home):
    code = post(client, "check").context["code"]
    added = b"\x89PNG\r\n\x1a\n" + bytes(64)
    photo = SimpleUploadedFile("欠条.png", added)
    shown = client.post("/query/", {"code": code, "upload": photo}).content.decode()
    assert hashlib.sha256(added).hexdigest()[:12] in shown


def test_what_the_words_say_already_stands_in_the_next_fields_to_be_checked_and_nothing_typed_is_written_over(client):
    words = "我们十二个人在老周饭店打工，从8月份起工资没发，一共4万8"
    where = client.post("/report/", {"step": "what", "kind": "complaint", "words": words}).content.decode()
    assert "已按您写的话填上" in where
    assert 'value="老周饭店"' in where
    told = {"words": words, "employer_said": "周家饭店"}
    much = client.post("/report/", {**told, "step": "where"}).content.decode()
    assert 'value="48000"' in much
    assert 'value="12"' in much
    assert re.search(r'name="since"[^>]*value="20\d\d-08"', much)
    assert 'name="employer_said" value="周家饭店"' in much, "what was typed goes along"
    typed = client.post(
        "/report/", {**told, "step": "where", "amount": "3万", "workers": "2", "since": "2026-07"}
    ).content.decode()
    assert 'value="3万"' in typed
    assert "已按您写的话填上" not in typed
    back = client.post("/report/", {**told, "step": "how_much", "amount": "", "back": "1"}).content.decode()
    assert "已按您写的话填上" not in back
    plain = client.post("/report/", {"step": "what", "words": "老板不给钱"}).content.decode()
    assert "已按您写的话填上" not in plain
