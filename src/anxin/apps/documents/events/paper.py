"""What happens to a legal paper (法律文书) and to its templates, in words; whom it names is never in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer


@dataclass(frozen=True, slots=True)
class _OfPaper(Event):
    paper: int
    form: str
    title: str
    case: int | None
    place: str

    @property
    def subject(self) -> str:
        return f"documents.paper:{self.paper}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class PaperComposed(_OfPaper):
    """A paper was drawn up from the facts as known then."""

    type: ClassVar[str] = "documents.paper_composed"
    facts_sha256: str

    def in_words(self) -> str:
        return f"拟写{self.title}"


@dataclass(frozen=True, slots=True)
class PaperOutdated(_OfPaper):
    """Somebody whom a paper names was corrected afterwards; it stays as it was written (更正前的文书)."""

    type: ClassVar[str] = "documents.paper_outdated"
    number_text: str

    def in_words(self) -> str:
        return f"当事人信息已更正，{self.title}{self.number_text}原样保存，应另行出具"


@dataclass(frozen=True, slots=True)
class PaperHandedOn(_OfPaper):
    """A paper that is not issued went to another person."""

    type: ClassVar[str] = "documents.paper_handed_on"
    to: int

    def in_words(self) -> str:
        return f"{self.title}交接给{refer('people.account', self.to)}"


@dataclass(frozen=True, slots=True)
class PaperFilled(_OfPaper):
    """The blanks of a draft were filled; `blanks` names them, not what was written."""

    type: ClassVar[str] = "documents.paper_filled"
    blanks: tuple[str, ...]

    def in_words(self) -> str:
        return f"填写{self.title}：{'、'.join(self.blanks) or '无内容'}"


@dataclass(frozen=True, slots=True)
class PaperSubmitted(_OfPaper):
    """A draft was handed to a second person for approval."""

    type: ClassVar[str] = "documents.paper_submitted"

    def in_words(self) -> str:
        return f"{self.title}送审"


@dataclass(frozen=True, slots=True)
class PaperDeclined(_OfPaper):
    """The second person sent a paper back, saying why."""

    type: ClassVar[str] = "documents.paper_declined"
    reason: str

    def in_words(self) -> str:
        return f"{self.title}退回修改：{self.reason}"


@dataclass(frozen=True, slots=True)
class _Numbered(_OfPaper):
    number_text: str


@dataclass(frozen=True, slots=True)
class PaperIssued(_Numbered):
    """A paper was given its number and issued."""

    type: ClassVar[str] = "documents.paper_issued"
    template_version: int
    sha256: str

    def in_words(self) -> str:
        return f"签发{self.title}，{self.number_text}"


@dataclass(frozen=True, slots=True)
class PaperVoided(_Numbered):
    """A paper was made void; its number is not given again."""

    type: ClassVar[str] = "documents.paper_voided"
    reason: str

    def in_words(self) -> str:
        return f"作废{self.title}{self.number_text and f'（{self.number_text}）'}：{self.reason}"


@dataclass(frozen=True, slots=True)
class PaperSuperseded(_Numbered):
    """A newer paper took the place of an issued one; the old one stays as it was."""

    type: ClassVar[str] = "documents.paper_superseded"
    by_paper: int
    reason: str

    def in_words(self) -> str:
        return f"{self.title}（{self.number_text}）已被新文书替换：{self.reason}"


@dataclass(frozen=True, slots=True)
class PaperServed(_Numbered):
    """A paper was served; the proofs are named by their hashes."""

    type: ClassVar[str] = "documents.paper_served"
    service: int
    method: str
    on: str
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"{self.title}（{self.number_text}）于 {self.on} {self.method}，凭证 {len(self.files)} 份"


@dataclass(frozen=True, slots=True)
class _OfTemplate(Event):
    form: str
    title: str
    version: int
    place: str

    @property
    def subject(self) -> str:
        return f"documents.form:{self.form}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class TemplateUploaded(_OfTemplate):
    """A clerk handed in an edited template."""

    type: ClassVar[str] = "documents.template_uploaded"
    sha256: str

    def in_words(self) -> str:
        return f"上传{self.title}模板第 {self.version} 版"


@dataclass(frozen=True, slots=True)
class TemplateInUse(_OfTemplate):
    """A version of a template was put in use; 0 is the one that ships."""

    type: ClassVar[str] = "documents.template_in_use"

    def in_words(self) -> str:
        return f"{self.title}改用{f'模板第 {self.version} 版' if self.version else '系统自带模板'}"


@dataclass(frozen=True, slots=True)
class PaperWiped(_OfPaper):
    """The content of a paper went with its case by protocol (销毁); kind, number and hashes stay."""

    type: ClassVar[str] = "documents.paper_wiped"
    number_text: str
    protocol: str

    def in_words(self) -> str:
        return f"{self.title}{self.number_text}的内容按{self.protocol}销毁"
