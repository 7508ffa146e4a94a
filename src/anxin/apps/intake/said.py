"""A filing as it was said, before anything is stored; and what of it is compared with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from anxin.apps.intake.about import key_at_home
from anxin.apps.intake.models import Identity, Kind
from anxin.apps.intake.timing import area_code
from anxin.base.vault.sealing import keyed_hash
from anxin.domain.intake.likeness import Sketch
from anxin.domain.intake.phones import plain_number
from anxin.kernel.money import yuan

_NOT_DIALLED = str.maketrans("", "", " -—()（）\u3000\t")


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that lies in the store already: its content hash, name, kind and size."""

    sha256: str
    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class FellowSaid:
    """A fellow worker as named by the filer."""

    name: str
    phone: str = ""
    amount_fen: int | None = None

    @property
    def amount_yuan(self) -> str:
        """The amount as the filer reads it back."""
        return "" if self.amount_fen is None else yuan(self.amount_fen).removesuffix(".00")


@dataclass(frozen=True, slots=True)
class Said:
    """A filing as it was said, whatever the channel; what nobody said stays None or empty."""

    words: str
    channel: str
    kind: str = Kind.COMPLAINT
    identity: str = Identity.NAMED
    external_id: str = ""
    reply_by: date | None = None
    """Until when 12345 or 110, who handed it over, want to hear of it."""
    name: str = ""
    phone: str = ""
    employer_id: int | None = None
    employer_said: str = ""
    address_said: str = ""
    place_code: str = ""
    workers: int | None = None
    amount_fen: int | None = None
    since: date | None = None
    language: str = "zh-hans"
    fellows: Sequence[FellowSaid] = ()
    files: Sequence[Handed] = field(default_factory=tuple)
    aside: bool = False
    """Came faster than people file: taken in like any other, but laid aside until somebody has looked."""


def dialled(phone: str) -> str:
    """A telephone number as it was said, without what nobody dials."""
    return phone.translate(_NOT_DIALLED)


def number_of(phone: str, *, on: date) -> str:
    """A telephone number in its one form, so that one person is found again whatever channel wrote it down."""
    return plain_number(phone, area=area_code(on)) or dialled(phone)


def sketch_of(said: Said, *, on: date) -> Sketch:
    """What of a filing is compared with others while it is still being told; telephones only as keyed hashes."""
    numbers = [number_of(one, on=on) for one in (said.phone, *(fellow.phone for fellow in said.fellows))]
    return Sketch(
        words=said.words,
        phones=frozenset(keyed_hash(one) for one in numbers if one),
        employer=str(said.employer_id)
        if said.employer_id
        else key_at_home(said.employer_said) or said.employer_said.strip(),
        amount_fen=said.amount_fen,
        workers=said.workers,
        since=said.since,
    )
