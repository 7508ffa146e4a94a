"""What the rules ask of the law book (法规参数): a value at a date. `anxin.law` answers it; tests use a small one."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from anxin.kernel.outcome import Citation


class LawValue(Protocol):
    """One parameter in force on a day."""

    @property
    def id(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def unit(self) -> str: ...
    @property
    def term(self) -> str: ...
    @property
    def citation(self) -> Citation: ...
    @property
    def verified(self) -> bool: ...


class LawBook(Protocol):
    """The parameters that hold in one place; an id that is not in force on the day is refused with an error."""

    def get(self, param_id: str, /, *, on: date) -> LawValue: ...
