"""Gathers what is known of employers as of a day into facts (事实) for the rules; what nobody knows stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q

from anxin.apps.payroll.api import WagesAsOf, wages_as_of
from anxin.apps.registry.api import Employer, projects
from anxin.apps.warning.gathered import YEAR, Facts, Gathered
from anxin.apps.warning.models import Warning
from anxin.apps.warning.observed import add_observed
from anxin.apps.warning.owing import add_debts
from anxin.apps.warning.paid import add_months, add_sheets
from anxin.apps.warning.rulebooks import minimum_wage_fen
from anxin.base.scope import Scope
from anxin.domain.risk.facts import EmployerFacts
from anxin.domain.risk.windows import days_to_festival
from anxin.kernel.clock import local_midnight
from anxin.kernel.period import Month

SMALL, MIDDLE = 20, 300
"""Head counts below which an industrial firm is micro (微型) or small (小型), 国统字〔2017〕213号."""


def gather(known: Mapping[int, Employer], *, scope: Scope, on: date) -> list[EmployerFacts]:
    """The facts of each employer named, as of a day."""
    gathered = Gathered(on, list(known), {pk: _register(one) for pk, one in known.items()})
    wages = wages_as_of(scope, known.values(), on=on)
    add_months(gathered, wages, known)
    add_sheets(gathered, wages)
    add_debts(gathered, wages)
    _breaches(gathered, wages)
    _projects(gathered, scope)
    add_observed(gathered)
    _past(gathered)
    festival, minimum = days_to_festival(on), minimum_wage_fen(Month.of_day(on).previous())
    for pk in gathered.ids:
        gathered.add(pk, days_to_festival=festival, minimum_wage_fen=minimum)
    return [EmployerFacts(on=on, employer=pk, **facts) for pk, facts in gathered.facts.items()]


def _register(employer: Employer) -> Facts:
    size = None
    if employer.head_count is not None:
        size = "micro" if employer.head_count < SMALL else "small" if employer.head_count < MIDDLE else "medium"
    return {
        "sector": employer.sector,
        "head_count": employer.head_count,
        "size": size,
        "contract_rate": employer.contract_rate,
        "registered_capital_fen": employer.registered_capital_fen,
    }


def _breaches(gathered: Gathered, wages: WagesAsOf) -> None:
    """What the comparison found against the rules, and objections nobody has verified yet."""
    for pk, one in wages.of.items():
        gathered.add(pk, over_deducted_workers=one.over_deducted, disputes_open=one.open_disputes)
        if one.gap_months:
            gathered.add(pk, insurance_gap_months=one.gap_months)


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


def _past(gathered: Gathered) -> None:
    """Warnings of the last twelve months: how many, how bad, and how many proved true and are done.

    A warning still open is no past record: its own verification must not be a reason to keep it up.
    """
    end = local_midnight(gathered.on)
    rows = Warning.objects.filter(employer_id__in=gathered.ids, raised_at__gte=end - YEAR, raised_at__lt=end)
    upheld = Q(finding__in=("true", "partly"), closed_at__lt=end)
    counted = rows.values("employer_id").annotate(
        n=Count("pk"), red=Count("pk", filter=Q(peak="red")), true=Count("pk", filter=upheld)
    )
    for pk in gathered.ids:
        gathered.add(pk, yellow_cards_12m=0, red_cards_12m=0, upheld_12m=0)
    for row in counted:
        gathered.add(row["employer_id"], yellow_cards_12m=row["n"], red_cards_12m=row["red"], upheld_12m=row["true"])
