"""What the wage and insurance rules say of a comparison (疑似违规): a filter over columns first, then the pure rule of each row left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from anxin.apps.payroll.comparing import KEYS, Compared, rows
from anxin.apps.registry.api import employers, spells_of
from anxin.base.scope import Scope
from anxin.domain.risk.lawbook import LawBook
from anxin.domain.wages import net
from anxin.domain.wages.insurance import Employed, gaps
from anxin.domain.wages.minimum import MinimumWage, MonthWorked, check_minimum, minimum_wage
from anxin.domain.wages.payday import IsWorkingDay, PayDay, check_payday, due_date, lawful_payday
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Citation
from anxin.kernel.period import Month
from anxin.law import book, office_calendar

DEDUCTION_CAP = "wage94_deduction_cap"
Spells = Mapping[tuple[int, int], tuple[date | None, date | None, bool]]
NO_SPELL = (None, None, False)


@dataclass(frozen=True, slots=True)
class BreachFound:
    """One worker's month that seems to break a rule: which, by how much, the facts, the law, and how sure that is."""

    kind: str
    employer: int
    worker: int
    month: int
    amount_fen: int
    law: str
    verified: bool
    sure: str = "finding"
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int, int, int]:
        return self.kind, self.employer, self.worker, self.month


def deduction_cap(place: str, on: date) -> int:
    """How many hundredths of a per cent of a month's wage may be kept back beyond the law's own deductions."""
    return net.hundredths_of_percent(book(place).get(DEDUCTION_CAP, on=on).value)


def breaches_of(compared: Compared, place: str) -> list[BreachFound]:
    """Everything in a comparison that seems to break a rule on wages or insurance, at most once per kind and worker's month."""
    law = book(place)
    pay_days = dict(employers(Scope.everywhere()).values_list("pk", "pay_day"))
    spells = spells_of(pay_days)
    found: dict[tuple[str, int, int, int], BreachFound] = {}
    for one in (
        *_below_minimum(compared.payroll, law, place, spells),
        *_uninsured(compared.uninsured, law, spells, compared.as_of),
        *_paid_late(compared.result, law, pay_days, compared.as_of),
        *_deducted(compared.payroll, law),
    ):
        found.setdefault(one.key, one)
    return list(found.values())


def working_days(on: date) -> IsWorkingDay | None:
    """The office calendar (工作日历) where the notice of that day's year is published; None where it is not, so that the day stays provisional."""
    overrides = settings.SETTINGS.law_overrides
    calendar = office_calendar(overrides if overrides.is_dir() else None)
    return calendar.is_working if calendar.is_published(on) else None


def _words(citations: Iterable[Citation]) -> str:
    return "；".join(dict.fromkeys(one.in_words() for one in citations))[:200]


def _below_minimum(payroll: pa.Table, law: LawBook, place: str, spells: Spells) -> Iterator[BreachFound]:
    """Months whose pay for normal hours is below the standard: the whole wage before deductions, else the base wage stated."""
    standards = {code: minimum_wage(law, Month.of_code(code), place=place) for code in _distinct(payroll["month"])}
    pay = pc.coalesce(payroll["gross_cents"], payroll["base_cents"])
    least = np.asarray([_monthly(standards[code]) for code in payroll["month"].to_pylist()], dtype=np.int64)
    low = payroll.append_column("pay", pay).filter(pc.less(pay, pa.array(least)))
    for ent, worker, code, earned, days in rows(low, *KEYS, "pay", "attendance_days"):
        begun, ended, hourly = spells.get((worker, ent), NO_SPELL)
        if hourly:
            continue
        standard = standards[code]
        worked = MonthWorked(Month.of_code(code), earned, days, started_on=begun, ended_on=ended)
        short = None if standard is None else check_minimum(worked, standard)
        if short is not None:
            facts = {
                "words": short.words,
                "pay_fen": earned,
                "minimum_fen": short.minimum_fen,
                "attendance_days": days,
            }
            law_words = _words(short.citations)
            yield BreachFound(
                "minimum", ent, worker, code, short.short_fen, law_words, short.verified, short.sure.value, facts
            )


def _monthly(standard: MinimumWage | None) -> int:
    return 0 if standard is None else standard.monthly_fen


def _distinct(column: pa.ChunkedArray) -> list[int]:
    return [int(code) for code in pc.unique(column).to_pylist()]


def _uninsured(uninsured: pa.Table, law: LawBook, spells: Spells, on: date) -> Iterator[BreachFound]:
    """Paid months without insurance, in months of which the insurance list has come in."""
    for ent, worker, code in rows(uninsured, *KEYS):
        begun, ended, _ = spells.get((worker, ent), NO_SPELL)
        month = Month.of_code(code)
        for gap in gaps([Employed(worker, ent, begun, ended)], (), reported=[(ent, month)], law=law, on=on):
            yield BreachFound(
                "insurance",
                ent,
                worker,
                code,
                0,
                _words(gap.citations),
                gap.verified,
                gap.sure.value,
                {"words": gap.words},
            )


def _paid_late(result: pa.Table, law: LawBook, pay_days: Mapping[int, int | None], on: date) -> Iterator[BreachFound]:
    """Months paid in full, but after the day that agreement and law allow."""

    @cache
    def due_of(code: int, pay_day: int | None) -> PayDay:
        month = Month.of_code(code)
        return lawful_payday(month, pay_day, law, is_working_day=working_days(due_date(month, pay_day)))

    late = result.filter(pc.equal(result["status"].cast(pa.int32()), 1))
    for ent, worker, code, due, due_on, days in rows(late, *KEYS, "due_cents", "due_date", "days_late"):
        paid_on = due_on + timedelta(days=days)
        wage = check_payday(due_of(code, pay_days.get(ent)), law, on=on, paid_in_full_on=paid_on)
        if wage is not None:
            facts = {"words": wage.words, "days": wage.days, "paid_on": paid_on.isoformat()}
            yield BreachFound(
                "payday", ent, worker, code, due, _words(wage.citations), wage.verified, wage.sure.value, facts
            )


def _deducted(payroll: pa.Table, law: LawBook) -> Iterator[BreachFound]:
    """Months in which the sheet keeps back more than the law allows beyond its own deductions; for a person to look at."""
    stated = payroll.filter(pc.is_valid(payroll["gross_cents"]))
    kept = stated.filter(pc.greater(pc.fill_null(stated["other_cents"], 0), 0))
    for ent, worker, code, gross, other, file, row in rows(kept, *KEYS, "gross_cents", "other_cents", "file", "row"):
        cap = law.get(DEDUCTION_CAP, on=Month.of_code(code).first)
        if other * net.WHOLE <= gross * net.hundredths_of_percent(cap.value):
            continue
        words = f"{Month.of_code(code)}除社保、个税外另扣{yuan(other)}元，超过当月工资的{cap.value:.0%}，已按应扣以内计算应发"
        facts = {"words": words, "gross_fen": gross, "other_fen": other, "file": file, "row": row}
        yield BreachFound("deduction", ent, worker, code, other, _words([cap.citation]), cap.verified, "doubt", facts)
