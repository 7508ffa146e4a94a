"""The front door of the organisation."""

from anxin.apps.organisation.actions.bulk import fill
from anxin.apps.organisation.queries import gaps, members, on_duty, seats, uncovered, units

__all__ = ["fill", "gaps", "members", "on_duty", "seats", "uncovered", "units"]
