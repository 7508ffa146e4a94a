"""Who has a matter in hand (接收机关): the authority to which a procedure went, until it comes back to this office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from anxin.apps.cases.authority import competences
from anxin.apps.cases.models import Case, Procedure
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.moving import Step
from anxin.domain.casework.papers import HeldPaper
from anxin.kernel.outcome import BadInput, Fault

OTHER = "other"
"""An authority that does not stand in the table of competence; it must be named."""
OURS = "town"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Receiver:
    """An authority that receives a matter: which of the table, and how it is called in full."""

    authority: str = ""
    name: str = ""

    @property
    def called(self) -> str:
        """The full name, or else how the table calls such authorities."""
        known = competences().authorities.get(self.authority)
        return self.name.strip()[:LONGEST] or (known.name if known else "")


NOBODY = Receiver()


def receivers() -> list[tuple[str, str]]:
    """The authorities that may receive a matter, and how they are called; the town itself does not."""
    known = [(code, one.name) for code, one in competences().authorities.items() if code != OURS]
    return [*known, (OTHER, "其他机关（写明全称）")]


def hand_on(procedure: Procedure, step: Step, to: Receiver, papers: Iterable[HeldPaper]) -> str:
    """Note to whom a step hands the matter, or that it came back; answers the name where it was handed on."""
    if step.move.receiver:
        meant = to if to.called or to.authority else _meant(procedure, step, papers)
        if not meant.called:
            raise BadInput("cases.no_receiver", "没有移送：", [Fault("接收机关", "没有写明", "请选择机关，并写明全称")])
        procedure.authority, procedure.receiver = meant.authority, meant.called
        return procedure.receiver
    if not step.after.away:
        procedure.authority, procedure.receiver = "", ""
    return ""


def _meant(procedure: Procedure, step: Step, papers: Iterable[HeldPaper]) -> Receiver:
    """Where nobody is named: to whom the letter goes, or who has the matter already, or else the authority that such matters go to."""
    letter = next((one.receiver for one in papers if one.receiver), "")
    if letter:
        return Receiver(step.move.receiver, letter)
    there = step.before.away and procedure.authority == step.move.receiver
    return Receiver(procedure.authority, procedure.receiver) if there else Receiver(step.move.receiver)


def show_holder(case: Case, step: Step) -> None:
    """Copy to the case who has it in hand elsewhere, for lists; what only proposes a name for a list leaves the case here."""
    if not (step.before.away or step.after.away):
        return
    rows = case.procedures.filter(ended_at=None).exclude(receiver="").order_by("pk").values_list("kind", "receiver")
    held = "、".join(receiver for kind, receiver in rows if not case_types()[kind].outlives)[:LONGEST]
    if held != case.held_by:
        case.held_by = held
        case.save(update_fields=["held_by"])
