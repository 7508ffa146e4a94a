"""The rules of a wage claim (应得款项的计算规则): each gives the lines that the facts give rise to, with formula and article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from anxin.domain.wages.claim_facts import ClaimFacts, Ending, Line, MonthOfWork, Standing
from anxin.domain.wages.minimum import minimum_wage
from anxin.kernel.money import yuan
from anxin.kernel.period import Month
from anxin.law.parameters import LawBook, Parameter

_PAID_DAYS = ("wage_paid_days_month", "wage_paid_days_month_2008")


class Asked:
    """The law book with a note of what was asked."""

    def __init__(self, law: LawBook) -> None:
        self.book = law
        self.asked: dict[str, Parameter] = {}

    def get(self, param_id: str, *, on: date) -> Parameter:
        found = self.book.get(param_id, on=on)
        self.asked[f"{param_id}@{on}"] = found
        return found

    def first(self, param_ids: Sequence[str], *, on: date) -> Parameter:
        """The value of the notice that was in force that day, of notices that replaced one another."""
        held = [one for one in param_ids if any(on in known.effective for known in self.book.history(one))]
        return self.get(held[0] if held else param_ids[0], on=on)


def _unpaid(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    cited = (law.get("r724_pay_in_money", on=one.month.last).citation,)
    if one.wage_fen is None:
        yield Line("unpaid", "未付工资", Standing.LACKING, 0, 0, "", cited, one.month, "请补充当月应得工资")
        return
    short = one.wage_fen - one.paid_fen
    if short > 0:
        formula = f"应得 {yuan(one.wage_fen)} 元 − 已付 {yuan(one.paid_fen)} 元"
        yield Line("unpaid", "未付工资", Standing.DUE, short, short, formula, cited, one.month)


def _below_minimum(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """An agreed wage below the minimum is topped up to it; the unpaid part is the line above."""
    standard = minimum_wage(law.book, one.month, place=facts.place)
    if standard is None or one.wage_fen is None or not one.full_month or one.wage_fen >= standard.monthly_fen:
        return
    short = standard.monthly_fen - one.wage_fen
    formula = f"最低工资 {yuan(standard.monthly_fen)} 元 − 约定 {yuan(one.wage_fen)} 元"
    yield Line("minimum", "低于最低工资的差额", Standing.DUE, short, short, formula, standard.citations, one.month)


def _overtime(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    kinds = (
        ("ll_overtime_weekday_ratio", "工作日延时加班工资", one.overtime_hours),
        ("ll_overtime_rest_day_ratio", "休息日加班工资", one.rest_day_hours),
        ("ll_overtime_holiday_ratio", "法定休假日加班工资", one.holiday_hours),
    )
    worked = [(name, term, hours) for name, term, hours in kinds if hours > 0]
    left = one.overtime_paid_fen
    for name, term, hours in worked:
        ratio = law.get(name, on=one.month.last)
        days, daily = law.first(_PAID_DAYS, on=one.month.last), law.get("ll_daily_hours", on=one.month.last)
        cited = (ratio.citation, days.citation, daily.citation)
        if one.wage_fen is None:
            yield Line("overtime", term, Standing.LACKING, 0, 0, "", cited, one.month, "请补充当月应得工资")
            continue
        exact = Fraction(one.wage_fen) / Fraction(str(days.value)) / daily.value * hours * Fraction(str(ratio.value))
        amount = _rounded(exact)
        settled = min(left, amount)
        left -= settled
        tail = f" − 已付 {yuan(settled)} 元" if settled else ""
        formula = f"{yuan(one.wage_fen)} 元 ÷ {days.value} 天 ÷ {daily.value} 小时 × {_plain(hours)} 小时 × {ratio.value}{tail}"
        if amount > settled:
            yield Line("overtime", term, Standing.DUE, amount - settled, amount - settled, formula, cited, one.month)


def _deductions(one: MonthOfWork, facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Damages taken from a month's wage beyond the share allowed, or below the minimum wage, are to be given back."""
    if one.deducted_fen <= 0 or one.wage_fen is None:
        return
    cap = law.get("wage94_deduction_cap", on=one.month.last)
    allowed = int(Fraction(one.wage_fen) * Fraction(str(cap.value)))
    standard = minimum_wage(law.book, one.month, place=facts.place)
    floor = 0 if standard is None else standard.monthly_fen
    allowed = max(min(allowed, one.wage_fen - floor), 0)
    over = one.deducted_fen - allowed
    if over > 0:
        cited = (cap.citation, *(() if standard is None else standard.citations))
        share = f"{Fraction(str(cap.value)) * 100}%"
        formula = (
            f"已扣 {yuan(one.deducted_fen)} 元 − 可扣 {yuan(allowed)} 元（不超过当月工资 {share}，扣后不低于最低工资）"
        )
        note = "已扣款项计入“已付”的，请勿与“未付工资”重复主张"
        yield Line("deduction", "超限扣款", Standing.DUE, over, over, formula, cited, one.month, note)


def _double(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Without a written contract, double wage from the second month on, for eleven months at most (劳动合同法 art. 82)."""
    if not (facts.no_contract or facts.contract_signed_on) or facts.started_on is None:
        return
    grace = law.get("lc_written_contract_months", on=facts.on)
    ratio = law.get("lc_double_wage", on=facts.on)
    cited = (ratio.citation, grace.citation)
    first = _months_later(facts.started_on, int(grace.value))
    last = _months_later(facts.started_on, 12)
    until = min(day for day in (facts.contract_signed_on, facts.ended_on, last, facts.on) if day is not None)
    for one in sorted(facts.months, key=lambda each: each.month):
        days = _overlap(one.month, first, until)
        if days <= 0 or one.wage_fen is None:
            continue
        length = one.month.last.day
        extra = _rounded(Fraction(one.wage_fen) * (Fraction(str(ratio.value)) - 1) * days / length)
        formula = f"{yuan(one.wage_fen)} 元 × ({ratio.value} − 1) × {days}/{length} 天（{first} 起至 {until} 前）"
        note = "二倍工资中加付的一倍；是否适用一年仲裁时效，按月起算，由仲裁机构认定"
        yield Line(
            "double_wage", "未订书面劳动合同的二倍工资差额", Standing.DUE, extra, extra, formula, cited, one.month, note
        )


def _severance(facts: ClaimFacts, law: Asked) -> Iterator[Line]:
    """Severance (经济补偿): a month's wage per year of work; half a year and more counts as one, less as half (art. 47)."""
    if facts.ending not in (Ending.RESIGNED_FOR_ARREARS, Ending.DISMISSED, Ending.EXPIRED):
        return
    per_year = law.get("lc_severance_months_per_year", on=facts.on)
    ground = law.get("lc_resign_for_arrears", on=facts.on)
    cited = (per_year.citation, ground.citation)
    lacking = [
        words
        for known, words in (
            (facts.started_on, "入职日期"), (facts.ended_on, "离职日期"), (_average(facts.months), "离职前工资")
        )
        if known is None
    ]  # fmt: skip
    if lacking or facts.started_on is None or facts.ended_on is None or (wage := _average(facts.months)) is None:
        yield Line("severance", "经济补偿", Standing.LACKING, 0, 0, "", cited, None, f"请补充：{'、'.join(lacking)}")
        return
    years = _years_of_work(facts.started_on, facts.ended_on)
    base, years, capped = _capped(wage, years, facts, law)
    amount = _rounded(Fraction(base) * years * per_year.value)
    formula = (
        f"月平均工资 {yuan(base)} 元{capped} × {_plain(years)} 个月（工作 {facts.started_on} 至 {facts.ended_on}）"
    )
    sure = facts.ending is Ending.RESIGNED_FOR_ARREARS
    note = "" if sure else "是否应付经济补偿须按解除、终止的原因认定"
    standing = Standing.DUE if sure else Standing.CONDITIONAL
    yield Line("severance", "经济补偿", standing, amount, amount, formula, cited, None, note)


def _capped(wage: int, years: Fraction, facts: ClaimFacts, law: Asked) -> tuple[int, Fraction, str]:
    if facts.average_wage_fen is None:
        return wage, years, ""
    ratio = law.get("lc_severance_cap_ratio", on=facts.on)
    most = law.get("lc_severance_cap_years", on=facts.on)
    ceiling = _rounded(Fraction(facts.average_wage_fen) * Fraction(str(ratio.value)))
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
    least, most = _rounded(unpaid_fen * low), _rounded(unpaid_fen * high)
    formula = f"应付 {yuan(unpaid_fen)} 元 × {low * 100}%–{high * 100}%"
    standing = Standing.DUE if facts.order_expired_unpaid else Standing.CONDITIONAL
    note = (
        "比例由劳动保障监察机构确定" if facts.order_expired_unpaid else "劳动行政部门责令限期支付、期满仍不支付时才加付"
    )
    yield Line("extra", "加付赔偿金", standing, least, most, formula, cited, None, note)


MONTHLY: tuple[Callable[[MonthOfWork, ClaimFacts, Asked], Iterator[Line]], ...] = (
    _unpaid,
    _below_minimum,
    _overtime,
    _deductions,
)
WHOLE: tuple[Callable[[ClaimFacts, Asked], Iterator[Line]], ...] = (_double, _severance)
EXTRA_ON = frozenset({"unpaid", "minimum", "overtime", "severance"})
"""What art. 85 lets the authority add to: wages, overtime, the difference to the minimum wage, severance."""


def _average(months: Sequence[MonthOfWork]) -> int | None:
    """The average wage of the last twelve months told."""
    known = [one.wage_fen for one in sorted(months, key=lambda one: one.month) if one.wage_fen is not None][-12:]
    return _rounded(Fraction(sum(known), len(known))) if known else None


def _years_of_work(started: date, ended: date) -> Fraction:
    """Whole years, and half a year less or more by the rule of art. 47.

    >>> _years_of_work(date(2024, 1, 1), date(2026, 5, 1)), _years_of_work(date(2024, 1, 1), date(2026, 7, 1))
    (Fraction(5, 2), Fraction(3, 1))
    """
    months = (ended.year - started.year) * 12 + ended.month - started.month - (ended.day < started.day)
    years, rest = divmod(months, 12)
    exact = _months_later(started, months) == ended
    if rest >= 6:
        return Fraction(years + 1)
    return Fraction(years) if rest == 0 and exact else years + Fraction(1, 2)


def _months_later(day: date, months: int) -> date:
    """The corresponding day some months later, or the month's last day."""
    month = Month.of_day(day).plus(months)
    return date(month.first.year, month.first.month, min(day.day, month.last.day))


def _overlap(month: Month, first: date, until: date) -> int:
    """The days of a month from a day on and before another."""
    begin, end = max(month.first, first), min(date.fromordinal(month.last.toordinal() + 1), until)
    return max((end - begin).days, 0)


def _rounded(exact: Fraction) -> int:
    """To the fen, halves up."""
    return int((exact * 2 + 1) // 2)


def _plain(value: Fraction) -> str:
    return f"{float(value):g}"
