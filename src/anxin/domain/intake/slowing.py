"""Slowing whoever files as fast as a machine (防滥用): a little work for the device, or a place at the end; never a refusal.

A device that hands in many filings within an hour is asked to find a number whose hash with the ticket begins with some
zero bits (a proof of work, as in Hashcash, Back 2002). What comes without it is taken in all the same, with receipt and
clock, but laid aside until somebody has looked. A picture captcha would shut out the very people the page is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

LEAST_BITS, MOST_BITS = 12, 17
"""Between a tenth of a second and a few seconds on a cheap telephone."""
UNUSUAL = 10
"""The whole page is under attack when so many times the usual number come in within an hour."""
QUIET = 100
"""And never while fewer than so many come in: a small town's usual number is next to nothing."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast filings come: from this source within the hour, from all within the hour, and what is usual in an hour."""

    from_here: int
    free: int
    all_now: int = 0
    usual: float = 0.0


def bits_asked(pace: Pace) -> int:
    """How many zero bits the next filing from this source has to show; 0 asks for nothing."""
    if pace.from_here >= pace.free:
        doublings = max(pace.from_here // max(pace.free, 1), 1).bit_length() - 1
        return min(LEAST_BITS + doublings, MOST_BITS)
    attacked = pace.all_now >= QUIET and pace.all_now >= UNUSUAL * pace.usual
    return LEAST_BITS if attacked else 0


def bits_shown(ticket: str, answer: str) -> int:
    """How many zero bits the hash of ticket and answer begins with."""
    digest = int.from_bytes(sha256(f"{ticket}:{answer}".encode()).digest())
    return 256 - digest.bit_length()


def is_settled(ticket: str, answer: str, bits: int) -> bool:
    """Whether the answer shows the work that was asked for."""
    return not bits or (0 < len(answer) <= len("9" * 20) and answer.isdecimal() and bits_shown(ticket, answer) >= bits)
