"""The map of the whole system on one page: whose powers there are, what follows from which event, which adapter fills which port."""

from __future__ import annotations

from datetime import time, timedelta
from importlib import import_module
from types import ModuleType

from django.conf import settings

from anxin.adapters.api.permissions import POWERS as KEY_POWERS
from anxin.adapters.api.tokens import actor_of, keys_within, names_of
from anxin.adapters.banks.registry import read_bank
from anxin.adapters.hotline.records import read_calls
from anxin.adapters.onebot.consulting import answer_from_knowledge
from anxin.adapters.onebot.permissions import POWERS as ROBOT_POWERS
from anxin.adapters.onebot.ports import PORTS as ROBOT_PORTS
from anxin.adapters.open311.ports import PORTS as OPEN311_PORTS
from anxin.adapters.sheets.payroll import read_payroll
from anxin.adapters.sheets.tables import read_table
from anxin.adapters.webhooks.kinds import KINDS as TOLD_KINDS
from anxin.adapters.webhooks.permissions import POWERS as WEBHOOK_POWERS
from anxin.adapters.webhooks.ports import PORTS as WEBHOOK_PORTS
from anxin.adapters.webhooks.telling import PRUNE, keep
from anxin.apps.cases import reacting as cases_reacting
from anxin.apps.cases.api import answer_paid, open_from_filing, standing_for_filer
from anxin.apps.cases.events import CaseDestroyed
from anxin.apps.cases.ports import PORTS as CASE_PORTS
from anxin.apps.documents import reacting as documents_reacting
from anxin.apps.documents.api import content_of_paper, papers_of_case, title_of_paper
from anxin.apps.intake import reacting as intake_reacting
from anxin.apps.intake.api import PORTS as FILING_PORTS
from anxin.apps.intake.api import acts as filing_acts
from anxin.apps.intake.events import FilingJoined, FilingsGathered
from anxin.apps.payroll import ports as payroll_ports
from anxin.apps.payroll.events import FindingsMoved, Reconciled
from anxin.apps.warning import jobs as warning_jobs
from anxin.base.batches import files as batch_files
from anxin.base.batches import referred as batches_referred
from anxin.base.batches.reading import PORTS as TABLE_PORTS
from anxin.base.clocks import rules as clock_rules
from anxin.base.clocks.events import ClockExpired, ClockMoved
from anxin.base.eventlog import referring
from anxin.base.eventlog.dispatch import Later, Now, Reaction, connect
from anxin.base.eventlog.event import Event, event_classes
from anxin.base.files import uses
from anxin.base.jobs.schedules import Schedule, add
from anxin.base.people import handing_over, holdings, powers
from anxin.base.people import referred as accounts_referred
from anxin.base.vault import rotation
from anxin.project.accounts.forgetting import FORGET
from anxin.project.accounts.sealed_factors import Factors
from anxin.project.suggesting import suggest
from anxin.ui.history import name_by

ROOMS: tuple[str, ...] = settings.ROOMS
"""Every room, from the ground up, as the settings install them."""

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    FindingsMoved: (Later(warning_jobs.reassess_after_reconciliation),),
    Reconciled: (Later(warning_jobs.reassess_after_reconciliation),),
    FilingJoined: (Now(cases_reacting.attach_joined),),
    ClockExpired: (Now(cases_reacting.end_rest), Now(cases_reacting.come_back), Now(cases_reacting.break_plan)),
    ClockMoved: (Now(cases_reacting.keep_recomputed),),
    FilingsGathered: (Now(cases_reacting.open_for_group),),
    CaseDestroyed: (Now(intake_reacting.wipe_with_case), Now(documents_reacting.wipe_with_case)),
}
"""What follows from what. `Now` is in the same transaction; `Later` is a job that may run twice."""


SCHEDULES = (
    Schedule("warning.reassess_all", "warning.reassess_all", "每夜重新研判", at=time(2, 10), lane="bulk"),
    Schedule("cases.limits", "cases.limits", "复核案件时效", at=time(2, 40), lane="bulk"),
    Schedule("intake.draw_up_wiping", "intake.draw_up_wiping", "列出保管期满的姓名电话", at=time(3, 10), lane="bulk"),
    Schedule("documents.open_week", "documents.open_week", "布置本周周报", at=time(8, 0), weekdays=frozenset({4})),
    Schedule("documents.chase", "documents.chase", "催报逾期周报", every=timedelta(hours=1)),
    Schedule(FORGET, FORGET, "清除过期的登录记录", at=time(3, 50), lane="bulk"),
    Schedule("intake.review_calls", "intake.review_calls", "核对未接来电", every=timedelta(minutes=15)),
    Schedule("intake.compare", "intake.compare", "查找疑似重复的诉求", every=timedelta(minutes=5), lane="bulk"),
    Schedule("intake.forget_drafts", "intake.forget_drafts", "清除过期的登记草稿", at=time(3, 50), lane="bulk"),
    Schedule(PRUNE, PRUNE, "清除旧的推送记录", at=time(3, 40), lane="bulk"),
)
"""What is done again and again, in Asia/Shanghai."""


def connect_all() -> None:
    """Put the rooms together; called once when Django is ready."""
    TABLE_PORTS.table_reader = read_table
    payroll_ports.PORTS.payroll_reader = read_payroll
    payroll_ports.PORTS.bank_reader = read_bank
    FILING_PORTS.standing_of_case = standing_for_filer
    FILING_PORTS.answer_paid = answer_paid
    FILING_PORTS.correct_in_case = cases_reacting.correct_person
    FILING_PORTS.open_case = open_from_filing
    CASE_PORTS.papers_of_case = papers_of_case
    CASE_PORTS.title_of_paper = title_of_paper
    CASE_PORTS.content_of_paper = content_of_paper
    CASE_PORTS.mark_papers = documents_reacting.mark_corrected
    FILING_PORTS.call_reader = read_calls
    FILING_PORTS.advisor = suggest
    OPEN311_PORTS.holder_of_key = actor_of
    WEBHOOK_PORTS.keys = keys_within
    ROBOT_PORTS.answerer = answer_from_knowledge
    ROBOT_PORTS.report_path = filing_acts.report_path
    clock_rules.register("cases.", cases_reacting.rules_of)
    uses.register(batch_files.FILES)
    for room in ROOMS:
        powers.register(import_module(f"anxin.apps.{room}.permissions").POWERS)
        _import_if_there(f"anxin.apps.{room}.jobs")
        uses.register(getattr(_import_if_there(f"anxin.apps.{room}.files"), "FILES", ()))
        holdings.register(getattr(_import_if_there(f"anxin.apps.{room}.holdings"), "HOLDINGS", ()))
        referring.register(getattr(_import_if_there(f"anxin.apps.{room}.referred"), "REFERRED", {}))
    holdings.register(handing_over.HOLDINGS)
    powers.register(import_module("anxin.project.permissions").POWERS)
    powers.register(KEY_POWERS)
    powers.register(ROBOT_POWERS)
    powers.register(WEBHOOK_POWERS)
    _import_if_there("anxin.adapters.onebot.speaking")
    rotation.HOLDERS[:] = [Factors()]
    connect(REACTIONS)
    connect({event_classes()[kind]: (Now(keep),) for kind in TOLD_KINDS})
    add(*SCHEDULES)
    name_by("token", names_of)
    referring.register(accounts_referred.REFERRED | batches_referred.REFERRED)


def _import_if_there(name: str) -> ModuleType | None:
    """A room's jobs, which name their handlers as they are read, or what people have in hand there; a room may have none."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
