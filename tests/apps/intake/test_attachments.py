"""What filers attach, as hostile as it comes: never an error page, never shown as a page, never half kept."""

from __future__ import annotations

import hashlib
import html
import io
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anxin.apps.intake.actions.receiving import receipt_of, receive
from anxin.apps.intake.models import Attachment, Filing
from anxin.apps.intake.said import Said
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.files.models import StoredFile
from anxin.base.files.names import shown_name
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock

pytestmark = pytest.mark.django_db
TOLD = {"kind": "complaint", "words": "在东头村的厂里做工，欠三个月工资", "identity": "anonymous"}
HTML = b"<!doctype html><script>fetch('/office/')</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def png(width=1, height=1, *, body=b""):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4)) + chunk(b"IEND", b"") + body  # fmt: skip


def jpeg_with_place():
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1aGPS 30.0N 120.6E"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xd9"


def zipped(entries, *, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def bomb():
    return zipped([(f"xl/{number}.xml", bytes(12 << 20)) for number in range(10)])


TAKEN = {
    "a jpeg with the place in it": (jpeg_with_place(), "IMG_1.jpg", "jpg"),
    "a picture of a hundred thousand pixels each way": (png(100_000, 100_000), "大.png", "png"),
    "a picture that ends too soon": (png()[:-20], "断.png", "png"),
    "a picture that is also a page": (png(body=HTML), "图.html", "png"),
    "a picture that is also an archive": (png(body=zipped([("a.txt", "x")])), "图.zip", "png"),
    "a document that is also a page": (b"%PDF-1.7\n" + HTML, "合同.pdf.html", "pdf"),
    "a page called a photo": (HTML, "照片.jpg", "txt"),
    "a page with a mark of text": (b"\xef\xbb\xbf" + HTML, "聊天记录.html", "txt"),
    "a drawing with a script": (SVG, "a.svg", "txt"),
    "a chat as text": ("张三 2026-11-01 08:00\n工资什么时候发\n".encode(), "聊天.txt", "txt"),
    "a recording of a telephone": (b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom", "录音.m4a", "m4a"),
    "a recording in a film's container": (b"\0\0\0\x18ftyp3gp4\0\0\0\x003gp4isom", "录音.m4a", "mp4"),
    "an old recording": (b"#!AMR\n\x3c\x08", "voice.amr", "amr"),
    "a recording cut short": (b"OggS", "a.ogg", "ogg"),
    "a recording with a page in its title": (b"ID3\x04\0\0" + HTML, "a.mp3", "mp3"),
}
REFUSED = {
    "nothing": (b"", "空.jpg"),
    "a program": (b"MZ\x90\0\x03\0\0", "照片.jpg"),
    "a program of another system": (b"\x7fELF\x02\x01\x01\0", "录音.m4a"),
    "an archive": (zipped([("a.txt", "x")]), "聊天.zip"),
    "an archive that unpacks a hundredfold and more": (bomb(), "表.xlsx"),
    "an archive in a document": (zipped([("word/document.xml", "x"), ("a.zip", zipped([("b", "c")]))]), "a.docx"),
    "a document that ends too soon": (zipped([("word/document.xml", "x" * 999)])[:-40], "合同.docx"),
    "an archive that only begins": (b"PK\x03\x04", "a.docx"),
    "an unknown container": (b"RIFF\x04\0\0\0EVIL\0", "a.wav"),
    "a compound of nothing": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "a.doc"),
}
NAMES = [
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "欠条\u202egpj.exe", "a\x00.jpg", "a\r\nSet-Cookie: x=1.jpg", "\u200b", ".htaccess", "con.jpg",
    '";filename="x.html', "<script>alert(1)</script>.jpg", "x" * 400 + ".jpg", "بىر.jpg", "🧾.jpg", " . ", "%2e%2e%2fx.jpg", "{{7*7}}.jpg",
]  # fmt: skip


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings, small_town):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path, upload_limit_mb=2)
    return tmp_path


@pytest.fixture
def clerk(client, small_town):
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def attach(client, *given):
    return client.post("/report/", {**TOLD, "step": "files", "upload": list(given)})


def carried(page):
    found = re.search(r'name="files" value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def filed(client, page):
    done = client.post("/report/", {**TOLD, "step": "check", "files": carried(page)})
    assert done.status_code == 200
    return Filing.objects.latest("pk"), done.context["code"]


def test_who_sends_a_packed_chat_reads_what_to_do_instead_of_a_list_of_formats(client):
    page = attach(client, SimpleUploadedFile("聊天.zip", zipped([("a.txt", "x")]))).content.decode()
    assert "压缩包" in page
    assert "aac、amr" not in page


@pytest.mark.parametrize("content", [b"", b"MZ\0", b"PK\x03\x04" + bytes(300), png(body=bytes(2 << 20))])
def test_why_a_file_was_not_taken_stands_in_the_language_of_the_page(client, data_dir, content):
    page = client.post(
        "/report/?lang=en", {"step": "files", "words": "No wages for 3 months", "more": "1", "upload": SimpleUploadedFile("x.bin", content)}
    )  # fmt: skip
    said = page.context["faults"]["files"]
    assert said.startswith("“x.bin” was not taken:")
    assert not re.search("[\u4e00-\u9fff]", said)


@pytest.mark.parametrize("content", [b"", b"MZ\0", b"PK\x03\x04" + bytes(300), png(body=bytes(2 << 20))])
def test_why_a_file_was_not_taken_is_said_in_vietnamese_too_on_both_pages(client, data_dir, content):
    """The name goes into the sentence of the data file, which nobody has checked: the Chinese stands beside it."""
    told = {
        "step": "files",
        "words": "No wages for 3 months",
        "more": "1",
        "upload": SimpleUploadedFile("x.bin", content),
    }
    page = html.unescape(client.post("/report/?lang=vi", told).content.decode())
    assert re.search(r'<span lang="vi" dir="ltr">Chưa nhận “x\.bin”: .*?</span> <span class="unchecked"', page)
    filed_code = receive(said=Said(words="三个月没发", channel="web"), by=system("filer"), at=SystemClock().now()).code
    told = {"code": filed_code, "words": "Xin chào", "upload": SimpleUploadedFile("x.bin", content)}
    page = html.unescape(client.post("/query/", told).content.decode())
    assert "Đã nhận." in page
    assert "Chưa nhận “x.bin”" in page


def assert_whole(data_dir):
    """Every file that lies there is what its name says, and known; nothing half received is left."""
    kept = [path for path in (data_dir / "files").rglob("*") if path.is_file()]
    assert not [path for path in kept if "incoming" in path.parts]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in kept)
    assert {path.name for path in kept} == set(StoredFile.objects.values_list("sha256", flat=True))


def assert_harmless(answer, content):
    """A download that no browser shows or runs, of exactly what was handed in."""
    assert b"".join(answer.streaming_content) == content
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert not re.search("html|svg|xml|script", answer["Content-Type"])
    name = unquote(disposition.partition("''")[2]) if "''" in disposition else disposition.partition('"')[2].rstrip('"')
    assert_clean(name)


def assert_clean(name):
    assert not re.search(r'[/\\<>:"|?*]', name)
    assert not [one for one in name if unicodedata.category(one)[0] == "C"]
    assert 0 < len(name) <= 130
    assert not name.startswith(".")


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_in_comes_out_as_it_was_and_is_never_shown(clerk, data_dir, what):
    content, name, kind = TAKEN[what]
    page = attach(clerk, SimpleUploadedFile(name, content))
    assert page.status_code == 200
    filing, _code = filed(clerk, page)
    kept = filing.attachments.get()
    assert kept.kind == kind
    assert_harmless(clerk.get(f"/office/intake/{filing.pk}/files/{kept.pk}/"), content)
    assert_whole(data_dir)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_named_and_leaves_nothing(client, data_dir, what):
    content, name = REFUSED[what]
    page = attach(client, SimpleUploadedFile(name, content))
    assert page.status_code == 422
    assert name in str(page.context["faults"]["files"])
    assert not StoredFile.objects.exists()
    assert_whole(data_dir)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_does_harm(clerk, data_dir, name):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="step"\r\n\r\nfiles\r\n--x\r\n'
        b'Content-Disposition: form-data; name="words"\r\n\r\nthree months unpaid\r\n--x\r\n'
        b'Content-Disposition: form-data; name="upload"; filename="' + name.encode() + b'"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n" + jpeg_with_place() + b"\r\n--x--\r\n"
    )
    page = clerk.post("/report/", body, content_type="multipart/form-data; boundary=x")
    assert page.status_code in (200, 400, 422)
    if carried(page):
        filing, _code = filed(clerk, page)
        kept = filing.attachments.get()
        assert_clean(kept.name)
        assert_harmless(clerk.get(f"/office/intake/{filing.pk}/files/{kept.pk}/"), jpeg_with_place())
    assert_whole(data_dir)


def test_the_good_ones_stay_when_another_is_refused_and_a_later_message_takes_the_same(client, data_dir):
    good, bad = SimpleUploadedFile("欠条.png", png()), SimpleUploadedFile("a.exe", b"MZ\0")
    page = attach(client, good, bad)
    assert page.status_code == 422
    assert "a.exe" in page.context["faults"]["files"]
    filing, code = filed(client, page)
    assert filing.attachments.get().name == "欠条.png"
    again = client.post("/query/", {"code": code, "words": "再补一段录音", "upload": [
        SimpleUploadedFile("录音.amr", b"#!AMR\n\x3c"), SimpleUploadedFile("b.exe", b"MZ\0")
    ]})  # fmt: skip
    shown = again.content.decode()
    assert "已收到。" in shown
    assert "b.exe" in shown
    assert "录音.amr" in shown
    assert [one.name for one in filing.attachments.order_by("pk")] == ["欠条.png", "录音.amr"]
    assert filing.messages.get().words == "再补一段录音"
    assert_whole(data_dir)


def test_only_a_bad_file_says_why_and_writes_nothing(client):
    filing, code = filed(client, attach(client, SimpleUploadedFile("欠条.png", png())))
    page = client.post("/query/", {"code": code, "upload": SimpleUploadedFile("b.exe", b"MZ\0")})
    assert "b.exe" in page.content.decode()
    assert not filing.messages.exists()


def test_too_many_and_too_large_are_refused_in_words(client, data_dir):
    many = attach(client, *(SimpleUploadedFile(f"{number}.png", png()) for number in range(13)))
    assert (many.status_code, StoredFile.objects.count()) == (422, 0)
    large = attach(client, SimpleUploadedFile("大.png", png(body=bytes(2 << 20))))
    assert large.status_code == 422
    assert "2 MB" in large.context["faults"]["files"]
    assert_whole(data_dir)


@pytest.mark.parametrize("cut", [10, 60, 150, 260, 300])
def test_a_form_cut_off_on_the_way_is_no_error_page(client, data_dir, cut):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="step"\r\n\r\nfiles\r\n--x\r\n'
        b'Content-Disposition: form-data; name="upload"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n' + png() + b"\r\n--x--\r\n"
    )  # fmt: skip
    page = client.post("/report/", body[:cut], content_type="multipart/form-data; boundary=x")
    assert page.status_code in (200, 400, 422)
    assert_whole(data_dir)


HEADS = st.sampled_from([b"", *(content[:12] for content, *_ in [*TAKEN.values(), *REFUSED.values()])])
WEIRD = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SENT = WEIRD.filter(lambda name: name.rpartition("/")[2] not in {"", ".", ".."})
"""Names that the form's own reader lets through; it drops a file whose name is only a folder."""


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(head=HEADS, rest=st.binary(max_size=200), name=SENT)
def test_whatever_bytes_under_whatever_name_are_taken_whole_or_refused(client, data_dir, head, rest, name):
    page = attach(client, SimpleUploadedFile(name, head + rest))
    assert page.status_code in (200, 422)
    assert_whole(data_dir)
    if carried(page):
        filing, _code = filed(client, page)
        for one in Attachment.objects.filter(filing=filing):
            assert_clean(one.name)
            assert one.sha256 == hashlib.sha256(head + rest).hexdigest()


@given(name=WEIRD, kind=st.sampled_from(["jpg", "mp4", "txt", "docx"]))
def test_every_shown_name_is_clean_and_ends_as_its_content(name, kind):
    assert_clean(shown_name(name, kind))
    assert shown_name(name, kind).lower().rpartition(".")[2] in {"jpg", "jpeg", "mp4", "m4a", "3gp", "mov", "txt", "csv", "docx"}  # fmt: skip


def test_what_no_keyboard_types_is_left_out_of_the_words(client):
    told = {**TOLD, "words": "欠\x00三个月\x08工资\n共两万", "employer_said": "某\x00厂", "employer_id": "9" * 30}
    assert client.post("/report/", {**told, "step": "check"}).status_code in (200, 422)
    del told["employer_id"]
    code = client.post("/report/", {**told, "step": "check"}).context["code"]
    filing = Filing.objects.latest("pk")
    assert (filing.words, filing.employer_said) == ("欠三个月工资\n共两万", "某厂")
    assert client.post("/query/", {"code": code, "words": "还有\x00一句"}).status_code == 200
    assert filing.messages.get().words == "还有一句"


def test_a_filing_laid_aside_can_be_asked_for(client):
    """Its state had no words on the page under the receipt code."""
    page = client.post("/report/", {**TOLD, "step": "check"})
    Filing.objects.update(state=Filing.State.ASIDE, received_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert client.post("/query/", {"code": page.context["code"]}).status_code == 200


def write(clerk, filing, *given, words="这是受理通知"):
    clerk.post(f"/office/intake/{filing.pk}/write/", {"words": words, "upload": list(given)})
    return filing.messages.filter(from_filer=False).last()


def test_the_office_sends_a_file_with_its_message_and_the_filer_opens_it_by_code_alone(clerk, data_dir):
    filing, code = filed(clerk, attach(clerk, SimpleUploadedFile("欠条.png", png())))
    message = write(clerk, filing, SimpleUploadedFile("通知.pdf", b"%PDF-1.7\n"), SimpleUploadedFile("欠条.png", png()))
    sent = message.files.get(kind="pdf")
    assert [one.name for one in message.files.order_by("pk")] == ["通知.pdf", "欠条.png"], (
        "also what the filer had sent"
    )
    assert EventRow.objects.get(type="intake.files_sent").data["message"] == message.pk
    assert StoredFile.objects.get(pk=sent.sha256).keep_until is None, "kept as long as the filing, not as an upload"
    page = Client().post("/query/", {"code": code}).content.decode()
    assert "通知.pdf" in page
    assert "办公室发来材料" in page
    answer = Client().post("/query/file/", {"code": code, "file": sent.pk})
    assert_harmless(answer, b"%PDF-1.7\n")
    assert "no-store" in answer["Cache-Control"]
    own = filing.attachments.get(from_filer=True)
    _other, strange = filed(clerk, attach(clerk, SimpleUploadedFile("b.png", png(2))))
    assert [one.status_code for one in (
        Client().post("/query/file/", {"code": code, "file": own.pk}), Client().post("/query/file/", {"code": strange, "file": sent.pk}),
        Client().post("/query/file/", {"code": "0", "file": sent.pk}), Client().get(f"/query/file/?file={sent.pk}"),
    )] == [404, 404, 302, 302]  # fmt: skip
    assert receipt_of(filing, code).files == (own.sha256,)


def test_one_file_that_is_refused_holds_the_offices_message_back(clerk, data_dir):
    filing, _code = filed(clerk, attach(clerk))
    assert (
        write(clerk, filing, SimpleUploadedFile("通知.pdf", b"%PDF-1.7\n"), SimpleUploadedFile("a.exe", b"MZ\0"))
        is None
    )
    assert write(clerk, filing, SimpleUploadedFile("通知.pdf", b"%PDF-1.7\n"), words=" ") is None
    assert not filing.attachments.exists()


def test_a_file_sent_by_mistake_is_withdrawn_and_stays_on_record(clerk, data_dir):
    filing, code = filed(clerk, attach(clerk))
    sent = write(clerk, filing, SimpleUploadedFile("别人的.pdf", b"%PDF-1.7\n")).files.get()
    for _twice in range(2):
        clerk.post(f"/office/intake/{filing.pk}/withdraw/", {"file": sent.pk})
    assert EventRow.objects.filter(type="intake.file_withdrawn").count() == 1
    page = Client().post("/query/", {"code": code}).content.decode()
    assert "别人的.pdf" not in page
    assert "办公室撤回了一份材料" in page
    assert Client().post("/query/file/", {"code": code, "file": sent.pk}).status_code == 404
    assert clerk.get(f"/office/intake/{filing.pk}/files/{sent.pk}/").status_code == 200
