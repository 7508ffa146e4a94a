"""Bad files through the page and the queue, as a clerk meets them: clear words, a remedy, nothing half-written."""

from __future__ import annotations

import errno
import io
import json
import struct
import tracemalloc
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from anxin.analytics import lake
from anxin.apps.payroll.actions import reconcile as reconciling
from anxin.apps.payroll.models import EmployerMonth, Run, Shortfall, WageFile
from anxin.apps.payroll.web import uploading
from anxin.apps.registry.models import Employer, Employment, PayAccount, Worker
from anxin.base.files.models import StoredFile
from anxin.base.files.store import put
from anxin.base.jobs.models import Job
from anxin.kernel.clock import FixedClock
from anxin.kernel.outcome import BadInput
from anxin.project import middleware
from anxin.project.cli.main import main

from .conftest import HEAD, NOW, book, employer_at, payroll, person, statement, transfer
from .test_pages import ROOT, log_in

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _one_day(monkeypatch):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(NOW))


@pytest.fixture
def clerk(client, small_town):
    return log_in(client, small_town.town, "clerk")


def zipped(**members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def workbook():
    return payroll_of_nobody().getvalue()


def payroll_of_nobody():
    return book(HEAD, [person(1)], title=[["2026年9月工资"]])


def bomb():
    """A hundred and twenty megabytes of blanks in a small archive."""
    return zipped(xl__worksheets__sheet1=b" " * (120 << 20))


def old_workbook_under_a_password():
    """The smallest compound file (OLE2) whose Workbook stream is padded past the short streams and begins with FILEPASS."""
    globals_ = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0, 0, 0, 0)
    stream = (globals_ + struct.pack("<HHHHH", 0x002F, 6, 1, 1, 1) + struct.pack("<HH", 0x000A, 0)).ljust(4096, b"\0")
    head = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")

    def entry(name, kind, child, start, size):
        told = (name + "\0").encode("utf-16-le")
        linked = struct.pack("<HBBIII", len(told), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return told.ljust(64, b"\0") + linked + b"\0" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, 4096)
    return head[:512] + fat + folder.ljust(512, b"\0") + stream


def with_a_broken_member():
    """A sound list of contents over a sheet whose packed bytes were damaged on the way."""
    content = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    middle = sheet.header_offset + 60 + sheet.compress_size // 2
    content[middle : middle + 40] = b"\x5a" * 40
    return bytes(content)


BAD = {
    "旧版加密.xls": (old_workbook_under_a_password(), "密码", "取消密码"),
    "传坏.xlsx": (with_a_broken_member(), "损坏", "另存"),
    "加密.xlsx": (OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "密码", "取消密码"),
    "其实是文档.xlsx": (zipped(word__document_xml="<w/>"), "不是 Excel", "不能导入"),
    "其实是PDF.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "不是 Excel", "不能导入"),
    "其实是照片.xls": (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "不是 Excel", "不能导入"),
    "截断.xlsx": (workbook()[:3000], "损坏", "另存"),
    "空.xlsx": (b"", "空", "重新选择"),
    "炸弹.xlsx": (bomb(), "压缩炸弹", "另存为新文件"),
    "乱码.bin": (bytes(range(256)) * 2, "看不出", "可上传"),
}


def nothing_was_written():
    assert not Worker.objects.exists()
    assert not Employment.objects.exists()
    assert not PayAccount.objects.exists()
    assert not Shortfall.objects.exists()
    assert not WageFile.objects.filter(state="live").exists()
    assert not Job.objects.filter(state="dead").exists()


@pytest.mark.parametrize("name", BAD)
def test_a_file_nobody_can_read_is_said_at_once_or_by_the_queue_with_the_remedy(clerk, desk, name):
    content, words, remedy = BAD[name]
    answer = clerk.post(f"{ROOT}/upload/", {"files": [SimpleUploadedFile(name, content)]})
    said = answer.content.decode()
    if answer.status_code == 302:
        desk.work()
        file = WageFile.objects.get()
        assert file.state == "refused", (file.state, file.message)
        said = clerk.get(f"{ROOT}/files/{file.pk}/").content.decode()
    else:
        assert answer.status_code == 400
    assert name in said
    assert words in said
    assert remedy in said, said[-3000:]
    nothing_was_written()


@pytest.mark.parametrize("kind", ["payroll", "bank"])
@pytest.mark.parametrize("name", BAD)
def test_the_command_line_refuses_it_in_the_same_words_with_exit_code_2(desk, tmp_path, capsys, kind, name):
    content, _, _ = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    for more in ((), ("--dry-run",)):
        code = main(["import", kind, str(path), *more, "--json"])
        told = json.loads(capsys.readouterr().out)
        assert code == 2, told
        assert name in told["message"] + str(told["faults"])
        assert any(one["remedy"] for one in told["faults"]), told
    assert not WageFile.objects.exists()
    nothing_was_written()


def test_good_files_sent_beside_a_bad_one_are_taken_in(clerk, desk, workshop):
    good, bad = payroll(workshop, [person(1)]).getvalue(), BAD["加密.xlsx"][0]
    answer = clerk.post(
        f"{ROOT}/upload/", {"files": [SimpleUploadedFile("好.xlsx", good), SimpleUploadedFile("坏.xlsx", b"")]}
    )
    assert answer.status_code == 400
    assert "坏.xlsx" in answer.content.decode()
    desk.work()
    assert WageFile.objects.get().state == "live"
    assert bad


def test_a_file_of_300_megabytes_is_refused_at_the_limit_and_costs_no_memory(tmp_path, small_town):
    huge = tmp_path / "全年.xlsx"
    with huge.open("wb") as target:
        target.truncate(300 << 20)
    tracemalloc.start()
    with huge.open("rb") as stream, pytest.raises(BadInput) as refused:
        put(stream, name=huge.name, by=small_town.clerk, at=NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "超过单个文件上限" in refused.value.message
    assert "拆分" in refused.value.message
    assert peak < 20 << 20
    assert not StoredFile.objects.exists()


def test_the_page_refuses_what_is_beyond_the_limit(clerk, settings):
    settings.SETTINGS = type(settings.SETTINGS)(
        **{
            name: getattr(settings.SETTINGS, name)
            for name in settings.SETTINGS.__dataclass_fields__
            if name != "upload_limit_mb"
        },
        upload_limit_mb=1,
    )
    answer = clerk.post(f"{ROOT}/upload/", {"files": [SimpleUploadedFile("大.csv", b"a,b\n" * (300 << 10))]})
    assert answer.status_code == 400
    assert "超过单个文件上限 1 MB" in answer.content.decode()
    nothing_was_written()


@pytest.mark.parametrize(("said", "chosen"), [("2019年3月", "2026-10"), ("2027年3月", ""), ("2026年9月", "2026-10")])
def test_a_month_other_than_the_one_chosen_or_not_yet_begun_waits_for_a_person(clerk, desk, workshop, said, chosen):
    sent = SimpleUploadedFile("工资.xlsx", payroll(workshop, [person(1)], month=said).getvalue())
    clerk.post(f"{ROOT}/upload/", {"files": [sent], "month": chosen})
    desk.work()
    file = WageFile.objects.get()
    assert file.state == "doubtful", (file.state, file.month)
    assert {one["code"] for one in file.reading["blockers"]} & {"wrong_month", "other_month"}
    assert said in clerk.get(f"{ROOT}/files/{file.pk}/").content.decode()
    nothing_was_written()


def test_a_payroll_taken_for_a_bank_file_and_the_reverse_change_no_figure(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1)]), kind="bank", name="一.xlsx")
    desk.hand_in(statement([transfer(1, 5000)]), kind="payroll", name="二.xlsx")
    assert not WageFile.objects.filter(state="live").exists()
    assert not EmployerMonth.objects.exists()
    for file in WageFile.objects.all():
        assert file.message or file.reading.get("blockers")


def test_a_second_payroll_of_the_month_is_said_to_replace_the_first_and_both_stay_on_record(clerk, desk, workshop):
    desk.hand_in(payroll(workshop, [person(1), person(2)]))
    desk.hand_in(payroll(workshop, [person(1)]), name="第二份.xlsx")
    assert [file.state for file in WageFile.objects.order_by("pk")] == ["live", "live"]
    assert EmployerMonth.objects.get().workers == 1
    shown = clerk.get(f"{ROOT}/employers/{workshop.pk}/").content.decode()
    assert "第二份.xlsx" in shown
    assert "九月工资.xlsx" in shown


def formula_cells(content):
    shown = openpyxl.load_workbook(io.BytesIO(content))
    return [cell for sheet in shown for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_name_that_is_a_formula_leaves_every_list_as_plain_text(clerk, desk, small_town, start):
    evil = f'{start}HYPERLINK("http://example.invalid","点我")'
    employer = employer_at(small_town.east, 3, name=evil)
    bad = person(1, name=evil)
    stream = book(HEAD, [bad], title=[["2026年9月工资发放表"]])
    desk.hand_in(stream, employer=employer)
    assert WageFile.objects.get().state in ("live", "doubtful")
    for path in ("/arrears/", "/arrears/workers/", "/files/", "/breaches/", "/months/202609/"):
        answer = clerk.get(f"{ROOT}{path}?export=xlsx")
        assert answer.status_code == 200, path
        assert formula_cells(answer.content) == [], path
    answer = clerk.get("/office/registry/?export=xlsx")
    assert formula_cells(answer.content) == []


def no_space(*_args, **_named):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "where", [(lake.pq, "write_table"), (lake.os, "fsync"), (lake, "_make_durable_folder")], ids=lambda one: one[1]
)
def test_a_disk_that_fills_while_lines_are_written_is_said_and_waited_for_as_long_as_it_takes(
    desk, workshop, monkeypatch, clerk, where
):
    file = desk.hand_in(payroll(workshop, [person(1)]), work=False)
    with monkeypatch.context() as broken:
        broken.setattr(*where, no_space)
        for _ in range(20):  # more often than a job that is itself at fault is tried
            desk.work()
            desk.at += timedelta(hours=1)
        file.refresh_from_db()
        assert file.state == "received"
        nothing_was_written()
        said = clerk.get(f"{ROOT}/files/{file.pk}/").content.decode()
        assert "服务器磁盘已满" in said
        assert "会自动重试" in said
    assert not list(desk.root.rglob("*.staging"))
    desk.work()
    file.refresh_from_db()
    assert file.state == "live"


def test_a_database_without_room_is_said_on_the_page_and_nothing_is_kept(clerk, workshop, monkeypatch):
    def no_room(*_args, **_named):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(uploading, "receive", no_room)
    sent = SimpleUploadedFile("工资.xlsx", payroll(workshop, [person(1)]).getvalue())
    answer = clerk.post(f"{ROOT}/upload/", {"files": [sent]})
    assert answer.status_code == 507
    assert "服务器磁盘已满" in answer.content.decode()
    assert not WageFile.objects.exists()


def test_a_database_that_is_full_while_findings_are_written_keeps_the_figures_there_were(desk, workshop, monkeypatch):
    desk.hand_in(payroll(workshop, [person(1)]))
    before = (Run.objects.count(), list(Shortfall.objects.values_list("arrears_fen", flat=True)))

    def no_room(*_args, **_named):
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(reconciling, "write_breaches", no_room)
        desk.hand_in(statement([transfer(1, 5000)]), name="流水.xlsx", kind="bank")
    assert (Run.objects.count(), list(Shortfall.objects.values_list("arrears_fen", flat=True))) == before
    assert WageFile.objects.get(kind="bank").state == "live", "what was acknowledged is not lost"
    desk.at += timedelta(hours=1)
    desk.work()
    assert not Shortfall.objects.exists(), "the queued comparison is tried again when there is room"


def test_an_employer_struck_off_while_its_file_waits_does_not_break_the_queue(desk, workshop):
    stream = payroll(workshop, [person(1)])
    Employer.objects.filter(pk=workshop.pk).update(status="closed")
    file = desk.hand_in(stream)
    assert file.state in ("live", "doubtful")
    assert not Job.objects.filter(state="dead").exists()
