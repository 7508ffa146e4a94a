"""The law (法规): a parameter on a day, and when a statutory period ends."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from anxin.adapters.api.access import guarded
from anxin.domain.clocks import StatutoryClock
from anxin.domain.clocks.moments import parse_moment
from anxin.kernel.clock import SHANGHAI, local_date
from anxin.kernel.outcome import NotFound
from anxin.law import LawBook, Parameter, UnknownParameter, book, office_calendar
from anxin.ui.access import instant_of

router = Router(tags=["法规"])
ParamId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,99}$")]
Moment = Annotated[
    str,
    Field(
        pattern=r"^(199\d|20\d\d)-(0[1-9]|1[0-2])-([0-2]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d)?$",
        description="2026-05-18 或 2026-05-18T09:30，北京时间",
    ),
]


class SourceOut(Schema):
    """Where a value stands."""

    law: str
    doc_no: str
    article: str
    url: str
    words: str
    verified: bool
    checked: date


class ParameterOut(Schema):
    """A parameter of the law (法规参数) on a day."""

    id: str
    term: str
    topic: str
    value: Any
    unit: str
    effective_from: date
    effective_to: date | None
    place: str
    local: bool
    source: SourceOut


class DeadlineOut(Schema):
    """When a statutory period ends (届满), and why then."""

    clock: str
    started: str
    due: str
    provisional: bool
    in_force: bool
    calendar_version: str
    steps: list[str]
    parameter: ParameterOut


class OnDay(Schema):
    """On which day; today when none is named."""

    on: date | None = None


class Asked(Schema):
    """Which period, counted from when."""

    clock: ParamId
    start: Annotated[Moment, Field(alias="from")]


@router.get("/law/parameters/{param_id}", response=ParameterOut, **guarded("法规参数在某日的值和出处"))
def parameter(request: HttpRequest, param_id: Path[ParamId], asked: Query[OnDay]) -> dict[str, Any]:
    law = _law()
    _known(law, param_id)
    return _parameter(law.get(param_id, on=asked.on or local_date(instant_of(request))))


@router.get("/law/deadlines", response=DeadlineOut, **guarded("法定期限何日届满，逐步说明"))
def deadline(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    law, started = _law(), parse_moment(asked.start)
    _known(law, asked.clock)
    found, in_force = law.nearest(asked.clock, on=local_date(started))
    clock = StatutoryClock.start(found, at=started)
    ends = clock.deadline(office_calendar(settings.SETTINGS.law_overrides))
    if ends.due is None or ends.due_at is None:
        raise ValueError("a clock that was just started has a due day")
    by_day = clock.period.unit.by_the_day
    return {
        "clock": found.id,
        "started": asked.start,
        "due": ends.due.isoformat() if by_day else ends.due_at.astimezone(SHANGHAI).isoformat(),
        "provisional": ends.provisional,
        "in_force": in_force,
        "calendar_version": ends.calendar_version,
        "steps": list(ends.in_words()),
        "parameter": _parameter(found),
    }


def _law() -> LawBook:
    return book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)


def _known(law: LawBook, param_id: str) -> None:
    """An unknown parameter is a missing thing here, not a fault of the form."""
    try:
        law.history(param_id)
    except UnknownParameter as error:
        raise NotFound(error.code, error.message) from error


def _parameter(one: Parameter) -> dict[str, Any]:
    cited = one.citation
    return {
        "id": one.id,
        "term": one.term,
        "topic": one.topic,
        "value": one.value,
        "unit": one.unit,
        "effective_from": one.effective.start,
        "effective_to": one.last_day,
        "place": one.place,
        "local": one.local,
        "source": {
            "law": cited.law,
            "doc_no": cited.doc_no,
            "article": cited.article,
            "url": cited.url,
            "words": cited.in_words(),
            "verified": one.verified,
            "checked": one.checked,
        },
    }
