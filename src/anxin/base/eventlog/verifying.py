"""Proving the log (验证审计链): every event is read and every hash computed anew; nothing stored is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection
from django.db.models import Max

from anxin.base.eventlog.anchoring import Anchor, Anchored
from anxin.base.eventlog.chain import GENESIS, Link, chain_of
from anxin.base.eventlog.models import EventRow

MOST_FAULTS = 1000
_COLUMNS = (*Link.__slots__, "prev_hash", "hash", "seq")
_WIDTH = len(Link.__slots__)


class Tampering(StrEnum):
    """What was done to the log."""

    CHANGED = "changed"
    MISSING = "missing"
    MOVED = "moved"
    CUT_OFF = "cut_off"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class Broken:
    """One place at which the log is not what it was: chain, number in the chain, what was done, in words.

    `seq` is the number of the row at fault in the whole log; there is none where rows are missing.
    """

    kind: Tampering
    chain: str
    chain_seq: int
    what: str
    seq: int | None = None


@dataclass(slots=True)
class Verdict:
    """What the proof found."""

    events: int = 0
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: list[Broken] = field(default_factory=list)
    more_faults: bool = False

    @property
    def sound(self) -> bool:
        return not self.faults

    def add(self, fault: Broken) -> None:
        if len(self.faults) >= MOST_FAULTS:
            self.more_faults = True
        else:
            self.faults.append(fault)


def verify(anchor: Anchor | None = None) -> Verdict:
    """Read every event of every chain and name each place where something was changed, removed, moved or cut off.

    Without an anchor a chain that was rewritten from some event to its end looks sound, as in any hash chain; with an
    anchor taken before, that and every truncation shows.
    """
    verdict, expected = Verdict(), _marks(anchor)
    walk = _Walk(verdict, expected)
    for row in _rows():
        walk.step(row)
    walk.leave()
    _check_against(anchor, verdict)
    _check_sequence(verdict)
    return verdict


def _rows() -> Iterator[tuple[Link, str, str, int]]:
    rows = EventRow.objects.order_by("chain", "chain_seq", "seq").values_list(*_COLUMNS)
    for values in rows.iterator(chunk_size=5000):
        yield Link(*values[:_WIDTH]), values[_WIDTH], values[_WIDTH + 1], values[_WIDTH + 2]


def _marks(anchor: Anchor | None) -> dict[str, dict[int, str]]:
    if anchor is None:
        return {}
    return {one.chain: {**dict(one.marks), one.count: one.head} for one in anchor.chains}


@dataclass(slots=True)
class _Walk:
    """Goes along the chains, one event after the other."""

    verdict: Verdict
    expected: dict[str, dict[int, str]]
    chain: str | None = None
    number: int = 0
    seq: int = 0
    head: str = GENESIS
    sound_until: int = 0
    rewritten: bool = False

    def step(self, row: tuple[Link, str, str, int]) -> None:
        link, prev_hash, hash_, seq = row
        if link.chain != self.chain:
            self.leave()
            self.chain, self.number, self.seq, self.head = link.chain, 0, 0, GENESIS
            self.sound_until, self.rewritten = 0, False
        self._check_number(link.chain_seq, seq)
        self._check_content(link, prev_hash, hash_, seq)
        self._check_mark(link.chain_seq, hash_)
        self.number, self.seq, self.head = link.chain_seq, max(seq, self.seq), hash_
        self.verdict.events += 1

    def leave(self) -> None:
        if self.chain is not None:
            self.verdict.heads[self.chain] = (self.number, self.head)

    def _tell(self, kind: Tampering, chain_seq: int, what: str, seq: int | None = None) -> None:
        self.verdict.add(Broken(kind, self.chain or "", chain_seq, what, seq))

    def _check_number(self, number: int, seq: int) -> None:
        wanted = self.number + 1
        if number > wanted:
            span = f"第 {wanted} 号" if number == wanted + 1 else f"第 {wanted} 至 {number - 1} 号"
            self._tell(Tampering.MISSING, wanted, f"{span}事件被删除")
        elif number < wanted:
            self._tell(Tampering.MOVED, number, f"第 {number} 号事件出现两次，有一个是插入的", seq)

    def _check_content(self, link: Link, prev_hash: str, hash_: str, seq: int) -> None:
        follows = prev_hash == self.head or link.chain_seq > self.number + 1
        intact = link.hash_after(prev_hash) == hash_
        if not intact and not follows and (origin := _origin(link, prev_hash, hash_)):
            self._tell(Tampering.MOVED, link.chain_seq, f"此处的事件原是第 {origin} 号，次序被调换", seq)
        elif not intact:
            self._tell(Tampering.CHANGED, link.chain_seq, "事件内容或哈希被改动", seq)
        elif not follows:
            self._tell(Tampering.MOVED, link.chain_seq, "与前一事件不衔接：此处被插入、替换或调换", seq)
        elif seq < self.seq or chain_of(link.place_path) != link.chain:
            self._tell(Tampering.MOVED, link.chain_seq, "记录次序与链内次序不符，次序被调换", seq)

    def _check_mark(self, number: int, hash_: str) -> None:
        wanted = self.expected.get(self.chain or "", {}).get(number)
        if wanted is None or self.rewritten:
            return
        if wanted == hash_:
            self.sound_until = number
            return
        self.rewritten = True
        first = self.sound_until + 1
        self._tell(
            Tampering.REWRITTEN, first, f"与锚定不符：第 {first} 至 {number} 号之间有事件被改写，其后的哈希被重算"
        )


def _origin(link: Link, prev_hash: str, hash_: str) -> int | None:
    """The number under which a moved event's hash is right: one after the event it stands on."""
    if prev_hash == GENESIS:
        before: int | None = 0
    else:
        found = EventRow.objects.filter(chain=link.chain, hash=prev_hash)
        before = found.values_list("chain_seq", flat=True).first()
    candidates = {link.chain_seq - 1, link.chain_seq + 1} | ({before + 1} if before is not None else set())
    for number in sorted(candidates):
        if link.numbered(number).hash_after(prev_hash) == hash_:
            return number
    return _searched(link, prev_hash, hash_)


def _searched(link: Link, prev_hash: str, hash_: str) -> int | None:
    """Both neighbours were moved too: try every number of the chain."""
    last = EventRow.objects.filter(chain=link.chain).aggregate(last=Max("chain_seq"))["last"] or 0
    for number in range(1, min(last, 20_000) + 1):
        if link.numbered(number).hash_after(prev_hash) == hash_:
            return number
    return None


def _check_against(anchor: Anchor | None, verdict: Verdict) -> None:
    for one in anchor.chains if anchor else ():
        count, _ = verdict.heads.get(one.chain, (0, ""))
        if count < one.count:
            verdict.add(Broken(Tampering.CUT_OFF, one.chain, count + 1, _cut_off(one, count)))


def _cut_off(one: Anchored, count: int) -> str:
    return f"末尾被截断：锚定时有 {one.count} 个事件，现在只到第 {count} 号"


def _check_sequence(verdict: Verdict) -> None:
    """SQLite remembers the highest number it ever gave; a log that ends below it lost its tail."""
    if connection.vendor != "sqlite" or any(one.kind == Tampering.CUT_OFF for one in verdict.faults):
        return
    last = EventRow.objects.aggregate(last=Max("seq"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [EventRow._meta.db_table])
        given = (cursor.fetchone() or (0,))[0]
    if given > last:
        what = f"末尾被截断：数据库曾写到总第 {given} 号事件，现在只到总第 {last} 号"
        verdict.add(Broken(Tampering.CUT_OFF, "*", last + 1, what))
