"""What the desk hints at while a call is typed (查重提示): employers of the register and filings of the name typed or read in the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from anxin.apps.intake import queries
from anxin.apps.intake.about import key_at_home, plain_at_home
from anxin.apps.intake.said import Said, sketch_of
from anxin.apps.registry.api import Employer, employers
from anxin.base.scope import Scope
from anxin.domain.advice.spelling import simplified
from anxin.domain.intake import names_said
from anxin.domain.intake.numerals import without_endless_numbers
from anxin.kernel.clock import local_date

HINTS = 6
"""Employers and filings offered while a call is typed."""
_READ = 2


@dataclass(frozen=True, slots=True)
class Hints:
    """The names that were read in the words where none is typed yet, the register's employers of them, and the filings alike."""

    read: Sequence[str]
    found: Sequence[Employer]
    same: Sequence[queries.Alike]


def hints_for(said: Said, scope: Scope, *, at: datetime) -> Hints:
    """Hints for what is typed so far; a name typed in its field counts, else what the words name; nothing is stored or decided."""
    typed = said.employer_said.strip()
    read = [] if typed else names_in(said.words)
    names = [typed] if len(typed) > 1 else read
    found = list({one.pk: one for name in names for one in _of_that_name(name, scope, exactly=bool(typed))}.values())[
        :HINTS
    ]
    name = next((name for name in names if key_at_home(name)), "")
    sketch = sketch_of(replace(said, employer_id=_meant(found, typed), employer_said=typed or name), on=local_date(at))
    same = queries.alike_to(sketch, scope, at=at, called=key_at_home(name))[:HINTS]
    return Hints(read, found, same)


def names_in(words: str) -> list[str]:
    """The employers that a text names, the likeliest first: a suggestion, so what is less likely right is looked up too."""
    return [one.value for one in names_said.employers(simplified(without_endless_numbers(words)))[:_READ]]


def _of_that_name(name: str, scope: Scope, *, exactly: bool) -> list[Employer]:
    """The register's employers of a name; one read in a talk is also looked up without its place and legal form."""
    ways = dict.fromkeys([name] if exactly else [name, plain_at_home(name)])
    for way in filter(None, ways):
        if rows := list(employers(scope).filter(search__contains=way.lower()).order_by("name")[:HINTS]):
            return rows
    return []


def _meant(found: Sequence[Employer], typed: str) -> int | None:
    """The one employer that is meant: its whole name is typed, or it alone bears the name that was read."""
    if typed:
        found = [one for one in found if one.name == typed]
    return found[0].pk if len(found) == 1 else None
