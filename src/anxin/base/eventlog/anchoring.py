"""Anchors (锚定): the heads of all chains at a moment, to be kept where the server's own administrators cannot reach them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import F, Max

from anxin.base.eventlog.models import EventRow
from anxin.kernel.outcome import BadInput, Fault

MARK_EVERY = 1000
"""An anchor notes every thousandth hash too, so that a rewritten past can be placed within a thousand events."""

FORMAT = "anxin-anchor-1"


@dataclass(frozen=True, slots=True)
class Anchored:
    """One chain as it was when anchored: how many events, the hash of the last one, and marks on the way."""

    chain: str
    count: int
    seq: int
    head: str
    marks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """All chains at a moment."""

    taken_at: str
    chains: tuple[Anchored, ...]

    @property
    def events(self) -> int:
        return sum(one.count for one in self.chains)

    def to_json(self) -> dict[str, Any]:
        """The anchor as the document that is kept elsewhere."""
        return {"format": FORMAT, "events": self.events, **asdict(self)}

    @classmethod
    def from_json(cls, document: Any) -> Self:
        """The anchor of a kept document; anything else is refused."""
        try:
            if document["format"] != FORMAT:
                raise ValueError(document["format"])
            chains = tuple(_anchored(one) for one in document["chains"])
            return cls(str(document["taken_at"]), chains)
        except (KeyError, TypeError, ValueError) as error:
            fault = Fault("锚定文件", "不是 anxin audit anchor 写出的文件", "请使用当时保存的原文件")
            raise BadInput("not_an_anchor", "锚定文件无法使用。", [fault]) from error


def take(at: datetime) -> Anchor:
    """The heads of all chains now."""
    return Anchor(at.isoformat(), tuple(_chain(name) for name in _chain_names()))


def _chain_names() -> list[str]:
    found = EventRow.objects.order_by("chain").values_list("chain", flat=True).distinct()
    return list(found)


def _chain(name: str) -> Anchored:
    rows = EventRow.objects.filter(chain=name)
    last = rows.aggregate(last=Max("chain_seq"))["last"]
    head = rows.get(chain_seq=last)
    marked = rows.alias(rest=F("chain_seq") % MARK_EVERY).filter(rest=0).order_by("chain_seq")
    marks = tuple(marked.values_list("chain_seq", "hash"))
    return Anchored(name, head.chain_seq, head.seq, head.hash, marks)


def _anchored(one: Any) -> Anchored:
    marks = tuple((int(number), str(hash_)) for number, hash_ in one["marks"])
    return Anchored(str(one["chain"]), int(one["count"]), int(one["seq"]), str(one["head"]), marks)
