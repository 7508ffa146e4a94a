"""Reading what people write (读诉求): category, arrears or not, and the facts, each with its confidence and the words it stands on.

Everything found is shown to a person for confirmation; nothing is used in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from anxin.domain.advice.spelling import simplified
from anxin.domain.intake.arrears import about_arrears
from anxin.domain.intake.headcount import headcount
from anxin.domain.intake.names_said import employers, projects
from anxin.domain.intake.numerals import Range, without_endless_numbers
from anxin.domain.intake.owing import Owed, owed
from anxin.domain.intake.places_said import Named, places
from anxin.domain.intake.said import Read
from anxin.domain.intake.since import since
from anxin.domain.intake.topics import topic
from anxin.domain.intake.typed import as_meant
from anxin.kernel.period import Month

LONGEST = 20_000
"""Characters read; a longer text is a file, not a message."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message seems to say."""

    category: Read[str]
    arrears: Read[bool]
    employers: tuple[Read[str], ...]
    projects: tuple[Read[str], ...]
    places: tuple[Read[Named], ...]
    amount: Owed | None
    workers: Read[Range] | None
    since: Read[Month] | None


def read_message(
    text: str, *, on: date, gazetteer: Sequence[Named] = (), category: Callable[[str], Read[str]] = topic
) -> Reading:
    """Read one message of the day `on`; `category` is the trained model where there is one."""
    said = simplified(without_endless_numbers(text[:LONGEST]))
    plain = as_meant(said)
    workers, first = headcount(plain), since(plain, on=on)
    return Reading(
        category=category(said),
        arrears=about_arrears(said),
        employers=tuple(employers(said)),
        projects=tuple(projects(said)),
        places=tuple(places(said, gazetteer)),
        amount=owed(plain, workers=workers.value if workers else None, months=_months(first, on)),
        workers=workers,
        since=first,
    )


def _months(first: Read[Month] | None, on: date) -> Range | None:
    """The months owed until now; the month of the message is not due yet."""
    count = first.value.until(Month.of_day(on)) if first else 0
    return Range(Fraction(count), Fraction(count)) if count > 0 else None
