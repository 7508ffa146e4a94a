"""What a filer's words say already, put into the empty fields of the next step (读出供核对): seen and changed before anything is filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from anxin.apps.intake.web.answers import FIELDS, Answers
from anxin.base.places.choices import villages
from anxin.domain.intake.places_said import Named
from anxin.domain.intake.reading import Reading, read_message
from anxin.domain.intake.said import EVEN


def offered(answers: Answers, step: str, *, on: date) -> tuple[Answers, frozenset[str]]:
    """The answers with what the words say in fields of a step that hold nothing yet, and which fields those are."""
    empty = {name for name in FIELDS[step] if not answers.of(name)}
    if not empty or not answers.of("words") or step not in ("where", "how_much"):
        return answers, frozenset()
    gazetteer = tuple(Named(code, name) for code, name in villages())
    found = dict(_read(read_message(answers.of("words"), on=on, gazetteer=gazetteer)))
    if answers.of("employer_id"):
        # The poster says whose gate it hangs at.
        found.pop("employer_said", None)
    new = {name: value for name, value in found.items() if name in empty}
    return Answers({**answers.values, **new}), frozenset(new)


def _read(found: Reading) -> Iterator[tuple[str, str]]:
    if found.employers and found.employers[0].confidence >= EVEN:
        yield "employer_said", found.employers[0].value
    if found.places and found.places[0].confidence >= EVEN:
        yield "place_code", found.places[0].value.code
    if found.amount is not None and found.amount.confidence >= EVEN and found.amount.low_fen % 100 == 0:
        yield "amount", str(found.amount.low_fen // 100)
    if found.workers is not None and found.workers.confidence >= EVEN and found.workers.value.low > 1:
        yield "workers", str(int(found.workers.value.low))
    if found.since is not None and found.since.confidence >= EVEN:
        yield "since", str(found.since.value)
