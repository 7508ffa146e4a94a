"""The front door of the organisation."""

from anxin.apps.organisation.actions.bulk import fill
from anxin.apps.organisation.queries import Gaps, bodies_for, gaps, members, on_duty, seats, uncovered, units

__all__ = ["Gaps", "bodies_for", "fill", "gaps", "members", "on_duty", "seats", "uncovered", "units"]
