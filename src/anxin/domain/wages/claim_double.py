"""Double wage where no written contract was signed (二倍工资; 劳动合同法 art. 82): from when to when, month by month, and whether in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from anxin.domain.wages.claim_facts import ClaimFacts, Line, MonthOfWork, Standing
from anxin.domain.wages.claim_law import Asked
from anxin.domain.wages.claim_rules import lacking, rounded
from anxin.domain.wages.claim_spans import (
    DAY,
    days_within,
    end_of,
    months_between,
    months_later,
    same_day_later,
    spelt,
    workdays_within,
)
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month

_TERM = "未订书面劳动合同的二倍工资差额"
_NOTE = "二倍工资中加付的一倍；适用一年仲裁时效，按月起算，由仲裁机构认定"
_LATE = "已超过一年仲裁时效；期间讨要过、投诉过、对方答应过付的，请补充最近一次的日期"


@dataclass(frozen=True, slots=True)
class _Span:
    """The days on which double wage runs, `until` not included, with the articles and the ratio."""

    first: date
    until: date
    ratio: Fraction
    citations: tuple[Citation, ...]


def double(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Without a written contract, double wage from the day after the first month until the day before it was signed, or before
    the year is full (劳动合同法 art. 82, 实施条例 art. 6 and 7).
    """
    if not (facts.no_contract or facts.contract_signed_on):
        return
    if facts.started_on is None:
        yield lacking("double_wage", _TERM, (law.near("lc_double_wage", on=facts.on).citation,), "请补充：入职日期")
        return
    span = _span(facts.started_on, facts, law)
    told = {one.month: one for one in facts.months}
    asked = months_between(span.first, span.until)
    for month in asked:
        if month in told and told[month].wage_fen:
            yield _line(told[month], span, facts, law)
    unknown = [month for month in asked if month not in told or told[month].wage_fen is None]
    if unknown:
        yield lacking("double_wage", _TERM, span.citations, f"请补充 {spelt(unknown)} 的应得工资")


def _span(started: date, facts: ClaimFacts, law: Asked) -> _Span:
    """From the second month to the end of the year; whoever worked before the law began counts from its first day (art. 97)."""
    ratio, grace = (law.near(name, on=facts.on) for name in ("lc_double_wage", "lc_written_contract_months"))
    year = law.near("lci_double_wage_until_months", on=facts.on)
    begins = max(started, ratio.effective.start)
    older = (law.near("lc_transition_double", on=facts.on).citation,) if begins > started else ()
    until = min(months_later(begins, int(year.value)), end_of(facts), facts.contract_signed_on or date.max)
    cited = (ratio.citation, grace.citation, year.citation, *older)
    return _Span(months_later(begins, int(grace.value)), until, Fraction(str(ratio.value)), cited)


def _line(one: MonthOfWork, span: _Span, facts: ClaimFacts, law: Asked) -> Line:
    """One month: all of its wage, or the share of its days; since 法释〔2025〕12号 art. 6 of its working days."""
    by_workday = law.held(["jie2_double_wage_days"], on=facts.on)
    count, unit = (workdays_within, "个工作日") if by_workday else (days_within, "天")
    started = facts.started_on or span.first
    days, employed = count(one.month, span.first, span.until), count(one.month, started, end_of(facts))
    amount = rounded(Fraction(one.wage_fen or 0) * (span.ratio - 1) * days / max(employed, 1))
    formula = f"{yuan(one.wage_fen or 0)} 元 × ({span.ratio} − 1) × {days}/{employed} {unit}（{span.first} 起至 {span.until} 前）"
    late = _late(one.month, span, facts, law)
    cited = (*span.citations, *(each.citation for each in by_workday), *late)
    standing, note = (Standing.CONDITIONAL, _LATE) if late else (Standing.DUE, _NOTE)
    return Line("double_wage", _TERM, standing, amount, amount, formula, cited, one.month, note)


def _late(month: Month, span: _Span, facts: ClaimFacts, law: Asked) -> tuple[Citation, ...]:
    """Where the year of arbitration has run for a month: double wage is no pay for work, so art. 27(4) does not save it."""
    limit = law.near("arb_limitation_years", on=facts.on)
    last = min(month.last, span.until - DAY)
    claimed, year = facts.last_claimed_on or facts.on, int(limit.value) * 12
    again = max(last, claimed)
    gone = same_day_later(last, year) < claimed or same_day_later(again, year) < facts.on
    return (limit.citation,) if gone else ()
