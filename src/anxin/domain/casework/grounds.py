"""Grounds (法定情形): where the law lists them, a step is stated by one of the list, with room for what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from anxin.domain.casework.tables import CaseType, Move
from anxin.kernel.outcome import BadInput, Fault
from anxin.law.parameters import LawBook


def listed(law: LawBook, param: str, *, on: date) -> tuple[str, ...]:
    """The grounds of a list on a day; none where this place's law has no such list, and words are free then."""
    return tuple(law.nearest(param, on=on)[0].value) if param in law else ()


def check_grounds(kind: CaseType, move: Move, told: Mapping[str, str], law: LawBook, *, on: date) -> None:
    """Refuse what a move is told as its ground unless it is one of the list, alone or followed by a colon and what happened."""
    faults, cited = [], ""
    for need in move.needs:
        known, words = listed(law, kind.grounds.get(need, ""), on=on), told.get(need, "").strip()
        if known and words and not any(words == one or words.startswith(f"{one}：") for one in known):
            faults.append(Fault(kind.conditions[need], words, f"请从列表中选择：{'、'.join(known)}"))
            cited = law.nearest(kind.grounds[need], on=on)[0].citation.in_words()
    if faults:
        raise BadInput("casework.ground_not_listed", f"没有办理“{move.term}”，理由不在{cited}所列之中：", faults)
