"""The vault: what is sealed opens only whole, with its key and in its context; the index outlives every rotation."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from anxin.base import vault
from anxin.base.actors import Actor, system
from anxin.base.eventlog.event import PersonalDataRefused
from anxin.base.eventlog.models import EventRow
from anxin.base.scope import Scope
from anxin.base.vault import rotation, sealing
from anxin.base.vault.fields import EncryptedTextField
from anxin.base.vault.sealing import SealBroken, keyed_hash, keyed_hash63, open_, seal, sealed_with
from anxin.kernel.outcome import BadInput, NotAllowed, RuleBroken
from anxin.project.cli import django_setup

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TOWN = "33/3306/330602/330602013/"
CLERK = Actor("person:7", "张经办", Scope((TOWN,)), frozenset({"registry.reveal"}))
OLD, NEW, NEWEST = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))


@pytest.fixture
def keys(settings):
    def use(*secrets):
        settings.SETTINGS = replace(settings.SETTINGS, vault_keys=secrets)

    use(OLD)
    return use


@given(st.text())
def test_what_is_sealed_opens_as_it_was(text):
    assert open_(seal(text)) == text
    assert open_(seal(text).encode()) == text


@given(st.text(min_size=1), st.text(), st.text())
def test_a_value_moved_to_another_context_does_not_open(text, here, there):
    sealed = seal(text, context=here)
    assert open_(sealed, context=here) == text
    if here != there:
        with pytest.raises(SealBroken):
            open_(sealed, context=there)


@given(st.text(max_size=20), st.data())
def test_no_bit_of_a_sealed_value_can_be_changed(text, data):
    version, key_id, body = seal(text).split(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        open_(f"{version}.{key_id}.{base64.urlsafe_b64encode(raw).decode()}")


@given(st.text())
def test_whatever_else_is_offered_is_refused_and_never_crashes(text):
    with pytest.raises(SealBroken):
        open_(text)


def test_the_same_text_seals_differently_each_time_and_shows_nothing():
    one, other = seal("11010519491231002X"), seal("11010519491231002X")
    assert one != other
    assert "110105" not in one


def test_a_value_names_its_key_and_opens_after_a_newer_key_is_added(keys):
    sealed = seal("13800138000")
    keys(NEW, OLD)
    assert open_(sealed) == "13800138000"
    assert sealed_with(seal("x")) != sealed_with(sealed)


def test_a_value_whose_key_is_gone_says_whom_to_ask(keys):
    sealed = seal("13800138000")
    keys(NEW)
    with pytest.raises(SealBroken, match="系统管理员"):
        open_(sealed)


def test_the_index_stays_the_same_when_keys_are_added(keys):
    before = keyed_hash("11010519491231002x"), keyed_hash63("62220212345678")
    keys(NEW, OLD)
    assert (keyed_hash("11010519491231002X"), keyed_hash63(" 62220212345678")) == before
    keys(NEWEST, NEW, OLD)
    assert keyed_hash("11010519491231002X") == before[0]


def test_the_index_cannot_be_computed_without_the_key(keys):
    before = keyed_hash("11010519491231002X")
    keys(NEW)
    assert keyed_hash("11010519491231002X") != before


def test_sealing_and_index_keys_differ():
    made = sealing.keys_from((OLD, NEW))
    assert made.index not in (OLD, NEW)
    assert len({name for name, _ in made.sealing}) == 2


@pytest.mark.django_db
class TestReveal:
    def ask(self, **more):
        given = {
            "subject": "registry.worker:3",
            "place_path": TOWN,
            "field": "身份证号",
            "reason": "核对工资表第 3 行",
            "power": "registry.reveal",
            "load": lambda: seal("11010519491231002X"),
            "by": CLERK,
            "at": AT,
        }
        return vault.reveal(**{**given, **more})

    def test_it_shows_the_text_and_leaves_a_record_without_it(self):
        assert self.ask() == "11010519491231002X"
        row = EventRow.objects.get()
        assert (row.type, row.subject, row.actor) == ("vault.revealed", "registry.worker:3", "person:7")
        assert row.data["reason"] == "核对工资表第 3 行"
        assert "110105" not in row.payload

    def test_without_power_or_place_or_reason_nothing_is_shown_or_recorded(self):
        with pytest.raises(NotAllowed):
            self.ask(by=replace(CLERK, powers=frozenset()))
        with pytest.raises(NotAllowed):
            self.ask(place_path="33/3306/330602/330602014/")
        with pytest.raises(BadInput):
            self.ask(reason=" 看 ")
        assert not EventRow.objects.exists()

    def test_a_reason_with_a_number_in_it_is_sent_back(self):
        with pytest.raises(PersonalDataRefused, match="请删去号码"):
            self.ask(reason="给 13800138000 打电话")

    def test_what_cannot_be_opened_leaves_no_record_of_having_been_shown(self):
        with pytest.raises(SealBroken):
            self.ask(load=lambda: "broken")
        assert not EventRow.objects.exists()


class Note(models.Model):
    words = EncryptedTextField(null=True)
    phone_sealed = models.TextField(blank=True)

    class Meta:
        app_label = "vault"

    def __str__(self):
        return "note"


@pytest.fixture
def notes(transactional_db, monkeypatch):
    with connection.schema_editor() as editor:
        editor.create_model(Note)
    monkeypatch.setattr(
        rotation, "places", lambda: (rotation.Place(Note, "words"), rotation.Place(Note, "phone_sealed"))
    )
    yield Note.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Note)


def stored(column="words"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM vault_note ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def test_an_encrypted_field_is_sealed_in_the_database_and_open_in_python(notes):
    notes.create(words="欠薪三个月")
    notes.create(words="")
    notes.create(words=None)
    assert [note.words for note in notes.order_by("pk")] == ["欠薪三个月", "", None]
    assert stored()[0].startswith("v1.")
    assert stored()[1:] == ["", None]
    notes.update(words="已解决")
    assert set(notes.values_list("words", flat=True)) == {"已解决"}
    assert all(value.startswith("v1.") for value in stored())


def test_an_encrypted_field_cannot_be_searched(notes):
    with pytest.raises(FieldError, match="keyed hash"):
        notes.filter(words="x").count()
    assert notes.filter(words__isnull=True).count() == 0


def test_rotation_seals_everything_anew_and_can_be_broken_off(notes, keys, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 3)
    for number in range(8):
        notes.create(words=f"第 {number} 条", phone_sealed=seal(f"1380013800{number}") if number % 2 else "")
    keys(NEW, OLD)
    plain, calls = rotation._some, []

    def power_cut(*arguments, **more):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return plain(*arguments, **more)

    monkeypatch.setattr(rotation, "_some", power_cut)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(by=system("t"), at=AT)
    assert len(rotation.in_use()) == 2
    monkeypatch.setattr(rotation, "_some", plain)
    assert rotation.rotate(by=system("t"), at=AT) == 12 - 6
    newest = sealing.keys().newest[0]
    assert rotation.in_use() == {newest: 12}
    assert [note.words for note in notes.order_by("pk")] == [f"第 {number} 条" for number in range(8)]
    assert open_(stored("phone_sealed")[1]) == "13800138001"
    oldest = sealing.keys().sealing[-1][0]
    assert EventRow.objects.get().data == {"key": newest, "rows": 6, "oldest": oldest}
    assert rotation.rotate(by=system("t"), at=AT) == 0


def test_the_oldest_key_is_missed_after_a_rotation_though_everything_opens_without_it(notes, keys):
    notes.create(words="x")
    oldest = sealing.keys().newest[0]
    keys(NEW, OLD)
    assert rotation.rotate(by=system("t"), at=AT) == 1
    assert not rotation.lost_index()
    keys(NEW)
    assert notes.get().words == "x"
    assert rotation.lost_index() == oldest
    with pytest.raises(RuleBroken, match=f"不是最早的密钥 {oldest}"):
        django_setup.ready()
    keys(NEWEST)
    assert not rotation.lost_index(), "where every key is lost, what is left may still be served"
    keys(NEW)
    rotation.rotate(by=system("t"), at=AT)
    django_setup.ready()


def test_the_command_says_which_keys_may_go(notes, keys):
    keys(NEW, OLD)
    notes.create(words="x")
    keys(NEWEST, NEW, OLD)
    out = StringIO()
    call_command("vault_rotate", stdout=out)
    said = out.getvalue()
    assert "1 个值已改用密钥" in said
    assert "可以从设置中删去" in said
    assert "必须保留" in said


def test_every_column_named_sealed_is_found():
    assert {(place.model, place.field) for place in rotation.places()} >= {(Note, "words"), (Note, "phone_sealed")}
