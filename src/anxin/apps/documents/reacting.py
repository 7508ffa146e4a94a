"""What follows in papers from what happened to cases."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from anxin.apps.documents.actions.wiping import wipe_papers
from anxin.base.actors import Actor


class Destroyed(Protocol):
    """An event that a case was destroyed, and by which protocol."""

    @property
    def case(self) -> int: ...

    @property
    def title(self) -> str: ...


def wipe_with_case(event: Destroyed, *, seq: int, by: Actor, at: datetime) -> None:
    """When the content of a case is destroyed by protocol, the content of its papers goes with it."""
    wipe_papers(case=event.case, protocol=event.title, by=by, at=at)
