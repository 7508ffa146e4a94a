"""Showing a sealed number in full (查看原文): only with the power, only with a reason, never without a record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.vault.events import Revealed
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import BadInput, Fault

MIN_REASON = 4
"""A reason of fewer characters says nothing that could be checked later."""


@transaction.atomic
def reveal(
    *,
    subject: str,
    place_path: str,
    field: str,
    reason: str,
    power: str,
    load: Callable[[], str],
    by: Actor,
    at: datetime,
) -> str:
    """The open text of a sealed value; `load` fetches the sealed one, `field` is what people call it (身份证号).

    The record is written first and in the same transaction: nothing is shown that is not on record.
    """
    require(by, power, place_path)
    why = reason.strip()
    if len(why) < MIN_REASON:
        fault = Fault("查看原因", f"不足 {MIN_REASON} 个字", "请写明用途，例如“电话核实 11 月发薪情况”")
        raise BadInput("reason_missing", "请写明查看原因。", [fault])
    record(Revealed(of=subject, place=place_path, field=field, reason=why[:200]), by=by, at=at)
    sealed = load()
    return open_(sealed) if sealed else ""
