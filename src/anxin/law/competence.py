"""Whose act is it (权限): which authority holds an act, and whether a deployment may do it or must refer it.

A town screens, mediates, keeps evidence, warns, refers and reports. Fines, payment orders, asset inquiry, blacklist, publication
and criminal transfer belong to others, unless a deployment's own file names the written devolution or entrustment (委托).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from anxin.kernel.outcome import BadInput, Citation, Fault
from anxin.law.instruments import DATA, parsed

_FILE = DATA / "cn" / "competence.yaml"


class UnknownAct(BadInput):
    """No such act in the table of competence."""


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority: its code, its name and its level (town, county, prefecture)."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act of power: who holds it, where that stands, and the period that runs at the receiving authority once referred."""

    id: str
    term: str
    holders: tuple[str, ...]
    citation: Citation
    referral_clock: str = ""
    note: str = ""


class Competence:
    """The table of acts and authorities, with what was devolved or entrusted to this deployment."""

    def __init__(self, authorities: Mapping[str, Authority], acts: Mapping[str, Act]) -> None:
        self.authorities = dict(authorities)
        self._acts = dict(acts)

    def __iter__(self) -> Iterator[Act]:
        return iter(self._acts.values())

    def act(self, act_id: str) -> Act:
        """One act by its id."""
        if act_id not in self._acts:
            raise UnknownAct("law.unknown_act", f"权限表中没有“{act_id}”，现有：{'、'.join(self._acts)}。")
        return self._acts[act_id]

    def may(self, act_id: str, *, acting_as: Collection[str]) -> bool:
        """Whether somebody who is one of some authorities may do an act himself."""
        return not set(self.act(act_id).holders).isdisjoint(acting_as)

    def refer_to(self, act_id: str, *, acting_as: Collection[str]) -> Authority | None:
        """The authority to which an act must be referred; None when it may be done here."""
        if self.may(act_id, acting_as=acting_as):
            return None
        return self.authorities[self.act(act_id).holders[0]]


@cache
def competence(overrides: Path | None = None) -> Competence:
    """The table that ships, with a deployment's own `competence.yaml` of written entrustments over it."""
    document = parsed(_FILE)
    authorities = {code: Authority(code, one["name"], one["level"]) for code, one in document["authorities"].items()}
    acts = {one["id"]: _act(one) for one in document["acts"]}
    own = None if overrides is None else overrides / "competence.yaml"
    if own is not None and own.is_file():
        acts |= _entrusted(own, acts, authorities)
    return Competence(authorities, acts)


def _act(one: Mapping[str, Any]) -> Act:
    citation = Citation(one["law"], one["doc_no"], str(one["article"]), "", bool(one["read"]))
    return Act(one["id"], one["term"], tuple(one["holders"]), citation, one.get("referral", ""), one.get("note", ""))


def _entrusted(path: Path, acts: Mapping[str, Act], authorities: Mapping[str, Authority]) -> dict[str, Act]:
    """Acts given to further authorities in writing: `entrusted: [{act, to, law, doc_no}]`, each with its document."""
    found: dict[str, Act] = {}
    faults: list[Fault] = []
    for number, one in enumerate(parsed(path).get("entrusted") or (), start=1):
        where = f"{path.name} 第 {number} 项"
        if one.get("act") not in acts or one.get("to") not in authorities:
            faults.append(Fault(where, "act 或 to 不在权限表中", f"act 可为：{'、'.join(acts)}"))
        elif not (one.get("law") and one.get("doc_no")):
            faults.append(Fault(where, "没有写明下放或委托文件（law、doc_no）", "请写书面委托文件的名称和文号"))
        else:
            base = found.get(one["act"], acts[one["act"]])
            citation = Citation(one["law"], str(one["doc_no"]), str(one.get("article", "")), one.get("url", ""))
            found[base.id] = replace(base, holders=(*base.holders, one["to"]), citation=citation)
    if faults:
        raise BadInput("law.file_refused", "权限文件有误，没有载入：", faults)
    return found
