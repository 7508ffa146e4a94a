"""The front door of the consultation."""

from anxin.apps.advice.queries import current, find, fitting, shown

__all__ = ["current", "find", "fitting", "shown"]
