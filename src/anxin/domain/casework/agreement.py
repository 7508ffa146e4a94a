"""A mediation agreement (调解协议) checked before it is signed: every worker, every instalment, and against what the law gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anxin.kernel.outcome import Fault

LEAST_REASON = 2
"""A reason of fewer characters says nothing."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one worker agrees to: the amount in fen, the days and parts it is paid in, and why it may be less than is due.

    `calculated_fen` is what the calculator finds due, None when nobody calculated; `ledger_fen` what stands unpaid on the
    ledger, None while it says nothing of the worker.
    """

    worker: int
    name: str
    amount_fen: int
    parts: tuple[tuple[date, int], ...]
    calculated_fen: int | None
    reason: str = ""
    ledger_fen: int | None = None

    @property
    def given_up_fen(self) -> int:
        """How much less than due it is."""
        return max((self.calculated_fen or 0) - self.amount_fen, 0)


def faults(agreed: Sequence[Agreed], *, claimants: Mapping[int, str], signed_on: date) -> list[Fault]:
    """Everything that keeps an agreement from being sound; none means that it may be signed.

    A worker may agree to less, but only knowingly: the difference is named and the reason is in the worker's own words. A sum
    that is neither what was calculated nor what stands on the ledger is as often a slip, and wants its reason, too.
    """
    return [*_missing(agreed, claimants), *(fault for one in agreed for fault in _of(one, signed_on))]


def _missing(agreed: Collection[Agreed], claimants: Mapping[int, str]) -> Iterator[Fault]:
    there = {one.worker for one in agreed}
    for number, name in claimants.items():
        if number not in there:
            yield Fault(name, "协议没有写明此人的金额", "逐人写明金额和付款日")


def _of(one: Agreed, signed_on: date) -> Iterator[Fault]:
    if one.amount_fen <= 0:
        yield Fault(one.name, "金额应大于零", "请填写协议金额")
    total = sum(fen for _, fen in one.parts)
    if total != one.amount_fen:
        yield Fault(
            one.name, f"各期合计 {_yuan(total)} 元，协议金额 {_yuan(one.amount_fen)} 元", "请使各期合计等于协议金额"
        )
    if any(fen <= 0 for _, fen in one.parts):
        yield Fault(one.name, "有一期的金额不大于零", "请逐期核对金额")
    if any(day < signed_on for day, _ in one.parts):
        yield Fault(one.name, "有一期的付款日早于签订日", "请核对付款日")
    if one.calculated_fen is None:
        yield Fault(one.name, "还没有计算应得款项", "请先填写各月工资，由系统计算")
    elif len(one.reason.strip()) < LEAST_REASON:
        yield from _unexplained(one, one.calculated_fen)


def _unexplained(one: Agreed, calculated: int) -> Iterator[Fault]:
    """What the sum differs from without a reason: what is due, and what stands on the ledger."""
    if one.given_up_fen:
        less = f"比应得 {_yuan(calculated)} 元少 {_yuan(one.given_up_fen)} 元"
        yield Fault(one.name, less, "写明劳动者自愿让步的原因")
    elif one.amount_fen > calculated:
        more = f"比应得 {_yuan(calculated)} 元多 {_yuan(one.amount_fen - calculated)} 元"
        yield Fault(one.name, more, "核对金额；多出的部分写明原因")
    if one.ledger_fen is not None and one.ledger_fen not in {one.amount_fen, calculated}:
        apart = f"协议 {_yuan(one.amount_fen)} 元，台账尚欠 {_yuan(one.ledger_fen)} 元"
        yield Fault(one.name, apart, "核对台账的主张或认定金额；确按协议金额的，写明原因")


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"
