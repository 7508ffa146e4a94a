"""Writing an archive: every byte is hashed on its way in, and the file has its name only when it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from anxin.kernel.outcome import BadInput, Fault
from anxin.project.keeping.manifest import NAME, Manifest, Member

CHUNK = 1 << 20
_PRIVATE = 0o600


class Packer:
    """An archive in the making, beside its final place and readable by its owner only.

    A `with` block left by an error leaves nothing behind; left without `finish` it does the same.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.members = path, list[Member]()
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> Self:
        _refuse_taken(self.path)
        handle = os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE)
        self._file = os.fdopen(handle, "wb")
        self._zip = zipfile.ZipFile(self._file, "w", compresslevel=1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._file.closed:
            self._file.close()
        self._part.unlink(missing_ok=True)

    def add_file(self, member: str, path: Path, *, squeeze: bool = False) -> Member:
        """Put one file of the disk in."""
        with path.open("rb") as source:
            return self.add(member, iter(lambda: source.read(CHUNK), b""), squeeze=squeeze)

    def add(self, member: str, chunks: Iterable[bytes | memoryview], *, squeeze: bool = False) -> Member:
        """Put some bytes in. What is compressed already, such as Parquet and workbooks, is not squeezed again."""
        digest, size = hashlib.sha256(), 0
        self._zip.compression = zipfile.ZIP_DEFLATED if squeeze else zipfile.ZIP_STORED
        with self._zip.open(member, "w", force_zip64=True) as sink:
            for chunk in chunks:
                sink.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members.append(Member(member, size, digest.hexdigest()))
        return self.members[-1]

    def finish(self, manifest: Manifest) -> int:
        """Write the manifest, make everything safe on the disk, give the file its name; answers with its size."""
        self._zip.writestr(NAME, json.dumps(manifest.to_json(), ensure_ascii=False))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        _refuse_taken(self.path)
        self._part.rename(self.path)
        sync_folder(self.path.parent)
        return self.path.stat().st_size


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def private_folder(path: Path) -> Iterator[Path]:
    """A folder of its own beside a file, gone afterwards."""
    with TemporaryDirectory(prefix=".anxin-backup-", dir=path.parent) as folder:
        yield Path(folder)


def _refuse_taken(path: Path) -> None:
    if path.exists():
        fault = Fault(str(path), "文件已经存在，没有覆盖", "请换一个文件名，例如带上日期")
        raise BadInput("backup_exists", "备份没有进行。", [fault])
    if not path.parent.is_dir():
        fault = Fault(str(path.parent), "文件夹不存在", "请先建立文件夹，或换一个位置")
        raise BadInput("backup_no_folder", "备份没有进行。", [fault])
