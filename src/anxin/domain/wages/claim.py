"""What a worker is owed (应得款项计算), line by line: the amount, the formula, the article; law as code.

Each line is a rule of its own over the facts told. A rule that lacks a fact says what it lacks instead of guessing. Whether a
line is due is for a person to decide; the sum counts only lines that are due on the facts as told.
"""

from __future__ import annotations

import hashlib
import json

from anxin.domain.wages.claim_ending import WHOLE, extra
from anxin.domain.wages.claim_facts import Claim, ClaimFacts
from anxin.domain.wages.claim_law import Asked
from anxin.domain.wages.claim_rules import MONTHLY
from anxin.law.parameters import LawBook

RULES = "2026-11d"
"""The edition of the rules in `claim_rules`, `claim_double` and `claim_ending`; a change that gives other lines on the same facts gets a new one."""


def claim(facts: ClaimFacts, law: LawBook) -> Claim:
    """Every line that the facts give rise to, month by month, then what comes with the end of the employment."""
    asked = Asked(law)
    months = sorted(facts.months, key=lambda one: one.month)
    lines = [line for one in months for rule in MONTHLY for line in rule(one, facts, asked)]
    lines += [line for rule in WHOLE for line in rule(facts, asked)]
    lines += list(extra(facts, asked, lines))
    return Claim(tuple(lines), tuple(asked.asked.values()))


def trace(found: Claim) -> str:
    """A short mark of the rules and of every value of the law that a claim was reckoned with.

    The same facts under the same mark give the same lines; another mark says that rules or law have changed since.
    """
    read = sorted((one.id, repr(one.value), one.effective.start.isoformat()) for one in found.parameters)
    return f"{RULES}/{hashlib.sha256(json.dumps(read).encode()).hexdigest()[:12]}"
