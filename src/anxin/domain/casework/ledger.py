"""The claim ledger (债权台账): per worker what is claimed, established, ordered, promised and paid; equal to the fen.

Entries are only ever added. A correction is an entry of its own with the opposite sign, so that every balance can be re-told
as of any day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What an entry says of the money."""

    CLAIMED = "claimed"
    ESTABLISHED = "established"
    ORDERED = "ordered"
    PROMISED = "promised"
    PAID = "paid"
    WAIVED = "waived"

    @property
    def term(self) -> str:
        return _TERMS[self]


_TERMS = {
    Kind.CLAIMED: "主张",
    Kind.ESTABLISHED: "认定",
    Kind.ORDERED: "责令支付",
    Kind.PROMISED: "承诺分期",
    Kind.PAID: "已付",
    Kind.WAIVED: "放弃",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: of whom, what kind, how much in fen, on which day; `due` is the day an instalment falls due; `proof` a document.

    `rest_due`: whether the promise was made with the term that the rest falls due when a part is missed; None until the plan
    that the part belongs to is signed.
    """

    worker: int
    kind: Kind
    amount_fen: int
    on: date
    due: date | None = None
    proof: str = ""
    rest_due: bool | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """A worker's account on a day, in fen.

    `owed` is what was established, or what is claimed while nothing was; `outstanding` is what of it is neither paid nor waived.
    `overpaid` is what was paid beyond it: shown, never netted against another worker.
    """

    worker: int
    claimed: int
    established: int
    ordered: int
    promised: int
    paid: int
    waived: int
    settled: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands on it: no sum was ever written, which is not the same as a sum of nothing."""
        return not self.settled and not any(
            (self.claimed, self.established, self.ordered, self.promised, self.paid, self.waived)
        )

    @property
    def owed(self) -> int:
        return self.established if self.settled else self.claimed

    @property
    def outstanding(self) -> int:
        return max(self.owed - self.paid - self.waived, 0)

    @property
    def overpaid(self) -> int:
        return max(self.paid + self.waived - self.owed, 0)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One promised part: when it falls due, how much, how much of it was paid, and whether a missed one makes the rest due."""

    worker: int
    due: date
    amount_fen: int
    paid_fen: int
    rest_due: bool | None = None

    @property
    def open_fen(self) -> int:
        return self.amount_fen - self.paid_fen


def balances(entries: Iterable[Entry], *, on: date) -> dict[int, Balance]:
    """Every worker's account on a day; entries of later days do not count."""
    sums: dict[int, dict[Kind, int]] = defaultdict(lambda: dict.fromkeys(Kind, 0))
    settled: set[int] = set()
    for one in entries:
        if one.on <= on:
            sums[one.worker][one.kind] += one.amount_fen
            if one.kind is Kind.ESTABLISHED:
                settled.add(one.worker)
    return {
        worker: Balance(
            worker=worker,
            claimed=found[Kind.CLAIMED],
            established=found[Kind.ESTABLISHED],
            ordered=found[Kind.ORDERED],
            promised=found[Kind.PROMISED],
            paid=found[Kind.PAID],
            waived=found[Kind.WAIVED],
            settled=worker in settled,
        )
        for worker, found in sums.items()
    }


def instalments(entries: Sequence[Entry], *, on: date) -> list[Instalment]:
    """The promised parts with what was paid of each, by worker and due day.

    Only payments from the day of the first promise count towards them, the oldest part first (民法典 art. 560).
    """
    known = [one for one in entries if one.on <= on]
    found: list[Instalment] = []
    for worker in sorted({one.worker for one in known if one.kind is Kind.PROMISED}):
        parts = _parts(known, worker)
        since = min(one.on for one in known if one.worker == worker and one.kind is Kind.PROMISED)
        left = sum(
            one.amount_fen for one in known if one.worker == worker and one.kind is Kind.PAID and one.on >= since
        )
        for due, (amount, term) in sorted(parts.items()):
            paid = min(max(left, 0), amount)
            left -= paid
            found.append(Instalment(worker, due, amount, paid, term))
    return found


def _parts(entries: Iterable[Entry], worker: int) -> dict[date, tuple[int, bool | None]]:
    """The sum promised for each day, and the term of the newest promise for it."""
    parts: dict[date, tuple[int, bool | None]] = {}
    for one in entries:
        if one.worker == worker and one.kind is Kind.PROMISED and one.due is not None:
            amount, term = parts.get(one.due, (0, None))
            parts[one.due] = (amount + one.amount_fen, one.rest_due if one.amount_fen > 0 else term)
    return {due: (amount, term) for due, (amount, term) in parts.items() if amount > 0}


def next_instalment(entries: Sequence[Entry], *, on: date) -> date | None:
    """The day on which the next unpaid part falls due or fell due; None when every promise was kept."""
    return min((one.due for one in instalments(entries, on=on) if one.open_fen > 0), default=None)


def adds_up(entries: Sequence[Entry], *, on: date) -> bool:
    """Whether the open parts of a plan are, worker by worker, what stands unpaid, and lie ahead; nothing unpaid is no plan."""
    unpaid, _planned, differing = beside(entries, on=on)
    return bool(unpaid) and not differing and not missed(entries, on=on)


def missed(entries: Sequence[Entry], *, on: date) -> int:
    """How many promised parts were not paid by their day: a plan that was broken is not made again by itself."""
    return sum(1 for one in instalments(entries, on=on) if one.open_fen and one.due < on)


def broken(entries: Sequence[Entry], *, on: date) -> frozenset[int]:
    """The workers of whose plan a part was not paid by its day."""
    return frozenset(one.worker for one in instalments(entries, on=on) if one.open_fen and one.due < on)


def left_of_plan(entries: Sequence[Entry], *, on: date) -> list[Instalment]:
    """The parts that have not fallen due, of each worker who missed a part, where theirs was agreed to make the rest due.

    The employer promised each of them; who was paid in time keeps their days, whatever was not paid to others, and the term is
    that of each worker's own parts, whatever others agreed on later.
    """
    workers = broken_by_term(entries, on=on)
    parts = instalments(entries, on=on)
    return [one for one in parts if one.open_fen and one.due > on and one.rest_due and one.worker in workers]


def broken_by_term(entries: Sequence[Entry], *, on: date) -> frozenset[int]:
    """The workers who missed a part of which was agreed that the rest falls due with it."""
    parts = instalments(entries, on=on)
    return frozenset(one.worker for one in parts if one.open_fen and one.due < on and one.rest_due)


def term_of(entries: Sequence[Entry], *, worker: int, on: date) -> bool | None:
    """The term of the plan that a worker's new part belongs to: of one that runs and was kept; a new plan has none until signed."""
    open_ = [one for one in instalments(entries, on=on) if one.worker == worker and one.open_fen]
    if not open_ or any(one.due < on for one in open_):
        return None
    return open_[-1].rest_due


def kept_with_term(entries: Sequence[Entry], *, on: date) -> bool:
    """Whether somebody's plan was kept so far of which was agreed that the rest falls due with a missed part."""
    workers = broken(entries, on=on)
    return any(one.rest_due and one.open_fen and one.worker not in workers for one in instalments(entries, on=on))


def next_kept(entries: Sequence[Entry], *, on: date) -> date | None:
    """The day of the next unpaid part of those whose plan was kept so far, while that of others was broken."""
    workers = broken(entries, on=on)
    parts = instalments(entries, on=on)
    return min((one.due for one in parts if one.open_fen and one.worker not in workers), default=None)


def owing(entries: Iterable[Entry], *, on: date) -> int:
    """What stands unpaid on a day, of all workers together."""
    return sum(one.outstanding for one in balances(entries, on=on).values())


def beside(entries: Sequence[Entry], *, on: date) -> tuple[int, int, int]:
    """A plan beside what stands unpaid: both sums, and for how many workers they differ."""
    unpaid = {one.worker: one.outstanding for one in balances(entries, on=on).values()}
    planned: dict[int, int] = defaultdict(int)
    for part in instalments(entries, on=on):
        planned[part.worker] += part.open_fen
    differing = [one for one in unpaid.keys() | planned.keys() if unpaid.get(one, 0) != planned.get(one, 0)]
    return sum(unpaid.values()), sum(planned.values()), len(differing)


def in_parts(total_fen: int, dates: Sequence[date]) -> list[tuple[date, int]]:
    """A total in equal parts, one per day; the fen that do not divide go to the first parts, so that the sum is exact.

    >>> [fen for _, fen in in_parts(100, [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)])]
    [34, 33, 33]
    """
    if not dates or total_fen <= 0:
        raise ValueError("a plan needs an amount and at least one day")
    each, over = divmod(total_fen, len(dates))
    return [(day, each + (number < over)) for number, day in enumerate(sorted(dates))]


def shared_out(payment_fen: int, owed: Mapping[int, int]) -> dict[int, int]:
    """A lump sum among workers in proportion to what each is owed, to the fen; nobody gets more than is owed.

    The fen left over go to the largest remainders (Hamilton), ties to the lower number, so that the same sum is always shared
    in the same way. What exceeds all that is owed stays unshared.
    """
    total = sum(owed.values())
    if total <= payment_fen:
        return dict(owed)
    shares = {worker: payment_fen * amount // total for worker, amount in owed.items()}
    by_remainder = sorted(owed, key=lambda worker: (-(payment_fen * owed[worker] % total), worker))
    for worker in by_remainder[: payment_fen - sum(shares.values())]:
        shares[worker] += 1
    return shares
