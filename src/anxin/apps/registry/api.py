"""The front door of the register."""

from anxin.apps.registry.actions.bulk import fill
from anxin.apps.registry.actions.planning import Gazetteer
from anxin.apps.registry.actions.worker import Named, register_people, withdraw
from anxin.apps.registry.models import Employer, Focus
from anxin.apps.registry.queries import (
    account_table,
    employer,
    employer_meant,
    employers,
    people_at,
    projects,
    spells_of,
)

FOCUS_NAMES: dict[str, str] = {choice.value: str(choice.label) for choice in Focus}
"""The focus sectors (重点领域) by code."""

__all__ = [
    "FOCUS_NAMES",
    "Employer",
    "Gazetteer",
    "Named",
    "account_table",
    "employer",
    "employer_meant",
    "employers",
    "fill",
    "people_at",
    "projects",
    "register_people",
    "spells_of",
    "withdraw",
]
