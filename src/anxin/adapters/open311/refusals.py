"""A refusal in the standard's own shape: a list of errors, each with a code and a description."""

from __future__ import annotations

from collections.abc import Sequence

from anxin.kernel.outcome import AnxinError, BadInput, NotAllowed, NotFound

STATUS: dict[type[AnxinError], int] = {NotAllowed: 403, NotFound: 404, BadInput: 400}


class Refused(Exception):
    """The door refuses a request: the status and what to do about it."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__(*descriptions)
        self.status = status
        self.descriptions: Sequence[str] = descriptions


def refused_by(error: AnxinError) -> Refused:
    """A refusal of an action, one description per fault."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    faults = [one.in_words() for one in error.faults] if isinstance(error, BadInput) else []
    return Refused(status, *(faults or [error.message]))
