"""Listing an employer (失信名单、社会公布、C级) on the rows of a case: what is known, and what its procedures may do."""

from __future__ import annotations

from datetime import date

from anxin.apps.cases.crime import examination, findings, law_book
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.models import Case, Procedure
from anxin.apps.cases.orders import last_order, orders_of
from anxin.domain.casework.ledger import Kind, balances
from anxin.domain.casework.listing import ListingFacts, Preconditions, early_from, preconditions
from anxin.kernel.clock import local_date

SHOWN_FROM = {"listing": "listed", "publication": "published", "rating": "rated"}
"""The state of each procedure in which a name stands somewhere and its clock runs to the removal."""


def listing_facts(case: Case, *, on: date) -> ListingFacts:
    """What is known of a case, as the preconditions ask for it."""
    amount = next(one for one in examination(case, on=on).elements if one.id == "amount")
    found = {name: one.answer for name, one in findings(case).items()}
    order, accounts = last_order(case), balances(entries_of(case), on=on).values()
    unpaid = sum(one.outstanding for one in accounts) if accounts else order.amount_fen if order else 0
    chosen = {name: None if found.get(name) is None else tuple(found[name]) for name in ("pub_category", "c_grounds")}
    return ListingFacts(
        on=on,
        order=order.as_examined if order else None,
        unpaid_fen=unpaid,
        amount=amount,
        orders=_orders_against(case),
        named=_named(case),
        migrant=found.get("migrant"),
        mass=found.get("mass"),
        pub_category=chosen["pub_category"],
        pub_private=found.get("pub_private"),
        c_grounds=chosen["c_grounds"],
    )


def _orders_against(case: Case) -> tuple[date, ...]:
    """The days of the orders served on the employer in any case of the same town; of this case alone while nobody knows who it is."""
    rows = [case]
    if case.employer_id is not None:
        rows = list(Case.objects.filter(employer=case.employer_id, town_path=case.town_path).order_by("pk"))
    return tuple(sorted({order.issued_on for one in rows for order in orders_of(one) if order.served}))


def _named(case: Case) -> dict[str, bool]:
    employer = case.employer
    return {
        "违法主体全称": employer is not None,
        "统一社会信用代码": bool(employer and employer.uscc),
        "地址": bool(case.address_said or (employer and employer.address)),
        "法定代表人或负责人姓名": bool(employer and employer.legal_person),
    }


def preconditions_of(case: Case, kind: str, *, on: date) -> Preconditions:
    """The preconditions of a listing on what the case knows."""
    return preconditions(kind, listing_facts(case, on=on), law_book())


def met_for_listing(procedure: Procedure, *, on: date) -> frozenset[str]:
    """The conditions of a listing's verbs that the rows meet."""
    found = preconditions_of(procedure.case, procedure.kind, on=on)
    early = early_day(procedure.case, on=on)
    holds = {
        "preconditions_met": found.complete,
        "nothing_missing": not found.excluded,
        "early_months_passed": early is not None and early <= on,
    }
    return frozenset(name for name, true in holds.items() if true)


def early_day(case: Case, *, on: date) -> date | None:
    """From which day on early removal may be asked for; None while something is owed, or nobody said or proved that it was paid."""
    lines = entries_of(case)
    if any(one.outstanding for one in balances(lines, on=on).values()):
        return None
    paid = [one.on for one in lines if one.kind is Kind.PAID and one.on <= on]
    paid += [local_date(one) for one in case.filings.exclude(paid_at=None).values_list("paid_at", flat=True) if one]
    return early_from(max(paid, default=None), law_book(), on=on, listed_on=_listed_on(case))


def _listed_on(case: Case) -> date | None:
    """The day of the decision under which the employer's name stands on the list."""
    found = case.procedures.filter(kind="listing", state=SHOWN_FROM["listing"]).order_by("-opened_at", "-pk").first()
    said = found.dates.get("decided_on") if found else None
    return date.fromisoformat(said) if said else None
