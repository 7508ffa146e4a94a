"""Gathers what is known of employers as of a day into facts (事实) for the rules; what nobody knows stays unknown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from anxin.apps.payroll.api import breaches, disputes, employer_months, owed
from anxin.apps.registry.api import EmployerRef, employers, projects
from anxin.apps.warning.models import Signal, Warning
from anxin.base.scope import Scope
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.windows import days_to_festival, month_number
from anxin.kernel.clock import local_midnight
from anxin.kernel.period import Month

Facts = dict[str, Any]
YEAR, QUARTER, MONTH, WEEK = (timedelta(days) for days in (365, 91, 30, 7))
"""The rolling windows that the facts are named after."""
SMALL, MIDDLE = 20, 300
"""Head counts below which an industrial firm is micro (微型) or small (小型), 国统字〔2017〕213号."""


@dataclass(slots=True)
class Gathered:
    """Facts of many employers under way; `add` keeps them by employer."""

    on: date
    ids: Collection[int]
    facts: dict[int, Facts] = field(default_factory=dict)

    def add(self, employer: int, **known: Any) -> None:
        if employer in self.facts:
            self.facts[employer].update(known)


def gather(refs: Mapping[int, EmployerRef], *, scope: Scope, on: date) -> list[EmployerFacts]:
    """The facts of each employer named, as of a day."""
    gathered = Gathered(on, list(refs), {pk: _register(ref) for pk, ref in refs.items()})
    _particulars(gathered, scope)
    _months(gathered, scope)
    _debts(gathered, scope)
    _breaches(gathered, scope)
    _projects(gathered, scope)
    _signals(gathered)
    _past(gathered)
    _disputes(gathered, scope)
    festival = days_to_festival(on)
    for pk in gathered.ids:
        gathered.add(pk, days_to_festival=festival)
    return [EmployerFacts(on=on, employer=pk, **known) for pk, known in gathered.facts.items()]


def _register(ref: EmployerRef) -> Facts:
    size = None
    if ref.head_count is not None:
        size = "micro" if ref.head_count < SMALL else "small" if ref.head_count < MIDDLE else "medium"
    return {"sector": ref.sector, "head_count": ref.head_count, "size": size}


def _particulars(gathered: Gathered, scope: Scope) -> None:
    rows = employers(scope).filter(pk__in=gathered.ids)
    for one in rows:
        rate = one.contract_rate
        gathered.add(one.pk, contract_rate=rate, registered_capital_fen=one.registered_capital_fen)


def _months(gathered: Gathered, scope: Scope) -> None:
    """What the last twelve wage months that fell due say."""
    last = Month.of_day(gathered.on).previous()
    rows = employer_months(scope).filter(
        employer_id__in=gathered.ids, month__range=(last.plus(-11).code, last.code), workers__gt=0
    )
    by_employer: dict[int, list[Any]] = {}
    for row in rows.order_by("employer_id", "-month"):
        by_employer.setdefault(row.employer_id, []).append(row)
    for pk, some in by_employer.items():
        due = [row for row in some if row.due_date is None or row.due_date <= gathered.on]
        gathered.add(pk, **_history(some, due, last))


def _history(some: list[Any], due: list[Any], last: Month) -> Facts:
    known: Facts = {
        "payrolls_missing_months": _missing(some, last),
        "late_months_12": sum(1 for row in due if row.late),
        "unpaid_months": _in_a_row(due),
        "below_minimum_workers": due[0].below_minimum if due else None,
        "uninsured_workers": due[0].uninsured if due else None,
        "insurance_gap_months": sum(1 for row in due if row.uninsured),
    }
    if due:
        newest = due[0]
        bad = newest.unpaid + newest.short
        known |= {
            "late_workers": newest.late,
            "max_late_days": newest.max_late,
            "paid_share": 1 - bad / newest.workers,
            "below_minimum_share": newest.below_minimum / newest.workers,
            "uninsured_share": newest.uninsured / newest.workers,
            "mean_pay_fen": newest.due_fen // newest.workers,
        }
        usual = [row.due_fen / row.workers for row in due[1:]]
        if len(usual) >= 3 and sum(usual):
            known["pay_change"] = newest.due_fen / newest.workers / (sum(usual) / len(usual))
    return known


def _missing(some: list[Any], last: Month) -> int:
    """Wage months without a payroll since the employer's first one, up to the month before last, which all must have."""
    first = Month.of_code(min(row.month for row in some))
    return max(0, first.until(last.previous()) + 1 - sum(1 for row in some if row.month < last.code))


def _in_a_row(due: list[Any]) -> int:
    """How many of the newest months in a row were not paid at all to most of the workers."""
    count = 0
    for row in due:
        if row.unpaid * 2 < row.workers:
            break
        count += 1
    return count


def _debts(gathered: Gathered, scope: Scope) -> None:
    for pk in gathered.ids:
        gathered.add(pk, arrears_fen=0, arrears_workers=0)
    rows = (
        owed(scope)
        .filter(employer_id__in=gathered.ids)
        .values("employer_id")
        .annotate(
            fen=Sum("arrears_fen"),
            workers=Count("worker", distinct=True),
            unpaid=Count("worker", filter=Q(status=3), distinct=True),
            short=Count("worker", filter=Q(status=2), distinct=True),
            oldest=Min("due_date"),
            newest=Max("due_date"),
        )
    )
    for row in rows:
        days = max(0, (gathered.on - row["oldest"]).days)
        gathered.add(
            row["employer_id"],
            arrears_fen=row["fen"],
            arrears_workers=row["workers"],
            unpaid_workers=row["unpaid"],
            short_workers=row["short"],
            arrears_days=days,
            arrears_month_no=month_number(row["oldest"], gathered.on),
        )
    _worst_worker(gathered, scope)


def _worst_worker(gathered: Gathered, scope: Scope) -> None:
    """For each employer, what the worker to whom most is owed misses, and for how many months at most."""
    rows = (
        owed(scope)
        .filter(employer_id__in=gathered.ids)
        .values("employer_id", "worker_id")
        .annotate(fen=Sum("arrears_fen"), months=Count("month"))
    )
    worst: dict[int, tuple[int, int]] = {}
    for row in rows:
        fen, months = worst.get(row["employer_id"], (0, 0))
        worst[row["employer_id"]] = (max(fen, row["fen"]), max(months, row["months"]))
    for pk, (fen, months) in worst.items():
        gathered.add(pk, top_worker_arrears_fen=fen, top_worker_arrears_months=months)


def _breaches(gathered: Gathered, scope: Scope) -> None:
    last = Month.of_day(gathered.on).previous()
    rows = breaches(scope).filter(employer_id__in=gathered.ids, kind="insurance", month__gte=last.plus(-11).code)
    for row in rows.values("employer_id").annotate(months=Count("month", distinct=True)):
        gathered.add(row["employer_id"], insurance_gap_months=row["months"])


def _projects(gathered: Gathered, scope: Scope) -> None:
    rows = (
        projects(scope).filter(contractor_id__in=gathered.ids).filter(Q(ended_on=None) | Q(ended_on__gte=gathered.on))
    )
    for one in rows:
        known: Facts = {"project_price_fen": one.price_fen}
        if one.special_account is not None:
            known["special_account_missing"] = not one.special_account
        if one.deposit_fen is not None:
            known["deposit_missing"] = one.deposit_fen == 0
        if one.real_name is not None:
            known["real_name_missing"] = not one.real_name
        gathered.add(one.contractor_id, **known)


LATEST = {
    "power": "power_ratio", "water": "water_ratio", "tax_late": "tax_late_days", "head_change": "head_change",
    "patrol": "patrol_note", "registry": "registry_abnormal", "insurance_late": "insurance_late_days",
    "utility_overdue": "utility_overdue_days", "rent_overdue": "rent_overdue_days", "loan_overdue": "loan_overdue",
    "owner_unreachable": "owner_unreachable", "moving_out": "moving_out", "dishonest": "dishonest_listed",
}  # fmt: skip
"""Signals of which the newest observation of the last 90 days stands, and the fact it gives."""
COUNTED = {
    "lawsuit": ("lawsuits_90d", QUARTER), "complaint": ("complaints_30d", MONTH), "call_110": ("calls_110_30d", MONTH),
    "call_12345": ("calls_12345_30d", MONTH), "enquiry": ("enquiries_30d", MONTH), "post": ("posts_7d", WEEK),
}  # fmt: skip
"""Signals that are counted over a rolling window, and the fact they give."""
YES_NO = {"registry_abnormal", "loan_overdue", "owner_unreachable", "moving_out", "dishonest_listed"}
WHOLE = {"tax_late_days", "patrol_note", "insurance_late_days", "utility_overdue_days", "rent_overdue_days"}


VOICES = {"complaint", "call_110", "call_12345"}
Counts = dict[tuple[int, str], float]


def _signals(gathered: Gathered) -> None:
    """External observations as known by the day; a source that never said anything of anyone stays unknown."""
    on = gathered.on
    since = Signal.objects.filter(on__gt=on - YEAR, on__lte=on, known_on__lte=on)
    heard = set(since.values_list("kind", flat=True).distinct())
    rows = since.filter(employer_id__in=gathered.ids).order_by("on", "pk")
    counts: Counts = {}
    for pk, kind, day, value in rows.values_list("employer_id", "kind", "on", "value"):
        if kind in LATEST and day > on - QUARTER:
            gathered.add(pk, **{LATEST[kind]: _typed(LATEST[kind], value)})
        _count(counts, pk, kind, age=on - day, value=value)
    for pk in gathered.ids:
        gathered.add(pk, **_counted_facts(counts, pk, heard))


def _count(counts: Counts, pk: int, kind: str, *, age: timedelta, value: float) -> None:
    """Take one observation into the rolling windows; a complaint's value is how many people it speaks for."""
    if kind in COUNTED and age < COUNTED[kind][1]:
        counts[pk, kind] = counts.get((pk, kind), 0) + (max(1, value) if kind in {"enquiry", "post"} else 1)
    if kind in VOICES and age < MONTH:
        counts[pk, "month"] = counts.get((pk, "month"), 0) + 1
        counts[pk, "people"] = counts.get((pk, "people"), 0) + value
        if age < WEEK:
            counts[pk, "week"] = counts.get((pk, "week"), 0) + 1
    if kind == "gathering":
        counts[pk, "mass"] = counts.get((pk, "mass"), 0) + 1
        if age < MONTH:
            counts[pk, "gathering"] = max(counts.get((pk, "gathering"), 0), value)


def _counted_facts(counts: Counts, pk: int, heard: set[str]) -> Facts:
    known: Facts = {name: counts.get((pk, kind), 0) for kind, (name, _w) in COUNTED.items() if kind in heard}
    if heard & VOICES:
        known |= {
            "complaints_7d": counts.get((pk, "week"), 0),
            "complaints_30d": counts.get((pk, "month"), 0),
            "complaint_people_30d": counts.get((pk, "people"), 0),
        }
    if "gathering" in heard:
        known |= {
            "gathering_people_30d": counts.get((pk, "gathering"), 0),
            "mass_incidents_12m": counts.get((pk, "mass"), 0),
        }
    return {name: int(value) for name, value in known.items()}


def _typed(name: str, value: float) -> float | int | bool:
    if name in YES_NO:
        return value > 0
    return int(value) if name in WHOLE else value


def _disputes(gathered: Gathered, scope: Scope) -> None:
    """Objections nobody has verified yet."""
    open_ones = disputes(scope).filter(employer_id__in=gathered.ids, state="open").order_by()
    counted = dict(open_ones.values_list("employer_id").annotate(n=Count("pk")))
    for pk in gathered.ids:
        gathered.add(pk, disputes_open=counted.get(pk, 0))


def _past(gathered: Gathered) -> None:
    """Warnings of the last twelve months: how many, how bad, and how many proved true."""
    since = local_midnight(gathered.on) - YEAR
    rows = Warning.objects.filter(
        employer_id__in=gathered.ids, raised_at__gte=since, raised_at__lt=local_midnight(gathered.on)
    )
    counted = rows.values("employer_id").annotate(
        n=Count("pk"), red=Count("pk", filter=Q(peak="red")), true=Count("pk", filter=Q(finding="true"))
    )
    for pk in gathered.ids:
        gathered.add(pk, yellow_cards_12m=0, red_cards_12m=0, upheld_12m=0)
    for row in counted:
        gathered.add(row["employer_id"], yellow_cards_12m=row["n"], red_cards_12m=row["red"], upheld_12m=row["true"])
