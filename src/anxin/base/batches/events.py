"""What happens to batches, in words; the log of every office holds them under the register's name, which they keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer


@dataclass(frozen=True, slots=True)
class _OfBatch(Event):
    batch: int
    place: str

    @property
    def subject(self) -> str:
        return f"registry.batch:{self.batch}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class BatchImported(_OfBatch):
    """A file was taken in as one batch."""

    type: ClassVar[str] = "registry.batch_imported"
    kind: str
    sha256: str
    created: int
    changed: int
    unchanged: int

    def in_words(self) -> str:
        return f"导入{refer('registry.batch', self.batch)}：新增 {self.created}，更新 {self.changed}，未变 {self.unchanged}"


@dataclass(frozen=True, slots=True)
class BatchUndone(_OfBatch):
    """A whole batch was taken back."""

    type: ClassVar[str] = "registry.batch_undone"
    restored: int
    removed: int

    def in_words(self) -> str:
        return f"撤销导入的{refer('registry.batch', self.batch)}：恢复 {self.restored} 条，移除 {self.removed} 条"
