"""What happens to filings, in words; nothing personal stands in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.apps.intake.of_filing import OfFiling
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer

_KINDS = {"complaint": "投诉", "report": "举报", "lead": "线索", "enquiry": "咨询"}


@dataclass(frozen=True, slots=True)
class FilingReceived(OfFiling):
    """A filing was received and acknowledged (已登记); `digest` is the hash of its words, `files` those of its attachments."""

    type: ClassVar[str] = "intake.filing_received"
    kind: str
    channel: str
    employer: int | None
    digest: str
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"登记{_KINDS[self.kind]}" + (f"，附件 {len(self.files)} 件" if self.files else "")


@dataclass(frozen=True, slots=True)
class FilingSetAside(OfFiling):
    """A filing that came faster than people file was taken in, and laid aside until somebody looks (缓办)."""

    type: ClassVar[str] = "intake.filing_set_aside"

    def in_words(self) -> str:
        return "同一来源登记过快，先放入缓办，待人查看"


@dataclass(frozen=True, slots=True)
class FilingReleased(OfFiling):
    """Somebody looked at a filing laid aside and put it into the inbox (移入收件箱)."""

    type: ClassVar[str] = "intake.filing_released"

    def in_words(self) -> str:
        return "已查看，移入收件箱"


@dataclass(frozen=True, slots=True)
class FilingUnderstood(OfFiling):
    """A person confirmed what a filing says (核定): its kind, employer, number of workers, amount."""

    type: ClassVar[str] = "intake.filing_understood"
    kind: str
    employer: int | None
    workers: int | None
    amount_yuan: str
    employer_said: str = ""
    """The employer that a person took out of the words, where the filer had named none in its own field."""

    def in_words(self) -> str:
        if self.employer_said:
            return f"核定为{_KINDS[self.kind]}，所述单位：{self.employer_said}"
        return f"核定为{_KINDS[self.kind]}"


@dataclass(frozen=True, slots=True)
class FilingJoined(OfFiling):
    """A filing was joined to an earlier one about the same matter (并案)."""

    type: ClassVar[str] = "intake.filing_joined"
    to: int

    def in_words(self) -> str:
        return f"并入{refer('intake.filing', self.to)}"


@dataclass(frozen=True, slots=True)
class FilingParted(OfFiling):
    """A joined filing was taken out again (撤销并案)."""

    type: ClassVar[str] = "intake.filing_parted"
    was: int

    def in_words(self) -> str:
        return f"从{refer('intake.filing', self.was)}中分出"


@dataclass(frozen=True, slots=True)
class FilingsToldApart(OfFiling):
    """A person said of two filings that seemed alike that they are two matters (认定不是同一件事)."""

    type: ClassVar[str] = "intake.filings_told_apart"
    other: int

    def in_words(self) -> str:
        return f"认定与{refer('intake.filing', self.other)}不是同一件事"


@dataclass(frozen=True, slots=True)
class FilingsLikened(OfFiling):
    """It was taken back that two filings are two matters (撤回认定)."""

    type: ClassVar[str] = "intake.filings_likened"
    other: int

    def in_words(self) -> str:
        return f"撤回：与{refer('intake.filing', self.other)}不是同一件事"


@dataclass(frozen=True, slots=True)
class FilingAssigned(OfFiling):
    """A filing was given to somebody (分派)."""

    type: ClassVar[str] = "intake.filing_assigned"
    owner: int

    def in_words(self) -> str:
        return "分派承办人"


@dataclass(frozen=True, slots=True)
class FilingPutBack(OfFiling):
    """A filing was put back among those that nobody has (退回未分派)."""

    type: ClassVar[str] = "intake.filing_put_back"
    was: int

    def in_words(self) -> str:
        return "退回未分派"


@dataclass(frozen=True, slots=True)
class FilingHandedOver(OfFiling):
    """A filing is handled in a case from now on (转案件)."""

    type: ClassVar[str] = "intake.filing_handed_over"
    case: int

    def in_words(self) -> str:
        return f"转{refer('cases.case', self.case)}办理"


@dataclass(frozen=True, slots=True)
class FilingAnswered(OfFiling):
    """The office answered the filer for the first time or closed an enquiry with an answer (答复)."""

    type: ClassVar[str] = "intake.filing_answered"
    closes: bool

    def in_words(self) -> str:
        return "答复办结" if self.closes else "首次答复当事人"


@dataclass(frozen=True, slots=True)
class TransferNoted(OfFiling):
    """The number of a matter handed over by 12345 or 110, and the day they want to hear by, were kept (转办要求)."""

    type: ClassVar[str] = "intake.transfer_noted"
    until: str

    def in_words(self) -> str:
        return f"来源方要求 {self.until} 前反馈" if self.until else "来源方没有要求反馈日期"


@dataclass(frozen=True, slots=True)
class TransferAnswered(OfFiling):
    """12345 or 110 were told what became of a matter they had handed over (转办反馈)."""

    type: ClassVar[str] = "intake.transfer_answered"
    channel: str
    reply: int

    def in_words(self) -> str:
        return f"已向 {self.channel} 反馈"


@dataclass(frozen=True, slots=True)
class MessageLeft(OfFiling):
    """The filer or the office left a message (留言)."""

    type: ClassVar[str] = "intake.message_left"
    message: int
    from_filer: bool

    def in_words(self) -> str:
        return "当事人留言" if self.from_filer else "给当事人留言"


@dataclass(frozen=True, slots=True)
class FilesAdded(OfFiling):
    """The filer added files (补充材料)."""

    type: ClassVar[str] = "intake.files_added"
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"补充材料 {len(self.files)} 件"


@dataclass(frozen=True, slots=True)
class FilesSent(OfFiling):
    """The office sent files with a message (发送材料)."""

    type: ClassVar[str] = "intake.files_sent"
    message: int
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"给当事人发材料 {len(self.files)} 件"


@dataclass(frozen=True, slots=True)
class FileWithdrawn(OfFiling):
    """A file that the office had sent was withdrawn: the filer can open it no longer (撤回材料)."""

    type: ClassVar[str] = "intake.file_withdrawn"
    attachment: int

    def in_words(self) -> str:
        return "撤回发给当事人的材料"


@dataclass(frozen=True, slots=True)
class ReceiptLookedUp(OfFiling):
    """A receipt code was looked up for a filer who had lost it (补查回执)."""

    type: ClassVar[str] = "intake.receipt_looked_up"

    def in_words(self) -> str:
        return "为当事人补查回执编号"


@dataclass(frozen=True, slots=True)
class IdentityShown(OfFiling):
    """Somebody looked at who filed (查看当事人身份), with the reason given."""

    type: ClassVar[str] = "intake.identity_shown"
    reason: str

    def in_words(self) -> str:
        return f"查看当事人身份：{self.reason}"


@dataclass(frozen=True, slots=True)
class IdentityAsked(OfFiling):
    """Somebody asked to see who filed in confidence; a second person decides (申请查看身份)."""

    type: ClassVar[str] = "intake.identity_asked"
    look: int
    reason: str

    def in_words(self) -> str:
        return f"申请查看当事人身份：{self.reason}"


@dataclass(frozen=True, slots=True)
class IdentityDecided(OfFiling):
    """The second person agreed that the identity is shown, or refused (同意或不同意查看身份)."""

    type: ClassVar[str] = "intake.identity_decided"
    look: int
    agreed: bool

    def in_words(self) -> str:
        return "同意查看当事人身份" if self.agreed else "不同意查看当事人身份"


@dataclass(frozen=True, slots=True)
class SurgeNoticed(Event):
    """Many filings about one employer within a day (集中投诉)."""

    type: ClassVar[str] = "intake.surge_noticed"
    employer: int | None
    place: str
    filings: int
    named: str = ""
    heard: int = 0
    """How many of them name it only in a way that a person must check: in their words, or by a part of its name."""

    @property
    def subject(self) -> str:
        return f"intake.named:{self.named}" if self.named else f"registry.employer:{self.employer}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        if self.heard:
            return f"24 小时内收到 {self.filings} 件诉求，其中 {self.heard} 件的单位待核对"
        return f"24 小时内收到 {self.filings} 件诉求"


@dataclass(frozen=True, slots=True)
class FilingsGathered(Event):
    """Filings about one employer were laid together as one matter (归为一件), by a person or, in a surge, by the system."""

    type: ClassVar[str] = "intake.filings_gathered"
    employer: int | None
    place: str
    head: int
    filings: int
    checked: bool
    named: str = ""

    @property
    def subject(self) -> str:
        return f"intake.named:{self.named}" if self.named else f"registry.employer:{self.employer}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"{self.filings} 件诉求归为一件" + ("" if self.checked else "，待人核对")
