"""What comes with the end of an employment (经济补偿、赔偿金、代通知金、加付赔偿金): days of work count from the first to the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from anxin.domain.wages.claim_double import double
from anxin.domain.wages.claim_facts import ClaimFacts, Ending, Line, MonthOfWork, Standing
from anxin.domain.wages.claim_law import Asked
from anxin.domain.wages.claim_rules import NO_RULE, lacking, plain, rounded, settled_later
from anxin.domain.wages.claim_spans import DAY, months_between, years_of_work
from anxin.domain.wages.minimum import minimum_wage
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month


def _left_of_later(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """What was paid afterwards and finds no unpaid wage to settle is said, never lost."""
    left = facts.later_paid_fen - sum(settled_later(facts).values())
    if left > 0:
        note = f"后来付的款里有 {yuan(left)} 元没有可抵的未付工资，请补充付的是什么、各月应得工资"
        yield lacking("later_paid", "后来付的款", (law.near("civil_oldest_first", on=facts.on).citation,), note)


def _severance(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Severance (经济补偿): a month's wage per year of work; half a year and more counts as one, less as half (art. 47)."""
    if facts.ending not in (Ending.RESIGNED_FOR_ARREARS, Ending.DISMISSED, Ending.EXPIRED):
        return
    per_year, wage_rule = (
        law.near(name, on=facts.on) for name in ("lc_severance_months_per_year", "lci_severance_wage")
    )
    expired = facts.ending is Ending.EXPIRED
    ground = law.near("lc_expiry_severance" if expired else "lc_resign_for_arrears", on=facts.on)
    cited = (per_year.citation, ground.citation, wage_rule.citation)
    counted = _counted(facts, int(law.near("lc_severance_average_months", on=facts.on).value))
    if facts.started_on is None or facts.ended_on is None or not counted:
        yield lacking("severance", "经济补偿", cited, f"请补充：{'、'.join(_missing(facts, counted))}")
        return
    started = facts.counted_from or facts.started_on
    since = max(started, per_year.effective.start)
    if since > facts.ended_on:
        yield lacking("severance", "经济补偿", cited, NO_RULE)
        return
    wage = _wage(counted, facts, law, started=facts.started_on, ended=facts.ended_on)
    yield _severance_line(wage, _Years(since, started, facts.ended_on), facts, law, cited)
    if facts.ending is Ending.DISMISSED:
        yield _unlawful(wage, _Years(started, started, facts.ended_on), facts, law)
        yield from _notice(counted, facts, law)


def _missing(facts: ClaimFacts, counted: Sequence[MonthOfWork]) -> list[str]:
    known = ((facts.started_on, "入职日期"), (facts.ended_on, "离职日期"), (counted, "离职前十二个月的工资"))
    return [words for fact, words in known if not fact]


@dataclass(frozen=True, slots=True)
class _Years:
    """From which day years count, when the work began, and its last day."""

    since: date
    started: date
    ended: date


def _severance_line(wage: _Wage, years: _Years, facts: ClaimFacts, law: Asked, cited: tuple[Citation, ...]) -> Line:
    base, count, words = _capped(wage, years_of_work(years.since, years.ended), facts, law)
    per_year = law.near("lc_severance_months_per_year", on=facts.on).value
    amount = rounded(Fraction(base) * count * per_year)
    formula = f"月平均工资 {yuan(base)} 元{words} × {plain(count)} 个月（工作 {years.since} 至 {years.ended}）"
    sure = facts.ending is Ending.RESIGNED_FOR_ARREARS
    notes = [
        *([] if sure else ["是否应付经济补偿须按解除、终止的原因认定"]),
        *wage.notes,
        *([] if years.since == years.started else [f"{years.since} 以前的年限按当时的规定另算"]),
    ]
    standing = Standing.DUE if sure else Standing.CONDITIONAL
    cited = (*cited, *wage.citations, *_moved(facts, law))
    return Line("severance", "经济补偿", standing, amount, amount, formula, cited, None, "；".join(notes))


def _moved(facts: ClaimFacts, law: Asked) -> tuple[Citation, ...]:
    """Where years with an employer before this one count, the article says so (实施条例 art. 10)."""
    return (law.near("lci_years_joined", on=facts.on).citation,) if facts.counted_from else ()


def _unlawful(wage: _Wage, years: _Years, facts: ClaimFacts, law: Asked) -> Line:
    """Twice the severance, whose years here count from the first day of work, before 2008 too (art. 87, 实施条例 art. 25)."""
    ratio, instead = (
        law.near(name, on=facts.on) for name in ("lc_unlawful_termination_ratio", "lci_damages_from_start")
    )
    base, count, words = _capped(wage, years_of_work(years.since, years.ended), facts, law)
    amount = rounded(Fraction(base) * count * Fraction(str(ratio.value)))
    formula = f"月平均工资 {yuan(base)} 元{words} × {plain(count)} 个月 × {ratio.value}（工作 {years.since} 至 {years.ended}）"
    note = "认定为违法解除时支付，代替经济补偿，不同时支付"
    cited = (ratio.citation, instead.citation, *wage.citations, *_moved(facts, law))
    return Line("unlawful", "违法解除的赔偿金", Standing.CONDITIONAL, amount, amount, formula, cited, None, note)


def _notice(counted: Sequence[MonthOfWork], facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """A month's wage in place of thirty days' notice (代通知金): the wage of the month before (art. 40, 实施条例 art. 20)."""
    months, rule = (law.near(name, on=facts.on) for name in ("lc_dismissal_notice_months", "lci_notice_wage"))
    last = max(counted, key=lambda one: one.month)
    amount = rounded(Fraction(last.wage_fen or 0) * months.value)
    formula = f"{last.month} 工资 {yuan(last.wage_fen or 0)} 元 × {months.value} 个月"
    note = "以医疗期满、不能胜任、客观情况重大变化为由解除，又没有提前三十日书面通知的才付；支付违法解除赔偿金的不付"
    cited = (months.citation, rule.citation)
    yield Line("notice", "代通知金", Standing.CONDITIONAL, amount, amount, formula, cited, None, note)


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
    if facts.average_wage_fen is None and standard is not None and average > standard.monthly_fen * _cap(law, facts):
        notes.append("工资较高：超过当地上年度职工月平均工资三倍的要封顶，请补充当地平均工资")
    if standard is None or average >= standard.monthly_fen:
        return _Wage(average, f"（所述 {len(counted)} 个月平均）", tuple(notes))
    words = f"（平均 {yuan(average)} 元，按最低工资）"
    return _Wage(standard.monthly_fen, words, tuple(notes), standard.citations)


def _cap(law: Asked, facts: ClaimFacts) -> Fraction:
    """How many averages cap the base; an average is no less than the minimum wage, so below that many minimum wages no cap bites."""
    return Fraction(str(law.near("lc_severance_cap_ratio", on=facts.on).value))


def _expected(law: Asked, *, on: date, started: date, ended: date) -> int:
    """How many months the average should rest on: twelve, or all the whole ones of a shorter employment."""
    inner = [one for one in months_between(started, ended + DAY) if started <= one.first and one.last <= ended]
    return min(int(law.near("lc_severance_average_months", on=on).value), max(len(inner), 1))


def _capped(wage: _Wage, years: Fraction, facts: ClaimFacts, law: Asked) -> tuple[int, Fraction, str]:
    if facts.average_wage_fen is None:
        return wage.fen, years, wage.words
    ratio = law.near("lc_severance_cap_ratio", on=facts.on)
    most = law.near("lc_severance_cap_years", on=facts.on)
    ceiling = rounded(Fraction(facts.average_wage_fen) * Fraction(str(ratio.value)))
    if wage.fen <= ceiling:
        return wage.fen, years, wage.words
    return ceiling, min(years, Fraction(most.value)), f"（按当地平均工资 {ratio.value} 倍封顶）"


def extra(facts: ClaimFacts, law: Asked, lines: Iterable[Line]) -> Iterator[Line]:
    """Extra compensation once an order to pay has run out unpaid (劳动保障监察条例 art. 26, 劳动合同法 art. 85).

    Of an order whose last day is told only what was due by then can have been ordered.
    """
    unpaid = sum(one.amount_fen for one in lines if one.id in EXTRA_ON and _ordered(one, facts))
    bands = law.held(_BANDS, on=facts.on)
    if unpaid <= 0 or not bands:
        return
    low, high = (Fraction(str(one)) for one in bands[0].value)
    least, most = rounded(unpaid * low), rounded(unpaid * high)
    formula = f"应付 {yuan(unpaid)} 元 × {low * 100}%–{high * 100}%"
    expired = facts.order_expired_unpaid or (facts.order_deadline is not None and facts.order_deadline < facts.on)
    standing = Standing.DUE if expired else Standing.CONDITIONAL
    note = "比例由劳动保障监察机构确定" if expired else _NOT_ORDERED
    if facts.order_deadline is not None:
        note = f"责令支付的最后一天 {facts.order_deadline}，只算到那天为止应付的；{note}"
    cited = tuple(one.citation for one in bands)
    yield Line("extra", "加付赔偿金", standing, least, most, formula, cited, None, note)


def _ordered(one: Line, facts: ClaimFacts) -> bool:
    """Whether a line that is due could be in the order: it was due by the order's last day."""
    if one.standing is not Standing.DUE:
        return False
    deadline, day = facts.order_deadline, facts.ended_on if one.month is None else one.month.last
    return deadline is None or day is None or min(day, facts.ended_on or day) <= deadline


_BANDS = ("insp_extra_compensation_ratio", "lcl_extra_compensation_ratio")
_NOT_ORDERED = "劳动行政部门责令限期支付、期满仍不支付时才加付"
WHOLE: tuple[Callable[[ClaimFacts, Asked], Iterator[Line]], ...] = (_left_of_later, double, _severance)
EXTRA_ON = frozenset({"unpaid", "minimum", "probation", "overtime", "deduction", "severance"})
"""What may be added to: wages owed or withheld, the difference to the minimum wage, overtime, severance (监察条例 art. 26)."""
