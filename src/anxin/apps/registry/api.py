"""The front door of the register."""

from anxin.apps.registry.actions.batch import add_model, preview, take_in, undo
from anxin.apps.registry.actions.bulk import fill
from anxin.apps.registry.actions.kinds import Kind, add_kind, sealed_phone
from anxin.apps.registry.actions.planning import Gazetteer, at_row
from anxin.apps.registry.actions.upserting import Written, upsert
from anxin.apps.registry.actions.worker import Made, Named, Registered, register_people, withdraw
from anxin.apps.registry.models import Employer, Focus
from anxin.apps.registry.naming import focus_of, search_text
from anxin.apps.registry.ports import PORTS
from anxin.apps.registry.queries import (
    EmployerRef,
    account_table,
    employer,
    employer_meant,
    employers,
    part_timers,
    people_at,
    projects,
    refs,
    spells_of,
    workers_by_number,
)

read_table = PORTS.read_table
FOCUS_NAMES: dict[str, str] = {choice.value: str(choice.label) for choice in Focus}
"""The focus sectors (重点领域) by code."""

__all__ = [
    "FOCUS_NAMES",
    "Employer",
    "EmployerRef",
    "Gazetteer",
    "Kind",
    "Made",
    "Named",
    "Registered",
    "Written",
    "account_table",
    "add_kind",
    "add_model",
    "at_row",
    "employer",
    "employer_meant",
    "employers",
    "fill",
    "focus_of",
    "part_timers",
    "people_at",
    "preview",
    "projects",
    "read_table",
    "refs",
    "register_people",
    "sealed_phone",
    "search_text",
    "spells_of",
    "take_in",
    "undo",
    "upsert",
    "withdraw",
    "workers_by_number",
]
