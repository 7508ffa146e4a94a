"""The rules of a wage claim for one month (逐月计算规则): each gives the lines that the facts give rise to, with formula and article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from anxin.domain.wages.claim_facts import ClaimFacts, Ending, HoursSystem, Line, MonthOfWork, Standing
from anxin.domain.wages.claim_law import Asked
from anxin.domain.wages.minimum import minimum_wage
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month
from anxin.law.parameters import Parameter

_PAY = ("ll_pay_monthly", "r724_pay_in_money")
_PAID_DAYS = ("wage_paid_days_month", "wage_paid_days_month_2008", "wage_paid_days_month_2000")
_KINDS = (
    ("ll_overtime_weekday_ratio", "工作日延时加班工资"),
    ("ll_overtime_rest_day_ratio", "休息日加班工资"),
    ("ll_overtime_holiday_ratio", "法定休假日加班工资"),
)
NO_WAGE = "请补充当月应得工资"
NO_RULE = "当时的规定未收录，请人工计算"


def lacking(id_: str, term: str, cited: tuple[Citation, ...], note: str, month: Month | None = None) -> Line:
    """A line that cannot be reckoned yet, with what it lacks."""
    return Line(id_, term, Standing.LACKING, 0, 0, "", cited, month, note)


def worked_in_full(one: MonthOfWork, facts: ClaimFacts) -> bool:
    """Whether a month was worked from its first to its last day, as told and by the days of entry and leaving."""
    joined = facts.started_on is not None and facts.started_on > one.month.first
    left = facts.ended_on is not None and facts.ended_on < one.month.last
    return one.full_month and not joined and not left


def running(one: MonthOfWork, facts: ClaimFacts) -> bool:
    """Whether a month of somebody still employed is not over on the day of the reckoning."""
    return facts.ended_on is None and facts.on < one.month.last


def short_of(one: MonthOfWork) -> int:
    """What was earned in a month and neither paid nor taken off."""
    return max((one.wage_fen or 0) - one.paid_fen - one.deducted_fen, 0)


def settled_later(facts: ClaimFacts) -> dict[Month, int]:
    """How much of what was paid afterwards settles which month: the oldest that is due comes first (民法典 art. 560)."""
    left, found = facts.later_paid_fen, {}
    for one in sorted(facts.months, key=lambda each: each.month):
        found[one.month] = 0 if running(one, facts) else min(left, short_of(one))
        left -= found[one.month]
    return found


def _unpaid(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """What was earned and neither paid nor taken off; what was taken off is judged by the rule of deductions."""
    pay = law.held(_PAY, on=one.month.last)
    cited = tuple(each.citation for each in pay) or (law.nearest(_PAY[0], on=one.month.last),)
    if one.wage_fen is None or not pay:
        yield lacking("unpaid", "未付工资", cited, NO_RULE if not pay else NO_WAGE, one.month)
        return
    later = settled_later(facts)[one.month]
    short = short_of(one) - later
    if short <= 0:
        return
    formula = f"应得 {yuan(one.wage_fen)} 元 − 已付 {yuan(one.paid_fen)} 元"
    formula += f" − 已扣 {yuan(one.deducted_fen)} 元" if one.deducted_fen else ""
    if later:
        formula += f" − 后来付的 {yuan(later)} 元（没有说明是哪个月的，先抵最早的）"
        cited = (*cited, *(each.citation for each in law.held(["civil_oldest_first"], on=facts.on)))
    if facts.ended_on is not None:
        cited = (*cited, law.get("wage94_settle_on_termination", on=facts.on).citation)
    standing = Standing.CONDITIONAL if running(one, facts) else Standing.DUE
    notes = ["当月还没有结束，到约定的支付日应付"] if running(one, facts) else []
    notes += ["由继承人主张"] if facts.ending is Ending.DIED else []
    yield Line("unpaid", "未付工资", standing, short, short, formula, cited, one.month, "；".join(notes))


def _below_minimum(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """A wage below the minimum is topped up to it; what was agreed and not paid is the line above."""
    if one.wage_fen is None or running(one, facts) or not (worked_in_full(one, facts) or one.part_time_hours):
        return
    had = max(one.wage_fen, one.paid_fen + one.deducted_fen)
    standard = minimum_wage(law, one.month, place=facts.place)
    if standard is not None and one.part_time_hours and standard.hourly_fen is not None:
        yield from _below_hourly(one, standard.hourly_fen, had, (*standard.citations, *_hourly_rule(one, law)))
        return
    if standard is None:
        today = minimum_wage(law, Month.of_day(facts.on), place=facts.place)
        if today is None or had < today.monthly_fen:  # standards only rise: enough for today's was enough before
            cited = (law.nearest("ll_minimum_wage_guarantee", on=one.month.last),)
            yield lacking("minimum", "低于最低工资的差额", cited, "当地当时的最低工资标准未收录，请人工核对", one.month)
        return
    short = standard.monthly_fen - had
    if short > 0:
        word = "约定" if had == one.wage_fen else "已付"
        formula = f"最低工资 {yuan(standard.monthly_fen)} 元 − {word} {yuan(had)} 元"
        yield Line("minimum", "低于最低工资的差额", Standing.DUE, short, short, formula, standard.citations, one.month)


def _hourly_rule(one: MonthOfWork, law: Asked) -> tuple[Citation, ...]:
    return tuple(each.citation for each in law.held(["lc_part_time_pay_days"], on=one.month.last))


def _below_hourly(one: MonthOfWork, standard: int, had: int, cited: tuple[Citation, ...]) -> Iterator[Line]:
    """Whoever is hired by the hour is measured by the hour (劳动合同法 art. 72)."""
    least = rounded(one.part_time_hours * standard)
    if least > had:
        formula = f"小时最低工资 {yuan(standard)} 元 × {plain(one.part_time_hours)} 小时 − {yuan(had)} 元"
        term = "低于小时最低工资的差额"
        yield Line("minimum", term, Standing.DUE, least - had, least - had, formula, cited, one.month)


def _overtime(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Overtime by the hour: the wage of an hour times the hours and the ratio of their kind (劳动法 art. 44)."""
    hours = (one.overtime_hours, one.rest_day_hours, one.holiday_hours)
    worked = [(name, term, each) for (name, term), each in zip(_KINDS, hours, strict=True) if each > 0]
    left = one.overtime_paid_fen
    standing, note = _system_says(facts)
    for name, term, each in worked:
        ratio = law.held([_ratio_of(name, facts)], on=one.month.last)
        wage, words, basis = _wage_of_an_hour(one, law)
        system = law.held(["wage94_piece_overtime"], on=one.month.last) if note or one.hourly_fen is not None else []
        held = [*ratio, *basis, *system]
        cited = tuple(value.citation for value in held) or (law.nearest(name, on=one.month.last),)
        if wage is None or not ratio:
            unsaid = one.wage_fen is None and one.hourly_fen is None
            yield lacking("overtime", term, cited, NO_WAGE if unsaid else NO_RULE, one.month)
            continue
        times = Fraction(str(ratio[0].value))
        amount = rounded(wage * each * times)
        settled = min(left, amount)
        left -= settled
        tail = f" − 已付 {yuan(settled)} 元" if settled else ""
        formula = f"{words} × {plain(each)} 小时 × {plain(times)}{tail}"
        if amount > settled:
            yield Line("overtime", term, standing, amount - settled, amount - settled, formula, cited, one.month, note)


def _ratio_of(name: str, facts: ClaimFacts) -> str:
    """Where hours are averaged over a period, a rest day is no kind of its own: what is beyond the hours is overtime."""
    averaged = facts.hours_system is HoursSystem.COMPREHENSIVE and name == _KINDS[1][0]
    return _KINDS[0][0] if averaged else name


def _system_says(facts: ClaimFacts) -> tuple[Standing, str]:
    """Whether overtime is due under the working-time system, and what must be said of it (工资支付暂行规定 art. 13)."""
    if facts.hours_system is HoursSystem.IRREGULAR:
        note = "经劳动行政部门批准实行不定时工作制的，不执行加班工资的规定；没有批准的，按标准工时应付"
        return Standing.CONDITIONAL, note
    if facts.hours_system is HoursSystem.COMPREHENSIVE:
        note = "按经批准的综合计算工时算，填超过周期总工时的小时数；没有批准的，休息日按标准工时另算"
        return Standing.DUE, note
    return Standing.DUE, ""


def _wage_of_an_hour(one: MonthOfWork, law: Asked) -> tuple[Fraction | None, str, list[Parameter]]:
    """The wage of an hour: as agreed by the hour or the piece, else the month's by the paid days and the daily hours."""
    if one.hourly_fen is not None:
        return Fraction(one.hourly_fen), f"每小时 {yuan(one.hourly_fen)} 元", []
    found = [*law.held(_PAID_DAYS, on=one.month.last)[:1], *law.held(["ll_daily_hours"], on=one.month.last)]
    if one.wage_fen is None or len(found) < 2:
        return None, "", found
    days, daily = (Fraction(str(each.value)) for each in found)
    return (
        Fraction(one.wage_fen) / days / daily,
        f"{yuan(one.wage_fen)} 元 ÷ {plain(days)} 天 ÷ {plain(daily)} 小时",
        found,
    )


def _deductions(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Damages taken from a month's wage beyond the share allowed, or below the minimum wage, are to be given back.

    The rest is to be given back, too, where there was no damage or no agreement to make it good, or it was a fine.
    """
    caps = law.held(["wage94_deduction_cap"], on=one.month.last)
    if one.deducted_fen <= 0 or one.wage_fen is None or not caps:
        if one.deducted_fen > 0:
            nearest = law.nearest("wage94_deduction_cap", on=one.month.last)
            yield lacking("deduction", "超限扣款", (nearest,), NO_WAGE if caps else NO_RULE, one.month)
        return
    standard = minimum_wage(law, one.month, place=facts.place)
    floor = 0 if standard is None else standard.monthly_fen
    share = Fraction(str(caps[0].value))
    allowed = max(min(int(one.wage_fen * share), one.wage_fen - floor), 0)
    over, rest = one.deducted_fen - allowed, min(one.deducted_fen, allowed)
    cited = (caps[0].citation, *(() if standard is None else standard.citations))
    if over > 0:
        limit = f"不超过当月工资 {plain(share * 100)}%，扣后不低于最低工资"
        formula = f"已扣 {yuan(one.deducted_fen)} 元 − 可扣 {yuan(allowed)} 元（{limit}）"
        yield Line("deduction", "超限扣款", Standing.DUE, over, over, formula, cited, one.month)
    if rest > 0:
        note = "没有因本人原因造成损失、合同没有约定赔偿，或者是罚款的，这部分也应返还"
        formula = f"已扣 {yuan(one.deducted_fen)} 元中在限额内的 {yuan(rest)} 元"
        term = "限额内扣款的返还"
        yield Line("deduction_ground", term, Standing.CONDITIONAL, rest, rest, formula, cited[:1], one.month, note)


def _probation(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """A month of probation below the share of the wage agreed (劳动合同法 art. 20); up to the minimum wage is that line's matter."""
    shares = law.held(["lc_probation_wage_ratio"], on=one.month.last)
    if one.regular_fen is None or one.wage_fen is None or not shares or not worked_in_full(one, facts):
        return
    standard = minimum_wage(law, one.month, place=facts.place)
    had = max(one.wage_fen, one.paid_fen + one.deducted_fen, 0 if standard is None else standard.monthly_fen)
    share = Fraction(str(shares[0].value))
    short = rounded(one.regular_fen * share) - had
    if short > 0:
        formula = f"转正后工资 {yuan(one.regular_fen)} 元 × {plain(share * 100)}% − {yuan(had)} 元"
        note = "也可以比照相同岗位最低档工资的百分之八十，由有权机关认定"
        cited = (shares[0].citation,)
        yield Line("probation", "试用期工资差额", Standing.DUE, short, short, formula, cited, one.month, note)


MONTHLY: tuple[Callable[[MonthOfWork, ClaimFacts, Asked], Iterator[Line]], ...] = (
    _unpaid,
    _below_minimum,
    _probation,
    _overtime,
    _deductions,
)


def rounded(exact: Fraction) -> int:
    """To the fen, halves up."""
    return int((exact * 2 + 1) // 2)


def plain(value: Fraction) -> str:
    """A number inside a formula, without needless zeros.

    >>> plain(Fraction("21.75")), plain(Fraction(20))
    ('21.75', '20')
    """
    return f"{float(value):g}"
