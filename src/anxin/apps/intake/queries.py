"""Reads of filings; every one takes the viewer's scope, but for the filer's own look by receipt code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from anxin.apps.intake.about import About
from anxin.apps.intake.models import (
    Attachment,
    Call,
    CallBatch,
    DeskDraft,
    Fellow,
    Filing,
    Heard,
    Kind,
    Message,
    PrivacyWish,
    Twin,
    Wiping,
)
from anxin.base.actors import Actor
from anxin.base.eventlog.unchanged import unchanged
from anxin.base.places.models import within
from anxin.base.scope import Scope
from anxin.domain.intake.calls import middle_seconds
from anxin.domain.intake.likeness import Sketch, likest
from anxin.kernel.outcome import NotFound

NEAR = timedelta(weeks=13)
"""Filings about one employer further apart than this are not offered as the same matter."""
SAME_WEEKS = timedelta(weeks=2)
"""How near in time a filing from the same place must be for its words to be compared."""
COMPARED, OFFERED = 300, 20


def filings(scope: Scope) -> QuerySet[Filing]:
    """Filings within reach."""
    return Filing.objects.within(scope).select_related("employer", "owner")


def filing(scope: Scope, filing_id: int) -> Filing:
    """One filing within reach."""
    found = filings(scope).filter(pk=filing_id).first()
    if found is None:
        raise NotFound("no_filing", "没有这件诉求，或不在您的管辖地域内。")
    return found


def marked(rows: QuerySet[Filing], scope: Scope) -> QuerySet[Filing]:
    """The rows, each with `repeats`: how many filings may be about the same matter, while it waits in the inbox."""
    found = open_twins(scope).filter(of=OuterRef("pk")).order_by().values("of").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        repeats=Case(When(state=Filing.State.INBOX, then=Coalesce(Subquery(found), Value(0))), default=Value(0))
    )


def open_twins(scope: Scope) -> QuerySet[Twin]:
    """Pairs of filings within reach that nobody has joined or told apart yet."""
    return Twin.objects.filter(within(scope, "other__place_path"), apart_at=None, other__joined_to=None)


def news(rows: QuerySet[Filing]) -> QuerySet[Filing]:
    """Those of them, in whatever state; one that had no answer at all is waiting for its first one."""
    unread = Message.objects.filter(from_filer=True, read_at=None).values("filing")
    unseen = Attachment.objects.filter(unseen=True).values("filing")
    told = rows.filter(Q(pk__in=unread) | Q(pk__in=unseen), wiped_at=None)
    return told.exclude(state=Filing.State.INBOX, answered_at=None)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many filings lie in the inbox, how many of them had no answer at all, how many are laid aside or hold news of the filer."""

    whole: int
    silent: int
    aside: int
    news: int


def in_figures(scope: Scope) -> Figures:
    """The inbox in figures, counted once after each event in the town."""
    return unchanged("intake.inbox", lambda: _counted(Filing.objects.within(scope)), scope=scope)


def _counted(rows: QuerySet[Filing]) -> Figures:
    """In two passes over an index; two groups in one would touch the rows themselves."""
    found = rows.filter(state=Filing.State.INBOX).aggregate(whole=Count("*"), answered=Count("answered_at"))
    aside = rows.filter(state=Filing.State.ASIDE).count()
    return Figures(found["whole"], found["whole"] - found["answered"], aside, news(rows).count())


def filings_about(about: About, scope: Scope) -> QuerySet[Filing]:
    """The filings about an employer, the earliest first; a question is no complaint and left out."""
    rows = Filing.objects.within(scope).exclude(kind=Kind.ENQUIRY).order_by("received_at", "pk")
    return rows.filter(employer=None, named=about.named) if about.named else rows.filter(employer=about.employer)


def in_cases(about: About, scope: Scope, *, since: datetime) -> QuerySet[Filing]:
    """The filings about an employer that came since an instant and are in a case already."""
    return filings_about(about, scope).filter(received_at__gt=since).exclude(case_id=None)


def wishes_waiting(scope: Scope) -> QuerySet[Filing]:
    """Filings whose filers asked about what is kept of them and have no answer yet."""
    return Filing.objects.within(scope).filter(pk__in=PrivacyWish.objects.filter(granted=None).values("filing"))


def wipings(scope: Scope) -> QuerySet[Wiping]:
    """The protocols of what is kept no longer, within reach, those that wait first."""
    return Wiping.objects.within(scope).order_by(F("done_at").desc(nulls_first=True), "-drawn_at", "-pk")


def wiping(scope: Scope, number: int) -> Wiping:
    """One protocol within reach."""
    found = wipings(scope).filter(pk=number).first()
    if found is None:
        raise NotFound("no_wiping", "没有这份清册，或不在您的管辖地域内。")
    return found


def drafts(by: Actor) -> QuerySet[DeskDraft]:
    """What this person has typed at the desk and not filed, the last first; nobody else's."""
    if by.person_id is None:
        return DeskDraft.objects.none()
    rows = DeskDraft.objects.filter(account_id=by.person_id, thrown_at=None, filed_at=None)
    return rows.order_by("-saved_at", "-pk")


@dataclass(frozen=True, slots=True)
class Alike:
    """A filing that may be about the same matter, and why."""

    filing: Filing
    why: tuple[str, ...]
    score: float


def alike(filing: Filing, scope: Scope) -> list[Alike]:
    """Filings that may be about the same matter as a stored one and were not told apart from it, the likeliest first."""
    one = sketches(Filing.objects.filter(pk=filing.pk))[filing.pk]
    apart = Twin.objects.filter(of=filing).exclude(apart_at=None).values("other")
    others = Filing.objects.within(scope).exclude(pk=filing.pk).exclude(pk__in=apart)
    return _likeliest(one, compared(one, others, place=filing.place_path, at=filing.received_at), scope)


def alike_to(said: Sketch, scope: Scope, *, at: datetime, called: str = "") -> list[Alike]:
    """Filings that may be about the same matter as one that is still being told; `called` is the key of the name it names."""
    rows = Filing.objects.within(scope)
    others = compared(said, rows, place="", at=at) | _called(called, said.employer, rows, at=at)
    return _likeliest(said, others, scope)


def _called(key: str, employer: str, rows: QuerySet[Filing], *, at: datetime) -> dict[int, Sketch]:
    """Filings outside the register that name an employer alike, in its field or in their words alone, as if they were about it."""
    if not key:
        return {}
    words_only = Q(named="", pk__in=Heard.objects.filter(named=key).values("filing"))
    near = rows.filter(joined_to=None, employer=None, received_at__range=(at - NEAR, at + NEAR))
    found = near.filter(Q(named=key) | words_only).order_by("-received_at")
    return {number: replace(one, employer=employer) for number, one in sketches(found[:COMPARED]).items()}


def _likeliest(one: Sketch, others: Mapping[int, Sketch], scope: Scope) -> list[Alike]:
    found = likest(one, others, most=OFFERED)
    there = filings(scope).annotate(others=Count("joined")).in_bulk([number for number, _how in found])
    return [Alike(there[number], how.why, how.score) for number, how in found]


def compared(one: Sketch, rows: QuerySet[Filing], *, place: str, at: datetime) -> dict[int, Sketch]:
    """Only filings that share a telephone or an employer, or that came from the same place in the same weeks, are compared."""
    free = rows.filter(joined_to=None).order_by("-received_at")
    known = Q(pk__in=[])
    if one.phones:
        known |= Q(phone_hash__in=one.phones) | Q(fellows__phone_hash__in=one.phones)
    if one.employer.isdecimal():
        known |= Q(employer_id=int(one.employer), received_at__range=(at - NEAR, at + NEAR))
    near = free.filter(place_path__startswith=place, received_at__range=(at - SAME_WEEKS, at + SAME_WEEKS))
    return sketches(near[:COMPARED]) | sketches(free.filter(known).distinct()[:COMPARED])


def sketches(rows: QuerySet[Filing]) -> dict[int, Sketch]:
    """What is compared of filings, by number."""
    said = "pk", "words", "phone_hash", "employer_id", "named", "employer_said", "amount_fen", "workers", "since"
    found = list(rows.values_list(*said))
    phones = {number: {phone} for number, _words, phone, *_facts in found if phone}
    fellows = Fellow.objects.filter(filing__in=[row[0] for row in found]).exclude(phone_hash="")
    for number, phone in fellows.values_list("filing", "phone_hash"):
        phones.setdefault(number, set()).add(phone)
    return {
        number: Sketch(
            words, frozenset(phones.get(number, ())), str(employer) if employer else named or name.strip(), *facts
        )
        for number, words, _phone, employer, named, name, *facts in found
    }


def calls(scope: Scope) -> QuerySet[Call]:
    """Calls with the outside within reach."""
    return Call.objects.within(scope).select_related("filing")


def call(scope: Scope, call_id: int) -> Call:
    """One call within reach."""
    found = calls(scope).filter(pk=call_id).first()
    if found is None:
        raise NotFound("no_call", "没有这条通话记录，或不在您的管辖地域内。")
    return found


def filings_of_number(one: Call, scope: Scope) -> QuerySet[Filing]:
    """The filings that bear a call's number, its filer's or a fellow worker's, the last first."""
    same = Q(phone_hash=one.number_hash) | Q(fellows__phone_hash=one.number_hash)
    found = filings(scope).filter(same).distinct() if one.number_hash else Filing.objects.none()
    return found.order_by("-received_at", "-pk")


def call_batches(scope: Scope) -> QuerySet[CallBatch]:
    """The files of call records within reach, the last first."""
    return CallBatch.objects.within(scope).order_by("-at", "-pk")


OWED = Q(incoming=True, answered=False, ended="", number_hash__gt="")
"""A missed call that is owed something still."""


@dataclass(frozen=True, slots=True)
class CallFigures:
    """How calls from outside were met: how many, answered, missed, owed still, and how long until a filing in the middle."""

    incoming: int
    answered: int
    owed: int
    to_filing: int | None

    @property
    def missed(self) -> int:
        return self.incoming - self.answered

    @property
    def share(self) -> float | None:
        return self.answered / self.incoming if self.incoming else None


def call_figures(scope: Scope, *, since: datetime) -> CallFigures:
    """The figures of calls from outside since an instant."""
    rows = Call.objects.within(scope).filter(incoming=True, started_at__gte=since)
    told = rows.aggregate(whole=Count("*"), met=Count("pk", filter=Q(answered=True)), owed=Count("pk", filter=OWED))
    linked = rows.exclude(filing=None).values_list("started_at", "filing__received_at")
    middle = middle_seconds(received_at - started_at for started_at, received_at in linked)
    return CallFigures(told["whole"], told["met"], told["owed"], middle)
