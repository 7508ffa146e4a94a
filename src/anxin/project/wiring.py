"""The map of the whole system on one page: whose powers there are, what follows from which event, which adapter fills which port."""

from __future__ import annotations

from importlib import import_module

from anxin.adapters.banks.registry import read_bank
from anxin.adapters.sheets.payroll import read_payroll
from anxin.adapters.sheets.tables import read_table
from anxin.apps.payroll import ports as payroll_ports
from anxin.apps.payroll.events import Reconciled
from anxin.apps.registry import ports as registry_ports
from anxin.apps.warning import jobs as warning_jobs
from anxin.base.eventlog.dispatch import Later, Reaction, connect
from anxin.base.eventlog.event import Event
from anxin.base.people import powers

ROOMS = ("registry", "organisation", "payroll", "warning", "documents", "cockpit")
"""Every room, from the ground up."""

REACTIONS: dict[type[Event], tuple[Reaction, ...]] = {
    Reconciled: (Later(warning_jobs.reassess_after_reconciliation),),
}
"""What follows from what. `Now` is in the same transaction; `Later` is a job that may run twice."""


def connect_all() -> None:
    """Put the rooms together; called once when Django is ready."""
    registry_ports.PORTS.table_reader = read_table
    payroll_ports.PORTS.payroll_reader = read_payroll
    payroll_ports.PORTS.bank_reader = read_bank
    for room in ROOMS:
        powers.register(import_module(f"anxin.apps.{room}.permissions").POWERS)
        _import_if_there(f"anxin.apps.{room}.jobs")
    powers.register(import_module("anxin.project.permissions").POWERS)
    connect(REACTIONS)


def _import_if_there(name: str) -> None:
    """Import a room's jobs, which name their handlers as they are read; a room may have none."""
    try:
        import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
