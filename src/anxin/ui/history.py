"""The timeline of a subject (经过): its events in words, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from anxin.base.clocks.models import Clock
from anxin.base.eventlog import queries
from anxin.base.eventlog.referring import Referred
from anxin.base.people.models import Account
from anxin.base.scope import Scope

OUTSIDE = {"public": "来访人", "bot": "QQ 群机器人", "timer": "系统", "system": "系统"}
"""What those who act without an account are called, by the kind before the colon of their id."""
_NAMERS: dict[str, Callable[[Iterable[int]], Mapping[int, str]]] = {}


def name_by(kind: str, namer: Callable[[Iterable[int]], Mapping[int, str]]) -> None:
    """Say who knows the names of a kind of actor, by their numbers; called once when the house is put together."""
    _NAMERS[kind] = namer


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    words: str
    who: str
    marked: str = ""
    """The words with what they refer to marked."""
    named: Mapping[str, Referred] = field(default_factory=dict)


def history(subject: str | Iterable[str], scope: Scope, *, limit: int = 60) -> list[Entry]:
    """What happened to a subject, newest first, with who did it by name, and of a clock which one."""
    lines = queries.timeline(subject, scope)[::-1][:limit]
    names = _names({one.actor for one in lines} | {one.on_behalf_of for one in lines if one.on_behalf_of})
    titles = dict(Clock.objects.filter(pk__in={one.clock for one in lines if one.clock}).values_list("pk", "title"))
    return [
        Entry(one.happened_at, _words(one, titles), _who(one, names), _words(one, titles, marked=True), one.named)
        for one in lines
    ]


def _who(line: queries.Line, names: Mapping[str, str]) -> str:
    """Who did it, and in whose name when it was a deputy (代理人)."""
    who = names[line.actor]
    return f"{who}（代{names[line.on_behalf_of]}）" if line.on_behalf_of else who


def _words(line: queries.Line, titles: Mapping[int, str], *, marked: bool = False) -> str:
    title, words = titles.get(line.clock), line.marked if marked else line.words
    return f"{title}：{words}" if title else words


def _names(actors: Iterable[str]) -> dict[str, str]:
    """Everybody's name; many of one kind are asked for at once."""
    by_kind: dict[str, list[int]] = {}
    for actor in actors:
        kind, _, number = actor.partition(":")
        if number.isdecimal():
            by_kind.setdefault(kind, []).append(int(number))
    known = {kind: _named(kind, numbers) for kind, numbers in by_kind.items()}
    return {actor: _name(actor, known) for actor in actors}


def _named(kind: str, numbers: Sequence[int]) -> Mapping[int, str]:
    if kind == "person":
        return dict(Account.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return _NAMERS[kind](numbers) if kind in _NAMERS else {}


def _name(actor: str, known: Mapping[str, Mapping[int, str]]) -> str:
    kind, _, number = actor.partition(":")
    if kind == "person":
        return known[kind].get(int(number), "已停用账号")
    if kind in known:
        return known[kind].get(int(number), "已停用的接口密钥")
    return OUTSIDE.get(kind, "系统")
