"""The lake (明细库): Parquet parts by kind, place and month, named by the hash of their bytes; nothing is ever overwritten.

A part is written beside its place, flushed to disk and only then given its name, so that a power cut leaves either the
whole part or none. Which parts count is not known here: the operational database keeps that list in its own
transaction and hands it in; a part nobody names is harmless.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from anxin.kernel.outcome import AnxinError

_KIND = re.compile(r"[a-z][a-z_]{0,31}")
_PLACE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_TEMPORARY = ".staging"
_ROWS_PER_GROUP = 122_880


@dataclass(frozen=True, slots=True)
class Part:
    """One immutable file of the lake; `path` is relative to the lake's root, so that the whole may be moved or restored."""

    path: Path
    sha256: str
    rows: int

    def under(self, root: Path) -> Path:
        """Where the part lies when the lake's root is here."""
        return root / self.path


class PartDamaged(AnxinError):
    """A part is missing or its bytes are not those that were staged (明细文件损坏)."""


def stage(root: Path, kind: str, place: str, month: int, table: pa.Table) -> Part:
    """Put a table into the lake and say under which name it lies; the same table again is the same part.

    When this returns the part is on disk, name and all; the caller may then commit the row that makes it count.
    """
    home = Path(_checked(_KIND, kind)) / _checked(_PLACE, place) / f"{month:06d}"
    folder = root / home
    temporary = folder / f"{secrets.token_hex(8)}{_TEMPORARY}"
    try:
        _make_durable_folder(root, home)
        sha256 = _write(table, temporary)
        path = home / f"{sha256}.parquet"
        if (root / path).exists() and _digest(root / path) == sha256:
            return Part(path, sha256, table.num_rows)
        temporary.replace(root / path)
        _sync_folder(folder)
    except OSError as error:
        raise _unstorable(error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return Part(path, sha256, table.num_rows)


def _checked(pattern: re.Pattern[str], name: str) -> str:
    if not pattern.fullmatch(name):
        raise ValueError(f"not a name for a folder of the lake: {name!r}")
    return name


def _make_durable_folder(root: Path, home: Path) -> None:
    for depth in range(len(home.parts) + 1):
        folder = root.joinpath(*home.parts[:depth])
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            _sync_folder(folder.parent)


def _write(table: pa.Table, path: Path) -> str:
    with path.open("xb") as sink:
        pq.write_table(table, sink, compression="zstd", row_group_size=_ROWS_PER_GROUP)
        sink.flush()
        os.fsync(sink.fileno())
    return _digest(path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _unstorable(error: OSError) -> AnxinError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return AnxinError("lake.disk_full", "磁盘空间不足，本次内容未保存。请清理磁盘后重新上传，已有数据不受影响。")
    return AnxinError("lake.unwritable", f"无法写入明细库（{error.strerror}），本次内容未保存。请联系系统管理员。")


def verify(part: Part, *, root: Path) -> None:
    """Refuse a part that is missing or whose bytes do not have the hash it was staged under."""
    where = part.under(root)
    if not where.is_file():
        raise PartDamaged("lake.part_missing", f"明细文件缺失：{part.path}。请从备份恢复。", path=str(part.path))
    if _digest(where) != part.sha256:
        raise PartDamaged("lake.part_changed", f"明细文件被改动：{part.path}。请从备份恢复。", path=str(part.path))


def read(parts: Sequence[Part], *, root: Path, schema: pa.Schema, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of the parts given, one after the other, in the columns of the schema; no parts give an empty table."""
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    tables = [pq.read_table(part.under(root), columns=wanted.names).cast(wanted) for part in parts]
    return pa.concat_tables(tables) if tables else wanted.empty_table()


def inputs_hash(parts: Iterable[Part]) -> str:
    """One hash for a set of parts, whatever their order: the same inputs give the same hash, so nothing need be redone."""
    digest = hashlib.sha256()
    for name in sorted({f"{part.path.as_posix()}:{part.sha256}" for part in parts}):
        digest.update(f"{name}\n".encode())
    return digest.hexdigest()


def unnamed(root: Path, *, live: Collection[Path]) -> Iterator[Path]:
    """Files of the lake, relative to its root, that no live part names: parts taken back, and what a crash left."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and (relative := path.relative_to(root)) not in live:
            yield relative
