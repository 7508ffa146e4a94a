"""How filings stand, as anybody may know it: no words, no name, no telephone, no employer, no receipt code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast, Substr

from anxin.adapters.open311.offered import SERVICES, service
from anxin.adapters.open311.refusals import Refused
from anxin.apps.cases.api import cases
from anxin.apps.intake.api import filings
from anxin.base.actors import Actor
from anxin.base.clocks.queries import running
from anxin.base.eventlog.models import EventRow
from anxin.base.places.models import Place
from anxin.base.places.paths import code_of
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI

LONGEST_SPAN = timedelta(days=90)
MOST = 1000
USUAL = 200
"""The standard answers with 90 days or 1000 requests, whichever is smaller."""
VIEW = "intake.view"
_NOTES = {
    "inbox": "已登记，等待办理。",
    "case": "已转案件办理。",
    "answered": "已答复办结。",
    "joined": "已并入同一事项办理。",
    "aside": "已登记，等待办理。",
}
_CLOSED = "已办结。"
_OF = "intake.filing:"


def standing(rows: Iterable[Any], holder: Actor | None) -> list[dict[str, Any]]:
    """Filings as rows of the standard; the village is told only to a key that may see filings there."""
    return _Drawing(list(rows), holder).rows()


def one(request_id: str, holder: Actor | None) -> list[Any]:
    """The filing of a number, as the list the standard asks for."""
    found = list(_open_to(holder).filter(pk__in=_numbers(request_id)))
    if not found:
        raise Refused(404, "没有这个 service_request_id，或不是通过 Open311 提交的事项。")
    return found


def asked_for(query: Mapping[str, str], holder: Actor | None, at: datetime) -> QuerySet[Any]:
    """The filings a query asks for, the newest first."""
    rows = _open_to(holder).order_by("-received_at", "-pk")
    if query.get("service_request_id"):
        return rows.filter(pk__in=_numbers(query["service_request_id"]))[:MOST]
    if query.get("updated_after") or query.get("updated_before"):
        rows = _moved(rows, *_span(query, at, names=("updated_after", "updated_before")))
    if not query.get("updated_after") or query.get("start_date") or query.get("end_date"):
        since, until = _span(query, at)
        rows = rows.filter(received_at__gte=since, received_at__lte=until)
    if query.get("service_code"):
        rows = rows.filter(kind__in=[service(code).code for code in _words(query["service_code"])])
    if query.get("status"):
        rows = rows.filter(_by_status(_words(query["status"])))
    size, page = _number(query, "page_size", USUAL), _number(query, "page", 1)
    if size > MOST:
        raise Refused(400, f"page_size 不能超过 {MOST}。")
    return rows[(page - 1) * size : page * size]


def _open_to(holder: Actor | None) -> QuerySet[Any]:
    """Only what came in by this door: whoever filed elsewhere never agreed to be listed. A key sees its own places."""
    scope = holder.scope if holder is not None else Scope.everywhere()
    return filings(scope).filter(channel="open311", drill=False)


def _closed() -> Q:
    settled = cases(Scope.everywhere()).filter(open=False).values("pk")
    own = Q(state="answered") | Q(state="case", case_id__in=settled)
    return own | Q(joined_to__state="answered") | Q(joined_to__state="case", joined_to__case_id__in=settled)


def _by_status(words: list[str]) -> Q:
    if not set(words) <= {"open", "closed"}:
        raise Refused(400, "status 只能是 open、closed，多个用逗号分隔。")
    if set(words) == {"open", "closed"}:
        return Q()
    closed = Q(pk__in=filings(Scope.everywhere()).filter(_closed()).values("pk"))
    return closed if words == ["closed"] or set(words) == {"closed"} else ~closed


def _moved(rows: QuerySet[Any], since: datetime, until: datetime) -> QuerySet[Any]:
    """Filings that came, or of which anything is on record, after one instant and until another: what a platform has yet to hear."""
    events = EventRow.objects.filter(subject__startswith=_OF, happened_at__gt=since, happened_at__lte=until)
    numbers = events.annotate(n=Cast(Substr("subject", len(_OF) + 1), BigIntegerField())).values("n")
    return rows.filter(Q(received_at__gt=since, received_at__lte=until) | Q(pk__in=numbers))


def _span(
    query: Mapping[str, str], at: datetime, names: tuple[str, str] = ("start_date", "end_date")
) -> tuple[datetime, datetime]:
    since, until = _instant(query, names[0]), _instant(query, names[1])
    if since is None:
        since = (until or at) - LONGEST_SPAN
    if until is None:
        until = min(since + LONGEST_SPAN, at)
    if until - since > LONGEST_SPAN:
        raise Refused(400, f"{names[0]} 到 {names[1]} 不能超过 90 天。")
    return since, until


def _instant(query: Mapping[str, str], name: str) -> datetime | None:
    # A plus sign that was not escaped arrives as a space.
    text = query.get(name, "").replace(" ", "+")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise Refused(400, f"{name} 须为带时区的时刻，例如 2026-10-01T00:00:00+08:00。")
    return found


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    text = query.get(name, "")
    if not text:
        return usual
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise Refused(400, f"{name} 须为正整数。")
    return int(text)


def _numbers(text: str) -> list[int]:
    """Request numbers; what is no number of ours finds nothing."""
    return [int(word) for word in _words(text)[:MOST] if word.isdecimal() and word.isascii() and len(word) < 16]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


@dataclass
class _Drawing:
    """A page of filings drawn with a handful of queries, however many there are."""

    found: list[Any]
    holder: Actor | None

    def rows(self) -> list[dict[str, Any]]:
        return [self._row(one) for one in self.found]

    def _row(self, one: Any) -> dict[str, Any]:
        closed, subject = one.pk in self.closed, _subject(one)
        return {
            "service_request_id": str(one.pk),
            "status": "closed" if closed else "open",
            "status_notes": _CLOSED if closed else _NOTES[one.state],
            "service_name": self.names[one.kind],
            "service_code": one.kind,
            "description": None,
            "agency_responsible": f"{self.town_name}欠薪工作办公室",
            "service_notice": None,
            "requested_datetime": _text(one.received_at),
            "updated_datetime": _text(self.updated.get(subject, one.received_at)),
            "expected_datetime": None if closed else _text(self.due.get(subject)),
            "address": self._address(one),
            "address_id": None,
            "zipcode": None,
            "lat": None,
            "long": None,
            "media_url": None,
        }

    def _address(self, one: Any) -> str:
        """A village and an hour can give a complainant away in a small place; without a key only the town is told."""
        if self.holder is None or not self.holder.may(VIEW, one.place_path):
            return self.town_name
        name = self.places.get(code_of(one.place_path), "")
        return self.town_name if name in ("", self.town_name) else f"{self.town_name}{name}"

    @cached_property
    def names(self) -> dict[str, str]:
        return {one.code: one.name for one in SERVICES}

    @cached_property
    def closed(self) -> set[int]:
        numbers = [one.pk for one in self.found]
        return set(filings(Scope.everywhere()).filter(_closed(), pk__in=numbers).values_list("pk", flat=True))

    @cached_property
    def town_name(self) -> str:
        return Place.objects.filter(code=settings.SETTINGS.town).values_list("name", flat=True).first() or ""

    @cached_property
    def places(self) -> dict[str, str]:
        codes = {code_of(one.place_path) for one in self.found}
        return dict(Place.objects.filter(code__in=codes).values_list("code", "name"))

    @cached_property
    def updated(self) -> dict[str, datetime]:
        rows = EventRow.objects.filter(subject__in=[_subject(one) for one in self.found]).order_by()
        return dict(rows.values("subject").annotate(last=Max("recorded_at")).values_list("subject", "last"))

    @cached_property
    def due(self) -> dict[str, datetime]:
        """When the filer will have heard from the office: the soonest clock that runs for the filing."""
        subjects = [_subject(one) for one in self.found]
        rows = running(Scope.everywhere()).filter(subject__in=subjects).order_by("-due_at")
        return dict(rows.values_list("subject", "due_at"))


def _subject(one: Any) -> str:
    return f"{_OF}{one.pk}"


def _text(at: datetime | None) -> str | None:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else None
