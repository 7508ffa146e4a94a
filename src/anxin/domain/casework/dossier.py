"""The transfer dossier (移送材料): which papers it needs, which are missing, and the list of hashes that seals it.

The papers of 国务院令第310号 art. 6 are all needed, or there is a stated reason why one does not apply; beyond them each element
of the offence needs at least one paper that proves it, because the police ask for proof element by element.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from anxin.domain.casework.crime import Examination
from anxin.kernel.outcome import Citation
from anxin.law.parameters import LawBook

OTHER = "其他材料"
"""The law's last kind of paper is whatever else there is: nothing that could be missing."""

ALWAYS = frozenset({"涉嫌犯罪案件移送书", "调查报告"})
"""The letter and the report carry the case; neither can ever be "not applicable"."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the dossier must hold: any paper of `papers` meets it; `excusable` where the law's paper may not apply."""

    term: str
    papers: tuple[str, ...]
    citation: Citation
    excusable: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """One paper in the dossier, or the reason why it does not apply."""

    paper: str
    sha256: str = ""
    name: str = ""
    size: int = 0
    not_applicable: str = ""


def needs(examined: Examination, law: LawBook, *, on: date) -> tuple[Need, ...]:
    """Everything the dossier must hold on that day: the law's papers first, then the proof of each element."""
    listed = law.get("ref_documents", on=on)
    by_law = [Need(one, (one,), listed.citation, excusable=one not in ALWAYS) for one in listed.value if one != OTHER]
    by_element = [Need(f"证明“{one.term}”", one.proofs, one.citations[0]) for one in examined.elements]
    return (*by_law, *by_element)


def missing(wanted: Iterable[Need], filed: Sequence[Filed]) -> tuple[Need, ...]:
    """What the dossier still lacks."""
    held = {one.paper for one in filed if one.sha256}
    excused = {one.paper for one in filed if one.not_applicable.strip()}
    return tuple(
        need
        for need in wanted
        if held.isdisjoint(need.papers) and not (need.excusable and not excused.isdisjoint(need.papers))
    )


def hash_list(filed: Iterable[Filed]) -> str:
    """The list of hashes (哈希清单) as `sha256sum -c` reads it, in one fixed order; a changed byte anywhere changes a line."""
    lines = sorted({f"{one.sha256}  {name_of(one)}" for one in filed if one.sha256})
    return "".join(f"{line}\n" for line in lines)


def name_of(one: Filed) -> str:
    """What a paper is called in the dossier: what it is, the beginning of its hash, and its own name on one line."""
    return f"{one.paper}-{one.sha256[:8]}-{' '.join(one.name.replace('/', '-').split())}"


def seal_of(listed: str) -> str:
    """The one hash of a whole list, short enough to be written on the letter and read out on the telephone."""
    return hashlib.sha256(listed.encode()).hexdigest()
