"""Warnings as an office deals with them (预警核查): taken and checked in time, told of each week, closed with proof once paid.

Two villages neglect theirs: what is overdue on the today page is mostly there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from anxin.apps.payroll.api import debts
from anxin.apps.warning import api as warning
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.project.demo.office import Office
from anxin.project.demo.phrases import FOUND, TOLD_OF

CLERKS = ("clerk1", "clerk2", "clerk3")
NEGLECTFUL = (4, 17)
"""Which villages, counted in the order of their codes, leave every other of their warnings unchecked."""
CHECKED_AFTER = {"red": (3, 15), "orange": (5, 50), "yellow": (8, 90)}
"""Within how many hours a warning of a colour is checked: the fewest, and how many more at most."""
TOLD_EVERY = timedelta(days=5)
SETTLED_BEFORE = 6
"""Warnings about what was put right are closed within that many days before today, so that none is raised again this morning."""
OF_WAGES = {
    "unpaid",
    "paid_share",
    "late",
    "short",
    "arrears",
    "failed_transfer",
    "many_signals",
    "no_payroll",
    "return_late",
}
"""Rules of which a warning is settled by the bank's proof; what else fired is for another authority."""
BY_BANK = "银行流水显示已全部补发到位（演示）。"
REFERRED = "已书面告知社保、税务等主管部门并附核查记录（演示）"


@dataclass(frozen=True, slots=True)
class Raised:
    """A warning with the account that deals with it."""

    number: int
    employer: int
    level: str
    owner: str
    about_wages: bool


def plan(office: Office, *, assistants: Mapping[str, str], villages: Mapping[str, int], at: datetime) -> None:
    """Plan what becomes of the warnings raised at an instant; `assistants` are logins by village, `villages` their order."""
    rows = warning.open_warnings(Scope.everywhere()).filter(raised_at=at).order_by("pk")
    wanted = ("pk", "employer_id", "level", "employer__village__code", "reasons")
    for turn, (number, employer, level, village, reasons) in enumerate(rows.values_list(*wanted)):
        if villages.get(village) in NEGLECTFUL and turn % 2:
            continue
        owner = assistants.get(village) if turn % 2 else None
        wages = any(str(reason["rule"]).split(".")[0] in OF_WAGES for reason in reasons)
        raised = Raised(number, employer, level, owner or CLERKS[turn // 2 % len(CLERKS)], wages)
        fewest, more = CHECKED_AFTER[level]
        office.plan(at + timedelta(hours=fewest + number * 7 % more), partial(_check, office, raised))


def _check(office: Office, one: Raised, at: datetime) -> None:
    by = office.by(at, one.owner)
    warning.take(warning_id=one.number, by=by, at=at)
    finding = "partly" if one.number % 9 == 4 else "true"
    words = FOUND[one.number % len(FOUND)]
    warning.verify(warning_id=one.number, finding=finding, words=words, by=by, at=at)
    office.told_of.setdefault(one.owner, set()).add(one.number)
    paid_up = max(at + timedelta(days=1), office.today - timedelta(days=1 + one.number % SETTLED_BEFORE))
    office.plan(paid_up, partial(_close, office, one))


def tell(office: Office, at: datetime) -> None:
    """Each owner tells of what is verified, all with the same words, as after a round of calls; again in five days."""
    for owner, numbers in office.told_of.items():
        if numbers:
            words = TOLD_OF[local_date(at).toordinal() % len(TOLD_OF)]
            warning.answer_all(warning_ids=sorted(numbers), words=words, by=office.by(at, owner), at=at)
    office.plan(at + TOLD_EVERY, partial(tell, office))


def _close(office: Office, one: Raised, at: datetime) -> None:
    """Close what was paid, with the bank's proof, and what is for another authority, with the referral; the rest goes on."""
    if debts(Scope.everywhere()).filter(employer_id=one.employer).exists():
        return
    clerk = one.owner if one.owner in CLERKS else CLERKS[0]
    closing, note, paper = ("bank", BY_BANK, "银行回单") if one.about_wages else ("referred", REFERRED, "移交函")
    proof = office.proof(f"{paper}（演示）{local_date(at):%m%d}.txt", at)
    by = office.by(at, clerk)
    warning.close(warning_id=one.number, closing=closing, note=note, evidence=proof, by=by, at=at)
    office.told_of.get(one.owner, set()).discard(one.number)
