"""Files: kept by content, judged by content, refused with a remedy, whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlwt
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from anxin.base.actors import Actor
from anxin.base.files import archives, store
from anxin.base.files.models import StoredFile
from anxin.base.files.sniffing import kind_of
from anxin.base.scope import Scope
from anxin.kernel.outcome import BadInput, NotFound

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CLERK = Actor("person:7", "张经办", Scope(("33/",)), frozenset())


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings):
    from dataclasses import replace

    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path, upload_limit_mb=1)
    return tmp_path


def put(content, name="a.csv", **more):
    return store.put(io.BytesIO(content), name=name, by=CLERK, at=AT, **more)


def kept(data_dir):
    return [path for path in (data_dir / "files").rglob("*") if path.is_file()]


def xlsx():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "姓名"
    book.save(out)
    return out.getvalue()


def xls():
    book, out = xlwt.Workbook(), io.BytesIO()
    book.add_sheet("一").write(0, 0, "姓名")
    book.save(out)
    return out.getvalue()


def zipped(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def test_a_file_is_kept_under_the_hash_of_its_content(data_dir):
    stored = put("姓名,工资\n张,1\n".encode())
    path = store.open_path(stored.sha256)
    assert path == data_dir / "files" / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256
    assert path.read_bytes() == "姓名,工资\n张,1\n".encode()
    assert (stored.size, stored.kind, stored.name) == (path.stat().st_size, "csv", "a.csv")


def test_the_same_content_is_kept_once_whatever_it_is_called(data_dir):
    first, second = put(b"a,b\n1,2\n", "a.csv"), put(b"a,b\n1,2\n", "b.csv")
    assert first.sha256 == second.sha256
    assert StoredFile.objects.count() == len(kept(data_dir)) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (xlsx(), "xlsx"),
        (xls(), "xls"),
        (zipped(word__document="x"), "docx"),
        (zipped(readme="x"), "zip"),
        ("姓名,工资\n张三,1\n".encode("gb18030"), "csv"),
        ("序号|账号|金额\n1|62|3\n".encode("gb18030"), "csv"),
        ("姓名\t工资\n张\t1\n".encode("utf-16"), "csv"),
        ("今天没有工资表。\n".encode(), "txt"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpg"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "wav"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\0\0\0\x1cftypM4A \0\0\0\0", "m4a"),
        (b"\0\0\0\x18ftyp3gp4\0\0\0\0", "mp4"),
        (b"#!AMR\n\x3c\x08", "amr"),
        (b"#!AMR-WB\n\x3c\x08", "amr"),
        (b"OggS\0\x02\0\0", "ogg"),
        (b"ID3\x04\0\0\0\0", "mp3"),
        (b"\xff\xfb\x90\x64\0\0", "mp3"),
        (b"\xff\xf1\x50\x80\0\0", "aac"),
    ],
)
def test_the_type_is_judged_by_the_content_and_never_by_the_name(content, kind):
    assert put(content, "lies.exe").kind == kind


def test_a_workbook_under_a_password_is_known_as_locked(tmp_path):
    path = tmp_path / "locked"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage\0".encode("utf-16-le"))
    assert kind_of(path, "locked.xlsx") == "locked"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ\x90\x00\x03\x00", "file_unknown"),
        (b"PK\x03\x04 not really", "file_damaged"),
        (xlsx()[:-200], "file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 something else", "file_unknown"),
        (b"x" * (1 << 20) + b"y", "file_too_large"),
        (zipped(inner_DOT_zip=zipped(a="b")), "file_bomb"),
    ],
)
def test_a_bad_file_is_refused_with_a_remedy_and_leaves_nothing(data_dir, content, code):
    with pytest.raises(BadInput) as refusal:
        put(content, "坏.xlsx")
    assert refusal.value.code == code
    assert refusal.value.faults[0].remedy
    assert "坏.xlsx" in refusal.value.message
    assert not kept(data_dir)
    assert not StoredFile.objects.exists()


def test_a_bomb_of_many_blanks_is_refused_before_it_is_unpacked(data_dir):
    with pytest.raises(BadInput, match="压缩比"):
        put(zipped(xl__sheet="0" * (150 << 20)), "bomb.xlsx")


def test_a_bomb_of_many_entries_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 5)
    with pytest.raises(BadInput, match="条目"):
        put(zipped(**{f"a{n}": "x" for n in range(6)}), "bomb.zip")


def test_a_bomb_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 100)
    with pytest.raises(BadInput, match="展开后"):
        put(zipped(a="x" * 101), "bomb.zip")


def test_an_archive_whose_entries_overlap_is_refused(tmp_path):
    once = zipped(a=os.urandom(20_000))
    path = tmp_path / "overlap.zip"
    path.write_bytes(once)
    with zipfile.ZipFile(path) as archive:
        entry = archive.infolist()[0]
    with pytest.raises(BadInput, match="重叠"):
        archives._check_size(path, "overlap.zip", [entry, entry])


def test_a_kind_not_wanted_here_is_refused():
    with pytest.raises(BadInput, match="pdf"):
        put(b"%PDF-1.7\n", "工资.xlsx", kinds=frozenset({"xlsx", "xls", "csv"}))


def test_a_full_disk_is_said_clearly_and_nothing_is_half_written(data_dir, monkeypatch):
    @contextmanager
    def full():
        yield Path("/dev/full")

    monkeypatch.setattr(store, "_incoming", full)
    with pytest.raises(BadInput, match="磁盘已满") as refusal:
        put(b"a,b\n1,2\n")
    assert refusal.value.code == "disk_full"
    assert not kept(data_dir)
    assert not StoredFile.objects.exists()


def test_another_fault_of_the_disk_is_not_hidden(monkeypatch):
    def broken(*_):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(store, "_copy", broken)
    with pytest.raises(OSError, match="broken"):
        put(b"a,b\n")


def test_a_file_without_a_row_cannot_be_opened(data_dir):
    with pytest.raises(NotFound):
        store.open_path("0" * 64)
    with pytest.raises(NotFound):
        store.open_path("../../etc/passwd")


def test_a_quarantined_file_can_neither_be_opened_nor_handed_in_again():
    stored = put(b"a,b\n1,2\n")
    store.quarantine(sha256=stored.sha256, reason="含宏病毒", by=CLERK, at=AT)
    with pytest.raises(BadInput, match="含宏病毒"):
        store.open_path(stored.sha256)
    with pytest.raises(BadInput, match="隔离"):
        put(b"a,b\n1,2\n")


def test_changed_and_missing_files_are_found():
    good, changed, gone = put(b"a,1\n"), put(b"b,1\n"), put(b"c,1\n")
    path = store.path_of(changed.sha256)
    path.chmod(0o640)
    path.write_bytes(b"b,2\n")
    store.path_of(gone.sha256).unlink()
    assert {(one.sha256, one.what) for one in store.verify()} == {
        (changed.sha256, "内容被改动"),
        (gone.sha256, "文件缺失"),
    }
    assert store.open_path(good.sha256)


def test_the_content_goes_when_its_time_is_over_and_comes_back_when_handed_in_again():
    stored = put(b"a,1\n", until=date(2026, 12, 1))
    put(b"a,1\n", until=date(2026, 11, 1))
    assert store.remove_expired(on=date(2026, 12, 1), by=CLERK, at=AT) == 0
    assert store.remove_expired(on=date(2026, 12, 2), by=CLERK, at=AT) == 1
    with pytest.raises(NotFound):
        store.open_path(stored.sha256)
    put(b"a,1\n")
    assert store.open_path(stored.sha256)


def test_what_a_power_cut_left_half_received_is_swept_a_day_later(data_dir):
    left = data_dir / "files" / "incoming" / "half"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    written = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    assert store.sweep_incoming(written + timedelta(hours=23)) == 0
    assert store.sweep_incoming(written + timedelta(hours=25)) == 1


@given(st.binary(max_size=300))
@hypothesis_settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_whatever_comes_in_is_either_kept_whole_or_refused_in_chinese(content):
    refused = None
    try:
        stored = put(content)
    except BadInput as refusal:
        refused = refusal
    if refused is None:
        assert store.open_path(stored.sha256).read_bytes() == content
    else:
        assert refused.faults[0].remedy


def test_the_limit_comes_from_the_settings():
    assert settings.SETTINGS.upload_limit_mb == 1
