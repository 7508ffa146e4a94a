"""Showing a sealed telephone number to somebody who needs it, with the reason on record (查看原文留痕)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.registry.events import SealedShown
from anxin.apps.registry.queries import employer as employer_within
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import RuleBroken

MIN_REASON = 4


@transaction.atomic
def reveal(*, employer_id: int, field: str, reason: str, by: Actor, at: datetime) -> str:
    """The telephone number of an employer's contact; the reveal and its reason are recorded."""
    employer = employer_within(by.scope, employer_id)
    require(by, "registry.reveal", employer.place_path)
    if len(reason.strip()) < MIN_REASON:
        raise RuleBroken("no_reason", "请写明查看原因，例如“电话核实 11 月发薪情况”。")
    record(
        SealedShown(employer=employer_id, place=employer.place_path, field=field, reason=reason.strip()), by=by, at=at
    )
    return open_(employer.contact_phone_sealed) if employer.contact_phone_sealed else ""
