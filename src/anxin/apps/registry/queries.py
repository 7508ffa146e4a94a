"""Reads of the register; every one takes the viewer's scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from anxin.apps.registry.models import (
    Employer,
    Employment,
    PayAccount,
    Project,
    Worker,
)
from anxin.base.places.models import within
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash
from anxin.kernel.ids import is_id_number
from anxin.kernel.outcome import BadInput, Fault, NotFound


def employers(scope: Scope) -> QuerySet[Employer]:
    """Employers within reach, with their places at hand."""
    return Employer.objects.within(scope).select_related("village", "grid", "park")


def employer(scope: Scope, employer_id: int) -> Employer:
    """One employer within reach."""
    found = employers(scope).filter(pk=employer_id).first()
    if found is None:
        raise NotFound("no_employer", "没有这家企业，或不在您的管辖地域内。")
    return found


def search(scope: Scope, words: str) -> QuerySet[Employer]:
    """Employers whose name, pinyin or credit code contains every word."""
    found = employers(scope)
    for word in words.lower().split():
        found = found.filter(search__contains=word)
    return found


def employer_meant(scope: Scope, words: str) -> Employer | None:
    """The one employer that a credit code, a whole name or a part of a name means; None for no words, refused for none or several."""
    said = words.strip()
    if not said:
        return None
    exact = list(employers(scope).filter(Q(uscc=said.upper()) | Q(name=said))[:2])
    found = exact or list(search(scope, said)[:2])
    if len(found) == 1:
        return found[0]
    what = "台账中没有这家企业" if not found else "不止一家企业符合"
    fault = Fault("用人单位", f"{what}：{said}", "请输入完整的信用代码，或更多的名称用字；不在台账的留空，单位名称另填")
    raise BadInput("registry.employer_unclear", "没有保存：", [fault])


def workers(scope: Scope, words: str = "") -> QuerySet[Worker]:
    """Workers within reach; a whole identity number finds its holder by keyed hash, other words look at names."""
    found = Worker.objects.within(scope)
    if is_id_number(words.strip().upper()):
        return found.filter(id_hash=keyed_hash(words.strip().upper()))
    return found.filter(name__contains=words.strip()) if words.strip() else found


def employments_of(employer_id: int) -> QuerySet[Employment]:
    """The people of one employer, newest first."""
    return Employment.objects.filter(employer_id=employer_id).select_related("worker").order_by("-started_on", "-pk")


def people_at(scope: Scope, employer_id: int) -> QuerySet[Worker]:
    """The people who work or worked at an employer within reach."""
    here = within(scope, "employments__employer__place_path")
    return Worker.objects.filter(here, employments__employer_id=employer_id).distinct()


def projects(scope: Scope) -> QuerySet[Project]:
    """Projects within reach."""
    return Project.objects.within(scope).select_related("contractor", "place")


def account_table() -> list[tuple[int, int, int]]:
    """Every pay account as (account hash, worker, employer), for reconciliation."""
    return list(PayAccount.objects.values_list("account_hash", "worker_id", "employer_id"))


def spells_of(employer_ids: Iterable[int]) -> dict[tuple[int, int], tuple[date | None, date | None, bool]]:
    """When each worker came to an employer and left, and whether part-time (非全日制), by (worker, employer).

    Of several spells the newest counts; part-time in one of them is part-time: the monthly minimum wage is not theirs.
    """
    rows = Employment.objects.filter(employer_id__in=list(employer_ids)).order_by("started_on", "pk")
    told = rows.values_list("worker_id", "employer_id", "started_on", "ended_on", "part_time")
    found: dict[tuple[int, int], tuple[date | None, date | None, bool]] = {}
    for worker, employer, begun, ended, part_time in told:
        before = found.get((worker, employer))
        found[worker, employer] = (begun, ended, bool(part_time) or (before is not None and before[2]))
    return found
