"""How long a closed file is kept (保管期限): whole years counted from the first of January after it was put on the shelf."""

from __future__ import annotations

from datetime import date


def kept_until(shelved_on: date, years: int | None) -> date | None:
    """The last day on which a file must be kept; none when it is kept for good.

    Counting from the next first of January is how archives count, and never shorter than the years themselves.

    >>> kept_until(date(2026, 11, 24), 10)
    datetime.date(2036, 12, 31)
    """
    return None if years is None else date(shelved_on.year + years, 12, 31)


def may_go(kept: date | None, *, on: date) -> bool:
    """Whether a file may be put on a destroy protocol."""
    return kept is not None and kept < on


def latest_that_may_go(on: date, years: int) -> date:
    """The latest day of ending whose years of keeping are over on a day: `kept_until` read backwards, for asking a table.

    >>> latest_that_may_go(date(2027, 1, 1), 2), latest_that_may_go(date(2026, 12, 31), 2)
    (datetime.date(2024, 12, 31), datetime.date(2023, 12, 31))
    """
    return date(on.year - years - 1, 12, 31)
