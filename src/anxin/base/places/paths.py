"""Which town a place lies in: much belongs to places below it, reconciliations and case numbers to the town as a whole."""

from __future__ import annotations

TOWN_DEPTH = 4
"""Province, city, district, town."""


def town_of(path: str) -> str:
    """The path of the town that a village's or grid's path lies in.

    >>> town_of("33/3306/330602/330602013/330602013201/")
    '33/3306/330602/330602013/'
    """
    return "/".join(path.split("/")[:TOWN_DEPTH]) + "/"


def code_of(path: str) -> str:
    """The code of the place that a path ends with.

    >>> code_of("33/3306/330602/330602013/")
    '330602013'
    """
    return path.rstrip("/").rsplit("/", 1)[-1]
