"""What whoever filed reads of a step (告知当事人): what was done, and of a broken plan only what is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.models import Case, Procedure
from anxin.apps.intake.api import tell_all
from anxin.base.actors import system
from anxin.domain.casework.ledger import instalments
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Step
from anxin.kernel.clock import local_date

REST_DUE = "按约定，其余各期一并到期，可以依法向人民法院申请支付令。"
KEPT = "您的各期没有逾期，仍按原约定的日期付款。"
SOME_DUE = "其中逾期的劳动者，按约定其余各期一并到期，可以依法向人民法院申请支付令；没有逾期的仍按原约定付款。"


def tell_filers(procedure: Procedure, step: Step, note: str, fell: Collection[int] = (), *, at: datetime) -> None:
    """Everybody whose filing is in the case reads under the receipt code what was done; the product itself writes it.

    `fell`: the workers the rest of whose plan fell due with the step.
    """
    kind = case_types()[procedure.kind]
    to = f"，由{procedure.receiver}接收" if step.move.receiver else ""
    words = f"{kind.term}：{step.move.term}{to}。" + (
        f"现处于“{step.after.term}”。" if step.changes and step.after.term != step.move.term else ""
    )
    more = "".join(f"{one}。" for one in _grounds(procedure, step)) + note.strip()
    tell_of_rest(procedure, words + more, fell, at=at)


def tell_of_rest(procedure: Procedure, words: str, fell: Collection[int], *, at: datetime) -> None:
    """The same to everybody who filed, and to each what became of the rest of their own plan, where some fell due."""
    case = procedure.case
    ends = _ends(case, fell, at=at) if fell else {}
    groups: dict[str, list[int]] = defaultdict(list)
    for number in case.filings.values_list("filing", flat=True):
        groups[ends.get(number, "")].append(number)
    for end, numbers in groups.items():
        tell_all(filing_ids=numbers, words=words + end, by=system("cases"), at=at)


def _ends(case: Case, fell: Collection[int], *, at: datetime) -> Mapping[int, str]:
    """What each filing is told of its own plan; whose account nobody knows is told of all, or of some."""
    planned = {one.worker for one in instalments(entries_of(case), on=local_date(at)) if one.open_fen}
    account = {filing: worker for worker, filing in case.claimants.exclude(filing=None).values_list("pk", "filing")}
    unknown = REST_DUE if planned <= set(fell) else SOME_DUE
    found = {}
    for number in case.filings.values_list("filing", flat=True):
        worker = account.get(number)
        found[number] = unknown if worker is None else _end(worker, planned, fell)
    return found


def _end(worker: int, planned: Collection[int], fell: Collection[int]) -> str:
    if worker in fell:
        return REST_DUE
    return KEPT if worker in planned else ""


def _grounds(procedure: Procedure, step: Step) -> list[str]:
    """The grounds of the law on which a step rests, as its list says them; what was written besides stays in the office."""
    chosen = [need for need in step.move.needs if need in case_types()[procedure.kind].grounds]
    return [procedure.known[need]["words"].partition("：")[0] for need in chosen if need in procedure.known]
