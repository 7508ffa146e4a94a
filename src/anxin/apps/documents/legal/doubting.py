"""The sum that a paper orders beside what the ledger says is owed (金额与台账): a doubt with both, and the reason to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anxin.apps.cases.api import owing_in
from anxin.apps.documents.legal.forms import form
from anxin.apps.documents.legal.papers import filled_of
from anxin.apps.documents.models import Paper
from anxin.kernel.money import Fen, parse_yuan, yuan

REASON = "sum_reason"
"""The blank of a form in which whoever writes says why the sum is another one."""
LEAST_REASON = 4


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two sums that differ, and why the paper keeps to its own."""

    ordered_fen: int
    owing_fen: int
    reason: str

    @property
    def explained(self) -> bool:
        return len(self.reason.strip()) >= LEAST_REASON

    @property
    def words(self) -> str:
        """Both sums, and by how much they differ."""
        apart = yuan(Fen(abs(self.ordered_fen - self.owing_fen)))
        return f"责令 {yuan(Fen(self.ordered_fen))} 元，台账尚欠 {yuan(Fen(self.owing_fen))} 元，相差 {apart} 元"


def doubt_of(paper: Paper, *, on: date) -> Doubt | None:
    """What is doubtful in the sum of a paper on a day; none where the sums agree, or the paper orders none."""
    kind, filled = form(paper.form), filled_of(paper)
    said = filled.get(kind.orders) if kind.orders else None
    if paper.case is None or not said:
        return None
    ordered, owing = parse_yuan(said), owing_in(paper.case, on=on)
    return None if ordered == owing else Doubt(ordered, owing, filled.get(REASON, ""))
