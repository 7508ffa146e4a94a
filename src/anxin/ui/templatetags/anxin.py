"""Filters and tags by which templates write values and draw components."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from anxin.base.actors import Actor
from anxin.base.eventlog.referring import Referred, replaced
from anxin.kernel.ids import mask, mask_name, mask_numbers
from anxin.ui import formatting
from anxin.ui.charts import Chart
from anxin.ui.history import Entry
from anxin.ui.sentences import cited, said, spoken

register = template.Library()
register.filter("money", formatting.money)
register.filter("money_short", formatting.money_short)
register.filter("month", formatting.month)
register.filter("week", formatting.week)
register.filter("percent", formatting.percent)
register.filter("said", said)
register.filter("spoken", spoken)
register.filter("cited", cited)
register.filter("mask_name", mask_name)
register.filter("mask", mask)
register.filter("mask_numbers", mask_numbers)


@register.filter
def linked(entry: Entry) -> SafeString:
    """The sentence of a timeline in the reader's language, with a link to each thing it refers to."""

    def link_to(one: Referred) -> str:
        words = spoken(one.words)
        return format_html('<a href="{}">{}</a>', one.url, words) if one.url else escape(words)

    return mark_safe(replaced(escape(spoken(entry.marked or entry.words)), entry.named, link_to))  # noqa: S308  escaped


@register.filter
def add_days(value: datetime, days: int) -> datetime:
    """An instant so many days later or earlier."""
    return value + timedelta(days=int(days))


LEVELS = {"red": _("红色"), "orange": _("橙色"), "yellow": _("黄色"), "green": _("正常")}


@register.filter
def may(actor: Actor | None, power: str) -> bool:
    """Whether the viewer holds a power: what would be refused is not offered."""
    return actor is not None and actor.may(power)


@register.filter
def count(value: Any) -> Any:
    """A number of rows or people with its thousands set apart: 1,278."""
    return f"{value:,}" if isinstance(value, int) else value


@register.filter
def level_word(code: str) -> str:
    """A level's word, in the language of the page."""
    return str(LEVELS.get(code, code))


@register.simple_tag(takes_context=True)
def day(context: Any, value: date | datetime | None) -> str:
    """A day, without the year when it is this year."""
    return formatting.day(value, context.get("now"))


@register.simple_tag(takes_context=True)
def moment(context: Any, value: datetime | None) -> str:
    """An instant, without the year when it is this year."""
    return formatting.moment(value, context.get("now"))


@register.simple_tag(takes_context=True)
def query(context: Any, **changes: Any) -> str:
    """The page's own query with some parts changed; None takes a part out, and paging starts anew."""
    params = context["request"].GET.copy()
    if "page" not in changes:
        params.pop("page", None)
    for key, value in changes.items():
        if value is None:
            params.pop(key, None)
        else:
            params[key] = value
    return "?" + str(params.urlencode())


@register.simple_tag
def link(name: str, *args: Any, **query: Any) -> str:
    """An address with a query, e.g. {% link 'payroll:arrears' focus='park' %}."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return reverse(name, args=args) + (f"?{urlencode(kept)}" if kept else "")


@register.inclusion_tag("ui/level.html")
def level(code: str) -> dict[str, str]:
    """A level as colour, icon and word."""
    return {"code": code, "word": level_word(code)}


@register.inclusion_tag("ui/clock.html")
def clock(started_at: datetime, due_at: datetime, now: datetime, why: Any = ()) -> dict[str, Any]:
    """A clock as a bar: how much of the time has passed, what is left in words, and why this date."""
    whole = max(due_at - started_at, timedelta(seconds=1))
    passed = min(100, max(0, round((now - started_at) / whole * 100)))
    state = "late" if due_at <= now else "soon" if passed >= 75 else "fine"
    return {
        "passed": passed, "state": state, "words": formatting.remaining(due_at, now), "due": formatting.moment(due_at, now),
        "why": why,
    }  # fmt: skip


@register.inclusion_tag("ui/figure.html")
def figure(label: str, value: Any, url: str = "", note: str = "", tone: str = "") -> dict[str, Any]:
    """A figure that opens its rows."""
    return {"label": label, "value": count(value), "url": url, "note": note, "tone": tone}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon out of the sprite; every page shows a dozen, always the same."""
    return render_to_string("ui/icon.html", {"name": name})


@register.inclusion_tag("ui/timeline.html", takes_context=True)
def timeline(context: Any, entries: Any) -> dict[str, Any]:
    """Events in words, newest first."""
    return {"entries": entries, "now": context.get("now")}


@register.inclusion_tag("ui/strip.html")
def strip(squares: Any) -> dict[str, Any]:
    """A pay history of months as squares with a letter each, and the same as a table."""
    return {"squares": squares}


@register.inclusion_tag("ui/chart.html")
def chart(shown: Chart, size: str = "", table: str = "") -> dict[str, Any]:
    """A chart or map with its data as a table below; `size="tall"` for maps, `table="open"` shows the table at once."""
    return {
        "key": f"chart-{shown.key}", "title": shown.title, "head": shown.head, "data": shown.as_data(), "rows": shown.rows(),
        "tall": size == "tall" or shown.kind == "map", "open": table == "open",
    }  # fmt: skip


@register.inclusion_tag("ui/chart_scripts.html")
def chart_scripts() -> dict[str, Any]:
    """The drawing scripts, for the `head` block of pages with charts."""
    return {}


@register.simple_tag(takes_context=True)
def left(context: Any, due: datetime) -> str:
    """How long is left until an instant: 还剩 3 天, 已超期 2 天."""
    now = context.get("now")
    return formatting.remaining(due, now) if now is not None else formatting.moment(due)
