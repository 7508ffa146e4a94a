"""What happens to cases, in words; nothing personal stands in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.loading import case_types


@dataclass(frozen=True, slots=True)
class OfCase(Event):
    """Something that happened to a case."""

    case: int
    place: str

    @property
    def subject(self) -> str:
        return f"cases.case:{self.case}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class CaseOpened(OfCase):
    """A case was opened from a filing (立项)."""

    type: ClassVar[str] = "cases.opened"
    filing: int
    employer: int | None

    def in_words(self) -> str:
        return f"由{refer('intake.filing', self.filing)}形成案件"


@dataclass(frozen=True, slots=True)
class FilingAttached(OfCase):
    """A filing about the same employer came to a case that is open already (归入案件)."""

    type: ClassVar[str] = "cases.filing_attached"
    filing: int

    def in_words(self) -> str:
        return f"{refer('intake.filing', self.filing)}归入本案"


@dataclass(frozen=True, slots=True)
class FilingDetached(OfCase):
    """A filing was taken out of a case into one of its own (分出)."""

    type: ClassVar[str] = "cases.filing_detached"
    filing: int
    to: int
    title: str = ""

    def in_words(self) -> str:
        return f"{refer('intake.filing', self.filing)}分出，另立{refer('cases.case', self.to)}办理"


@dataclass(frozen=True, slots=True)
class CaseTakenOut(OfCase):
    """This case was made of a filing taken out of another one; accepted there, it stays accepted (由他案分出)."""

    type: ClassVar[str] = "cases.taken_out"
    was: int
    title: str
    accepted: bool

    def in_words(self) -> str:
        if self.accepted:
            return f"由{refer('cases.case', self.was)}分出，已受理的决定不变"
        return f"由{refer('cases.case', self.was)}分出，受理期限从诉求登记之日起算"


@dataclass(frozen=True, slots=True)
class FactsSettled(OfCase):
    """The fact sheet of a case was settled or corrected (核定案情); `fields` names which, never their values."""

    type: ClassVar[str] = "cases.facts_settled"
    fields: tuple[str, ...]

    def in_words(self) -> str:
        return f"核定案情：{'、'.join(self.fields)}"


@dataclass(frozen=True, slots=True)
class PaidAnswered(OfCase):
    """Whoever filed answered whether the wages have arrived (到账确认)."""

    type: ClassVar[str] = "cases.paid_answered"
    filing: int
    paid: bool

    def in_words(self) -> str:
        return f"{refer('intake.filing', self.filing)}当事人确认{'已到账' if self.paid else '未到账'}"


@dataclass(frozen=True, slots=True)
class CaseAssigned(OfCase):
    """A case was given to somebody (分派)."""

    type: ClassVar[str] = "cases.assigned"
    owner: int

    def in_words(self) -> str:
        return "分派承办人"


@dataclass(frozen=True, slots=True)
class DoorOpened(OfCase):
    """A procedure was begun on the same fact sheet (启动程序)."""

    type: ClassVar[str] = "cases.door_opened"
    procedure: int
    kind: str

    def in_words(self) -> str:
        return f"启动{case_types()[self.kind].term}"


@dataclass(frozen=True, slots=True)
class ProcedureMoved(OfCase):
    """A verb of a procedure was used (办理)."""

    type: ClassVar[str] = "cases.moved"
    procedure: int
    kind: str
    verb: str
    before: str
    after: str
    files: tuple[str, ...] = ()
    papers: tuple[int, ...] = ()
    receiver: str = ""
    """The authority to which the matter went, where it went to one."""

    def in_words(self) -> str:
        table = case_types()[self.kind]
        move = table.verb(self.before, self.verb)
        what = f"{table.term}：{move.term if move else self.verb}" + (
            f"，由{self.receiver}接收" if self.receiver else ""
        )
        after = table.states[self.after].term
        return what if self.before == self.after or what.endswith(f"：{after}") else f"{what}，转入“{after}”"


@dataclass(frozen=True, slots=True)
class ApprovalAsked(OfCase):
    """A verb that needs approval was put before whoever may approve (送审)."""

    type: ClassVar[str] = "cases.approval_asked"
    procedure: int
    kind: str
    verb: str
    state: str

    def in_words(self) -> str:
        move = case_types()[self.kind].verb(self.state, self.verb)
        return f"送审：{move.term if move else self.verb}"


@dataclass(frozen=True, slots=True)
class ApprovalDeclined(OfCase):
    """Approval was refused (退回), and why; without a reason, whoever asked took it back."""

    type: ClassVar[str] = "cases.approval_declined"
    procedure: int
    verb: str
    kind: str = ""
    state: str = ""
    reason: str = ""

    def in_words(self) -> str:
        move = case_types()[self.kind].verb(self.state, self.verb) if self.kind else None
        what = "审批退回" if self.reason or not self.kind else "撤回送审"
        return what + (f"：{move.term}" if move else "") + (f"（{self.reason}）" if self.reason else "")


@dataclass(frozen=True, slots=True)
class ClaimantAdded(OfCase):
    """A worker was put on the claim ledger (登记主张人)."""

    type: ClassVar[str] = "cases.claimant_added"
    claimant: int

    def in_words(self) -> str:
        return "登记主张人"


@dataclass(frozen=True, slots=True)
class LedgerWritten(OfCase):
    """A line was added to the claim ledger (台账记账)."""

    type: ClassVar[str] = "cases.ledger_written"
    claimant: int
    kind: str
    amount_yuan: str

    def in_words(self) -> str:
        return f"台账：{Kind(self.kind).term} {self.amount_yuan} 元"


@dataclass(frozen=True, slots=True)
class WorkersExcused(OfCase):
    """It was stated why some workers of a case need neither a yes nor a proof (到账说明)."""

    type: ClassVar[str] = "cases.workers_excused"
    excusal: int
    workers: int
    ground: str

    def in_words(self) -> str:
        return f"说明 {self.workers} 人无需确认到账：{self.ground}"


@dataclass(frozen=True, slots=True)
class ExcusalTakenBack(OfCase):
    """What was stated of workers who need no yes was taken back (撤回到账说明)."""

    type: ClassVar[str] = "cases.excusal_taken_back"
    excusal: int
    workers: int

    def in_words(self) -> str:
        return f"撤回 {self.workers} 人无需确认到账的说明"
