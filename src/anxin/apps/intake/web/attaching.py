"""What filers attach on a page (材料): photos, recordings, chats."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import HttpRequest

from anxin.apps.intake.handing import hand_over
from anxin.apps.intake.said import Handed
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.kernel.outcome import Fault
from anxin.ui.access import instant_of


def filer() -> Actor:
    """Whoever files on the public page: nobody we know, with the one power to hand something in."""
    return Actor("public:web", "来访人", Scope.everywhere(), frozenset({"intake.receive"}))


def handed_in(request: HttpRequest, *, already: int = 0, by: Actor | None = None) -> tuple[list[Handed], list[Fault]]:
    """The files of a form that were taken in, and why others were not; a filer's unless somebody else is named."""
    given = [(one.name or "", cast(BinaryIO, one)) for one in request.FILES.getlist("upload")]
    return hand_over(given, by=by or filer(), at=instant_of(request), already=already)
