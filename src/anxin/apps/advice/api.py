"""The front door of the consultation."""

from anxin.apps.advice.queries import current, find, shown

__all__ = ["current", "find", "shown"]
