"""The kinds of file that come in as batches; each room offers its own when Django is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from anxin.analytics.readings import TableReading, TableSpec
from anxin.base.batches.writing import Written
from anxin.base.scope import Scope
from anxin.kernel.outcome import BadInput, Fault

Row = Mapping[str, Any]
Wanted = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of import: its columns, the power it needs, a check that writes nothing, and the writing itself.

    `plan` returns the rows ready for `apply`, or faults; `apply` writes them and reports what it changed. `models` names
    what a row may become, in the order in which it is written: what stands on another is taken back before it.
    """

    spec: TableSpec
    power: str
    plan: Callable[[TableReading, Scope], tuple[Wanted, list[Fault]]]
    apply: Callable[[Wanted], Sequence[Written]]
    models: dict[str, type[models.Model]]


KINDS: dict[str, Kind] = {}


def add_kind(kind: Kind) -> None:
    """Let a room offer its own kind of file."""
    KINDS[kind.spec.kind] = kind


def kind_of(kind: str) -> Kind:
    """The kind of import by name; an unknown one is refused with the names there are."""
    if kind not in KINDS:
        raise BadInput("unknown_kind", f"没有“{kind}”这一类导入，可选：{'、'.join(sorted(KINDS))}。")
    return KINDS[kind]


def at_row(file: str, number: int, column: str, what: str, remedy: str) -> Fault:
    """A fault in one cell of an imported file."""
    return Fault(f"{file} 第 {number} 行“{column}”列", what, remedy)
