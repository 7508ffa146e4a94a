"""What happens to stored files, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfFile(Event):
    sha256: str

    @property
    def subject(self) -> str:
        return f"files.file:{self.sha256[:16]}"

    @property
    def place_path(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class FileQuarantined(_OfFile):
    """A stored file was set aside as unsafe."""

    type: ClassVar[str] = "files.quarantined"

    def in_words(self) -> str:
        return "文件被隔离"


@dataclass(frozen=True, slots=True)
class FileRemoved(_OfFile):
    """The content of a file was removed when its time of keeping was over."""

    type: ClassVar[str] = "files.removed"

    def in_words(self) -> str:
        return "文件按保存期限清除"
