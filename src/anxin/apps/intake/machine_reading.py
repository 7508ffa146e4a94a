"""What the machine reads from a filing's words (机器读出), for a person to check; nothing of it is stored or used by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from anxin.apps.registry.api import employers
from anxin.base.places.choices import villages
from anxin.base.scope import Scope
from anxin.domain.intake.places_said import Named
from anxin.domain.intake.reading import Reading, read_message
from anxin.domain.intake.said import EVEN, Read
from anxin.kernel.money import Fen, yuan


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as a screen shows it: what it is, what was read, how surely, on which words.

    `value` fits the field `name` of the form that settles a filing; `typed` is what a clerk at the desk would type.
    """

    name: str
    label: str
    shown: str
    percent: int
    words: str
    doubt: str
    value: Any = None
    typed: str = ""


def facts_in(text: str, *, on: date, scope: Scope) -> list[Fact]:
    """The facts of a message that was said on a day, with the one employer of the register that a name read can mean."""
    gazetteer = tuple(Named(code, name) for code, name in villages())
    found = read_message(text, on=on, gazetteer=gazetteer)
    return [
        *_arrears(found),
        *_employer(found, scope),
        *_place(found),
        *_amount(found),
        *_workers(found),
        *_since(found),
    ]


def _arrears(found: Reading) -> Iterator[Fact]:
    one = found.arrears
    yield _fact("arrears", _("是否欠薪"), _("像是欠薪") if one.value else _("不像欠薪"), one)


def _employer(found: Reading, scope: Scope) -> Iterator[Fact]:
    for one in found.employers[:2]:
        known = list(employers(scope).filter(name__contains=one.value)[:2])
        meant = known[0] if len(known) == 1 else None
        shown = f"{one.value} → {meant.name}" if meant and meant.name != one.value else one.value
        doubt = one.doubt or ("" if meant else _("台账中没有或不止一家，请选定"))
        yield Fact(
            "employer",
            _("单位"),
            shown,
            _percent(one.confidence),
            one.words,
            doubt,
            meant.uscc if meant else None,
            meant.name if meant else one.value,
        )


def _place(found: Reading) -> Iterator[Fact]:
    for one in found.places[:2]:
        yield _fact("place", _("地点"), one.value.name, one, one.value.code)


def _amount(found: Reading) -> Iterator[Fact]:
    one = found.amount
    if one is None:
        return
    low, high = yuan(Fen(one.low_fen)), yuan(Fen(one.high_fen))
    doubt = "" if low == high else _("是范围，填入的是下限")
    shown = low if low == high else f"{low}–{high}"
    yield Fact(
        "amount",
        _("欠薪（元）"),
        shown,
        _percent(one.confidence),
        one.reckoned,
        doubt,
        Decimal(one.low_fen) / 100,
        f"{one.low_fen / 100:.2f}",
    )


def _workers(found: Reading) -> Iterator[Fact]:
    one = found.workers
    if one is not None:
        low, high = int(one.value.low), int(one.value.high)
        yield _fact("workers", _("人数"), str(low) if low == high else f"{low}–{high}", one, low)


def _since(found: Reading) -> Iterator[Fact]:
    if found.since is not None:
        yield _fact("since", _("欠薪起始"), str(found.since.value), found.since, found.since.value.first)


def _fact(name: str, label: str, shown: str, one: Read[Any], value: Any = None) -> Fact:
    return Fact(
        name, label, shown, _percent(one.confidence), one.words, one.doubt, value, "" if value is None else str(value)
    )


def _percent(confidence: float) -> int:
    return round(confidence * 100)


def fitting(facts: list[Fact]) -> dict[str, Any]:
    """The first value read for each field that a form may offer: what is less likely right than wrong is only shown."""
    found: dict[str, Any] = {}
    even = _percent(EVEN)
    for one in facts:
        if one.value is not None and one.percent >= even:
            found.setdefault(one.name, one.value)
    named = next((one for one in facts if one.name == "employer" and one.percent >= even), None)
    if named is not None:
        found["employer_said"] = named.words
    return found
