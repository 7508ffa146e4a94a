"""Filings (诉求): handed in by another system, and read without the people behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from anxin.adapters.api.access import guarded
from anxin.adapters.api.endpoints.register import code_of, home_of, named
from anxin.adapters.api.paging import Paging, page
from anxin.adapters.api.shapes import FilingState, Id, Named, Page, Short
from anxin.apps.intake.api import Said, acts, filing, filings, receive
from anxin.apps.registry.api import employers
from anxin.base.actors import Actor
from anxin.base.vault.signing import sealed_text
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault
from anxin.ui.access import actor_in, instant_of

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


class FilingSent(Schema):
    """A filing that another system hands in; what nobody said is left out."""

    external_id: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._:-]+$", description="来源系统的编号：同一编号只受理一次")]  # fmt: skip
    words: Annotated[str, Field(min_length=4, max_length=20_000, pattern=r"^[^\x00]*$", description="诉求内容，原话")]
    kind: Literal["complaint", "report", "lead", "enquiry"] = "complaint"
    identity: Literal["named", "confidential", "anonymous"] = "named"
    name: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^[0-9+ -]*$")] = ""
    employer_uscc: Annotated[str, Field(max_length=18, pattern=r"^[0-9A-Z]*$")] = ""
    employer_said: Short = ""
    address_said: Short = ""
    place: Annotated[str, Field(max_length=20, pattern=r"^[0-9]*$", description="村（社区）或街道代码")] = ""
    workers: Annotated[int, Field(ge=1, le=100_000)] | None = None
    amount_fen: Annotated[int, Field(ge=0, le=10**14)] | None = None
    since: date | None = None


class FilingTaken(Schema):
    """The receipt: the code goes to the person who files and opens /query/; `receipt` is signed and verified at /receipt/."""

    id: int
    code: str
    receipt: str
    again: bool


class Wanted(Paging):
    """Which filings."""

    state: FilingState | None = None


@router.get("/filings", response=Filings, **guarded("诉求列表（不含当事人），新的在前", "intake.view"))
def filing_list(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    rows = filings(actor_in(request).scope)
    return page(rows.filter(state=asked.state) if asked.state else rows, (("-pk", int),), asked, _filing)


@router.post(
    "/filings",
    response={200: FilingTaken, 201: FilingTaken},
    **guarded("登记诉求；同一来源编号重发得到原回执", "intake.receive"),
)
def hand_in_filing(request: HttpRequest, told: FilingSent) -> Any:
    received, answer = take_in(told, by=actor_in(request), at=instant_of(request))
    return Status(200 if received.again else 201, answer)


def take_in(
    told: FilingSent, *, files: Sequence[acts.Handed] = (), by: Actor, at: datetime
) -> tuple[acts.Received, dict[str, Any]]:
    """Take a filing in, with files that lie in the store already; what was received, and its receipt as it is answered."""
    if told.since is not None and not date(2000, 1, 1) <= told.since <= local_date(at):
        raise BadInput("intake.unclear", "诉求还不能登记：", [Fault("since", "不在 2000 年至今天之间", "请更正或不填")])
    received = receive(said=_said(told, files, by), by=by, at=at)
    receipt = sealed_text(received.receipt.payload())
    return received, {"id": received.filing, "code": received.code, "receipt": receipt, "again": received.again}


def _said(told: FilingSent, files: Sequence[acts.Handed], by: Actor) -> Said:
    """What was said; the number stands behind the key's own, so that no system reaches another's receipt."""
    found = employers(by.scope).filter(uscc=told.employer_uscc).values_list("pk", flat=True).first() if told.employer_uscc else None  # fmt: skip
    return Said(
        words=told.words, channel="platform", kind=told.kind, identity=told.identity, external_id=f"{by.id}:{told.external_id}",
        name=told.name, phone=told.phone, employer_id=found, employer_said=told.employer_said, files=files,
        address_said=told.address_said, place_code=told.place or code_of(home_of(by)), workers=told.workers, amount_fen=told.amount_fen, since=told.since,
    )  # fmt: skip


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
