"""A filing's way (诉求办理): understood, joined, assigned, answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from anxin.apps.intake.about import named_key
from anxin.apps.intake.actions.receiving import FIRST_REPLY, clock_of, subject_of
from anxin.apps.intake.events import (
    FilingAnswered,
    FilingAssigned,
    FilingJoined,
    FilingParted,
    FilingReleased,
    FilingUnderstood,
    ReceiptLookedUp,
)
from anxin.apps.intake.models import Filing, Kind
from anxin.apps.intake.ports import PORTS
from anxin.apps.intake.timing import first_reply
from anxin.apps.registry.api import employer as employer_within
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.bulk import update_many
from anxin.base.clocks.starting import start_new
from anxin.base.eventlog.log import Told, record, record_all
from anxin.base.people.queries import account_within
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken


@transaction.atomic
def understand(
    *, filing_id: int, kind: str, employer_id: int | None, workers: int | None, amount_fen: int | None, since: date | None,
    by: Actor, at: datetime, employer_said: str = "",
) -> Filing:  # fmt: skip
    """Confirm what a filing says; the words stay as they were said, and so does an employer whom the filer named."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if kind not in Kind.values:
        raise BadInput("intake.unclear", "类别不在可选范围内。")
    filing.kind, filing.workers, filing.amount_fen, filing.since = kind, workers, amount_fen, since
    if employer_id is not None:
        employer = employer_within(by.scope, employer_id)
        filing.employer, filing.place_path = employer, employer.place_path
    taken = "" if filing.employer_said else employer_said.strip()[:200]
    if taken:
        filing.employer_said = taken
        filing.named = "" if filing.employer_id is not None else named_key(taken, filing.place_path)
    filing.save(
        update_fields=["kind", "workers", "amount_fen", "since", "employer", "place_path", "employer_said", "named"]
    )
    event = FilingUnderstood(
        filing=filing.pk, place=filing.place_path, kind=kind, employer=filing.employer_id, workers=workers,
        amount_yuan="" if amount_fen is None else yuan(Fen(amount_fen)), employer_said=taken,
    )  # fmt: skip
    record(event, by=by, at=at)
    return filing


@transaction.atomic
def open_case(
    *, filing_id: int, kind: str, employer_id: int | None, workers: int | None, amount_fen: int | None, since: date | None,
    by: Actor, at: datetime, employer_said: str = "",
) -> int:  # fmt: skip
    """Confirm what a filing says and make it a case, or none of both; tells the case's number."""
    if PORTS.open_case is None:
        raise RuntimeError("project/wiring.py has not filled intake.ports.open_case")
    understand(
        filing_id=filing_id, kind=kind, employer_id=employer_id, workers=workers, amount_fen=amount_fen, since=since,
        employer_said=employer_said, by=by, at=at,
    )  # fmt: skip
    return PORTS.open_case(filing_id=filing_id, by=by, at=at).pk


@transaction.atomic
def release(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Put a filing laid aside into the inbox; its clock has run since it came."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.state != Filing.State.ASIDE:
        raise RuleBroken("intake.not_aside", "这件诉求不在缓办中，可能已由他人处理。请刷新页面。")
    filing.state = Filing.State.INBOX
    filing.save(update_fields=["state"])
    record(FilingReleased(filing=filing.pk, place=filing.place_path), by=by, at=at)
    return filing


@transaction.atomic
def release_all(*, filing_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Put some of those laid aside into the inbox, as when many came too fast and are people's; what a colleague dealt with stays.

    Answers how many there were.
    """
    some = [one for one in lock_all(filing_ids, by=by, power="intake.handle") if one.state == Filing.State.ASIDE]
    for one in some:
        one.state = Filing.State.INBOX
    update_many(some, ["state"])
    record_all([Told(FilingReleased(filing=one.pk, place=one.place_path), by, at) for one in some])
    return len(some)


@transaction.atomic
def join(*, filing_id: int, to_id: int, by: Actor, at: datetime) -> Filing:
    """Join a filing to another about the same matter; its clock stops, because the other's answer is its answer."""
    filing, other = lock(filing_id, by=by, power="intake.handle"), lock(to_id, by=by, power="intake.handle")
    if filing.pk == other.pk or other.joined_to_id is not None or filing.joined.exists():
        raise RuleBroken("intake.cannot_join", "只能并入一件独立的诉求；已有其他诉求并入的，请先分出。")
    if filing.state != Filing.State.INBOX:
        raise RuleBroken("intake.cannot_join", "这件诉求已转案件、已答复或已并入，不能再并。")
    filing.joined_to, filing.state = other, Filing.State.JOINED
    filing.save(update_fields=["joined_to", "state"])
    clocks.stop(subject=subject_of(filing.pk), kind=FIRST_REPLY, outcome="joined", by=by, at=at)
    record(FilingJoined(filing=filing.pk, place=filing.place_path, to=other.pk), by=by, at=at)
    return filing


@transaction.atomic
def part(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Take a joined filing out again; its clock counts from the day it came, as if it had never been joined."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.joined_to_id is None:
        raise RuleBroken("intake.not_joined", "这件诉求没有并入其他诉求。")
    if filing.case_id is not None:
        raise RuleBroken("intake.in_a_case", "这件诉求已随合并转为案件，请在案件中拆分。")
    was = filing.joined_to_id
    filing.joined_to, filing.state = None, Filing.State.INBOX
    filing.save(update_fields=["joined_to", "state"])
    if filing.answered_at is None:
        record_all(start_new([(clock_of(filing, first_reply(filing.happened_at)), by, at)]))
    record(FilingParted(filing=filing.pk, place=filing.place_path, was=was), by=by, at=at)
    return filing


@transaction.atomic
def assign(*, filing_id: int, owner_id: int, by: Actor, at: datetime) -> Filing:
    """Give a filing to a person who may handle it there."""
    filing = lock(filing_id, by=by, power="intake.handle")
    filing.owner = account_within(owner_id, place_path=filing.place_path, power="intake.handle", at=at)
    filing.save(update_fields=["owner"])
    clocks.hand_over(subject=subject_of(filing.pk), owner=f"person:{owner_id}", by=by, at=at)
    record(FilingAssigned(filing=filing.pk, place=filing.place_path, owner=owner_id), by=by, at=at)
    return filing


@transaction.atomic
def again(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Look up a receipt code that its filer lost; who asked is on record."""
    filing = lock(filing_id, by=by, power="intake.handle")
    record(ReceiptLookedUp(filing=filing.pk, place=filing.place_path), by=by, at=at)
    return filing


@transaction.atomic
def close_answered(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Close an enquiry or a lead that an answer settled; a wage complaint is settled in its case."""
    filing = lock(filing_id, by=by, power="intake.handle")
    if filing.state != Filing.State.INBOX:
        raise RuleBroken("intake.not_open", "这件诉求已处理。请刷新页面。")
    if filing.kind == Kind.COMPLAINT:
        raise RuleBroken("intake.complaint_needs_case", "投诉须转案件办理，不能只答复办结。")
    if filing.answered_at is None:
        raise RuleBroken("intake.not_answered", "请先答复当事人，再办结。")
    filing.state = Filing.State.ANSWERED
    filing.save(update_fields=["state"])
    record(FilingAnswered(filing=filing.pk, place=filing.place_path, closes=True), by=by, at=at)
    return filing


def lock(filing_id: int, *, by: Actor, power: str) -> Filing:
    """The filing within the actor's reach, locked for this transaction."""
    return lock_all([filing_id], by=by, power=power)[0]


def lock_all(filing_ids: Collection[int], *, by: Actor, power: str) -> list[Filing]:
    """Filings within the actor's reach, locked for this transaction."""
    wanted = set(filing_ids)
    found = list(Filing.objects.select_for_update().within(by.scope).filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise NotFound("no_filing", "没有这件诉求，或不在您的管辖地域内。")
    for one in found:
        require(by, power, one.place_path)
    return found
