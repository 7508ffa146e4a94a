"""Another system hands files in with a filing or later: the checks, hashes and receipt of the public form, once however often it asks."""

from __future__ import annotations

import errno
import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest

from anxin.apps.intake.actions import receiving
from anxin.apps.intake.handing import KINDS, MOST
from anxin.apps.intake.models import Attachment, Filing
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.files import store
from anxin.base.files.models import StoredFile
from anxin.base.files.store import open_path, remove_expired
from anxin.base.vault.signing import opened_text
from anxin.domain.intake.receipts import Receipt
from anxin.kernel.clock import SystemClock, local_date

PHOTO = b"\x89PNG\r\n\x1a\n" + b"slip"
NOTE = "八月的工资条，老板签了字".encode()
TOLD = {"external_id": "F-1", "words": "老板三个月没发工资，一共十二个人", "workers": "12", "since": "2026-08-01"}


def sha(content):
    return hashlib.sha256(content).hexdigest()


def named(*contents, name="工资条"):
    return [SimpleUploadedFile(f"{name}{number}.bin", one) for number, one in enumerate(contents)]


def hand_in(one, *contents, **more):
    return one.send("/filings/with-files", data={**TOLD, **more, "files": named(*contents)})


def add(one, filing, *contents):
    return one.send(f"/filings/{filing}/files", data={"files": named(*contents)})


def test_files_come_with_the_filing_and_stand_on_its_receipt(machine, own):
    sent = hand_in(machine(), PHOTO, NOTE)
    assert sent.status_code == 201, sent.content
    told = sent.json()
    filing = Filing.objects.get(pk=told["id"])
    assert (filing.channel, filing.workers, str(filing.since)) == ("platform", 12, "2026-08-01")
    assert (told["added"], {one["sha256"] for one in told["files"]}) == (2, {sha(PHOTO), sha(NOTE)})
    assert {one["kind"] for one in told["files"]} == {"png", "txt"}
    receipt = Receipt.of_payload(opened_text(told["receipt"]))
    assert (receipt.code, set(receipt.files)) == (told["code"], {sha(PHOTO), sha(NOTE)})
    assert open_path(sha(PHOTO)).read_bytes() == PHOTO
    assert filing.attachments.filter(from_filer=True).count() == 2


def test_sent_again_it_is_the_same_filing_and_no_file_twice(machine, own):
    one = machine()
    first, again = hand_in(one, PHOTO, NOTE).json(), hand_in(one, PHOTO, NOTE)
    assert again.status_code == 200
    assert {**again.json(), "again": False, "added": 2} == first
    assert again.json()["added"] == 0
    assert Filing.objects.filter(channel="platform").count() == 1
    assert Attachment.objects.count() == 2


def test_a_file_that_the_first_try_did_not_bring_is_added_by_the_second(machine, own):
    one = machine()
    plain = one.send("/filings", body={**TOLD, "workers": 12}).json()
    again = hand_in(one, PHOTO)
    assert (again.status_code, again.json()["added"], again.json()["receipt"]) == (200, 1, plain["receipt"])
    assert [each.sha256 for each in Filing.objects.get(pk=plain["id"]).attachments.all()] == [sha(PHOTO)]


def test_files_are_added_later_once_and_kept_beyond_the_days_of_the_unfiled(machine, own, data_dir):
    one = machine()
    filing = one.send("/filings", body={**TOLD, "workers": 12}).json()["id"]
    first, again = add(one, filing, PHOTO, PHOTO, NOTE), add(one, filing, PHOTO, NOTE)
    assert (first.status_code, first.json()["added"]) == (201, 2), first.content
    assert (again.status_code, again.json()["added"]) == (200, 0)
    told = [[(one["sha256"], one["size"], one["kind"]) for one in each.json()["files"]] for each in (first, again)]
    assert told[0] == told[1] == [(sha(PHOTO), len(PHOTO), "png"), (sha(NOTE), len(NOTE), "txt")]
    [event] = EventRow.objects.filter(type="intake.files_added", subject=f"intake.filing:{filing}")
    assert (set(event.data["files"]), event.actor.split(":")[0]) == ({sha(PHOTO), sha(NOTE)}, "token")
    later = SystemClock().now() + timedelta(days=40)
    remove_expired(on=local_date(later), by=system("test"), at=later)
    assert open_path(sha(NOTE)).read_bytes() == NOTE


def test_the_filers_page_shows_what_the_platform_added(machine, own, client):
    one = machine()
    told = one.send("/filings", body={**TOLD, "workers": 12}).json()
    add(one, told["id"], PHOTO)
    page = client.post("/query/", {"code": told["code"]}).content.decode()
    assert "工资条0" in page


@pytest.mark.parametrize("bad", [b"", b"PK\x05\x06" + b"\0" * 18, b"MZ\x00\x01\x02"])
def test_one_bad_file_refuses_the_whole_request_and_says_which(machine, own, bad):
    one, before = machine(), Filing.objects.count()
    refused = hand_in(one, PHOTO, bad)
    assert (refused.status_code, refused.json()["code"]) == (422, "intake.files_refused"), refused.content
    assert "工资条1" in refused.json()["faults"][0]["what"]
    assert Filing.objects.count() == before
    assert StoredFile.objects.get(pk=sha(PHOTO)).keep_until is not None
    filing = one.send("/filings", body={**TOLD, "workers": 12}).json()["id"]
    assert add(one, filing, PHOTO, bad).status_code == 422
    assert not Attachment.objects.exists()


def test_too_many_files_and_none_at_all_are_refused(machine, own):
    one = machine()
    many = [PHOTO + bytes([number]) for number in range(MOST + 1)]
    assert hand_in(one, *many).status_code == 422
    assert hand_in(one).status_code == 422
    assert hand_in(one, *many[:MOST]).status_code == 201
    assert not Attachment.objects.exclude(kind__in=KINDS).exists()


def test_only_the_key_that_handed_a_filing_in_adds_to_it(machine, own, other, small_town):
    mine = machine()
    filing = mine.send("/filings", body={**TOLD, "workers": 12}).json()["id"]
    for stranger, number in ((machine(), filing), (mine, own.filing.pk), (mine, other.filing.pk), (mine, 999_999)):
        refused = add(stranger, number, PHOTO)
        assert (refused.status_code, refused.json()["code"]) == (404, "no_filing")
    assert add(machine("intake.view"), filing, PHOTO).status_code == 403
    Filing.objects.filter(pk=filing).update(place_path=small_town.elsewhere.path)
    assert add(mine, filing, PHOTO).status_code == 404
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()


def test_nothing_is_added_to_a_filing_whose_persons_were_wiped(machine, own):
    one = machine()
    filing = one.send("/filings", body={**TOLD, "workers": 12}).json()["id"]
    Filing.objects.filter(pk=filing).update(wiped_at=SystemClock().now())
    refused = add(one, filing, PHOTO)
    assert (refused.status_code, refused.json()["code"]) == (409, "intake.wiped")
    assert not Attachment.objects.exists()


def no_room(*_args, **_named):
    raise OSError(errno.ENOSPC, "No space left on device")


def no_room_in_database(*_args, **_named):
    raise OperationalError("database or disk is full")


@pytest.mark.parametrize(
    ("where", "name", "broken"),
    [
        (lambda: store, "_settle", no_room),  # the store
        (lambda: store.os, "fsync", no_room),
        # Asked for when it is needed: Django makes a new manager whenever the models' caches are cleared.
        (lambda: StoredFile.objects, "get_or_create", no_room_in_database),
        (lambda: HttpRequest, "parse_file_upload", no_room),  # the framework, while it reads the request
    ],
)
def test_a_full_disk_is_507_with_nothing_half_written_and_the_same_request_goes_through_later(
    machine, own, monkeypatch, settings, where, name, broken
):
    one, before = machine(), Filing.objects.count()
    with monkeypatch.context() as full:
        full.setattr(where(), name, broken)
        answer = hand_in(one, PHOTO, NOTE)
    assert answer.status_code == 507
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], "服务器磁盘已满" in answer.json()["detail"]) == ("disk_full", True)
    assert Filing.objects.count() == before
    assert not StoredFile.objects.exists()
    assert not list((settings.SETTINGS.data_dir / "files" / "incoming").glob("*"))
    assert hand_in(one, PHOTO, NOTE).status_code == 201


def test_a_database_that_is_full_while_the_filing_is_written_keeps_none_of_it(machine, own, monkeypatch):
    one, before = machine(), (Filing.objects.count(), Attachment.objects.count(), EventRow.objects.count())
    with monkeypatch.context() as full:
        full.setattr(receiving, "_receipt", no_room_in_database)
        assert hand_in(one, PHOTO).status_code == 507
    now = (Filing.objects.count(), Attachment.objects.count(), EventRow.objects.exclude(type="files.stored").count())
    assert now == before
    assert hand_in(one, PHOTO).status_code == 201


def test_a_full_disk_while_files_are_added_leaves_the_filing_as_it_was(machine, own, monkeypatch):
    one = machine()
    filing = hand_in(one, NOTE).json()["id"]
    with monkeypatch.context() as full:
        full.setattr(store, "_settle", no_room)
        assert add(one, filing, PHOTO).status_code == 507
    assert Attachment.objects.filter(filing=filing).count() == 1
    assert add(one, filing, PHOTO).status_code == 201
