"""What is typed at the desk before it is filed (登记草稿): saved while typing, parked, thrown away, and gone once filed.

A draft is no filing and no act of the office: it is its writer's alone, sealed, and leaves no event.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from anxin.apps.intake.actions.calling import filed
from anxin.apps.intake.actions.receiving import Received, receive
from anxin.apps.intake.models import DeskDraft
from anxin.apps.intake.said import Said
from anxin.apps.intake.timing import draft_kept
from anxin.base.actors import Actor, require
from anxin.base.vault.sealing import open_, seal
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotAllowed, NotFound

KEY = re.compile(r"[0-9a-f]{8,32}")
UNDONE_WITHIN = timedelta(days=1)
"""For how long a draft thrown away can be taken back, and the key of a filed one is known."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a page of the desk shows: which draft it writes, which page it is, and which page's writing it has read."""

    key: str
    page: str
    seen: str
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """Under which key it lies now; `apart` when another page had written to the draft, `filed` when it was filed meanwhile.

    `parked` when it still waits: what a page left behind in the browser does not take up the call that it had parked.
    """

    key: str
    apart: bool = False
    filed: bool = False
    parked: bool = False


def new_key() -> str:
    """A key for a draft or a page of the desk."""
    return secrets.token_hex(8)


@transaction.atomic
def save(*, typed: Typed, by: Actor, at: datetime) -> Saved:
    """Keep what was typed. What another page wrote and this one has not read is never overwritten: then it becomes a draft of its own."""
    require(by, "intake.receive")
    row = _own(by).select_for_update().filter(key=typed.key).first()
    if row is None and not any(value.strip() for value in typed.told.values()):
        return Saved(typed.key)
    if row is not None and row.filed_at is not None:
        return Saved(typed.key, filed=True)
    apart = row is not None and row.page not in (typed.page, typed.seen)
    key = new_key() if apart else typed.key
    told = seal(json.dumps(dict(typed.told), ensure_ascii=False))
    parked_at = row.parked_at if row is not None and row.page == typed.page else None
    kept = {"told_sealed": told, "page": typed.page, "saved_at": at, "parked_at": parked_at, "thrown_at": None}
    _own(by).update_or_create(
        account_id=_person(by), key=key, defaults=kept, create_defaults={**kept, "started_at": at}
    )
    return Saved(key, apart=apart, parked=parked_at is not None)


@transaction.atomic
def park(*, typed: Typed, by: Actor, at: datetime) -> Saved:
    """Lay a call aside because another one rings; it is opened again only by hand."""
    saved = save(typed=typed, by=by, at=at)
    _own(by).filter(key=saved.key, filed_at=None).update(parked_at=at)
    return saved


@transaction.atomic
def throw_away(*, key: str, by: Actor, at: datetime) -> DeskDraft:
    """Throw a draft away; for a day it can be taken back."""
    return _mark(key, by, at)


@transaction.atomic
def take_back(*, key: str, by: Actor) -> DeskDraft:
    """Take a draft back that was thrown away."""
    return _mark(key, by, None)


def _mark(key: str, by: Actor, thrown_at: datetime | None) -> DeskDraft:
    row = _own(by).select_for_update().filter(key=key, filed_at=None).first()
    if row is None:
        raise NotFound("no_draft", "这份草稿已登记或已清除。")
    row.thrown_at = thrown_at
    row.save(update_fields=["thrown_at"])
    return row


@transaction.atomic
def register(*, said: Said, draft: str, by: Actor, at: datetime) -> Received:
    """File what was typed; in the same transaction its draft is gone, and a saving that comes late finds it filed.

    Where the same number was registered before, nothing typed now was stored, so the draft stays.
    """
    received = receive(said=said, by=by, at=at)
    if KEY.fullmatch(draft) and not received.again:
        gone = {"told_sealed": "", "page": "", "saved_at": at, "filed_at": at}
        _own(by).update_or_create(
            account_id=_person(by), key=draft, defaults=gone, create_defaults={**gone, "started_at": at}
        )
    filed(filing_id=received.filing, by=by, at=at)
    return received


def forget(*, at: datetime) -> int:
    """Forget drafts after their time, and soon what was thrown away or filed."""
    rows = DeskDraft.objects
    old = rows.filter(saved_at__lt=at - draft_kept(local_date(at)))
    done = rows.filter(thrown_at__lt=at - UNDONE_WITHIN) | rows.filter(filed_at__lt=at - UNDONE_WITHIN)
    return sum(some.delete()[0] for some in (old, done))


def told_in(draft: DeskDraft) -> dict[str, str]:
    """What was typed."""
    return dict(json.loads(open_(draft.told_sealed))) if draft.told_sealed else {}


def _own(by: Actor) -> QuerySet[DeskDraft]:
    return DeskDraft.objects.filter(account_id=_person(by))


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowed("intake.no_person", "草稿属于登录的人。", power="intake.receive")
    return by.person_id
