"""Work on a case, in words: notes, hands, merging and splitting, archive and destruction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from anxin.apps.cases.events.matter import OfCase
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer


@dataclass(frozen=True, slots=True)
class NoteWritten(OfCase):
    """A note among colleagues was written (便签); its words stay in the case."""

    type: ClassVar[str] = "cases.note_written"
    note: int

    def in_words(self) -> str:
        return "写下便签"


@dataclass(frozen=True, slots=True)
class CoHandlerChanged(OfCase):
    """Somebody began or ended to handle a case beside its owner (协办)."""

    type: ClassVar[str] = "cases.co_handler_changed"
    who: int
    began: bool

    def in_words(self) -> str:
        return "增加协办人" if self.began else "撤销协办人"


@dataclass(frozen=True, slots=True)
class AssistanceAsked(OfCase):
    """Another unit was asked for help in a case, and by when it shall answer (请求协办)."""

    type: ClassVar[str] = "cases.assistance_asked"
    assistance: int
    unit: str
    due: date

    def in_words(self) -> str:
        return f"请{self.unit}协办，{self.due} 前答复"


@dataclass(frozen=True, slots=True)
class AssistanceEnded(OfCase):
    """A unit answered what it was asked for in a case, or its help was not needed any more (协办答复)."""

    type: ClassVar[str] = "cases.assistance_ended"
    assistance: int
    unit: str
    answered: bool

    def in_words(self) -> str:
        return f"{self.unit}已答复协办" if self.answered else f"撤回对{self.unit}的协办请求"


@dataclass(frozen=True, slots=True)
class PartHandedOn(OfCase):
    """Somebody's part in a case went to a successor: what waits for approval, or a sitting to come (交接)."""

    type: ClassVar[str] = "cases.part_handed_on"
    part: str
    to: int

    def in_words(self) -> str:
        return f"{'送审事项' if self.part == 'approval' else '将开的调解会'}交接给{refer('people.account', self.to)}"


@dataclass(frozen=True, slots=True)
class CaseMerged(OfCase):
    """Another case came into this one with its workers and its ledger (并案)."""

    type: ClassVar[str] = "cases.merged"
    other: int
    claimants: int
    owed_yuan: str
    title: str = ""

    def in_words(self) -> str:
        return f"并入{refer('cases.case', self.other)}：主张人 {self.claimants} 名，应付合计 {self.owed_yuan} 元"


@dataclass(frozen=True, slots=True)
class CaseSplit(OfCase):
    """Workers went out of this case into one of their own, with their lines of the ledger (分案)."""

    type: ClassVar[str] = "cases.split"
    to: int
    claimants: int
    owed_yuan: str
    title: str = ""

    def in_words(self) -> str:
        return f"分出{refer('cases.case', self.to)}：主张人 {self.claimants} 名，应付合计 {self.owed_yuan} 元"


@dataclass(frozen=True, slots=True)
class CaseArchived(OfCase):
    """A closed file was put on the shelf (归档)."""

    type: ClassVar[str] = "cases.archived"
    rule: int
    kept_until: str

    def in_words(self) -> str:
        return f"归档，保管至 {self.kept_until}" if self.kept_until else "归档，永久保管"


@dataclass(frozen=True, slots=True)
class CaseDestroyed(OfCase):
    """The content of a file was destroyed by protocol (销毁); its number and this line stay."""

    type: ClassVar[str] = "cases.destroyed"
    protocol: int
    title: str = ""

    def in_words(self) -> str:
        return f"案卷内容按{self.title or '销毁清册'}销毁"


@dataclass(frozen=True, slots=True)
class _OfProtocol(Event):
    """Of a destroy protocol."""

    protocol: int
    place: str
    cases: int

    @property
    def subject(self) -> str:
        return f"cases.destruction:{self.protocol}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class DestructionAsked(_OfProtocol):
    """Destroying files was put before a second person (送审销毁清册)."""

    type: ClassVar[str] = "cases.destruction_asked"

    def in_words(self) -> str:
        return f"提出销毁 {self.cases} 件案卷"


@dataclass(frozen=True, slots=True)
class WordsKept(Event):
    """A template of replies or a line of the retention list was written or taken out of use (维护)."""

    type: ClassVar[str] = "cases.words_kept"
    what: str
    row: int
    place: str
    active: bool

    @property
    def subject(self) -> str:
        return f"cases.{self.what}:{self.row}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"{'启用' if self.active else '停用'}{'答复模板' if self.what == 'template' else '保管期限'}"


@dataclass(frozen=True, slots=True)
class DestructionDeclined(_OfProtocol):
    """A destroy protocol was sent back or taken back (退回销毁清册); the reason stands on the protocol."""

    type: ClassVar[str] = "cases.destruction_declined"

    def in_words(self) -> str:
        return f"退回销毁清册，{self.cases} 件案卷仍在架上"
