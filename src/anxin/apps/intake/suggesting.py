"""Answers of the knowledge base for a filing that waits (参考解答), asked without the names it holds."""

from __future__ import annotations

from collections.abc import Sequence

from anxin.apps.intake.machine_reading import Fact
from anxin.apps.intake.models import Filing
from anxin.apps.intake.ports import PORTS
from anxin.domain.advice.fitting import Suggested
from anxin.kernel.clock import local_date

_SOMEBODY = "单位"


def suggested(filing: Filing, facts: Sequence[Fact]) -> Sequence[Suggested]:
    """What may fit the filing, under the law of the day it came in; the employer's name would only be in the way."""
    if PORTS.advisor is None:
        return ()
    names = {filing.employer_said, filing.employer.name if filing.employer else ""}
    names |= {fact.words for fact in facts if fact.name == "employer"}
    report = filing.words
    for name in sorted(filter(None, names), key=len, reverse=True):
        report = report.replace(name, _SOMEBODY)
    return PORTS.advisor(report, on=local_date(filing.happened_at))
