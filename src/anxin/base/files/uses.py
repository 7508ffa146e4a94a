"""Which rows name a stored file (文件引用): each room says where it does, so that content goes only when nobody needs it any more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast


@dataclass(frozen=True, slots=True)
class Use:
    """A column that names files: the rows that still need them, and whether it holds a list or something with lists in it."""

    rows: Callable[[], QuerySet[Any]]
    field: str
    many: bool = False

    def named(self, some: Collection[str]) -> set[str]:
        """Which of some files these rows name."""
        if not self.many:
            return set(self.rows().filter(**{f"{self.field}__in": some}).values_list(self.field, flat=True))
        rows = self.rows().annotate(written=Cast(self.field, TextField()))
        found = rows.filter(reduce(or_, (Q(written__contains=one) for one in some)))
        text = "".join(found.values_list("written", flat=True))
        return {one for one in some if one in text}


_USES: list[Use] = []


def register(uses: Iterable[Use]) -> None:
    """Add the columns of a room to the table; the same room once more changes nothing."""
    _USES.extend(one for one in uses if one not in _USES)


def uses() -> tuple[Use, ...]:
    """Every column that is registered."""
    return tuple(_USES)


def in_use(some: Collection[str]) -> set[str]:
    """Which of some files a row names."""
    wanted = {one for one in some if one}
    found: set[str] = set()
    for use in _USES if wanted else ():
        found |= use.named(wanted)
    return found
