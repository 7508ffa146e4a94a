"""What must arrive on a worker's card (应到账工资), from what a payroll states: banks pay net, payrolls list gross.

Own social insurance (社会保险个人部分), housing fund (住房公积金) and income tax (个人所得税) are withheld by law; what an
employer keeps back beyond them for damage may not exceed a share of the month's wage (工资支付暂行规定 art. 16). The
share is a parameter of the law book and comes in as whole hundredths of a per cent, so that only whole fen are compared.
Each rule reads one line or arrays of lines alike; nothing may be missing, an amount not stated is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

WHOLE = 10_000
"""How many hundredths of a per cent make the whole."""


class Stated(Protocol):
    """Anything with these: one `Line`, or a record of arrays."""

    @property
    def gross_fen(self) -> Any: ...
    @property
    def insurance_fen(self) -> Any: ...
    @property
    def housing_fund_fen(self) -> Any: ...
    @property
    def tax_fen(self) -> Any: ...
    @property
    def paid_fen(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One payroll row: wages before deductions (应发), what the law withholds, and the sum paid out as stated (实发)."""

    gross_fen: int
    insurance_fen: int = 0
    housing_fund_fen: int = 0
    tax_fen: int = 0
    paid_fen: int = 0


def lawful_net(line: Stated) -> Any:
    """Wages less what the law withholds, never below nothing.

    >>> lawful_net(Line(600000, insurance_fen=63000, tax_fen=1110))
    535890
    """
    left = line.gross_fen - line.insurance_fen - line.housing_fund_fen - line.tax_fen
    return left * (left > 0)


def other_deductions(line: Stated) -> Any:
    """What is kept back beyond the law's own deductions (其他扣款); nothing where no sum paid out is stated.

    >>> other_deductions(Line(500000, paid_fen=480000)), other_deductions(Line(500000))
    (20000, 0)
    """
    kept = lawful_net(line) - line.paid_fen
    return kept * ((line.paid_fen > 0) & (kept > 0))


def beyond_cap(line: Stated, *, cap: int) -> Any:
    """Whether more is kept back than the law allows of one month's wage.

    >>> beyond_cap(Line(500000, paid_fen=400000), cap=2000), beyond_cap(Line(500000, paid_fen=399999), cap=2000)
    (False, True)
    """
    return other_deductions(line) * WHOLE > line.gross_fen * cap


def net_due(line: Stated, *, cap: int) -> Any:
    """What must arrive: the sum the employer states as paid out, unless that keeps back more than the law allows.

    Where nothing is stated as paid out (not paid yet), or too much is kept back, wages less the law's deductions are due.

    >>> net_due(Line(500000, insurance_fen=50000, paid_fen=440000), cap=2000)
    440000
    >>> net_due(Line(500000, insurance_fen=50000, paid_fen=300000), cap=2000), net_due(Line(500000), cap=2000)
    (450000, 500000)
    """
    net = lawful_net(line)
    over = beyond_cap(line, cap=cap)
    taken = (line.paid_fen > 0) & (over == 0)
    return net + (line.paid_fen - net) * taken


def hundredths_of_percent(share: float) -> int:
    """A share of the law book as whole hundredths of a per cent.

    >>> hundredths_of_percent(0.2)
    2000
    """
    return round(share * WHOLE)
