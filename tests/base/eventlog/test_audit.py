"""The proof of the log: a sound log passes; each planted tampering is found and placed."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from anxin.base.eventlog import anchoring
from anxin.base.eventlog.chain import Link
from anxin.base.eventlog.log import Told, record_many
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.verifying import Tampering, verify
from anxin.kernel.outcome import BadInput
from anxin.project.cli import audit
from anxin.project.cli.main import main

TABLE = "eventlog_eventrow"
CHAIN = "330602013"
OTHER = "33/3306/330602/330602014/"
triggers = import_module("anxin.base.eventlog.migrations.0002_append_only")


@pytest.fixture
def log(db, noted, clerk, at):
    told = [
        Told(noted(n, place=OTHER if n % 4 == 0 else noted(0).place), clerk, at + timedelta(seconds=n))
        for n in range(1, 61)
    ]
    record_many(told)
    for statement in triggers.SQLITE_BACK if connection.vendor == "sqlite" else triggers.POSTGRESQL_BACK:
        sql(statement)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def found(anchor=None):
    return [(fault.kind, fault.chain, fault.chain_seq) for fault in verify(anchor).faults]


def test_a_log_nobody_touched_is_sound(log, at):
    verdict = verify(anchoring.take(at))
    assert verdict.sound
    assert verdict.events == 60
    assert {chain: count for chain, (count, _) in verdict.heads.items()} == {CHAIN: 45, "330602014": 15}


def test_events_added_after_an_anchor_do_no_harm(log, at, noted, clerk):
    anchor = anchoring.take(at)
    record_many([Told(noted(99), clerk, at)])
    assert verify(anchor).sound


def test_an_edited_payload_is_found(log):
    sql(
        f"UPDATE {TABLE} SET payload = REPLACE(payload, '\"number\":13', '\"number\":14') WHERE chain_seq = 10 AND chain = %s",
        CHAIN,
    )
    assert found() == [(Tampering.CHANGED, CHAIN, 10)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "person:8"),
        ("subject", "tests.thing:77"),
        ("type", "tests.other"),
        ("on_behalf_of", "person:9"),
        ("drill", True),
        ("causation", 3),
        ("happened_at", "2026-11-01 00:00:00+00:00"),
        ("recorded_at", "2026-11-01 00:00:00+00:00"),
        ("hash", "f" * 64),
    ],
)
def test_every_column_is_covered(log, column, value):
    sql(f"UPDATE {TABLE} SET {column} = %s WHERE chain_seq = 10 AND chain = %s", value, CHAIN)
    assert (Tampering.CHANGED, CHAIN, 10) in found()


def test_a_deleted_event_is_found(log):
    sql(f"DELETE FROM {TABLE} WHERE chain_seq = 20 AND chain = %s", CHAIN)
    assert found() == [(Tampering.MISSING, CHAIN, 20)]


def test_several_deleted_events_are_named_by_their_span(log):
    sql(f"DELETE FROM {TABLE} WHERE chain_seq BETWEEN 20 AND 22 AND chain = %s", CHAIN)
    (fault,) = verify().faults
    assert "第 20 至 22 号" in fault.what


def test_two_swapped_events_are_found_at_both_places(log):
    for old, new in ((5, -1), (30, 5), (-1, 30)):
        sql(f"UPDATE {TABLE} SET chain_seq = %s WHERE chain_seq = %s AND chain = %s", new, old, CHAIN)
    kinds = found()
    assert (Tampering.MOVED, CHAIN, 5) in kinds
    assert (Tampering.MOVED, CHAIN, 30) in kinds
    assert "原是第 30 号" in next(fault.what for fault in verify().faults if fault.chain_seq == 5)


def test_two_swapped_neighbours_are_found(log):
    for old, new in ((5, -1), (6, 5), (-1, 6)):
        sql(f"UPDATE {TABLE} SET chain_seq = %s WHERE chain_seq = %s AND chain = %s", new, old, CHAIN)
    assert {(Tampering.MOVED, CHAIN, 5), (Tampering.MOVED, CHAIN, 6)} <= set(found())


def test_a_tail_cut_off_is_found_by_the_anchor(log, at):
    anchor = anchoring.take(at)
    sql(f"DELETE FROM {TABLE} WHERE chain_seq > 40 AND chain = %s", CHAIN)
    assert found(anchor) == [(Tampering.CUT_OFF, CHAIN, 41)]


def test_a_whole_chain_cut_off_is_found_by_the_anchor(log, at):
    anchor = anchoring.take(at)
    sql(f"DELETE FROM {TABLE} WHERE chain = %s", CHAIN)
    assert found(anchor) == [(Tampering.CUT_OFF, CHAIN, 1)]


def test_a_tail_cut_off_is_found_on_sqlite_even_without_an_anchor(log):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite remembers the last number without gaps")
    sql(f"DELETE FROM {TABLE} WHERE seq > 58")
    assert found() == [(Tampering.CUT_OFF, "*", 59)]


def rewrite_from(number):
    """What a careful forger does: change an event and compute every later hash anew."""
    rows = list(EventRow.objects.filter(chain=CHAIN, chain_seq__gte=number).order_by("chain_seq"))
    head = rows[0].prev_hash
    for row in rows:
        if row.chain_seq == number:
            row.actor = "person:8"
        row.prev_hash = head
        head = row.hash = Link(**{name: getattr(row, name) for name in Link.__slots__}).hash_after(head)
        row.save()


def test_a_past_rewritten_to_its_end_is_found_only_by_the_anchor(log, at):
    anchor = anchoring.take(at)
    rewrite_from(12)
    assert verify().sound
    assert found(anchor) == [(Tampering.REWRITTEN, CHAIN, 1)]


def test_the_marks_of_an_anchor_place_a_rewriting(log, at, monkeypatch):
    monkeypatch.setattr(anchoring, "MARK_EVERY", 10)
    anchor = anchoring.take(at)
    rewrite_from(12)
    (fault,) = verify(anchor).faults
    assert (fault.chain_seq, "第 11 至 20 号" in fault.what) == (11, True)


def test_an_inserted_event_is_found(log):
    row = EventRow.objects.get(chain=CHAIN, chain_seq=10)
    row.seq, row.chain_seq = None, 10_000
    row.save(force_insert=True)
    for number in range(45, 9, -1):
        sql(f"UPDATE {TABLE} SET chain_seq = %s WHERE chain_seq = %s AND chain = %s", number + 1, number, CHAIN)
    sql(f"UPDATE {TABLE} SET chain_seq = 10 WHERE chain_seq = 10000")
    assert (Tampering.MOVED, CHAIN, 11) in found()


def insert_at(number):
    """What a forger does who adds an event: everything after it is numbered and hashed anew."""
    row = EventRow.objects.get(chain=CHAIN, chain_seq=number)
    rows = list(EventRow.objects.filter(chain=CHAIN, chain_seq__gte=number).order_by("-chain_seq"))
    for later in rows:
        sql(f"UPDATE {TABLE} SET chain_seq = %s WHERE seq = %s", later.chain_seq + 1, later.seq)
    row.seq = None
    row.save(force_insert=True)
    rewrite_from(number)


TAMPERINGS = {
    "edit": (
        lambda: sql(f"UPDATE {TABLE} SET actor = 'person:8' WHERE chain_seq = 10 AND chain = %s", CHAIN),
        "第 10 号",
    ),
    "delete": (lambda: sql(f"DELETE FROM {TABLE} WHERE chain_seq = 20 AND chain = %s", CHAIN), "第 20 号事件被删除"),
    "reorder": (
        lambda: [
            sql(f"UPDATE {TABLE} SET chain_seq = %s WHERE chain_seq = %s AND chain = %s", new, old, CHAIN)
            for old, new in ((5, -1), (30, 5), (-1, 30))
        ],
        "此处的事件原是第 30 号",
    ),
    "truncate": (lambda: sql(f"DELETE FROM {TABLE} WHERE chain_seq > 40 AND chain = %s", CHAIN), "末尾被截断"),
    "forge": (lambda: insert_at(12), "与锚定不符"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_command_line_names_the_town_and_the_number_of_each_planted_tampering(
    name, log, tmp_path, capsys, small_town
):
    tamper, said = TAMPERINGS[name]
    kept = tmp_path / "anchor.json"
    assert main(["audit", "anchor", "--out", str(kept)]) == 0
    capsys.readouterr()
    assert main(["audit", "verify", "--anchor", str(kept)]) == 0
    tamper()
    capsys.readouterr()
    assert main(["audit", "verify", "--anchor", str(kept)]) == 1
    text = capsys.readouterr().out
    assert "皋埠街道（330602013）第 " in text
    assert said in text
    assert main(["audit", "verify", "--anchor", str(kept), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert not document["ok"]
    assert document["faults"][0]["town"] == "皋埠街道（330602013）"
    assert any(said in fault["what"] or said == f"第 {fault['chain_seq']} 号" for fault in document["faults"])


def test_the_command_writes_an_anchor_and_verifies_against_it(log, tmp_path):
    kept = tmp_path / "anchor.json"
    assert audit.run(Namespace(verb="anchor", out=kept)).code == 0
    good = audit.run(Namespace(verb="verify", anchor=kept))
    assert (good.code, good.document["ok"], good.document["events"]) == (0, True, 60)
    rewrite_from(12)
    bad = audit.run(Namespace(verb="verify", anchor=kept))
    assert bad.code == 1
    assert bad.document["faults"][0]["chain"] == CHAIN
    assert "审计链被破坏" in bad.text


def test_a_file_that_is_no_anchor_is_refused(tmp_path):
    other = tmp_path / "other.json"
    for text in ("{}", "[]", "", '{"format": "else"}', json.dumps({"format": "anxin-anchor-1", "chains": [1]})):
        other.write_text(text)
        with pytest.raises(BadInput):
            audit.run(Namespace(verb="verify", anchor=other))
