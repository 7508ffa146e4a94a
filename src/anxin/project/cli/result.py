"""What a command hands back: one JSON document, its text for people, and the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a command; `document` is what `--json` prints, `text` what a person reads.

    `printed` says that a command with one line a row printed them as it went along, so that nothing is left to print.
    """

    document: dict[str, Any]
    text: str
    code: int = 0
    printed: bool = False
