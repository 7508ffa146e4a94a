"""What happens in the ledger of public-order matters, in words; nothing personal stands in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer
from anxin.domain.casework.loading import case_types

TABLE = "disorder"


@dataclass(frozen=True, slots=True)
class OfDisorder(Event):
    """Something that happened to a public-order matter."""

    disorder: int
    place: str

    @property
    def subject(self) -> str:
        return f"cases.disorder:{self.disorder}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class DisorderRecorded(OfDisorder):
    """A matter was put on the ledger with its sources (登记涉薪治安事项)."""

    type: ClassVar[str] = "cases.disorder_recorded"
    kind: str
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"登记涉薪治安事项，来源材料 {len(self.files)} 份"


@dataclass(frozen=True, slots=True)
class DisorderSourceAdded(OfDisorder):
    """Something to compare with came in: a list of claims or of attendance, a settlement, a paper (补充来源)."""

    type: ClassVar[str] = "cases.disorder_source_added"
    what: str
    count: int
    file: str = ""

    def in_words(self) -> str:
        return f"补充来源：{SOURCE_TERMS[self.what]} {self.count} 项"


SOURCE_TERMS = {
    "claims": "主张名单", "case": "案件台账的主张", "attendance": "考勤名单", "settlement": "工程款结算", "paper": "材料",
    "concerned": "当事人",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DisorderPersonTold(OfDisorder):
    """Somebody concerned was told what it is about and that he may answer (告知当事人)."""

    type: ClassVar[str] = "cases.disorder_person_told"
    who: int

    def in_words(self) -> str:
        return f"已告知当事人{refer('cases.disorder_person', self.who)}事由和陈述权"


@dataclass(frozen=True, slots=True)
class DisorderReplied(OfDisorder):
    """Somebody concerned answered (当事人陈述)."""

    type: ClassVar[str] = "cases.disorder_replied"
    who: int
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"收存当事人{refer('cases.disorder_person', self.who)}的陈述，材料 {len(self.files)} 份"


@dataclass(frozen=True, slots=True)
class DisorderPersonCleared(OfDisorder):
    """Somebody was cleared and is found by no search any more (排除当事人)."""

    type: ClassVar[str] = "cases.disorder_person_cleared"
    who: int

    def in_words(self) -> str:
        return f"排除当事人{refer('cases.disorder_person', self.who)}，不再能被查到"


@dataclass(frozen=True, slots=True)
class DisorderMoved(OfDisorder):
    """A verb of the table was used on a matter (办理涉薪治安事项); `check` is the digest of the facts the decider saw."""

    type: ClassVar[str] = "cases.disorder_moved"
    verb: str
    before: str
    after: str
    files: tuple[str, ...]
    check: str = ""

    def in_words(self) -> str:
        table = case_types()[TABLE]
        move = table.verb(self.before, self.verb)
        what = move.term if move else self.verb
        seen = _seen(self.check)
        return f"{what}{seen}" if self.before == self.after else f"{what}，转入“{table.states[self.after].term}”{seen}"


def _seen(check: str) -> str:
    return f"（所见主张核对已定格，校验 {check[:8]}）" if check else ""


@dataclass(frozen=True, slots=True)
class DisorderApprovalAsked(OfDisorder):
    """A conclusion, a referral or the destruction was put before a second person (送审)."""

    type: ClassVar[str] = "cases.disorder_approval_asked"
    verb: str
    state: str
    check: str = ""

    def in_words(self) -> str:
        move = case_types()[TABLE].verb(self.state, self.verb)
        return f"送审：{move.term if move else self.verb}{_seen(self.check)}"


@dataclass(frozen=True, slots=True)
class DisorderApprovalDeclined(OfDisorder):
    """What waited was sent back or taken back (退回)."""

    type: ClassVar[str] = "cases.disorder_approval_declined"
    verb: str

    def in_words(self) -> str:
        return "审批退回"


@dataclass(frozen=True, slots=True)
class DisorderNamesSeen(OfDisorder):
    """Somebody looked at the names of a matter, and for what (查看姓名)."""

    type: ClassVar[str] = "cases.disorder_names_seen"
    reason: str

    def in_words(self) -> str:
        return f"查看姓名，用途：{self.reason}"


@dataclass(frozen=True, slots=True)
class DisorderSearched(Event):
    """Somebody looked for a person in the ledger, and for what (按人查找); whom is not kept."""

    type: ClassVar[str] = "cases.disorder_searched"
    place: str
    reason: str
    found: int

    @property
    def subject(self) -> str:
        return "cases.disorders"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"在涉薪治安台账按人查找，找到 {self.found} 件，用途：{self.reason}"


@dataclass(frozen=True, slots=True)
class DisorderHandedOn(OfDisorder):
    """A matter, or what was put up for approval in it, went to a successor (交接涉薪治安事项)."""

    type: ClassVar[str] = "cases.disorder_handed_on"
    part: str
    to: int

    def in_words(self) -> str:
        return f"{'送审事项' if self.part == 'approval' else '事项'}交接给{refer('people.account', self.to)}"
