"""The clocks and counts of filings (首次答复时限、集中投诉), from the law book of this deployment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings

from anxin.domain.clocks import StatutoryClock
from anxin.domain.intake.surging import Thresholds
from anxin.kernel.clock import local_date
from anxin.law import Calendar, LawBook, book, office_calendar

PARAM = "local_first_reply_hours"
SURGE_PARAM = "local_surge_hours"
LOOK_PARAM = "local_identity_look_hours"
PRIVACY_PARAM = "local_privacy_answer_days"
KEEP_PARAM = "local_filing_keep_years"
DRAFT_PARAM = "local_desk_draft_days"
CALL_KEEP_PARAM = "local_call_keep_years"
AREA_PARAM = "local_area_code"
UNFILED_PARAM = "local_unfiled_file_days"
MISSED_PARAM = "local_missed_call_hours"


@dataclass(frozen=True, slots=True)
class Due:
    """From when and until when, by which parameter of which day, and why."""

    since: datetime
    at: datetime
    param: str
    law_date: date
    why: tuple[str, ...]


def first_reply(since: datetime) -> Due:
    """Until when somebody who turned to the office must have heard back, counted from the full second."""
    return _due(PARAM, since.replace(microsecond=0))


def gathering(since: datetime) -> Due:
    """Until when filings that come in numbers about one employer must have been looked at together."""
    return _due(SURGE_PARAM, since)


def identity_look(since: datetime) -> Due:
    """Until when a second person decides whether an identity is shown, and from then how long it may be."""
    return _due(LOOK_PARAM, since)


def privacy_answer(since: datetime) -> Due:
    """Until when a filer who asks about what is kept of them must have an answer."""
    return _due(PRIVACY_PARAM, since)


def keep_years(on: date) -> int:
    """How many years names and telephones of settled filings are kept."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    return int(law.get(KEEP_PARAM, on=on).value)


def call_keep_years(on: date) -> int:
    """How many years the numbers in call records are kept."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    return int(law.get(CALL_KEEP_PARAM, on=on).value)


def area_code(on: date) -> str:
    """The area code of the town's landlines."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    return str(law.get(AREA_PARAM, on=on).value)


def missed_call(since: datetime) -> Due:
    """Until when somebody whose call was missed must have been rung back."""
    return _due(MISSED_PARAM, since)


def draft_kept(on: date) -> timedelta:
    """For how long after its last saving a draft of the desk is kept."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    return timedelta(days=int(law.get(DRAFT_PARAM, on=on).value))


def unfiled_kept_until(on: date) -> date:
    """Until when a file is kept that was uploaded on a day and may never be filed."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    return on + timedelta(days=int(law.get(UNFILED_PARAM, on=on).value))


def surge_thresholds(on: date) -> Thresholds:
    """From how many filings about one employer within a day somebody is told, and from how many they are one matter."""
    law = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)
    return Thresholds(
        *(int(law.get(name, on=on).value) for name in ("local_surge_filings", "local_surge_group_filings"))
    )


def _due(param: str, since: datetime) -> Due:
    overrides = settings.SETTINGS.law_overrides
    return _reckoned(book(settings.SETTINGS.town, overrides), office_calendar(overrides), param, since)


@lru_cache(maxsize=64)
def _reckoned(law: LawBook, calendar: Calendar, param: str, since: datetime) -> Due:
    """Kept for a while: under load, many filings come in the same second."""
    on = local_date(since)
    found = StatutoryClock.start(law.get(param, on=on), at=since).deadline(calendar)
    if found.due_at is None:
        raise ValueError("a clock that was just started is running")
    return Due(since, found.due_at, param, on, found.in_words())
