"""Orders to pay (责令支付) of a case, one truth: papers issued here speak for themselves, another authority's are recorded with a scan."""

from __future__ import annotations

from anxin.apps.cases.models import Case, Delivery, PayOrder
from anxin.apps.cases.ports import PORTS
from anxin.domain.casework.crime import Service
from anxin.domain.casework.papers import PaperOrder, Served


def orders_of(case: Case) -> list[PaperOrder]:
    """Every order of a case, and of the cases merged into it, the oldest first.

    One that was recorded before papers spoke for themselves bears the number of its paper, and stands for it.
    """
    rows = case.orders.prefetch_related("deliveries").order_by("issued_on", "pk")
    recorded = [_recorded(one) for one in rows]
    known = {one.number for one in recorded if one.number}
    numbers = [case.pk, *case.merged.order_by("pk").values_list("pk", flat=True)]
    issued = [one for number in numbers for one in _issued(number) if one.number not in known]
    return sorted([*recorded, *issued], key=lambda one: (one.issued_on, one.row, one.paper))


def last_order(case: Case) -> PaperOrder | None:
    """The newest order to pay."""
    found = orders_of(case)
    return found[-1] if found else None


def _issued(case_id: int) -> list[PaperOrder]:
    held = PORTS.papers_of_case(case_id) if PORTS.papers_of_case else ()
    return [one.order for one in held if one.order]


def _recorded(one: PayOrder) -> PaperOrder:
    services = sorted(one.deliveries.all(), key=lambda row: (row.on, row.pk))
    return PaperOrder(
        one.document, one.number, one.issued_on, one.deadline, one.amount_fen, one.file,
        tuple(_delivered(row) for row in services), row=one.pk,
    )  # fmt: skip


def _delivered(one: Delivery) -> Served:
    method = Service(one.method)
    return Served(method.term, one.on, one.where, one.note, tuple(one.files), method)
