"""What the adviser is told of a case (按案情看下一步): the same rules that advise a worker read what the case's rows say."""

from __future__ import annotations

from datetime import date

from anxin.apps.cases.crime import findings
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.limits import BROUGHT, last_interrupted
from anxin.apps.cases.models import Agreement, Case
from anxin.apps.cases.orders import last_order
from anxin.apps.intake.api import filings
from anxin.base.scope import Scope
from anxin.domain.advice.door import Told
from anxin.domain.casework.ledger import balances
from anxin.domain.casework.limitation import Employment
from anxin.kernel.period import Month

_AWARDED = frozenset({"awarded", "effective"})
_RUNNING = frozenset({"filed", "accepted", "awarded", "effective"})
TO_COURT = "to_court"
_HIDING = "藏匿"
"""In which of the acts of evasion that the law lists (法释〔2013〕3号 art. 2) the employer cannot be found."""


def told_of(case: Case, *, on: date) -> Told:
    """The facts of a case on a day; of several workers, whoever left first counts, and whoever is owed most.

    Until the ledger has a line, what was claimed stands for what is owed.
    """
    workers, entries = list(case.claimants.order_by("pk")), entries_of(case)
    left = [one.outstanding for one in balances(entries, on=on).values() if one.outstanding > 0]
    alone = case.amount_fen if max(case.workers or 1, len(workers)) == 1 else None
    at_arbitration = {one.state for one in case.procedures.filter(kind="arbitration")}
    order = last_order(case)
    return Told(
        on=on,
        ended_on=min(
            (one.ended_on for one in workers if one.employment == Employment.ENDED and one.ended_on), default=None
        ),
        last_claimed_on=last_interrupted(case),
        amount_fen=max(left, default=None) if entries else alone,
        months=max((one.months_unpaid for one in workers if one.months_unpaid is not None), default=_months(case, on)),
        workers=max(case.workers or 0, len(left)) or None,
        total_fen=sum(left) if entries else case.amount_fen,
        agreement=bool(left) and Agreement.objects.filter(procedure__case=case).exists(),
        filed_elsewhere=bool(at_arbitration & BROUGHT["arbitration"]),
        to_court=bool(left) and TO_COURT in at_arbitration and not at_arbitration & _RUNNING,
        award_unpaid=bool(left) and bool(at_arbitration & _AWARDED),
        order_expired=bool(left) and order is not None and order.deadline < on,
        boss_gone=_is_gone(case),
    )


def _months(case: Case, on: date) -> int | None:
    """The months since wages were last paid, as the filings tell it; the month that runs is not due yet."""
    said = filings(Scope.everywhere()).filter(pk__in=case.filings.values("filing"), since__isnull=False)
    first = said.order_by("since").values_list("since", flat=True).first()
    return None if first is None else max(Month.of_day(first).until(Month.of_day(on)), 0) or None


def _is_gone(case: Case) -> bool:
    found = findings(case).get("evasion")
    return found is not None and any(_HIDING in act for act in found.answer or ())
