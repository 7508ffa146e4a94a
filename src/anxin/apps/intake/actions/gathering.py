"""Many filings about one employer handled as one matter (合并处置).

A person says so once for all of them. In a surge the system lays them together by itself, so that nobody has to sort
hundreds; its alarm goes on until a person has looked, each filing can be taken out again, and no deadline moves later,
because the earliest filing is the one that the others are joined to.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.about import About
from anxin.apps.intake.actions.filing import join, lock, release
from anxin.apps.intake.actions.surging import SPAN, SURGE_CLOCK
from anxin.apps.intake.events import FilingParted, FilingsGathered
from anxin.apps.intake.hearsay import hearsay, know_names
from anxin.apps.intake.models import Filing
from anxin.apps.intake.queries import filings_about, in_cases
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.log import record
from anxin.base.eventlog.models import EventRow
from anxin.base.scope import Scope
from anxin.kernel.outcome import RuleBroken

MOST = 500
"""Filings joined in one transaction; further ones by doing it again."""
APART = "apart"


def untouched(about: About, scope: Scope) -> list[Filing]:
    """The filings about an employer that nobody has dealt with, enquiries left out, the earliest first."""
    return list(filings_about(about, scope).filter(state=Filing.State.INBOX)[: MOST + 1])


def offered(about: About, scope: Scope) -> list[Filing]:
    """The filings that nobody has dealt with and that may be about an employer too, for a person to tick, the earliest first."""
    return list(hearsay(about, scope).filter(state__in=(Filing.State.INBOX, Filing.State.ASIDE))[:MOST])


def gather(*, about: About, by: Actor, at: datetime, also: Collection[int] = ()) -> Filing:
    """Join all of them to the earliest, or to the one that others were joined to already; the alarm stops.

    What the system has laid together is confirmed by the same act, and what was laid aside comes in with it. Of the filings
    that only may be about this employer, those come in that a person has ticked (`also`).
    """
    know_names(about, by.scope)
    with transaction.atomic():
        return _gather(about, also, by=by, at=at)


def _gather(about: About, also: Collection[int], *, by: Actor, at: datetime) -> Filing:
    ticked = [one for one in offered(about, by.scope) if one.pk in also]
    aside = filings_about(about, by.scope).filter(state=Filing.State.ASIDE)[:MOST]
    for one in (*aside, *(one for one in ticked if one.state == Filing.State.ASIDE)):
        release(filing_id=one.pk, by=by, at=at)
    found, laid = [*untouched(about, by.scope), *ticked], _laid(about, by.scope)
    found.sort(key=lambda one: (one.received_at, one.pk))
    if found:
        head = _lay(about, found[:MOST], laid, checked=True, by=by, at=at)
    elif laid is not None:
        head = lock(laid.pk, by=by, power="intake.handle")
    else:
        raise RuleBroken("intake.nothing_to_gather", "没有待合并的诉求，可能已由他人处理。请刷新页面。")
    clocks.stop(subject=about.subject, kind=SURGE_CLOCK, outcome="gathered", by=by, at=at)
    return head


def gather_surge(*, about: About, by: Actor, at: datetime) -> int:
    """Lay together what a surge brought and nobody has touched; answers how many. Nothing once a person has looked."""
    know_names(about, by.scope)
    with transaction.atomic():
        return _gather_surge(about, by=by, at=at)


def _gather_surge(about: About, *, by: Actor, at: datetime) -> int:
    if _alarm_of(about) is None:
        return 0
    last = clocks.of(about.subject).filter(kind=SURGE_CLOCK).exclude(stopped_at=None).first()
    if last is not None and last.outcome == APART and last.stopped_at is not None and last.stopped_at > at - SPAN:
        return 0
    rows = filings_about(about, by.scope).filter(state=Filing.State.INBOX, owner=None, answered_at=None, drill=False)
    found = _never_parted(list(rows[:MOST]))
    if not found:
        return 0
    _lay(about, found, _laid(about, by.scope), checked=False, by=by, at=at)
    return len(found)


def leave_apart(*, about: About, by: Actor, at: datetime) -> None:
    """They are different matters: the alarm stops, each filing goes its own way."""
    know_names(about, by.scope)
    with transaction.atomic():
        _leave_apart(about, by=by, at=at)


def _leave_apart(about: About, *, by: Actor, at: datetime) -> None:
    one = filings_about(about, by.scope).first() or hearsay(about, by.scope).first()
    if one is not None:
        lock(one.pk, by=by, power="intake.handle")
    if one is None or not clocks.stop(subject=about.subject, kind=SURGE_CLOCK, outcome=APART, by=by, at=at):
        raise RuleBroken("intake.no_alarm", "这家单位没有集中投诉提醒，可能已由他人处理。")


def _lay(
    about: About, found: Sequence[Filing], laid: Filing | None, *, checked: bool, by: Actor, at: datetime
) -> Filing:
    """Lay filings together; what came later about a mere name, or is confirmed by a person, goes to the case that the first ones are in.

    What the system lays together about an employer of the register leads to its open case by itself.
    """
    if (about.named or checked) and laid is not None:
        try:
            with transaction.atomic():
                return _join(about, found, laid, checked=checked, by=by, at=at)
        except RuleBroken:  # closed meanwhile: they are a matter of their own
            pass
    head = _first_of(found) if checked else found[0]
    return _join(about, found, head, checked=checked, by=by, at=at)


def _join(about: About, found: Sequence[Filing], head: Filing, *, checked: bool, by: Actor, at: datetime) -> Filing:
    lock(head.pk, by=by, power="intake.handle")
    for one in found:
        if one.pk != head.pk and not one.joined.exists():
            join(filing_id=one.pk, to_id=head.pk, by=by, at=at)
    event = FilingsGathered(
        employer=about.employer, named=about.named, place=head.place_path, head=head.pk, filings=len(found), checked=checked,
    )  # fmt: skip
    record(event, by=by, at=at)
    return head


def _alarm_of(about: About) -> Clock | None:
    return clocks.of(about.subject).filter(kind=SURGE_CLOCK, stopped_at=None).first()


def _laid(about: About, scope: Scope) -> Filing | None:
    """The filing that others of this surge were laid to and that is in a case."""
    alarm = _alarm_of(about)
    if alarm is None:
        return None
    since = alarm.started_at - SPAN
    heard = hearsay(about, scope).filter(received_at__gt=since).exclude(case_id=None)
    one = next((rows[0] for rows in (in_cases(about, scope, since=since), heard) if rows.exists()), None)
    return one if one is None else one.joined_to or one


def _first_of(found: Sequence[Filing]) -> Filing:
    """The one that others were joined to already, else the earliest."""
    return next((one for one in found if one.joined.exists()), found[0])


def _never_parted(found: Sequence[Filing]) -> list[Filing]:
    """Without those that a person once took out of a group: that was a decision."""
    subjects = [f"intake.filing:{one.pk}" for one in found]
    parted = set(
        EventRow.objects.filter(type=FilingParted.type, subject__in=subjects).values_list("subject", flat=True)
    )
    return [one for one, subject in zip(found, subjects, strict=True) if subject not in parted]
