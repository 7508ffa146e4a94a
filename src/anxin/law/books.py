"""The law book of a place (一地一本): shipped instruments of country, province, city, district and town, and the deployment's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from anxin.law import instruments
from anxin.law.parameters import REFERENCE, LawBook


def book(place_code: str = "330602013", overrides: Path | None = None) -> LawBook:
    """The law book of a place, with a deployment's own folder over it where there is one; files are read again when changed."""
    return _book(place_code, overrides, instruments.state_of(overrides))


@lru_cache(maxsize=32)
def _book(place_code: str, overrides: Path | None, state: tuple[tuple[str, int], ...]) -> LawBook:
    del state  # only there so that a changed file is read again
    reach = [one for one in instruments.shipped() if one.place in ("cn", REFERENCE) or place_code.startswith(one.place)]
    local = instruments.local(overrides, place_code, reach) if overrides is not None else []
    return LawBook(place_code, [*reach, *local], instruments.counterparts())
