"""The front door of the register."""

from typing import Any

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

FOCUS_NAMES: dict[str, Any] = dict(Focus.choices)
"""The focus sectors (重点领域) by code, each in the language of the page that shows it."""

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
