"""Answers (解答) as data: how people ask, what is said, and which articles stand behind it.

A figure is never typed into an answer: `{parameter}` is filled from the law in force on the day of the facts, and an answer
that rests on a value nobody has read in the official text says so. `{new|old}` names notices that replaced one another: the one
in force that day speaks. `{since:parameter}` is the day from which it has been in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from anxin.domain.advice.wording import value_in_words
from anxin.kernel.outcome import AnxinError, BadInput, Citation, Fault
from anxin.law.instruments import DATA, parsed
from anxin.law.parameters import LawBook, Parameter

_SEEDS = DATA / "advice" / "answers.yaml"
_PLACE = re.compile(r"\{(since:)?([a-z0-9_|]+)\}")
_OR = "|"
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its name, its topic, the question and other ways of asking it, the words with places for values."""

    id: str
    topic: str
    question: str
    also: tuple[str, ...]
    words: str
    cites: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter the answer rests on, those in its words first."""
        return tuple(dict.fromkeys((*_named_in(self.words), *self.cites)))


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it reads on a day, with the articles in force that day.

    `nationwide`: a rule that another province wrote stands behind it there; here the law of the whole country speaks alone.
    """

    answer: Answer
    on: date
    words: str
    citations: tuple[Citation, ...]
    nationwide: bool = False

    @property
    def verified(self) -> bool:
        """Whether somebody has read every value in the official text."""
        return all(one.verified for one in self.citations)


def told(answer: Answer, law: LawBook, *, on: date) -> Told:
    """The answer under the law of a day; refused when a value it names was not in force, or is no law of this place."""
    said = set(_named_in(answer.words))
    known = [name for name in answer.parameters if name in said or _held_here(name, law)]
    found = {name: _in_force(name, law, on=on) for name in known}
    words = _PLACE.sub(lambda match: _filled(found[match[2]], since=bool(match[1])), answer.words)
    citations = tuple({one.citation.in_words(): one.citation for one in found.values()}.values())
    here = {one.id for one in found.values()}
    nationwide = any(not here.intersection(name.split(_OR)) for name in answer.parameters)
    return Told(answer, on, words, citations, nationwide)


def _named_in(words: str) -> list[str]:
    """The parameters that stand in a text, in their order."""
    return [name for _since, name in _PLACE.findall(words)]


def _filled(parameter: Parameter, *, since: bool) -> str:
    """What stands where a parameter is named: its value, or the first day on which it was in force."""
    start = parameter.effective.start
    return f"{start:%Y}年{start.month}月{start.day}日" if since else value_in_words(parameter)


def _held_here(name: str, law: LawBook) -> bool:
    return any(one in law for one in name.split(_OR))


def _in_force(name: str, law: LawBook, *, on: date) -> Parameter:
    """The parameter that a name stands for on a day; of several notices the first that was in force, or the refusal of the first."""
    names = name.split(_OR)
    held = [one for one in names if one in law and any(on in known.effective for known in law.history(one))]
    return law.get(held[0] if held else names[0], on=on)


def faults_in(answer: Answer, law: LawBook, *, on: date) -> Iterator[Fault]:
    """What keeps an answer from being shown: no question or words, too long, an unknown value, a figure typed by hand."""
    if len(answer.question.strip()) < 4:
        yield Fault("question", "没有写问题", "请写成来访人会问的一句话")
    if len(answer.words.strip()) < 10:
        yield Fault("words", "没有写解答", "请用大白话写")
    if len(answer.words) > _LONGEST:
        yield Fault("words", f"超过 {_LONGEST} 字", "请拆成几条，一条答一个问题")
    for name in answer.parameters:
        try:
            parameter = _in_force(name, law, on=on)
            if f"{{{name}}}" in answer.words:
                value_in_words(parameter)
        except AnxinError as problem:
            yield Fault(f"{{{name}}}", str(problem), "请在“法规参数”里查它的编号")
    for figure in re.findall(
        r"\d+(?:\.\d+)?\s*(?:个?工作日|日内|天|小时|分钟|个月|年内|%|倍|万?元)", _PLACE.sub("", answer.words)
    ):
        yield Fault("words", f"数字“{figure}”是手写的", "请改成 {参数编号}，法规改了才会跟着变")


@cache
def shipped() -> Mapping[str, Answer]:
    """The answers that ship, by name."""
    return {one.id: one for one in _read(_SEEDS)}


@cache
def topics() -> Mapping[str, str]:
    """The topics in their order, with their words."""
    return dict(parsed(_SEEDS)["topics"])


@cache
def _now() -> frozenset[str]:
    return frozenset(parsed(_SEEDS)["now"])


@cache
def only_where() -> Mapping[str, tuple[str, ...]]:
    """Of answers for some people or some papers the words one of which a report must hold."""
    return {name: tuple(words) for name, words in parsed(_SEEDS)["only_where"].items()}


@cache
def first_step() -> str:
    """The answer that stands beside every report of wages owed."""
    return str(parsed(_SEEDS)["first_step"])


def speaks_today(answer: Answer) -> bool:
    """Whether an answer tells what to do now: procedure goes by the law of today, whatever day the facts are of."""
    return answer.topic in _now()


def _read(path: Path) -> Iterator[Answer]:
    document = parsed(path)
    for one in document["answers"]:
        if one["topic"] not in document["topics"]:
            raise BadInput("advice.topic", f"解答“{one['id']}”的类别“{one['topic']}”不存在。")
        yield Answer(
            one["id"], one["topic"], one["q"], tuple(one.get("also", ())), one["a"].strip(), tuple(one.get("cites", ()))
        )
