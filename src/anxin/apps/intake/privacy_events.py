"""What happens to the persons kept with filings (个人信息), in words; nothing personal stands in an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.apps.intake.of_filing import OfFiling
from anxin.base.eventlog.event import Event

_KINDS = {"see": "查阅", "correct": "更正", "delete": "删除"}


@dataclass(frozen=True, slots=True)
class PrivacyAsked(OfFiling):
    """A filer asked to see, correct or delete what is kept about them (个人信息保护法 arts. 45-47)."""

    type: ClassVar[str] = "intake.privacy_asked"
    wish: int
    kind: str

    def in_words(self) -> str:
        return f"当事人申请{_KINDS[self.kind]}个人信息"


@dataclass(frozen=True, slots=True)
class PrivacyAnswered(OfFiling):
    """A person of the office answered such a wish, with reasons (个人信息保护法 art. 50)."""

    type: ClassVar[str] = "intake.privacy_answered"
    wish: int
    kind: str
    granted: bool

    def in_words(self) -> str:
        return f"{'准许' if self.granted else '不准'}当事人{_KINDS[self.kind]}个人信息"


@dataclass(frozen=True, slots=True)
class PersonCorrected(OfFiling):
    """What was kept wrong about a person was written right wherever it stood (更正); how it read before is kept sealed."""

    type: ClassVar[str] = "intake.person_corrected"
    wish: int
    places: int

    def in_words(self) -> str:
        return f"更正当事人个人信息，共 {self.places} 处"


@dataclass(frozen=True, slots=True)
class IdentityChosen(OfFiling):
    """A filer said anew whether the employer may learn who filed (身份公开程度)."""

    type: ClassVar[str] = "intake.identity_chosen"
    confidential: bool

    def in_words(self) -> str:
        return "当事人要求保密" if self.confidential else "当事人同意让单位知道是谁反映的"


@dataclass(frozen=True, slots=True)
class PersonsWiped(OfFiling):
    """Names and telephones kept with a filing were wiped (清除姓名电话): on the filer's wish, by protocol, or with its case."""

    type: ClassVar[str] = "intake.persons_wiped"
    why: str

    def in_words(self) -> str:
        why = {"wish": "按当事人申请", "protocol": "保管期满，按清册", "case": "随案卷销毁"}[self.why]
        return f"{why}清除姓名和电话"


@dataclass(frozen=True, slots=True)
class _OfWiping(Event):
    protocol: int
    place: str
    filings: int
    calls: int = 0

    @property
    def subject(self) -> str:
        return f"intake.wiping:{self.protocol}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class WipingDrawnUp(_OfWiping):
    """Filings whose time is over were put on a protocol (列入清册)."""

    type: ClassVar[str] = "intake.wiping_drawn_up"

    def in_words(self) -> str:
        return f"{_both(self)}的姓名电话保管期满，列入清除清册"


@dataclass(frozen=True, slots=True)
class WipingDone(_OfWiping):
    """A protocol was approved and carried out; what was kept longer is named on it (执行清册)."""

    type: ClassVar[str] = "intake.wiping_done"

    def in_words(self) -> str:
        return f"按清册清除 {_both(self)}的姓名电话"


def _both(event: _OfWiping) -> str:
    calls = f"、{event.calls} 条通话" if event.calls else ""
    return f"{event.filings} 件诉求{calls}"
