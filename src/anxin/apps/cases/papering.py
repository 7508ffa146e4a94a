"""Papers and steps of a case (文书与办理): which paper is there for which step, which is wanting, and what its issue would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.apps.cases.events import ProcedureMoved
from anxin.apps.cases.models import Procedure
from anxin.apps.cases.ports import PORTS
from anxin.base.eventlog.models import EventRow
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.papers import HeldPaper, Taken, bound, wanting
from anxin.domain.casework.tables import CaseType, Move
from anxin.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that a step calls for; `draft` is the one that somebody began already."""

    form: str
    title: str
    draft: int = 0


def title_of(form: str) -> str:
    """How a form of paper is called."""
    return PORTS.title_of_paper(form) if PORTS.title_of_paper else form


def papers_of(procedure: Procedure) -> tuple[HeldPaper, ...]:
    """The papers of a case that a procedure may use, drafts too: those since it began, each with the verbs that took it."""
    found = PORTS.papers_of_case(procedure.case_id) if PORTS.papers_of_case else ()
    since = local_date(procedure.opened_at)
    taken = tuple(_taken(procedure.case_id)) if found else ()
    return tuple(one for one in bound(found, taken) if (one.issued_on or date.max) >= since)


def _taken(case_id: int) -> Iterator[Taken]:
    """The steps of a case, in their order, as its papers know them."""
    for row in _rows(case_id):
        table = case_types().get(row.data["kind"])
        move = table.verb(row.data["before"], row.data["verb"]) if table else None
        if move is not None:
            yield Taken(move, local_date(row.happened_at), tuple(row.data.get("papers", ())))


def _rows(case_id: int) -> Iterator[EventRow]:
    rows = EventRow.objects.filter(subject=f"cases.case:{case_id}", type=ProcedureMoved.type)
    return iter(rows.order_by("seq"))


def _moves(case_id: int) -> Iterator[Mapping[str, Any]]:
    return (row.data for row in _rows(case_id))


def called_for(procedure: Procedure, table: CaseType) -> tuple[str, ...]:
    """The papers that the moves made so far call for, by the names of the table."""
    steps = (told for told in _moves(procedure.case_id) if told["procedure"] == procedure.pk)
    moves = (table.verb(told["before"], told["verb"]) for told in steps)
    return tuple(dict.fromkeys(name for move in moves if move is not None for name in move.documents))


def still_due(procedure: Procedure) -> list[Wanted]:
    """The papers that steps already made call for and that were never issued."""
    held = PORTS.papers_of_case(procedure.case_id) if PORTS.papers_of_case else ()
    issued = {one.form for one in held if one.issued_on}
    names = called_for(procedure, case_types()[procedure.kind])
    return [_wanted(name, held) for name in names if name not in issued]


def wanted_for(move: Move, papers: tuple[HeldPaper, ...]) -> list[Wanted]:
    """The papers that a verb calls for and that are not there yet."""
    return [_wanted(name, papers) for name in wanting(move, papers)]


def _wanted(form: str, papers: tuple[HeldPaper, ...]) -> Wanted:
    draft = next((one.paper for one in papers if one.form == form and not one.issued_on), 0)
    return Wanted(form, title_of(form), draft)
