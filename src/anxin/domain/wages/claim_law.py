"""The law book as the claim rules ask it: every value asked is noted, so that a trace names all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from anxin.kernel.outcome import Citation
from anxin.law.parameters import LawBook, Parameter


class Asked:
    """The law book with a note of what was asked."""

    def __init__(self, law: LawBook) -> None:
        self.book = law
        self.asked: dict[str, Parameter] = {}

    def get(self, param_id: str, /, *, on: date) -> Parameter:
        found = self.book.get(param_id, on=on)
        self.asked[f"{param_id}@{on}"] = found
        return found

    def held(self, param_ids: Sequence[str], *, on: date) -> list[Parameter]:
        """Those of several parameters that were in force that day."""
        held = [one for one in param_ids if any(on in known.effective for known in self.book.history(one))]
        return [self.get(one, on=on) for one in held]

    def near(self, param_id: str, *, on: date) -> Parameter:
        """The value on a day, or the nearest one where it had none: for rules that began between the facts and that day."""
        found = self.book.nearest(param_id, on=on)[0]
        self.asked[f"{param_id}@{on}"] = found
        return found

    def nearest(self, param_id: str, *, on: date) -> Citation:
        """Where a rule stands, even for a day on which it was not in force: for saying that nothing can be reckoned."""
        return self.book.nearest(param_id, on=on)[0].citation
