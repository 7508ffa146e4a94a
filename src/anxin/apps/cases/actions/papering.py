"""What a served paper means for its case (文书送达): the act that waits for the service finds it done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anxin.apps.cases.models import Procedure
from anxin.base.actors import Actor
from anxin.domain.casework.loading import case_types

SERVED = "served"


@transaction.atomic
def hear_of_service(*, case_id: int, form: str, words: str, files: Sequence[str], by: Actor, at: datetime) -> int:
    """Note the service of a paper of a form where an act waits for it; answers in how many procedures.

    `words` say which paper, when and how; `files` are the hashes of what proves it. Whoever served it had the power to.
    """
    heard = 0
    for procedure in Procedure.objects.select_for_update().filter(case=case_id, ended_at=None):
        moves = case_types()[procedure.kind].moves_from(procedure.state)
        if not any(SERVED in move.needs and form in move.documents for move in moves):
            continue
        noted = {"words": words, "by": by.id, "at": at.isoformat(), "files": list(files)}
        procedure.known = {**procedure.known, SERVED: noted}
        procedure.save(update_fields=["known"])
        heard += 1
    return heard
