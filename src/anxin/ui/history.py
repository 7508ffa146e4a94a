"""The timeline of a subject (经过): its events in words, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from anxin.base.eventlog import queries
from anxin.base.people.models import Account
from anxin.base.scope import Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    words: str
    who: str


def history(subject: str | Iterable[str], scope: Scope, *, limit: int = 60) -> list[Entry]:
    """What happened to a subject, newest first, with who did it by name."""
    lines = queries.timeline(subject, scope)[::-1][:limit]
    numbers = {int(one.actor.split(":")[1]) for one in lines if one.actor.startswith("person:")}
    names = dict(Account.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return [Entry(one.happened_at, one.words, _who(one.actor, names)) for one in lines]


def _who(actor: str, names: dict[int, str]) -> str:
    kind, _, number = actor.partition(":")
    return names.get(int(number), "已停用账号") if kind == "person" else "系统"
