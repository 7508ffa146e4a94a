"""Dates from which a period counts and that nobody has to state, because papers of the case show them."""

from __future__ import annotations

from datetime import date

from anxin.apps.cases.models import Case
from anxin.apps.cases.orders import last_order
from anxin.domain.casework.papers import HeldPaper, approved_on
from anxin.domain.casework.tables import APPROVED_ON, ORDER_EXPIRED_ON, Move


def worked_out(move: Move, case: Case, papers: tuple[HeldPaper, ...], *, on: date) -> dict[str, date]:
    """The date a verb's period counts from, by its name; nothing where a person states it, or where no paper shows it."""
    if move.since == APPROVED_ON:
        return {APPROVED_ON: approved_on(move, papers, on=on)}
    if move.since == ORDER_EXPIRED_ON and (order := last_order(case)):
        return {ORDER_EXPIRED_ON: order.deadline}
    return {}
