"""What happens to the register, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class EmployerChanged(Event):
    """An employer was put on the register or its particulars were changed; `fields` names which, never their values."""

    type: ClassVar[str] = "registry.employer_changed"
    employer: int
    place: str
    is_new: bool
    fields: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"registry.employer:{self.employer}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "登记企业" if self.is_new else f"修改企业资料：{'、'.join(self.fields)}"


@dataclass(frozen=True, slots=True)
class SealedShown(Event):
    """A sealed number was shown to somebody, for a reason."""

    type: ClassVar[str] = "registry.sealed_shown"
    employer: int
    place: str
    field: str
    reason: str

    @property
    def subject(self) -> str:
        return f"registry.employer:{self.employer}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"查看联系电话原文，原因：{self.reason}"
