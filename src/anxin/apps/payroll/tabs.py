"""What other rooms' pages may show of an employer's wages (工资页签)."""

from __future__ import annotations

from datetime import date
from typing import Any

from anxin.apps.payroll import queries
from anxin.apps.registry.api import Employer
from anxin.base.scope import Scope
from anxin.kernel.period import Month


def employer_context(scope: Scope, employer: Employer, *, on: date) -> dict[str, Any]:
    """An employer's pay history of two years, what is owed, and what waits for a person."""
    squares = queries.history(employer.pk, last=Month.of_day(on).previous())
    return {
        "employer": employer,
        "squares": squares,
        "months": [one for one in reversed(squares) if one.workers],
        "debt": queries.debts(scope).filter(employer_id=employer.pk).first(),
        "breach_count": queries.breaches(scope).filter(employer=employer).count(),
        "open_disputes": queries.disputes(scope).filter(employer=employer, state="open").count(),
    }
