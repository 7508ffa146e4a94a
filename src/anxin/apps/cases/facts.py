"""A case as documents need it (文书所需案情): one frozen record, so that a document is made of what was known at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anxin.apps.cases.actions.locking import POWER
from anxin.apps.cases.applying import Application, application
from anxin.apps.cases.crime import filed
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.knowing import STATE_CLOCK, procedure_subject
from anxin.apps.cases.models import Agreement, Case, Claimant, Procedure, Sitting
from anxin.apps.cases.orders import orders_of
from anxin.apps.cases.papering import called_for
from anxin.apps.cases.queries import case as case_within
from anxin.apps.cases.queries import procedures
from anxin.apps.intake.api import filings
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.base.vault.sealing import open_
from anxin.domain.casework.ledger import Balance, Instalment, balances, instalments
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.papers import PaperOrder
from anxin.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """One worker's claim: the name in the open, the account in fen, and the promised parts."""

    claimant: int
    name: str
    phone_tail: str
    employment: str
    ended_on: date | None
    account: Balance
    instalments: tuple[Instalment, ...]


@dataclass(frozen=True, slots=True)
class SecretFiler:
    """Somebody who filed and does not want to be known: the name, if one was given, and the last digits of the receipt."""

    name: str
    receipt: str


@dataclass(frozen=True, slots=True)
class ProcedureFact:
    """One procedure: where it stands, since when and until when, what was stated with each condition, and its dates."""

    procedure: int
    kind: str
    term: str
    state: str
    state_term: str
    opened_on: date
    ended_on: date | None
    due_on: date | None
    stated: dict[str, str]
    dates: dict[str, date]
    papers: tuple[str, ...] = ()
    """The papers that the moves made so far call for, by the names of the table."""


@dataclass(frozen=True, slots=True)
class OrderFact:
    """One order to pay (责令支付文书) with how it was served, if it was."""

    document: str
    number: str
    issued_on: date
    deadline: date
    amount_fen: int
    served_on: date | None
    service_term: str
    served_where: str


@dataclass(frozen=True, slots=True)
class SittingFact:
    """One sitting of the mediation (调解会) that was not called off."""

    starts_at: datetime
    where: str
    body: str
    mediators: str
    held: bool


@dataclass(frozen=True, slots=True)
class DossierFact:
    """One paper of the transfer dossier, or why there is none."""

    need: str
    name: str
    sha256: str
    not_applicable: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that a document may need of a case; names of workers are open, so whoever composes decides who may read it.

    `confidential` says that somebody who filed wants not to be known by the employer, `secret` who that is.
    """

    case: int
    title: str
    year: int
    number: int
    place_path: str
    town_path: str
    place_name: str
    employer: int | None
    employer_name: str
    employer_uscc: str
    employer_address: str
    facts: str
    workers: int | None
    amount_fen: int | None
    opened_on: date
    due_on: date | None
    closed_on: date | None
    state: str
    state_term: str
    is_final: bool
    owner_name: str
    confidential: bool
    filings: tuple[int, ...]
    secret: tuple[SecretFiler, ...]
    claims: tuple[ClaimFact, ...]
    procedures: tuple[ProcedureFact, ...]
    arbitration: Application | None = None
    legal_aid: Application | None = None
    orders: tuple[OrderFact, ...] = ()
    sittings: tuple[SittingFact, ...] = ()
    dossier: tuple[DossierFact, ...] = ()
    agreed_fen: int | None = None
    """What the newest mediation agreement on record promises, of everybody together."""
    filers: tuple[str, ...] = ()
    """Who filed under their name and keeps it from nobody; before anybody stands on the ledger, the complainants of a paper."""


def case_facts(*, case_id: int, by: Actor, at: datetime) -> CaseFacts:
    """The record of a case for a document, for whoever may handle it there."""
    case = case_within(by.scope, case_id)
    require(by, POWER, case.place_path)
    numbers = tuple(case.filings.order_by("at", "pk").values_list("filing", flat=True))
    secret = _secret(numbers)
    place = Place.objects.filter(path=case.place_path).first()
    return CaseFacts(
        case=case.pk, title=case.title, year=case.year, number=case.number, place_path=case.place_path,
        town_path=case.town_path, place_name=place.name if place else "", employer=case.employer_id,
        employer_name=case.against, employer_uscc=(case.employer.uscc or "") if case.employer else "",
        employer_address=case.address_said or (case.employer.address if case.employer else ""), facts=case.facts,
        workers=case.workers, amount_fen=case.amount_fen, opened_on=local_date(case.opened_at),
        due_on=local_date(case.due_at) if case.due_at else None,
        closed_on=local_date(case.closed_at) if case.closed_at else None, state=case.state,
        state_term=case_types()["case"].states[case.state].term, is_final=case.is_final, owner_name=case.owner.name if case.owner else "",
        confidential=bool(secret), filings=numbers, secret=secret,
        claims=_claims(case, on=local_date(at)), procedures=tuple(_procedure(one) for one in procedures(case)),
        arbitration=application(case, "arbitration", on=local_date(at)), legal_aid=application(case, "legal_aid", on=local_date(at)),
        orders=tuple(_order(one) for one in orders_of(case)), sittings=_sittings(case),
        dossier=tuple(DossierFact(one.paper, one.name, one.sha256, one.not_applicable) for one in filed(case)),
        agreed_fen=_agreed(case), filers=_open_names(numbers),
    )  # fmt: skip


def _agreed(case: Case) -> int | None:
    found = Agreement.objects.filter(procedure__case=case).order_by("pk").last()
    return sum(line["amount_fen"] for line in found.lines) if found else None


def _open_names(numbers: tuple[int, ...]) -> tuple[str, ...]:
    """The names of those who filed under their name, each once, in the order they came."""
    rows = filings(Scope.everywhere()).filter(pk__in=numbers, identity="named").exclude(filer_name_sealed="")
    return tuple(
        dict.fromkeys(open_(sealed) for sealed in rows.order_by("pk").values_list("filer_name_sealed", flat=True))
    )


def _secret(numbers: tuple[int, ...]) -> tuple[SecretFiler, ...]:
    """Who of those that filed wants not to be known, wherever they stand: what a paper keeps back does not depend on who writes it."""
    rows = filings(Scope.everywhere()).filter(pk__in=numbers).exclude(identity="named").order_by("pk")
    told = rows.values_list("filer_name_sealed", "code_tail")
    return tuple(SecretFiler(open_(sealed) if sealed else "", tail) for sealed, tail in told)


def _claims(case: Case, *, on: date) -> tuple[ClaimFact, ...]:
    lines = entries_of(case)
    accounts, parts = balances(lines, on=on), instalments(lines, on=on)
    return tuple(_claim(one, accounts, parts) for one in case.claimants.order_by("pk"))


def _claim(one: Claimant, accounts: dict[int, Balance], parts: list[Instalment]) -> ClaimFact:
    empty = Balance(one.pk, 0, 0, 0, 0, 0, 0, settled=False)
    return ClaimFact(
        claimant=one.pk,
        name=open_(one.name_sealed),
        phone_tail=one.phone_tail,
        employment=one.employment,
        ended_on=one.ended_on,
        account=accounts.get(one.pk, empty),
        instalments=tuple(part for part in parts if part.worker == one.pk),
    )


def _procedure(one: Procedure) -> ProcedureFact:
    table = case_types()[one.kind]
    running = clocks.of(procedure_subject(one.pk)).filter(kind=STATE_CLOCK, stopped_at=None).first()
    return ProcedureFact(
        procedure=one.pk,
        kind=one.kind,
        term=table.term,
        state=one.state,
        state_term=table.states[one.state].term,
        opened_on=local_date(one.opened_at),
        ended_on=local_date(one.ended_at) if one.ended_at else None,
        due_on=local_date(running.due_at) if running else None,
        stated={name: told["words"] for name, told in one.known.items()},
        dates={name: date.fromisoformat(day) for name, day in one.dates.items()},
        papers=called_for(one, table),
    )


def _order(one: PaperOrder) -> OrderFact:
    served = one.served
    return OrderFact(
        one.document,
        one.number,
        one.issued_on,
        one.deadline,
        one.amount_fen,
        served.on if served else None,
        served.term if served else "",
        served.where if served else "",
    )


def _sittings(case: Case) -> tuple[SittingFact, ...]:
    rows = Sitting.objects.filter(procedure__case=case, cancelled="").order_by("starts_at", "pk")
    return tuple(SittingFact(o.starts_at, o.where, o.body, o.mediators, o.held_at is not None) for o in rows)
