"""What a paper is made of (文书所据事实): one frozen record with its digest, so that a paper says what was known at one instant."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from anxin.apps.cases.api import CaseFacts


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
    claims: tuple[ClaimLine, ...] = ()
    instalments: tuple[PromiseLine, ...] = ()


def of_case(case: CaseFacts) -> DocumentFacts:
    """The facts of a case as papers need them; the ledger's sums go before what was first said."""
    owing = tuple(ClaimLine(one.name, one.account.outstanding) for one in case.claims if one.account.outstanding)
    parts = tuple(
        PromiseLine(one.name, part.due, part.amount_fen)
        for one in case.claims
        for part in one.instalments
        if part.open_fen
    )
    owed = sum(one.account.outstanding for one in case.claims) if case.claims else None
    return DocumentFacts(
        place_path=case.place_path, town_path=case.town_path, place_name=case.place_name, case=case.case,
        case_title=case.title, complainants=tuple(one.name for one in case.claims), employer_name=case.employer_name,
        employer_uscc=case.employer_uscc, employer_address=case.employer_address, facts=case.facts,
        workers=case.workers or len(case.claims) or None, claimed_fen=case.amount_fen, owed_fen=owed,
        opened_on=case.opened_on, handler=case.owner_name, confidential=case.confidential, claims=owing,
        instalments=parts,
    )  # fmt: skip


def hidden(facts: DocumentFacts) -> DocumentFacts:
    """The facts without a name: what an employer may read when somebody wants not to be known."""
    masks = {one.name: f"劳动者{n}（姓名保密）" for n, one in enumerate(facts.claims, start=1)}
    return replace(
        facts,
        complainants=("（姓名保密）",) if facts.complainants else (),
        claims=tuple(replace(one, name=f"劳动者{n}（姓名保密）") for n, one in enumerate(facts.claims, start=1)),
        instalments=tuple(replace(one, name=masks.get(one.name, "（姓名保密）")) for one in facts.instalments),
    )


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
    told["complainants"] = tuple(told["complainants"])
    told["claims"] = tuple(ClaimLine(**one) for one in told["claims"])
    told["instalments"] = tuple(
        PromiseLine(one["name"], date.fromisoformat(one["due"]), one["fen"]) for one in told["instalments"]
    )
    told["opened_on"] = date.fromisoformat(told["opened_on"]) if told["opened_on"] else None
    return DocumentFacts(**told)


def digest(text: str) -> str:
    """The digest that shows whether a record was changed."""
    return hashlib.sha256(text.encode()).hexdigest()
