"""A fact as it was read from somebody's words (所读事实): its value, where it stands, how sure that is, and any doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[Value_co]):
    """A suggestion for a person to confirm, never a finding: confidence runs from 0 to 1, `words` is what it stands on."""

    value: Value_co
    words: str
    start: int
    confidence: float
    doubt: str = ""


EVEN = 0.5
"""How sure, from 0 to 1, a reading must be to be put into a field; what is less likely right than wrong is only shown."""
