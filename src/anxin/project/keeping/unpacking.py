"""Reading an archive: whole, ours and unharmed down to the last hash, or refused with the remedy."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from anxin.kernel.outcome import BadInput, Fault
from anxin.project.keeping.manifest import NAME, Manifest, Member

CHUNK = 1 << 20
_MOST_MANIFEST = 1 << 30
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
Where = Callable[[Member], Path | None]


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive with its manifest; the names in both must be the same."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            _same_names(archive, manifest, path)
            yield archive, manifest
    except OSError as error:
        if isinstance(error, FileNotFoundError | IsADirectoryError | PermissionError):
            raise _refused(path, "读不到这个文件", "请检查路径和权限") from error
        if error.errno == errno.EINVAL:  # a place within the archive that is none
            raise _not_whole(path) from error
        raise
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _not_whole(path) from error


def unpack(path: Path, archive: zipfile.ZipFile, manifest: Manifest, where: Where) -> None:
    """Read every member, compare its hash and lay it where it is wanted; None only compares."""
    faults = [fault for member in manifest.members if (fault := _unpack(archive, member, where(member))) is not None]
    if faults:
        raise BadInput("backup_damaged", f"备份 {path} 已损坏，没有恢复任何内容。", faults[:20])


def refuse_without_room(manifest: Manifest, folder: Path) -> None:
    """Say before the first byte that the disk is too small."""
    free, wanted = shutil.disk_usage(folder).free, int(manifest.bytes * 1.1)
    if free < wanted:
        fault = Fault(str(folder), f"需要约 {wanted >> 20} MB，只剩 {free >> 20} MB", "请清理磁盘或换一个数据目录")
        raise BadInput("restore_no_room", "磁盘空间不足，没有恢复任何内容。", [fault])


def _unpack(archive: zipfile.ZipFile, member: Member, target: Path | None) -> Fault | None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(member.path) as source:
            if target is None:
                digest, size = _copied(source.read, lambda _chunk: None, member)
            else:
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with target.open("xb") as sink:
                    digest, size = _copied(source.read, sink.write, member)
    except _DAMAGED:
        return Fault(member.path, "读不出来，文件已损坏", "请改用另一份备份")
    if size != member.size or digest.hexdigest() != member.sha256:
        return Fault(member.path, "内容与备份清单中的哈希不符，已损坏或被改动", "请改用另一份备份")
    return None


def _copied(
    read: Callable[[int], bytes], write: Callable[[bytes], object], member: Member
) -> tuple[hashlib._Hash, int]:
    digest, size = hashlib.sha256(), 0
    while (chunk := read(CHUNK)) and size <= member.size:
        write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return digest, size


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if archive.getinfo(NAME).file_size > _MOST_MANIFEST:
            raise ValueError("too large")
        return Manifest.from_json(json.loads(archive.read(NAME)))
    except (KeyError, TypeError, ValueError, *_DAMAGED) as error:
        raise _refused(path, "不是安薪备份，或备份清单已损坏", "请使用 anxin backup 写出的文件") from error


def _same_names(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    held, named = sorted(archive.namelist()), sorted([NAME, *(one.path for one in manifest.members)])
    if held != named:
        odd = sorted(set(held) ^ set(named)) or held
        raise _refused(path, f"内容与备份清单不一致：{'、'.join(odd[:3])}", "文件被改动过，请改用另一份备份")


def _not_whole(path: Path) -> BadInput:
    return _refused(path, "不是安薪备份，或文件不完整（可能没有传完）", "请重新复制原备份文件，或改用另一份备份")


def _refused(path: Path, what: str, remedy: str) -> BadInput:
    return BadInput("not_a_backup", "没有恢复任何内容。", [Fault(str(path), what, remedy)])
