"""What stands in the blanks of a paper: facts, the law of the day and what was filled in; and which blank is still empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from anxin.apps.documents.legal.amounts import in_capitals
from anxin.apps.documents.legal.facts import DocumentFacts, hidden, veiled
from anxin.apps.documents.legal.forms import Field, Form, Kind, To
from anxin.kernel.money import NotMoney, parse_yuan, yuan
from anxin.law.parameters import LawBook, Parameter

UNNUMBERED = "（签发时编号）"
_UNITS = {"working_days": "个工作日", "days": "日", "years": "年", "hours": "小时", "months": "个月"}


@dataclass(frozen=True, slots=True)
class Issuer:
    """The authority in whose name a paper goes out: its place, its name and the first word of its numbers."""

    path: str
    name: str
    word: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper's values, the required blanks that are empty, and articles cited that nobody checked against the text."""

    values: Mapping[str, Any]
    missing: tuple[Field, ...]
    unchecked: tuple[str, ...]


def compose(
    form: Form,
    facts: DocumentFacts,
    filled: Mapping[str, str],
    *,
    issuer: Issuer,
    law: LawBook,
    on: date,
    number: str = "",
) -> Composed:
    """Every value of a paper on a day, written as it is printed."""
    known = _as_read(form, facts)
    values: dict[str, Any] = {}
    for one in form.fields:
        values[one.name] = _value(one, known, filled, law=law, on=on)
        if one.kind is Kind.MONEY:
            values[f"{one.name}_in_words"] = _capitals(values[one.name])
    missing = tuple(one for one in form.fields if one.required and not values[one.name])
    cited = [law.get(key, on=on) for key in form.law if key in law]
    values |= {
        "title": form.title,
        "number": number or UNNUMBERED,
        "authority_name": issuer.name,
        "issued_on": chinese_day(on),
        "basis": "、".join(dict.fromkeys(one.citation.in_words() for one in cited)),
        "case_title": known.case_title,
        "place_name": known.place_name,
        "handler": known.handler,
    }
    return Composed(values, missing, tuple(one.citation.in_words() for one in cited if not one.citation.verified))


def _as_read(form: Form, facts: DocumentFacts) -> DocumentFacts:
    """The facts as whoever gets the paper may read them, when somebody wants not to be known."""
    if facts.confidential and form.to is To.EMPLOYER:
        return hidden(facts)
    return veiled(facts) if facts.confidential and form.to is To.COMPLAINANT else facts


def from_facts(field: Field, facts: DocumentFacts) -> Any:
    """A field as the facts give it; empty when they do not know it."""
    found = getattr(facts, field.fact) if field.fact else None
    if field.kind is Kind.ROWS:
        return _rows(found or ())
    if found in (None, "", ()):
        return ""
    if field.kind is Kind.MONEY:
        return yuan(found)
    if isinstance(found, date):
        return chinese_day(found)
    return "、".join(found) if isinstance(found, tuple) else str(found)


def to_fill(form: Form, facts: DocumentFacts) -> tuple[Field, ...]:
    """The blanks that a person fills: those that neither the facts nor the law fill. A fact is never overwritten."""
    known = _as_read(form, facts)
    open_ones = (one for one in form.fields if not one.given and one.kind is not Kind.ROWS)
    return tuple(one for one in open_ones if not from_facts(one, known))


def _value(field: Field, facts: DocumentFacts, filled: Mapping[str, str], *, law: LawBook, on: date) -> Any:
    if field.law:
        return law_words(law.get(field.law, on=on))
    known = from_facts(field, facts)
    if known or field.kind is Kind.ROWS:
        return known
    return _as_written(field, filled.get(field.name, "").strip())


def _as_written(field: Field, text: str) -> str:
    if not text:
        return ""
    if field.kind is Kind.MONEY:
        return yuan(parse_yuan(text))
    return chinese_day(date.fromisoformat(text)) if field.kind is Kind.DATE else text


def _capitals(written: str) -> str:
    try:
        return in_capitals(parse_yuan(written)) if written else ""
    except NotMoney:
        return ""


def _rows(lines: Any) -> list[dict[str, str]]:
    return [
        {"n": str(n), **dict(_cell(one, told.name) for told in fields(one))} for n, one in enumerate(lines, start=1)
    ]


def _cell(line: Any, name: str) -> tuple[str, str]:
    """A column of a row as it is printed: an amount in yuan, a day in words."""
    value = getattr(line, name)
    if name == "fen":
        return "amount", yuan(value)
    return name, chinese_day(value) if isinstance(value, date) else str(value)


def law_words(one: Parameter) -> str:
    """A value of the law as a sentence writes it.

    A ratio from .5 to 1 is “50%以上100%以下”, five working days “5个工作日”.
    """
    if isinstance(one.value, list) and len(one.value) == 2 and "ratio" in one.unit:
        low, high = one.value
        return f"{low:.0%}以上{high:.0%}以下"
    return f"{one.value}{_UNITS.get(one.unit, '')}"


def chinese_day(day: date) -> str:
    """A day as papers write it: 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"
