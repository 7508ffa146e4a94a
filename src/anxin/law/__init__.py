"""Law as dated data: parameters, calendars, citations. Every value has an article, a document number and a link."""

from anxin.law.books import book
from anxin.law.calendar import Calendar, CalendarVersion, NoCalendar, office_calendar
from anxin.law.parameters import LawBook, NotInForce, Parameter, UnknownParameter

__all__ = [
    "Calendar",
    "CalendarVersion",
    "LawBook",
    "NoCalendar",
    "NotInForce",
    "Parameter",
    "UnknownParameter",
    "book",
    "office_calendar",
]
