"""What deciders saw of the cross-check (核对定格) on the screen: with its moment, and beside today's result where that differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anxin.apps.cases.disorders import Seen, table
from anxin.apps.cases.models import Disorder, DisorderCheck, DisorderPerson
from anxin.base.vault.sealing import open_
from anxin.domain.casework.crosscheck import Checked, Comparison, differences, thawed

SHOWN = 300
"""So many people of a list are drawn, those first for whom something differs; the sums count everybody."""


class Labels:
    """How the people of a matter are called on the page: by number, by name while a look holds."""

    def __init__(self, people: Iterable[DisorderPerson], *, seen: bool) -> None:
        self._known = {one.pk: (number, one) for number, one in enumerate(people, 1)}
        self._seen = seen

    def __getitem__(self, key: int | None) -> str:
        if key is None:
            return _("全部名单")
        number, one = self._known.get(key, (0, None))
        return open_(one.name_sealed) if one and self._seen else _("人员 %(n)s") % {"n": number or "—"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One frozen cross-check as drawn; `changed` is what today says else, `same` that no fact changed."""

    row: DisorderCheck
    people: int
    differing: int
    found: list[tuple[str, tuple[Comparison, ...]]]
    changed: list[tuple[str, str, str, str]]
    same: bool


def checks_of(matter: Disorder, now: Seen | None, labels: Labels) -> dict[int, Shown]:
    """Every frozen cross-check of a matter by its number."""
    return {row.pk: _shown(row, now, labels) for row in matter.checks.order_by("pk")}


def _shown(row: DisorderCheck, now: Seen | None, labels: Labels) -> Shown:
    then = thawed(row.outcome)
    differ = then.differing()
    changed = differences(then, now.checked if now else Checked({}, ()))[:SHOWN]
    return Shown(
        row=row,
        people=len(then.persons),
        differing=len(differ),
        found=[(labels[None], then.whole), *((labels[key], then.persons[key]) for key in _first(then, differ))],
        changed=[(labels[one.key], one.term, one.then, one.now) for one in changed],
        same=now is not None and now.sha256 == row.facts_sha256,
    )


def _first(then: Checked, differ: tuple[int, ...]) -> list[int]:
    return [*differ, *(key for key in sorted(then.persons) if key not in set(differ))][:SHOWN]


def steps_of(matter: Disorder, checks: Mapping[int, Shown]) -> list[dict[str, Any]]:
    """Every act with what was stated, and the cross-checks that were seen with it."""
    return list(_steps(matter, checks))


def _steps(matter: Disorder, checks: Mapping[int, Shown]) -> Iterator[dict[str, Any]]:
    terms = table().conditions
    for one in matter.steps:
        told = [(terms.get(name, name), words) for name, words in one["conditions"].items()]
        yield {"step": one, "told": told, "checks": [checks[key] for key in one.get("checks", ()) if key in checks]}
