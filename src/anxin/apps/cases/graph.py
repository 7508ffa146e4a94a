"""Who hangs together (关系图): the cases, employers and persons around one case, as nodes and lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from anxin.apps.cases.gone import GONE
from anxin.apps.cases.models import Case, Claimant
from anxin.apps.cases.queries import cases
from anxin.apps.registry.api import Employer, employers
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash, open_
from anxin.kernel.ids import mask_name

MOST = 60
"""More cases than this around one tell nothing on a picture; the list of the employer's cases shows them all."""
Kind = Literal["employer", "case", "person"]


@dataclass(frozen=True, slots=True)
class Node:
    """One thing on the picture; `key` is unique, `number` opens it."""

    key: str
    kind: Kind
    label: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What ties two of them, in words."""

    one: str
    other: str
    tie: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and lines, each once."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]

    def of(self, kind: Kind) -> tuple[Node, ...]:
        """The nodes of one kind."""
        return tuple(one for one in self.nodes if one.kind == kind)


def around(case: Case, scope: Scope) -> Graph:
    """The case, its employer with the employers of the same legal person, their cases, and the workers who claim in several.

    Only what lies within the viewer's reach is shown.
    """
    nodes: dict[str, Node] = {}
    lines: dict[Line, None] = {}
    family = {one.pk: one for one in _family(case, scope)}
    near = list(cases(scope).filter(employer__in=family).order_by("-opened_at")[:MOST]) if family else []
    shown = {one.pk: one for one in [case, *near]}
    for employer in family.values():
        nodes[f"e{employer.pk}"] = Node(f"e{employer.pk}", "employer", employer.name, employer.pk)
    for other in family.values():
        if other.pk != case.employer_id:
            lines[Line(f"e{case.employer_id}", f"e{other.pk}", "同一法定代表人")] = None
    for one in shown.values():
        nodes[f"c{one.pk}"] = Node(f"c{one.pk}", "case", one.title, one.pk)
        if one.employer_id in family:
            lines[Line(f"e{one.employer_id}", f"c{one.pk}", "用人单位")] = None
        if one.merged_into_id in shown:
            lines[Line(f"c{one.pk}", f"c{one.merged_into_id}", "并入")] = None
    _persons(case, Claimant.objects.filter(case__in=shown), nodes, lines)
    return Graph(tuple(nodes.values()), tuple(lines))


def _family(case: Case, scope: Scope) -> list[Employer]:
    if case.employer is None:
        return []
    if not case.employer.legal_person:
        return [case.employer]
    same = employers(scope).filter(legal_person=case.employer.legal_person)[:MOST]
    return list({one.pk: one for one in [case.employer, *same]}.values())


def _persons(case: Case, claimants: Iterable[Claimant], nodes: dict[str, Node], lines: dict[Line, None]) -> None:
    """The workers of this case, and whoever claims in several of the cases shown; told apart by name and telephone."""
    found: dict[str, tuple[str, set[int]]] = {}
    for one in claimants:
        name = open_(one.name_sealed)
        if name == GONE:
            continue
        # Without a telephone two people of one name are not taken for one person.
        own = f"w{one.worker_id}" if one.worker_id else f"{name}|{one.phone_tail or one.pk}"
        found.setdefault(keyed_hash(own)[:16], (mask_name(name), set()))[1].add(one.case_id)
    for key, (label, numbers) in found.items():
        if case.pk in numbers or len(numbers) > 1:
            nodes[f"p{key}"] = Node(f"p{key}", "person", label)
            for number in sorted(numbers):
                lines[Line(f"c{number}", f"p{key}", "主张人")] = None
