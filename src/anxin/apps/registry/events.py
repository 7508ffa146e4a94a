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
class BatchImported(Event):
    """A file was taken in as one batch."""

    type: ClassVar[str] = "registry.batch_imported"
    batch: int
    kind: str
    place: str
    sha256: str
    created: int
    changed: int
    unchanged: int

    @property
    def subject(self) -> str:
        return f"registry.batch:{self.batch}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"导入批次 {self.batch}：新增 {self.created}，更新 {self.changed}，未变 {self.unchanged}"


@dataclass(frozen=True, slots=True)
class BatchUndone(Event):
    """A whole batch was taken back."""

    type: ClassVar[str] = "registry.batch_undone"
    batch: int
    place: str
    restored: int
    removed: int

    @property
    def subject(self) -> str:
        return f"registry.batch:{self.batch}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"撤销导入批次 {self.batch}：恢复 {self.restored} 条，移除 {self.removed} 条"


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
