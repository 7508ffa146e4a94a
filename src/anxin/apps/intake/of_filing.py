"""What every event about one filing (诉求) has in common."""

from __future__ import annotations

from dataclasses import dataclass

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class OfFiling(Event):
    """An event whose subject is a filing, at the filing's place."""

    filing: int
    place: str

    @property
    def subject(self) -> str:
        return f"intake.filing:{self.filing}"

    @property
    def place_path(self) -> str:
        return self.place
