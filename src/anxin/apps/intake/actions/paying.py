"""The filer's answer whether the wages have arrived (到账确认): all of it, none, or a part, which the office reads in the filer's own figure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.talk import leave, of_code
from anxin.apps.intake.ports import PORTS
from anxin.base.actors import Actor
from anxin.kernel.outcome import RuleBroken

LONGEST = 40


@transaction.atomic
def answer(*, code: str, paid: bool, by: Actor, at: datetime) -> None:
    """Say that everything has arrived, or that it has not."""
    if PORTS.answer_paid is None:
        raise RuleBroken("intake.not_asked", "现在不需要确认到账。请刷新页面。")
    PORTS.answer_paid(filing_id=of_code(code, locked=True).pk, paid=paid, by=by, at=at)


@transaction.atomic
def answer_part(*, code: str, arrived: str, by: Actor, at: datetime) -> None:
    """Say that a part has arrived: for the case that is a no; how much stands in the talk, for whoever keeps the ledger to check."""
    answer(code=code, paid=False, by=by, at=at)
    how_much = f"：{arrived[:LONGEST]}" if arrived else "，没有写多少"
    leave(of_code(code, locked=True), f"工资只到了一部分{how_much}。", from_filer=True, by=by, at=at)
