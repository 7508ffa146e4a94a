"""What a paper is made of (文书所据事实): one frozen record with its digest, so that a paper says what was known at one instant."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from anxin.apps.cases.api import CaseFacts
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.ids import mask_numbers


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """What one worker is owed."""

    name: str
    fen: int


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One part that was promised."""

    name: str
    due: date
    fen: int


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One line of what a worker asks an arbitration commission for."""

    name: str
    term: str
    formula: str
    fen: int


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One paper of the transfer dossier: what it is for, its name, and the beginning of its hash."""

    term: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class SecretLine:
    """Somebody who filed and does not want to be known, and the last digits of the receipt that show it was them."""

    name: str
    receipt: str

    def in_words(self) -> str:
        return f"回执尾号{self.receipt}的投诉人（姓名保密）"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts of a paper; amounts in fen. `confidential`: somebody does not want to be known by the employer."""

    place_path: str
    town_path: str
    place_name: str
    case: int | None = None
    case_title: str = ""
    complainants: tuple[str, ...] = ()
    employer_name: str = ""
    employer_uscc: str = ""
    employer_address: str = ""
    facts: str = ""
    workers: int | None = None
    claimed_fen: int | None = None
    owed_fen: int | None = None
    opened_on: date | None = None
    handler: str = ""
    confidential: bool = False
    secret: tuple[SecretLine, ...] = ()
    claims: tuple[ClaimLine, ...] = ()
    instalments: tuple[PromiseLine, ...] = ()
    legal_person: str = ""
    asked: tuple[AskedLine, ...] = ()
    asked_fen: int | None = None
    evidence: tuple[str, ...] = ()
    dossier: tuple[DossierLine, ...] = ()
    sitting_at: str = ""
    sitting_where: str = ""
    mediators: str = ""
    agreed_fen: int | None = None
    order_paper: str = ""
    order_served_on: date | None = None


def of_case(case: CaseFacts) -> DocumentFacts:
    """The facts of a case as papers need them; the ledger's sums go before what was first said."""
    owing = tuple(ClaimLine(one.name, one.account.outstanding) for one in case.claims if one.account.outstanding)
    parts = tuple(
        PromiseLine(one.name, part.due, part.amount_fen)
        for one in case.claims
        for part in one.instalments
        if part.open_fen
    )
    accounts = [one.account for one in case.claims if not one.account.is_empty]
    owed = sum(one.outstanding for one in accounts) if accounts else None
    return DocumentFacts(
        place_path=case.place_path, town_path=case.town_path, place_name=case.place_name, case=case.case,
        case_title=case.title, complainants=tuple(one.name for one in case.claims) or case.filers, employer_name=case.employer_name,
        employer_uscc=case.employer_uscc, employer_address=case.employer_address, facts=case.facts,
        workers=case.workers or len(case.claims) or None, claimed_fen=case.amount_fen, owed_fen=owed,
        opened_on=case.opened_on, handler=case.owner_name, confidential=case.confidential, claims=owing,
        secret=tuple(SecretLine(one.name, one.receipt) for one in case.secret),
        instalments=parts, dossier=_dossier(case), **_asked(case), **_sitting(case),
        agreed_fen=case.agreed_fen, **_order(case),
    )  # fmt: skip


def _asked(case: CaseFacts) -> dict[str, Any]:
    made = case.arbitration
    if made is None:
        return {}
    asked = tuple(
        AskedLine(who.name, f"{line.month} {line.term}".strip(), line.formula, line.amount_fen)
        for who in made.applicants
        for line in who.lines
    )
    total = sum(one.fen for one in asked) or None
    return {"legal_person": made.legal_person, "asked": asked, "asked_fen": total, "evidence": made.evidence}


def _sitting(case: CaseFacts) -> dict[str, Any]:
    """The newest sitting that has not been held, else the last one."""
    lying_ahead = [one for one in case.sittings if not one.held] or list(case.sittings)
    if not lying_ahead:
        return {}
    found = lying_ahead[-1]
    when = f"{found.starts_at.astimezone(SHANGHAI):%Y年%m月%d日 %H:%M}"
    return {"sitting_at": when, "sitting_where": found.where, "mediators": found.mediators}


def _order(case: CaseFacts) -> dict[str, Any]:
    if not case.orders:
        return {}
    last = case.orders[-1]
    return {"order_paper": f"{last.document}（{last.number}）", "order_served_on": last.served_on}


def _dossier(case: CaseFacts) -> tuple[DossierLine, ...]:
    return tuple(
        DossierLine(one.need, one.name or f"不适用：{one.not_applicable}", one.sha256[:DIGEST_SHOWN])
        for one in case.dossier
    )


DIGEST_SHOWN = 12
"""A whole hash does not fit a column; the archive carries it, and this much is enough to find the file by."""


def hidden(facts: DocumentFacts) -> DocumentFacts:
    """The facts without a name: what an employer may read when somebody wants not to be known."""
    masks = {one.name: f"劳动者{n}（姓名保密）" for n, one in enumerate(facts.claims, start=1)}
    words, kept = mask_numbers(facts.facts), (*facts.complainants, *secret_names(facts))
    for name, instead in {**dict.fromkeys(kept, "（姓名保密）"), **masks}.items():
        words = words.replace(name, instead)
    return replace(
        facts,
        facts=words,
        asked=tuple(replace(one, name=masks.get(one.name, "（姓名保密）")) for one in facts.asked),
        complainants=("（姓名保密）",) if facts.complainants else (),
        claims=tuple(replace(one, name=f"劳动者{n}（姓名保密）") for n, one in enumerate(facts.claims, start=1)),
        instalments=tuple(replace(one, name=masks.get(one.name, "（姓名保密）")) for one in facts.instalments),
    )


def veiled(facts: DocumentFacts) -> DocumentFacts:
    """The facts as each of those who filed may read them: whoever wants not to be known stands there by the receipt alone."""
    known = {one.name: one.in_words() for one in facts.secret}
    others = tuple(one.in_words() for one in facts.secret if one.name not in facts.complainants)
    return replace(facts, complainants=(*(known.get(name, name) for name in facts.complainants), *others))


def secret_names(facts: DocumentFacts) -> tuple[str, ...]:
    """The names that nobody outside the office reads."""
    return tuple(one.name for one in facts.secret if one.name)


def written(facts: DocumentFacts) -> str:
    """The record as text, always the same for the same facts."""
    return json.dumps(asdict(facts), ensure_ascii=False, sort_keys=True, default=_day)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"facts hold no {type(value).__name__}")


def read(text: str) -> DocumentFacts:
    """The record that was written."""
    told = json.loads(text)
    for name in ("complainants", "evidence"):
        told[name] = tuple(told.get(name, ()))
    for name, kind in _LINES.items():
        told[name] = tuple(kind(**_with_day(one, "due")) for one in told.get(name, ()))
    return DocumentFacts(**_with_day(_with_day(told, "opened_on"), "order_served_on"))


_LINES: dict[str, type[Any]] = {
    "secret": SecretLine, "claims": ClaimLine, "instalments": PromiseLine, "asked": AskedLine, "dossier": DossierLine,
}  # fmt: skip


def _with_day(told: dict[str, Any], name: str) -> dict[str, Any]:
    return {**told, name: date.fromisoformat(told[name])} if told.get(name) else told


def digest(text: str) -> str:
    """The digest that shows whether a record was changed."""
    return hashlib.sha256(text.encode()).hexdigest()
