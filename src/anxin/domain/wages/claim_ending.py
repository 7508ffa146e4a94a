"""The rules of a wage claim over the whole employment (二倍工资、经济补偿、加付赔偿金): days of work count from the first to the last, both included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from anxin.domain.wages.claim_facts import ClaimFacts, Ending, Line, MonthOfWork, Standing
from anxin.domain.wages.claim_law import Asked
from anxin.domain.wages.claim_rules import NO_RULE, lacking, plain, rounded
from anxin.domain.wages.minimum import minimum_wage
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month

_DAY = timedelta(days=1)
HALF_A_YEAR = 6


def _double(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Without a written contract, double wage from the day after the first month until the day before it was signed, or before
    the year is full (劳动合同法 art. 82, 实施条例 art. 6 and 7).
    """
    if not (facts.no_contract or facts.contract_signed_on):
        return
    grace = law.get("lc_written_contract_months", on=facts.on)
    ratio = law.get("lc_double_wage", on=facts.on)
    year = law.get("lci_double_wage_until_months", on=facts.on)
    cited, term = (ratio.citation, grace.citation, year.citation), "未订书面劳动合同的二倍工资差额"
    if facts.started_on is None:
        yield lacking("double_wage", term, cited, "请补充：入职日期")
        return
    first = _months_later(facts.started_on, int(grace.value))
    until = min(
        _months_later(facts.started_on, int(year.value)), _end(facts), facts.contract_signed_on or date.max
    )  # fmt: skip
    told = {one.month: one.wage_fen for one in facts.months}
    unknown = [month for month in _months(first, until) if told.get(month) is None]
    note = "二倍工资中加付的一倍；是否适用一年仲裁时效，按月起算，由仲裁机构认定"
    for month in _months(first, until):
        wage = told.get(month)
        if not wage:
            continue
        days = _days(month, first, until)
        employed = _days(month, facts.started_on, _end(facts))
        extra = rounded(Fraction(wage) * (Fraction(str(ratio.value)) - 1) * days / employed)
        formula = f"{yuan(wage)} 元 × ({ratio.value} − 1) × {days}/{employed} 天（{first} 起至 {until} 前）"
        yield Line("double_wage", term, Standing.DUE, extra, extra, formula, cited, month, note)
    if unknown:
        yield lacking("double_wage", term, cited, f"请补充 {_spelt(unknown)} 的应得工资")


def _end(facts: ClaimFacts) -> date:
    """The day after the last day that counts: of work, or of the reckoning."""
    return (facts.on if facts.ended_on is None else min(facts.ended_on, facts.on)) + _DAY


def _months(first: date, until: date) -> list[Month]:
    """The months that have a day from one day on and before another."""
    if first >= until:
        return []
    start, last = Month.of_day(first), Month.of_day(until - _DAY)
    return [start.plus(number) for number in range(start.until(last) + 1)]


def _spelt(months: Sequence[Month]) -> str:
    """Months in a sentence, those that follow one another from the first to the last.

    >>> _spelt([Month(2025, 12), Month(2026, 1), Month(2026, 3)])
    '2025-12 至 2026-01、2026-03'
    """
    runs: list[list[Month]] = []
    for one in months:
        if runs and runs[-1][-1].next() == one:
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]} 至 {run[-1]}" for run in runs)


def _severance(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Severance (经济补偿): a month's wage per year of work; half a year and more counts as one, less as half (art. 47)."""
    if facts.ending not in (Ending.RESIGNED_FOR_ARREARS, Ending.DISMISSED, Ending.EXPIRED):
        return
    per_year = law.get("lc_severance_months_per_year", on=facts.on)
    ground = law.get("lc_resign_for_arrears", on=facts.on)
    wage_rule = law.get("lci_severance_wage", on=facts.on)
    cited = (per_year.citation, ground.citation, wage_rule.citation)
    counted = _counted(facts, int(law.get("lc_severance_average_months", on=facts.on).value))
    missing = [
        words
        for known, words in (
            (facts.started_on, "入职日期"),
            (facts.ended_on, "离职日期"),
            (counted or None, "离职前十二个月的工资"),
        )
        if known is None
    ]
    if missing or facts.started_on is None or facts.ended_on is None:
        yield lacking("severance", "经济补偿", cited, f"请补充：{'、'.join(missing)}")
        return
    since = max(facts.started_on, per_year.effective.start)
    if since > facts.ended_on:
        yield lacking("severance", "经济补偿", cited, NO_RULE)
        return
    wage = _wage(counted, facts, law, started=facts.started_on, ended=facts.ended_on)
    base, years, capped = _capped(wage.fen, _years_of_work(since, facts.ended_on), facts, law)
    amount = rounded(Fraction(base) * years * per_year.value)
    formula = (
        f"月平均工资 {yuan(base)} 元{capped or wage.words} × {plain(years)} 个月（工作 {since} 至 {facts.ended_on}）"
    )
    sure = facts.ending is Ending.RESIGNED_FOR_ARREARS
    notes = [
        *([] if sure else ["是否应付经济补偿须按解除、终止的原因认定"]),
        *wage.notes,
        *([] if since == facts.started_on else [f"{since} 以前的年限按当时的规定另算"]),
    ]
    standing, words = Standing.DUE if sure else Standing.CONDITIONAL, "；".join(notes)
    yield Line("severance", "经济补偿", standing, amount, amount, formula, (*cited, *wage.citations), None, words)
    if facts.ending is Ending.DISMISSED:
        yield _unlawful(amount, facts, law)


def _unlawful(severance_fen: int, facts: ClaimFacts, law: Asked) -> Line:
    ratio, instead = (law.get(name, on=facts.on) for name in ("lc_unlawful_termination_ratio", "lci_damages_instead"))
    amount = rounded(severance_fen * Fraction(str(ratio.value)))
    formula, cited = f"经济补偿 {yuan(severance_fen)} 元 × {ratio.value}", (ratio.citation, instead.citation)
    note = "认定为违法解除时支付，代替经济补偿，不同时支付"
    return Line("unlawful", "违法解除的赔偿金", Standing.CONDITIONAL, amount, amount, formula, cited, None, note)


def _counted(facts: ClaimFacts, months: int) -> list[MonthOfWork]:
    """The months told whose wages make the average: of the twelve before the end, those employed throughout where there are any."""
    if facts.ended_on is None:
        return [one for one in facts.months if one.wage_fen is not None]
    end = Month.of_day(facts.ended_on)
    last = end if facts.ended_on == end.last else end.previous()
    known = [one for one in facts.months if one.wage_fen is not None]
    whole = [
        one
        for one in known
        if 0 <= one.month.until(last) < months and (facts.started_on is None or facts.started_on <= one.month.first)
    ]
    return whole or [one for one in known if 0 <= one.month.until(end) <= months]


@dataclass(frozen=True, slots=True)
class _Wage:
    """The month's wage that severance counts with, and what must be said of it."""

    fen: int
    words: str
    notes: tuple[str, ...]
    citations: tuple[Citation, ...] = ()


def _wage(counted: Sequence[MonthOfWork], facts: ClaimFacts, law: Asked, *, started: date, ended: date) -> _Wage:
    """The average of the months counted, never below the minimum wage (实施条例 art. 27)."""
    average = rounded(Fraction(sum(one.wage_fen or 0 for one in counted), len(counted)))
    notes = []
    if len(counted) < _expected(law, on=facts.on, started=started, ended=ended):
        notes.append("应按离职前十二个月平均，请补充其余月份的工资")
    if any(one.overtime_hours or one.rest_day_hours or one.holiday_hours for one in counted):
        notes.append("月平均工资未含加班工资，是否计入由有权机关认定")
    standard = minimum_wage(law, Month.of_day(ended), place=facts.place)
    if standard is None or average >= standard.monthly_fen:
        return _Wage(average, f"（所述 {len(counted)} 个月平均）", tuple(notes))
    words = f"（平均 {yuan(average)} 元，按最低工资）"
    return _Wage(standard.monthly_fen, words, tuple(notes), standard.citations)


def _expected(law: Asked, *, on: date, started: date, ended: date) -> int:
    """How many months the average should rest on: twelve, or all the whole ones of a shorter employment."""
    inner = [one for one in _months(started, ended + _DAY) if started <= one.first and one.last <= ended]
    return min(int(law.get("lc_severance_average_months", on=on).value), max(len(inner), 1))


def _capped(wage: int, years: Fraction, facts: ClaimFacts, law: Asked) -> tuple[int, Fraction, str]:
    if facts.average_wage_fen is None:
        return wage, years, ""
    ratio = law.get("lc_severance_cap_ratio", on=facts.on)
    most = law.get("lc_severance_cap_years", on=facts.on)
    ceiling = rounded(Fraction(facts.average_wage_fen) * Fraction(str(ratio.value)))
    if wage <= ceiling:
        return wage, years, ""
    return ceiling, min(years, Fraction(most.value)), f"（按当地平均工资 {ratio.value} 倍封顶）"


def extra(facts: ClaimFacts, law: Asked, unpaid_fen: int) -> Iterator[Line]:
    """Extra compensation once an order to pay has run out unpaid (劳动保障监察条例 art. 26, 劳动合同法 art. 85)."""
    if unpaid_fen <= 0:
        return
    band = law.get("insp_extra_compensation_ratio", on=facts.on)
    cited = (band.citation, law.get("lcl_extra_compensation_ratio", on=facts.on).citation)
    low, high = (Fraction(str(one)) for one in band.value)
    least, most = rounded(unpaid_fen * low), rounded(unpaid_fen * high)
    formula = f"应付 {yuan(unpaid_fen)} 元 × {low * 100}%–{high * 100}%"
    standing = Standing.DUE if facts.order_expired_unpaid else Standing.CONDITIONAL
    note = (
        "比例由劳动保障监察机构确定" if facts.order_expired_unpaid else "劳动行政部门责令限期支付、期满仍不支付时才加付"
    )
    yield Line("extra", "加付赔偿金", standing, least, most, formula, cited, None, note)


WHOLE: tuple[Callable[[ClaimFacts, Asked], Iterator[Line]], ...] = (_double, _severance)
EXTRA_ON = frozenset({"unpaid", "minimum", "overtime", "deduction", "severance"})
"""What may be added to: wages owed or withheld, the difference to the minimum wage, overtime, severance (监察条例 art. 26)."""


def _years_of_work(started: date, ended: date) -> Fraction:
    """Whole years, and half a year less or more by the rule of art. 47; the last day counts.

    >>> _years_of_work(date(2024, 1, 1), date(2025, 12, 31)), _years_of_work(date(2024, 1, 1), date(2026, 1, 1))
    (Fraction(2, 1), Fraction(5, 2))
    >>> _years_of_work(date(2025, 1, 1), date(2025, 6, 29)), _years_of_work(date(2025, 1, 1), date(2025, 6, 30))
    (Fraction(1, 2), Fraction(1, 1))
    """
    end = ended + _DAY
    months = (end.year - started.year) * 12 + end.month - started.month - (end < _same_month(started, end))
    years, rest = divmod(months, 12)
    if rest >= HALF_A_YEAR:
        return Fraction(years + 1)
    exact = rest == 0 and _months_later(started, months) == end
    return Fraction(years) if exact else years + Fraction(1, 2)


def _same_month(started: date, end: date) -> date:
    """The day of the end's month that corresponds to the first day of work."""
    return date(end.year, end.month, min(started.day, Month.of_day(end).last.day))


def _months_later(day: date, months: int) -> date:
    """The corresponding day some months later, or the month's last day."""
    month = Month.of_day(day).plus(months)
    return date(month.first.year, month.first.month, min(day.day, month.last.day))


def _days(month: Month, first: date, until: date) -> int:
    """The days of a month from a day on and before another."""
    begin, end = max(month.first, first), min(month.last + _DAY, until)
    return max((end - begin).days, 0)
