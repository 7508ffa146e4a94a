"""Filings (诉求) without the people behind them: no name, no telephone, no receipt code."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from anxin.adapters.api.access import guarded
from anxin.adapters.api.endpoints.register import code_of, named
from anxin.adapters.api.paging import Paging, page
from anxin.adapters.api.shapes import FilingState, Id, Named, Page
from anxin.apps.intake.api import filing, filings
from anxin.ui.access import actor_in

router = Router(tags=["诉求"])
NUMBER = re.compile(r"(?<![0-9])(?!20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-]))[0-9](?:[ -]?[0-9]){6,}[Xx]?")
"""Telephone, identity and card numbers as people write them: seven digits and more that are not a day."""


class FilingOut(Schema):
    """A filing (诉求) without the people behind it."""

    id: int
    channel: str
    kind: str
    identity: Literal["named", "confidential", "anonymous"]
    state: FilingState
    employer: Named | None
    employer_said: str
    workers: int | None
    amount_fen: int | None
    since: date | None
    place: str
    received_at: datetime
    answered_at: datetime | None
    drill: bool


class FilingDetail(FilingOut):
    """A filing with its words; numbers that may be a person's are hidden."""

    words: str
    language: str


class Filings(Page):
    """A page of filings."""

    items: list[FilingOut]


class Wanted(Paging):
    """Which filings."""

    state: FilingState | None = None


@router.get("/filings", response=Filings, **guarded("诉求列表（不含当事人），新的在前", "intake.view"))
def filing_list(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    rows = filings(actor_in(request).scope)
    return page(rows.filter(state=asked.state) if asked.state else rows, (("-pk", int),), asked, _filing)


@router.get(
    "/filings/{filing_id}", response=FilingDetail, **guarded("一件诉求（不含当事人，号码已隐去）", "intake.view")
)
def filing_detail(request: HttpRequest, filing_id: Path[Id]) -> dict[str, Any]:
    found = filing(actor_in(request).scope, filing_id)
    return {**_filing(found), "words": NUMBER.sub("〔号码〕", found.words), "language": found.language}


def _filing(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "channel": one.channel,
        "kind": one.kind,
        "identity": one.identity,
        "state": one.state,
        "employer": named(one.employer),
        "employer_said": NUMBER.sub("〔号码〕", one.employer_said),
        "workers": one.workers,
        "amount_fen": one.amount_fen,
        "since": one.since,
        "place": code_of(one.place_path),
        "received_at": one.received_at,
        "answered_at": one.answered_at,
        "drill": one.drill,
    }
