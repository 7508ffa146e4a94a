"""What follows in papers from what happened to cases."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from anxin.apps.documents.actions.outdating import mark_papers
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


def mark_corrected(*, case_id: int, wrong: str, by: Actor, at: datetime) -> int:
    """When somebody was corrected in a case, its papers that write it wrong are marked to be made out anew."""
    return mark_papers(case_id=case_id, wrong=wrong, by=by, at=at)
