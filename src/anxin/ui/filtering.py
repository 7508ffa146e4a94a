"""The filter row (筛选) of a list: what may be asked, and what of a request is worth asking.

A value that cannot be meant (a day that does not exist, an amount that is no number) is left out and named, so that a
typing slip shows a message and never an error page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from anxin.ui.punctuation import written
from anxin.ui.sentences import said

Kind = Literal["text", "choice", "date", "month", "boolean", "range", "period"]
LONGEST = 200
YES_NO = (("1", _("是")), ("0", _("否")))
PAIRS: tuple[Kind, ...] = ("range", "period")


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of the filter row; `apply` narrows the rows by the text chosen, which is never empty there.

    A `range` (amounts, counts) or `period` (days) has two boxes, `key_from` and `key_to`; `apply` gets "from..to" with
    either side possibly empty, to be taken apart by `ends`. A `rare` one waits behind "more" until it is used, so that the row
    of a list with many filters stays one row.
    """

    key: str
    label: Any
    apply: Callable[[Any, str], Any]
    kind: Kind = "choice"
    choices: Sequence[tuple[str, Any]] | Callable[[], Sequence[tuple[str, Any]]] = ()
    wide: bool = False
    rare: bool = False

    @property
    def paired(self) -> bool:
        """Whether it has two boxes."""
        return self.kind in PAIRS

    @property
    def options(self) -> Sequence[tuple[str, Any]]:
        """What can be chosen; choices that live in the database are asked for each time."""
        if callable(self.choices):
            return self.choices()
        return YES_NO if self.kind == "boolean" and not self.choices else self.choices

    @property
    def input_type(self) -> str:
        """The kind of box drawn."""
        boxes = {"text": "search", "date": "date", "month": "month", "range": "number", "period": "date"}
        return boxes.get(self.kind, "search")

    def in_words(self, value: str) -> str:
        """The filter with its value as it is written into a workbook."""
        if self.paired:
            first, last = value.split("..", 1)
            span = f"{first or '不限'} 至 {last or '不限'}"
            return f"{self.label}{written('：')}{said(span)}"
        return f"{self.label}{written('：')}{dict(self.options).get(value, value)}"


def ends(value: str) -> tuple[str | None, str | None]:
    """The two sides of a range; None where a side is open."""
    first, _, last = value.partition("..")
    return first or None, last or None


def asked(filters: Sequence[Filter], query: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The filters in use with their values, and the labels of those whose value cannot be meant."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    for one in filters:
        value = _value(one, query)
        if not value:
            continue
        if all(_sound(one.kind, part) for part in (ends(value) if one.paired else (value,)) if part):
            found[one.key] = value
        else:
            wrong.append(str(one.label))
    return found, wrong


def _value(one: Filter, query: Mapping[str, str]) -> str:
    def read(key: str) -> str:
        return query.get(key, "").replace("\x00", "").strip()[:LONGEST]

    if not one.paired:
        return read(one.key)
    first, last = read(f"{one.key}_from"), read(f"{one.key}_to")
    return f"{first}..{last}" if first or last else ""


def _sound(kind: Kind, text: str) -> bool:
    try:
        if kind in ("date", "period"):
            date.fromisoformat(text)
        elif kind == "month":
            date.fromisoformat(f"{text}-01" if "-" in text else f"{text[:4]}-{text[4:6]}-01")
        elif kind == "range":
            return Decimal(text).is_finite()
    except (ValueError, InvalidOperation):
        return False
    return True
