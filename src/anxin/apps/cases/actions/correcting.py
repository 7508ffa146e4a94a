"""A person corrected under a receipt code is corrected in the case, too (更正): fact sheet, ledger, notes; papers stay as they were issued,
and those that write it wrong are marked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anxin.apps.cases.events import FactsSettled
from anxin.apps.cases.models import Case
from anxin.apps.cases.ports import PORTS
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_, seal
from anxin.domain.intake.rewriting import corrected

_TOLD = {"facts": "案情", "address_said": "地点", "employer_said": "所述单位"}


@transaction.atomic
def correct(*, case_id: int, filing_id: int, wrong: str, right: str, by: Actor, at: datetime) -> None:
    """Write right what the office granted to correct; whoever grants it has the power over the filing."""
    case = Case.objects.select_for_update().get(pk=case_id)
    changed = [
        name for name in _TOLD if corrected(getattr(case, name), wrong=wrong, right=right) != getattr(case, name)
    ]
    for name in changed:
        setattr(case, name, corrected(getattr(case, name), wrong=wrong, right=right))
    if changed:
        case.save(update_fields=changed)
        fields = tuple(_TOLD[name] for name in changed)
        record(FactsSettled(case=case.pk, place=case.place_path, fields=fields), by=by, at=at)
    for one in case.claimants.filter(Q(filing=filing_id) | Q(filing=None)):
        if open_(one.name_sealed) == wrong:
            one.name_sealed = seal(right)
            one.save(update_fields=["name_sealed"])
    for note in case.notes.filter(words__contains=wrong):
        note.words = corrected(note.words, wrong=wrong, right=right)
        note.save(update_fields=["words"])
    if PORTS.mark_papers is not None:
        PORTS.mark_papers(case_id=case_id, wrong=wrong, by=by, at=at)
