"""Entries of the office's own tables by place and date: the deepest place's newest entry in force counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from anxin.kernel.outcome import BadInput, Fault


def in_force(entries: Iterable[Mapping[str, Any]], *, place: str, on: date, what: str) -> Mapping[str, Any]:
    """The entry that holds in a place on a day; none is an error in the file, not a reason to guess."""
    fitting = [one for one in entries if _holds(one, place, on)]
    if not fitting:
        fault = Fault(what, f"{on} 在 {place or '全部地域'} 没有适用的规定", "请在规则文件中补上起止日期")
        raise BadInput("risk.not_in_force", fault.in_words(), [fault])
    return max(fitting, key=lambda one: (len(str(one.get("place", ""))), one["from"]))


def _holds(entry: Mapping[str, Any], place: str, on: date) -> bool:
    end = entry.get("to")
    return place.startswith(str(entry.get("place", ""))) and entry["from"] <= on and (end is None or on < end)
