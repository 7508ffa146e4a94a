"""Files uploaded and never filed go after some days; whatever a filing or another room names stays, also in a race."""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.actions.talk import write_back
from anxin.apps.intake.models import Attachment, Filing
from anxin.apps.intake.said import Handed, Said
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.files import store
from anxin.base.files.models import StoredFile
from anxin.base.jobs import handlers
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput

pytestmark = pytest.mark.django_db
PHOTO = b"\xff\xd8\xff\xe0 a photo of the factory gate"
SHA = hashlib.sha256(PHOTO).hexdigest()
HANDED = Handed(SHA, "门口.jpg", "jpg", len(PHOTO))
SAID = Said(words="三个月没发工资", channel="web", files=(HANDED,))
FILER = system("filer")


@pytest.fixture(autouse=True)
def data_dir(tmp_path, settings):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)


def put(at, until):
    return store.put(io.BytesIO(PHOTO), name="门口.jpg", by=FILER, at=at, until=until)


def sweep(at):
    job = handlers.JobContext(1, "files.remove_expired", {}, at, system("worker"), 1, lambda *_: None)
    return handlers.handler_of("files.remove_expired").run(job)["removed"]


def test_what_was_uploaded_on_the_public_page_and_never_filed_goes_after_a_week(client, small_town):
    client.post("/report/", {"step": "files", "words": "没发工资", "upload": SimpleUploadedFile("a.jpg", PHOTO)})
    stored = StoredFile.objects.get()
    last = stored.at + timedelta(days=7)
    assert stored.keep_until == local_date(last)
    assert (sweep(last), sweep(last + timedelta(days=1))) == (0, 1)
    assert not store.path_of(SHA).exists()
    assert EventRow.objects.filter(type="files.removed").count() == 1


def test_a_filing_and_a_later_message_keep_what_they_name(small_town, now):
    put(now, date(2026, 1, 1))
    receive(said=SAID, by=FILER, at=now)
    other = store.put(io.BytesIO(b"\xff\xd8\xff other"), name="b.jpg", by=FILER, at=now, until=date(2026, 1, 1))
    received = receive(said=replace(SAID, files=()), by=FILER, at=now)
    write_back(code=received.code, words="", files=(Handed(other.sha256, "b.jpg", "jpg", 9),), by=FILER, at=now)
    assert sweep(now + timedelta(days=9999)) == 0
    assert set(StoredFile.objects.values_list("keep_until", flat=True)) == {None}


def test_the_same_content_handed_in_for_good_elsewhere_is_kept_whichever_came_first(small_town, now):
    put(now, date(2026, 1, 1))
    store.put(io.BytesIO(PHOTO), name="凭证.jpg", by=FILER, at=now)
    put(now, date(2026, 1, 1))
    assert sweep(now + timedelta(days=9999)) == 0


def test_a_file_that_is_gone_is_not_acknowledged_as_attached(small_town, now):
    put(now, date(2020, 1, 1))
    assert sweep(now) == 1
    with pytest.raises(BadInput, match="重新上传"):
        receive(said=SAID, by=FILER, at=now)
    assert not Filing.objects.exists()
    put(now, date(2030, 1, 1))
    receive(said=SAID, by=FILER, at=now)
    assert store.open_path(SHA).read_bytes() == PHOTO


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
def test_a_sweep_that_meets_a_filing_on_its_way_leaves_the_file(small_town, now):
    put(now, date(2020, 1, 1))
    filed, looked = Event(), Event()

    def file():
        try:
            with transaction.atomic():
                receive(said=SAID, by=FILER, at=now)
                filed.set()
                looked.wait(2)
        finally:
            connection.close()

    def clear():
        try:
            filed.wait(10)
            return sweep(now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pool.submit(file)
        removed = pool.submit(clear).result(30)
    assert removed == 0
    assert Attachment.objects.get().sha256 == SHA
    assert store.open_path(SHA).read_bytes() == PHOTO
