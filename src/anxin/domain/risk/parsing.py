"""Rules out of documents: every entry is checked, and what is wrong is said with its file and its rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from anxin.domain.risk.conditions import AtLeast, Atom, Condition, Every, LawRef, Op, facts_of
from anxin.domain.risk.levels import Level
from anxin.domain.risk.rules import Confidence, Example, Origin, Origins, Rule, State
from anxin.domain.risk.signals import CATALOGUE
from anxin.domain.risk.wording import Cure, Unit, Worse
from anxin.kernel.outcome import BadInput, Citation, Fault
from anxin.kernel.period import DateRange

_FIELDS = {
    "id", "title", "colour", "state", "when", "applies_to", "weight", "source", "why", "advice", "authority", "from",
    "to", "family", "published", "why_not", "signal", "threshold", "examples",
}  # fmt: skip
_ATOM = {"fact", "op", "value", "yuan", "param", "index", "of", "times"}
_NEEDED = {"id", "title", "colour", "source", "why"}
_DIRECTIONS = {Worse.MORE: {Op.GE, Op.GT, Op.EQ}, Worse.LESS: {Op.LE, Op.LT}}
_APPLIES = {"sectors": "sector", "kinds": "kind", "sizes": "size"}


class RuleError(ValueError):
    """A rule that cannot be used; names the file and the rule."""


def parse_document(name: str, document: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of one file; all its faults are reported together."""
    rules, faults = [], []
    for number, entry in enumerate(document.get("rules") or (), start=1):
        label = str(entry.get("id", f"第{number}条"))
        try:
            rules.append(_rule(entry, place=str(document.get("place", "")), file=name))
        except (RuleError, ValueError, KeyError, TypeError) as problem:
            faults.append(Fault(f"{name} {label}", str(problem), "请改正规则文件后重新载入"))
    if faults:
        raise BadInput("risk.rules", "；".join(fault.in_words() for fault in faults), faults)
    return tuple(rules)


def _rule(entry: Mapping[str, Any], *, place: str, file: str) -> Rule:
    _refuse_unknown(entry, _FIELDS, "rule")
    missing = sorted(_NEEDED - set(entry))
    if missing:
        raise RuleError(f"missing {', '.join(missing)}")
    state = State(entry.get("state", State.ACTIVE))
    rule = Rule(
        id=str(entry["id"]),
        title=str(entry["title"]),
        colour=Level(entry["colour"]),
        state=state,
        when=_when(entry) if state is State.ACTIVE or "when" in entry else None,
        weight=int(entry.get("weight", 0)),
        source=_source(entry["source"]),
        why=str(entry["why"]),
        advice=str(entry.get("advice", "")),
        authority=str(entry.get("authority", "")),
        place=place,
        effective=DateRange(_day(entry.get("from"), "2000-01-01"), _day(entry["to"]) if entry.get("to") else None),
        family=str(entry.get("family", "")),
        published=str(entry.get("published", "")),
        why_not=str(entry.get("why_not", "")),
        signal=str(entry.get("signal", "")),
        threshold=str(entry.get("threshold", "")),
        examples=tuple(_example(one) for one in entry.get("examples") or ()),
        file=file,
    )
    _check(rule)
    return rule


def _check(rule: Rule) -> None:
    if rule.state is State.REFERENCE:
        if not rule.why_not:
            raise RuleError("a reference rule must say why it is not active (why_not)")
        return
    if rule.colour is Level.GREEN:
        raise RuleError("an active rule must have a colour")
    if rule.weight <= 0:
        raise RuleError("an active rule needs a weight above zero")
    if not rule.advice:
        raise RuleError("an active rule must say what to do (advice)")
    if not any(CATALOGUE[name].cure is not Cure.NONE for name in (facts_of(rule.when) if rule.when else ())):
        raise RuleError("nothing in this rule can ever turn green")


def _refuse_unknown(entry: Mapping[str, Any], known: set[str], what: str) -> None:
    strange = sorted(set(entry) - known)
    if strange:
        raise RuleError(f"unknown key in {what}: {', '.join(strange)}")


def _day(text: Any, default: str = "") -> date:
    return text if isinstance(text, date) else date.fromisoformat(str(text or default))


def _source(entry: Any) -> Origins:
    if not isinstance(entry, Mapping):
        raise RuleError("missing source")
    _refuse_unknown(entry, {"origin", "law", "doc_no", "article", "url", "region", "confidence", "note"}, "source")
    origin, confidence = Origin(entry["origin"]), Confidence(entry["confidence"])
    if origin is Origin.PUBLISHED and not (entry.get("url") or entry.get("note")):
        raise RuleError("a published rule needs the address where it was read (url), or a note why there is none")
    citation = Citation(
        law=str(entry["law"]),
        doc_no=str(entry.get("doc_no", "")),
        article=str(entry.get("article", "")),
        url=str(entry.get("url", "")),
        verified=confidence is not Confidence.MEMORY,
    )
    return Origins(origin, citation, str(entry.get("region", "")), confidence, str(entry.get("note", "")))


def _example(entry: Mapping[str, Any]) -> Example:
    _refuse_unknown(entry, {"facts", "fires"}, "example")
    facts = dict(entry["facts"])
    _refuse_unknown(facts, set(CATALOGUE), "example facts")
    return Example(facts, bool(entry["fires"]))


def _when(entry: Mapping[str, Any]) -> Condition:
    if "when" not in entry:
        raise RuleError("missing when")
    limits = tuple(_applies(entry.get("applies_to") or {}))
    asked = parse_condition(entry["when"])
    return Every((*limits, asked)) if limits else asked


def _applies(entry: Mapping[str, Any]) -> Sequence[Atom]:
    _refuse_unknown(entry, set(_APPLIES), "applies_to")
    return [Atom(_APPLIES[key], Op.IN, tuple(str(one) for one in values)) for key, values in entry.items()]


def parse_condition(entry: Any) -> Condition:
    """A condition as nested mappings: {all: […]}, {any: […]}, {at_least: n, of: […]} or {fact, op, value|yuan|param|of}."""
    if not isinstance(entry, Mapping):
        raise RuleError(f"not a condition: {entry!r}")
    if "all" in entry:
        return Every(_parts(entry, "all"))
    if "any" in entry:
        return AtLeast(1, _parts(entry, "any"))
    if "at_least" in entry:
        count, parts = int(entry["at_least"]), _parts(entry, "of")
        if not 1 <= count <= len(parts):
            raise RuleError(f"at_least {count} of {len(parts)} cannot be met")
        return AtLeast(count, parts)
    return _atom(entry)


def _parts(entry: Mapping[str, Any], key: str) -> tuple[Condition, ...]:
    _refuse_unknown(entry, {key, "at_least"} if key == "of" else {key}, "condition")
    if not entry[key]:
        raise RuleError(f"{key} is empty")
    return tuple(parse_condition(part) for part in entry[key])


def _atom(entry: Mapping[str, Any]) -> Atom:
    _refuse_unknown(entry, _ATOM, "condition")
    if entry.get("fact") not in CATALOGUE:
        raise RuleError(f"unknown fact: {entry.get('fact')}")
    if entry.get("op") not in list(Op):
        raise RuleError(f"unknown op: {entry.get('op')}")
    if len({"value", "yuan", "param", "of"} & set(entry)) != 1:
        raise RuleError(f"{entry['fact']}: give exactly one of value, yuan, param, of")
    atom = Atom(
        fact=str(entry["fact"]),
        op=Op(entry["op"]),
        value=_limit(entry),
        law=LawRef(str(entry["param"]), entry.get("index")) if "param" in entry else None,
        of=str(entry["of"]) if "of" in entry else None,
        times=Fraction(str(entry.get("times", 1))),
    )
    _check_atom(atom)
    return atom


def _limit(entry: Mapping[str, Any]) -> Any:
    if "yuan" in entry:
        return int(Fraction(str(entry["yuan"])) * 100)
    value = entry.get("value")
    return tuple(value) if isinstance(value, list) else value


def _check_atom(atom: Atom) -> None:
    signal = CATALOGUE[atom.fact]
    if atom.of is not None and atom.of not in CATALOGUE:
        raise RuleError(f"unknown fact: {atom.of}")
    if (atom.op is Op.IN) != isinstance(atom.value, tuple):
        raise RuleError(f"{atom.fact}: 'in' needs a list, and only 'in' takes one")
    if atom.value is not None and signal.unit is Unit.YES and atom.value is not True:
        raise RuleError(f"{atom.fact}: a rule may only ask whether it is true")
    if signal.unit not in {Unit.YES, Unit.TEXT} and isinstance(atom.value, bool | str):
        raise RuleError(f"{atom.fact}: {atom.value!r} is no number")
    allowed = _DIRECTIONS.get(signal.worse)
    if allowed and atom.op not in allowed:
        raise RuleError(f"{atom.fact}: '{atom.op}' would let a worse fact lower the level")
    if signal.worse is Worse.MORE and atom.op is Op.EQ and signal.unit is not Unit.YES:
        raise RuleError(f"{atom.fact}: '==' would let a worse fact lower the level")
