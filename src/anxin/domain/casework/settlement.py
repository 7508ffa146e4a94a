"""Whether everybody of a case has their wages (到账核对): one yes speaks for one worker, proof for the account it was paid to.

A case is about as many people as its fact sheet, its filings with their fellow workers, or its ledger name, whichever is most.
Who stands on the ledger with money open, or said no, needs a yes or proof; for others a person may state a legal reason, too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from anxin.domain.casework.ledger import Entry, Kind, balances


@dataclass(frozen=True, slots=True)
class Filer:
    """One person who filed, however often: what they said last of whether the wages came, and their account when it is known."""

    said_yes: bool
    worker: int | None = None
    said_no: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What a case knows of its people: accounts, filers, heads stated and listed, and how many need no yes for a stated reason."""

    workers: frozenset[int]
    filers: tuple[Filer, ...]
    stated: int = 0
    listed: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """How many people a case is about, and for how many what speaks; `owing` of those missing have money open on the ledger.

    `denied` said last that the wages have not come, and no proof speaks against it.
    """

    heads: int
    proved: int
    confirmed: int
    excused: int
    owing: int
    denied: int = 0
    needing: int = 0
    """How many of those missing need a yes or a proof, so that no reason stands in for it."""

    @property
    def missing(self) -> int:
        return self.heads - self.proved - self.confirmed - self.excused

    @property
    def excusable(self) -> int:
        """For how many a reason may be stated."""
        return max(self.missing - self.needing, 0)

    @property
    def complete(self) -> bool:
        """Whether nobody is missing; reasons alone, without one yes or one proof, pay nobody."""
        return not self.missing and bool(self.proved or self.confirmed)

    def in_words(self) -> str:
        """What is there and what is missing.

        >>> Settlement(heads=20, proved=1, confirmed=1, excused=0, owing=0).in_words()
        '涉及20人：付款有凭证1人，本人确认1人，尚有18人没有确认、凭证或法定理由'
        """
        parts = [f"付款有凭证{self.proved}人", f"本人确认{self.confirmed}人"]
        parts += [f"写明理由{self.excused}人"] if self.excused else []
        parts += [f"称未到账{self.denied}人"] if self.denied else []
        parts += [f"尚有{self.missing}人没有确认、凭证或法定理由"] if self.missing else []
        return f"涉及{self.heads}人：{'，'.join(parts)}"


def settlement(known: Known, entries: Sequence[Entry], *, on: date) -> Settlement:
    """For whom a yes, a proof or a stated reason speaks on a day.

    Filers whose account nobody named are taken to be among the workers on the ledger, so that nobody counts twice.
    """
    proved, owing = proved_and_owing(known.workers, entries, on=on)
    named = {one.worker for one in known.filers if one.worker in known.workers}
    said = {one.worker for one in known.filers if one.said_yes and one.worker in named} - proved
    others = [one for one in known.filers if one.worker not in named]
    free = known.workers - named
    beyond = max(len(others) - len(free), 0)
    yes = sum(one.said_yes for one in others)
    covering = min(yes, len(free - proved))
    confirmed = len(said) + covering + min(yes - covering, beyond)
    heads = max(known.stated, known.listed, len(known.workers) + beyond)
    left_owing = len((owing & named) - said) + max(len(owing - named) - yes, 0)
    denied = {one.worker for one in known.filers if one.said_no and one.worker in named} - proved
    nos = sum(one.said_no for one in others)
    left = len((owing & named) - said | denied) + max(len(owing - named) - yes, nos)
    excused = max(min(known.excused, heads - len(proved) - confirmed - left), 0)
    return Settlement(heads, len(proved), confirmed, excused, left_owing, len(denied) + nos, left)


def proved_and_owing(
    workers: Collection[int], entries: Sequence[Entry], *, on: date
) -> tuple[frozenset[int], frozenset[int]]:
    """Whose account is at zero with proof of each payment, and on whose account something is open or a payment lacks its proof."""
    accounts = balances(entries, on=on)
    bare = {one.worker for one in entries if one.kind is Kind.PAID and one.amount_fen > 0 and not one.proof}
    proved = {
        worker
        for worker, one in accounts.items()
        if worker not in bare and not one.outstanding and (one.owed or one.settled)
    }
    owing = {worker for worker, one in accounts.items() if one.outstanding or worker in bare}
    return frozenset(proved & set(workers)), frozenset(owing & set(workers))
