"""Where cases name stored files; a destroyed case needs its files no longer, though its rows keep their hashes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from anxin.apps.cases.models import (
    Agreement,
    Assistance,
    Case,
    Delivery,
    Disorder,
    DisorderPerson,
    Excusal,
    Interruption,
    LedgerEntry,
    Paper,
    PayOrder,
    Procedure,
    Sitting,
)
from anxin.base.files.uses import Use

OF_A_CASE: tuple[tuple[type[Model], str, str, bool], ...] = (
    (LedgerEntry, "case", "proof", False), (Excusal, "case", "proof", False), (Interruption, "case", "evidence", False),
    (PayOrder, "case", "file", False), (Delivery, "order__case", "files", True), (Paper, "case", "file", False),
    (Assistance, "case", "file", False), (Sitting, "procedure__case", "files", True), (Agreement, "procedure__case", "file", False),
    (Procedure, "case", "known", True), (Procedure, "case", "pending", True),
)  # fmt: skip
"""Every column, and the way from its row to the case."""


def _kept(model: type[Model], case: str) -> QuerySet[Any]:
    return model._default_manager.exclude(**{f"{case}__in": _destroyed()})


def _destroyed() -> set[int]:
    """Cases whose content was destroyed, and those that were merged into them."""
    found = layer = set(Case.objects.exclude(archived__destroyed_at=None).values_list("pk", flat=True))
    while layer := set(Case.objects.filter(merged_into__in=layer).values_list("pk", flat=True)) - found:
        found |= layer
    return found


def _unfinished() -> QuerySet[Disorder]:
    return Disorder.objects.filter(ended_at=None)


def _heard() -> QuerySet[DisorderPerson]:
    return DisorderPerson.objects.filter(disorder__ended_at=None)


FILES = (
    *(Use(partial(_kept, model, case), field, many) for model, case, field, many in OF_A_CASE),
    Use(_unfinished, "files", many=True),
    Use(_unfinished, "steps", many=True),
    Use(_unfinished, "pending", many=True),
    Use(_heard, "reply_files", many=True),
)


def files_of(case: Case) -> set[str]:
    """Every file that the rows of a case name."""
    found: set[str] = set()
    for model, way, field, _many in OF_A_CASE:
        for held in model._default_manager.filter(**{way: case}).values_list(field, flat=True):
            found |= _hashes(held)
    return found


def _hashes(held: Any) -> set[str]:
    """The hashes in a value as it is stored: one, a list, or what was stated with its files."""
    if isinstance(held, str):
        return {held} if len(held) == HASH and not set(held) - HEX else set()
    if isinstance(held, dict):
        return {one for value in held.values() for one in _hashes(value)}
    return {one for value in held or () for one in _hashes(value)}


HASH, HEX = 64, frozenset("0123456789abcdef")
