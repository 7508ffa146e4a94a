"""The offence of refusing to pay (刑法 276-1) on the rows of a case: facts, elements, and what the transfer dossier lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.models import Case, Finding, Paper
from anxin.apps.cases.orders import last_order, orders_of
from anxin.apps.cases.ports import PORTS
from anxin.base.files.models import StoredFile
from anxin.base.files.store import open_path, path_of
from anxin.domain.casework.crime import CrimeFacts, Examination, Service, Unpaid, examine
from anxin.domain.casework.dossier import Filed, Need, missing, needs
from anxin.domain.casework.ledger import Kind, balances
from anxin.law import book
from anxin.law.parameters import LawBook

QUESTIONS = ("evasion", "able_to_pay", "good_reason", "serious")
"""What a person must have looked into before anybody decides on a transfer."""


def law_book() -> LawBook:
    """The law of this deployment."""
    return book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)


def findings(case: Case) -> dict[str, Finding]:
    """The newest finding on each question."""
    return {one.question: one for one in case.findings.order_by("at", "pk")}


def answered(case: Case) -> bool:
    """Whether every question was looked into."""
    return set(QUESTIONS) <= set(case.findings.values_list("question", flat=True))


def examination(case: Case, *, on: date) -> Examination:
    """The elements of the offence on what the case knows."""
    return examine(crime_facts(case, on=on), law_book(), place=_place_code(case))


def _place_code(case: Case) -> str:
    return case.place_path.rstrip("/").rsplit("/", 1)[-1]


def crime_facts(case: Case, *, on: date) -> CrimeFacts:
    """What is known, as the elements ask for it; what stood unpaid counts as of the day of the order, payments since apart."""
    order = last_order(case)
    lines = entries_of(case)
    as_of = order.issued_on if order else on
    months = dict(case.claimants.values_list("pk", "months_unpaid"))
    open_then = {one.worker: one.outstanding for one in balances(lines, on=as_of).values()}
    # A worker put on the ledger only after the order is a victim as well: count the claim as it stands now.
    open_now = {one.worker: one.outstanding for one in balances(lines, on=on).values() if one.worker not in open_then}
    unpaid = [Unpaid(fen, months.get(worker)) for worker, fen in {**open_now, **open_then}.items() if fen]
    since = sum(one.amount_fen for one in lines if one.kind is Kind.PAID and as_of < one.on <= on) if order else 0
    found = {name: one.answer for name, one in findings(case).items()}
    return CrimeFacts(
        on=on,
        unpaid=unpaid,
        evasion=_tuple(found.get("evasion")),
        able_to_pay=found.get("able_to_pay"),
        order=order.as_examined if order else None,
        paid_since_order_fen=since,
        good_reason=found.get("good_reason"),
        serious_consequences=_tuple(found.get("serious")),
    )


def _tuple(found: Any) -> tuple[str, ...] | None:
    return None if found is None else tuple(found)


def is_ordered(case: Case, *, on: date) -> bool:
    """Whether an order was lawfully served and its deadline has passed."""
    order = last_order(case)
    return order is not None and order.served is not None and on > order.deadline


def papers_of(case: Case, *, dossier: str = "transfer") -> list[Paper]:
    """The papers in a dossier now: that of the transfer, or of an application at another door."""
    return list(case.papers.filter(removed_at=None, dossier=dossier).order_by("need", "pk"))


def filed(case: Case) -> list[Filed]:
    """The dossier as the pure rules read it; orders and proofs of service are in it by themselves."""
    kept = [Filed(one.need, one.file, one.name, one.size, one.not_applicable) for one in papers_of(case)]
    given = orders_of(case)
    suffix = _suffixes(
        [*(one.sha256 for one in given), *(sha for order in given for one in order.services for sha in one.files)]
    )
    orders = [
        Filed(
            "限期整改指令书或行政处理决定书",
            one.sha256,
            f"{one.document}{one.number}{DOCX if one.paper else suffix(one.sha256)}",
            _size(one.sha256),
        )
        for one in given
    ]
    served = [
        Filed(
            "张贴的照片或录像" if one.method is Service.POSTED else "送达回证",
            sha,
            f"{one.on.isoformat()}{suffix(sha)}",
            _size(sha),
        )
        for order in given
        for one in order.services
        for sha in one.files
    ]
    return [*kept, *orders, *served]


DOCX = ".docx"


def content_of(case: Case, sha256: str) -> bytes | Path:
    """A file of the dossier: a stored one by its path, an order that was issued here from its sealed paper."""
    paper = next((one.paper for one in orders_of(case) if one.paper and one.sha256 == sha256), 0)
    if paper and PORTS.content_of_paper:
        return PORTS.content_of_paper(paper)
    return open_path(sha256)


def _suffixes(hashes: Iterable[str]) -> Callable[[str], str]:
    """By which ending each stored file is opened by whoever gets the dossier; what it is was judged by its content."""
    known = dict(StoredFile.objects.filter(pk__in=set(hashes)).values_list("sha256", "kind"))
    return lambda sha256: f".{known[sha256]}" if sha256 in known else ""


def _size(sha256: str) -> int:
    path = path_of(sha256)
    return path.stat().st_size if path.is_file() else 0


def wanted(examined: Examination, *, on: date) -> tuple[Need, ...]:
    """Everything the dossier must hold."""
    return needs(examined, law_book(), on=on)


def lacking(case: Case, examined: Examination, *, on: date) -> tuple[Need, ...]:
    """What the dossier still lacks."""
    return missing(wanted(examined, on=on), filed(case))
