"""Calls with the outside (通话记录): taken in by the file, linked to filings, and each missed one owed a call back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet

from anxin.apps.intake.call_events import CallsImported, CallsUndone, MissedCallEnded
from anxin.apps.intake.models import Call, CallBatch, Fellow, Filing
from anxin.apps.intake.ports import PORTS
from anxin.apps.intake.said import number_of
from anxin.apps.intake.timing import missed_call
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.bulk import insert_many
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.base.vault.sealing import keyed_hash, seal
from anxin.domain.intake.calls import SOON, UNEVEN, CallLine, CallReading, earliest, filing_of, first_after
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

CALL_BACK = "intake.call_back"
LATELY = timedelta(days=7)
"""A call missed longer ago than this when its file comes in is history, and no duty any more."""
SHORTEST = 4
_SOME = 500


@transaction.atomic
def take_in(
    *, path: Path, name: str, sha256: str, place_path: str, own_lines: str = "", by: Actor, at: datetime
) -> CallBatch:
    """Write an exchange's file as one batch; any fault refuses it whole, a call known already is not written again.

    A known call that the file tells otherwise stays as it is, and its row is named: whoever meant to correct it takes the
    earlier file back first.
    """
    require(by, "intake.handle", place_path)
    _one_at_a_time(place_path)
    before = CallBatch.objects.filter(place_path=place_path, sha256=sha256, state=CallBatch.State.DONE).first()
    if before is not None:
        return before
    reading = PORTS.read_calls(path, name=name, own=own_lines.replace("，", ",").replace("、", ",").split(","))
    faults = [*reading.faults, *_ahead(reading, name, at)]
    if faults:
        raise BadInput("intake.call_faults", f"“{name}”有 {len(faults)} 处错误，没有导入任何通话。", faults)
    batch = CallBatch.objects.create(
        file_name=name[-200:], sha256=sha256, place_path=place_path, own_lines=own_lines[:200],
        internal=reading.internal, by=by.id, at=at,
    )  # fmt: skip
    fresh, batch.differing = _fresh(reading.lines, batch)
    insert_many(fresh)
    batch.created, batch.known = len(fresh), len(reading.lines) - len(fresh)
    batch.save(update_fields=["created", "known", "differing"])
    since = min((one.started_at for one in fresh), default=at)
    review(town=place_path, since=since, by=by, at=at)
    missed = sum(one.incoming and not one.answered for one in fresh)
    event = CallsImported(
        batch=batch.pk, place=place_path, sha256=sha256, calls=batch.created, known=batch.known, missed=missed
    )
    record(event, by=by, at=at)
    return batch


def _one_at_a_time(place_path: str) -> None:
    """Wait for anybody else who imports in this town: the same call in two files is still one call."""
    town = Place.objects.select_for_update(no_key=True).filter(path=town_of(place_path))
    list(town.values_list("pk"))


def _ahead(reading: CallReading, name: str, at: datetime) -> list[Fault]:
    late = [one.row for one in reading.lines if one.started_at > at + UNEVEN]
    return [Fault(f"{name} 第 {row} 行（开始时间）", "晚于现在", "请核对交换机的时钟或日期格式") for row in late]


def _fresh(lines: Sequence[CallLine], batch: CallBatch) -> tuple[list[Call], list[int]]:
    """The calls that are not there yet, each once; and the rows of known ones that are told otherwise than they stand."""
    told = {_key(one): one for one in reversed(lines)}
    keys = list(told)
    known: dict[str, list[object]] = {}
    for start in range(0, len(keys), _SOME):
        there = Call.objects.filter(place_path=batch.place_path, key__in=keys[start : start + _SOME])
        known |= {key: facts for key, *facts in there.values_list("key", *_FACTS)}
    fresh = [_call(key, one, batch) for key, one in reversed(told.items()) if key not in known]
    return fresh, sorted(one.row for key, one in told.items() if key in known and known[key] != _facts(one))


_FACTS = ("incoming", "answered", "started_at", "seconds", "extension")


def _facts(one: CallLine) -> list[object]:
    return [getattr(one, name) for name in _FACTS]


def _key(one: CallLine) -> str:
    """The exchange's own number of a call, else when, who and where."""
    named = one.exchange_id or f"{one.started_at:%Y%m%d%H%M%S}|{one.number}|{one.extension}|{one.incoming}"
    return keyed_hash(f"call:{named}")


def _call(key: str, one: CallLine, batch: CallBatch) -> Call:
    number = number_of(one.number, on=local_date(one.started_at))
    return Call(
        batch=batch, place_path=batch.place_path, key=key, incoming=one.incoming, answered=one.answered, started_at=one.started_at,
        seconds=one.seconds, extension=one.extension, recording=one.recording, number_sealed=seal(number) if number else "",
        number_hash=keyed_hash(number) if number else "", number_tail=number[-4:],
    )  # fmt: skip


def owed(town: str) -> QuerySet[Call]:
    """Missed calls that nobody has answered in any way; one without a number cannot be rung back."""
    return Call.objects.filter(
        place_path=town, incoming=True, answered=False, ended="", number_hash__gt=""
    ).select_for_update()


@transaction.atomic
def review(*, town: str, since: datetime, by: Actor, at: datetime) -> int:
    """Link calls since an instant to filings, end missed ones that were answered since, let a clock run for the rest.

    Doing it again changes nothing; answers with how many missed calls were ended.
    """
    _link(Call.objects.filter(place_path=town, started_at__gte=since, filing=None, number_hash__gt=""))
    waiting = list(owed(town).filter(started_at__gte=min(since, at - LATELY)))
    talks, filings = _talks(town, waiting), _filings({one.number_hash for one in waiting}, since=None)
    ended = [one for one in waiting if _ended(one, talks[one.number_hash], filings[one.number_hash])]
    _end(ended, by=by, at=at)
    rest = {
        one.pk: (one.started_at, one.number_hash) for one in waiting if not one.ended and one.started_at >= at - LATELY
    }
    running = Clock.objects.filter(kind=CALL_BACK, place_path=town, stopped_at=None).values_list("subject", flat=True)
    told = {rest[one.pk][1] for one in waiting if one.pk in rest and subject_of(one.pk) in set(running)}
    due = earliest({key: (when, number) for key, (when, number) in rest.items() if number not in told})
    for one in waiting:
        if one.pk in due:
            _owe(one, by=by, at=at)
    return len(ended)


def _link(calls: QuerySet[Call]) -> None:
    """Each call to the filing that came from its telephone within a day."""
    rows = list(calls.only("pk", "started_at", "number_hash"))
    filings = _filings({one.number_hash for one in rows}, since=min((one.started_at for one in rows), default=None))
    for one in rows:
        one.filing_id = filing_of(one.started_at, filings[one.number_hash])
    Call.objects.bulk_update([one for one in rows if one.filing_id], ["filing"], batch_size=_SOME)


def _filings(numbers: Iterable[str], since: datetime | None) -> dict[str, list[tuple[datetime, int]]]:
    """Every filing that bears one of these numbers, its filer's or a fellow worker's."""
    found: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _SOME):
        some = Q(phone_hash__in=wanted[start : start + _SOME])
        own = Filing.objects.filter(some).values_list("phone_hash", "received_at", "pk")
        fellows = Fellow.objects.filter(some).values_list("phone_hash", "filing__received_at", "filing")
        if since:
            own = own.filter(received_at__gte=since - UNEVEN)
            fellows = fellows.filter(filing__received_at__gte=since - UNEVEN)
        for number, received_at, key in (*own, *fellows):
            found[number].append((received_at, key))
    return found


def _talks(town: str, missed: Sequence[Call]) -> dict[str, list[tuple[datetime, int]]]:
    """Every talk, whoever rang, with the numbers of missed calls."""
    found: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    numbers = sorted({one.number_hash for one in missed})
    for start in range(0, len(numbers), _SOME):
        rows = Call.objects.filter(place_path=town, answered=True, number_hash__in=numbers[start : start + _SOME])
        for number, started_at, key in rows.values_list("number_hash", "started_at", "pk"):
            found[number].append((started_at, key))
    return found


def _ended(one: Call, talks: list[tuple[datetime, int]], filings: list[tuple[datetime, int]]) -> bool:
    """Mark a missed call as ended by whichever came first, the talk or the filing."""
    talk, filing = first_after(one.started_at, talks), first_after(one.started_at, filings)
    times = {key: when for when, key in talks}
    written = {key: when for when, key in filings}
    if talk is not None and (filing is None or times[talk] <= written[filing]):
        one.ended, one.ended_by_id, one.ended_at = Call.Ended.BACK, talk, times[talk]
    elif filing is not None:
        one.ended, one.ended_at = Call.Ended.FILING, written[filing]
    return bool(one.ended)


def _end(some: Sequence[Call], *, by: Actor, at: datetime) -> None:
    """Keep how missed calls were ended; where a duty ran, it stops and the event says so."""
    Call.objects.bulk_update(some, ["ended", "ended_at", "ended_by", "ended_words"], batch_size=_SOME)
    for one in some:
        if clocks.stop(subject=subject_of(one.pk), kind=CALL_BACK, outcome=one.ended, by=by, at=at):
            record(MissedCallEnded(call=one.pk, place=one.place_path, how=one.ended), by=by, at=at)


def _owe(one: Call, *, by: Actor, at: datetime) -> None:
    due = missed_call(one.started_at)
    clocks.start(
        kind=CALL_BACK, title=f"未接来电待回拨：尾号 {one.number_tail}（{one.started_at.astimezone(SHANGHAI):%m-%d %H:%M}）",
        subject=subject_of(one.pk), url=f"/office/intake/calls/{one.pk}/", place_path=one.place_path, owner="role:clerk",
        started_at=one.started_at, due_at=due.at, law_param=due.param, law_date=due.law_date, why=due.why, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def explain(*, call_id: int, words: str, by: Actor, at: datetime) -> Call:
    """A person's word ends a missed call, with every other that this number left open (已联系、空号、非诉求 …)."""
    call = Call.objects.select_for_update().within(by.scope).filter(pk=call_id).first()
    if call is None:
        raise NotFound("no_call", "没有这条通话记录，或不在您的管辖地域内。")
    require(by, "intake.handle", call.place_path)
    said = words.strip()[:200]
    if len(said) < SHORTEST:
        fault = Fault("说明", f"不足 {SHORTEST} 个字", "请写明怎样处理的，例如“已用手机回拨，来电人咨询社保”")
        raise BadInput("intake.call_unexplained", "请写明怎样处理的。", [fault])
    some = list(owed(call.place_path).filter(number_hash=call.number_hash))
    if call.pk not in {one.pk for one in some}:
        raise RuleBroken("intake.call_not_owed", "这条通话不用回拨，或已了结。请刷新页面。")
    for one in some:
        one.ended, one.ended_at, one.ended_words = Call.Ended.WORD, at, said
    _end(some, by=by, at=at)
    return call


@transaction.atomic
def undo(*, batch_id: int, by: Actor, at: datetime) -> CallBatch:
    """Take a whole file back; a missed call of another file that a talk in this one had ended is owed again."""
    batch = CallBatch.objects.select_for_update().within(by.scope).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound("no_batch", "没有这个导入批次，或不在您的管辖地域内。")
    require(by, "intake.handle", batch.place_path)
    if batch.state == CallBatch.State.UNDONE:
        return batch
    _one_at_a_time(batch.place_path)
    for key in batch.calls.filter(incoming=True, answered=False).values_list("pk", flat=True):
        clocks.stop(subject=subject_of(key), kind=CALL_BACK, outcome="undone", by=by, at=at)
    Call.objects.filter(ended_by__batch=batch).exclude(batch=batch).update(ended="", ended_at=None, ended_by=None)
    gone = batch.calls.count()
    batch.calls.all().delete()
    batch.state, batch.undone_at = CallBatch.State.UNDONE, at
    batch.save(update_fields=["state", "undone_at"])
    review(town=batch.place_path, since=at - LATELY, by=by, at=at)
    record(CallsUndone(batch=batch.pk, place=batch.place_path, calls=gone), by=by, at=at)
    return batch


def filed(*, filing_id: int, by: Actor, at: datetime) -> int:
    """A filing just taken at the desk ends what its telephone left open."""
    own = Filing.objects.filter(pk=filing_id).values_list("phone_hash", flat=True)
    fellows = Fellow.objects.filter(filing=filing_id).values_list("phone_hash", flat=True)
    numbers = {*own, *fellows} - {""}
    calls = Call.objects.filter(number_hash__in=numbers, filing=None, started_at__gte=at - LATELY)
    towns = calls.order_by("place_path").values_list("place_path", flat=True).distinct()
    return sum(review(town=town, since=at - LATELY, by=by, at=at) for town in towns)


def review_all(*, by: Actor, at: datetime) -> int:
    """Every town with calls of late: filings from elsewhere end missed calls too."""
    since = at - LATELY - SOON
    towns = Call.objects.filter(started_at__gte=since).order_by("place_path").values_list("place_path", flat=True)
    return sum(review(town=town, since=since, by=by, at=at) for town in towns.distinct())


def subject_of(call_id: int) -> str:
    """A call as its clock names it."""
    return f"intake.call:{call_id}"
