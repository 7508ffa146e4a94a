"""The ticket of one filing on the public page (提交凭据): sent twice it files once, and it says which work its device was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.core import signing
from django.http import HttpRequest

from anxin.apps.intake.pacing import pace_of
from anxin.domain.intake.slowing import LEAST_BITS, bits_asked, is_settled
from anxin.ui.access import address_of

_SALT = "intake.ticket"
_LASTS = 86_400
LENIENT = 2
"""Bits that may be lacking, because the pace may have grown while somebody read the page."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One filing's own number, signed for a day, and how many zero bits its device is asked to find."""

    number: str
    signed: str
    bits: int


def ticket_for(request: HttpRequest, *, at: datetime) -> Ticket:
    """A fresh ticket; the least work is asked of every device that can do it, so that nobody waits when the pace grows."""
    number = token_hex(8)
    bits = max(bits_asked(pace_of(address_of(request), at=at)), LEAST_BITS)
    return Ticket(number, signing.dumps(number, salt=_SALT), bits)


def number_in(request: HttpRequest) -> str:
    """The number of the ticket handed in; empty when there is none of ours."""
    try:
        return str(signing.loads(request.POST.get("ticket", ""), salt=_SALT, max_age=_LASTS))
    except signing.BadSignature:
        return ""


def comes_too_fast(request: HttpRequest, *, at: datetime) -> bool:
    """Whether more was asked of this filing than its device has shown."""
    asked = bits_asked(pace_of(address_of(request), at=at))
    number = number_in(request)
    needed = max(asked - LENIENT, 0) if number else asked
    return not is_settled(number, request.POST.get("work", ""), needed)
