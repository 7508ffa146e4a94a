"""Files handed in, kept under the hash of their content; a file is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction

from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.files.archives import check_archive
from anxin.base.files.events import FileQuarantined, FileRemoved
from anxin.base.files.models import StoredFile
from anxin.base.files.refusals import refuse_disk_full, refuse_kind, refuse_large, refuse_quarantined, refuse_removed
from anxin.base.files.sniffing import kind_of
from anxin.base.files.uses import in_use
from anxin.kernel.outcome import NotFound
from anxin.kernel.room import is_full

CHUNK = 1 << 20
ABANDONED_AFTER = 86_400
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ZIPPED = frozenset({"xlsx", "docx", "zip"})


def put(
    stream: BinaryIO,
    *,
    name: str,
    by: Actor,
    at: datetime,
    kinds: frozenset[str] | None = None,
    until: date | None = None,
) -> StoredFile:
    """Keep a file; the same content again is the same file. Refused files leave nothing behind.

    Without a day it is kept without end; with one at least until that day, unless `keep` claims it before. The file is on
    the disk, synced and under its final name, before the row that speaks of it is written.
    """
    with _disk(name), _incoming() as temporary:
        sha256, size = _copy(stream, temporary, name)
        kind = kind_of(temporary, name)
        if kind in _ZIPPED:
            check_archive(temporary, name)
        if kinds is not None and kind not in kinds:
            raise refuse_kind(name, kind, "、".join(sorted(kinds)))
        fields = {"size": size, "kind": kind, "name": name[-200:], "by": by.id, "at": at, "keep_until": until}
        if not StoredFile.objects.filter(pk=sha256).exists():
            _settle(temporary, path_of(sha256))
            stored, fresh = StoredFile.objects.get_or_create(sha256=sha256, defaults=fields)
            if fresh:
                return stored
        return _again(temporary, sha256, name, fields)


@transaction.atomic
def _again(temporary: Path, sha256: str, name: str, fields: dict[str, Any]) -> StoredFile:
    """The same content once more: under the lock of its row, so that it is not being removed at this moment."""
    stored = StoredFile.objects.select_for_update().get(pk=sha256)
    if stored.quarantined:
        raise refuse_quarantined(name, stored.quarantined)
    _settle(temporary, path_of(sha256))
    until, held = fields["keep_until"], stored.keep_until
    if stored.removed_at is not None:
        StoredFile.objects.filter(pk=sha256).update(removed_at=None, **fields)
    elif held is not None and (until is None or held < until):
        StoredFile.objects.filter(pk=sha256).update(keep_until=until)
    stored.refresh_from_db()
    return stored


def path_of(sha256: str) -> Path:
    """Where a file of this content lies, or would lie."""
    if not _SHA256.fullmatch(sha256):
        raise NotFound("no_file", "没有这个文件。")
    root: Path = settings.SETTINGS.data_dir / "files"
    return root / sha256[:2] / sha256[2:4] / sha256


def open_path(sha256: str) -> Path:
    """The path of a stored file that may be opened; who may see it is decided by the room whose row names it."""
    path = path_of(sha256)
    stored = StoredFile.objects.filter(pk=sha256).first()
    if stored is None or stored.removed_at is not None or not path.is_file():
        raise NotFound("no_file", "文件不存在，可能已按保存期限清除。")
    if stored.quarantined:
        raise refuse_quarantined(stored.name, stored.quarantined)
    return path


@dataclass(frozen=True, slots=True)
class Unsound:
    """A stored file that is not what its row says."""

    sha256: str
    what: str


def verify() -> Iterator[Unsound]:
    """Read every stored file and name those that are missing or changed."""
    for sha256, size in StoredFile.objects.filter(removed_at=None).values_list("sha256", "size").iterator():
        path = path_of(sha256)
        if not path.is_file():
            yield Unsound(sha256, "文件缺失")
        elif path.stat().st_size != size or _hash(path) != sha256:
            yield Unsound(sha256, "内容被改动")


@transaction.atomic
def quarantine(*, sha256: str, reason: str, by: Actor, at: datetime) -> None:
    """Set a file aside: it stays on the disk, but nobody can open it or hand it in again."""
    stored = StoredFile.objects.select_for_update().filter(pk=sha256).first()
    if stored is None:
        raise NotFound("no_file", "没有这个文件。")
    stored.quarantined = reason[:200]
    stored.save(update_fields=["quarantined"])
    record(FileQuarantined(sha256=sha256), by=by, at=at)


@transaction.atomic
def keep(some: Collection[str]) -> None:
    """Keep files without end, because a row names them from now on; refused when one of them has been removed."""
    rows = StoredFile.objects.select_for_update().filter(pk__in=set(some), removed_at=None).order_by("pk")
    held = dict(rows.values_list("pk", "keep_until"))
    if len(held) < len(set(some)):
        raise refuse_removed()
    if any(held.values()):
        StoredFile.objects.filter(pk__in=held).update(keep_until=None)


@transaction.atomic
def release(some: Collection[str], *, on: date) -> int:
    """Let files go that no row names any more; the coming night removes their content. Answers how many.

    The rows that named them must have said already, in the same transaction, that they need them no longer.
    """
    rows = StoredFile.objects.select_for_update().filter(pk__in=set(some), removed_at=None).order_by("pk")
    free = set(rows.values_list("pk", flat=True)) - in_use(some)
    return StoredFile.objects.filter(pk__in=free).update(keep_until=on - timedelta(days=1))


def remove_expired(*, on: date, by: Actor, at: datetime) -> int:
    """Remove the content of files whose time of keeping is over; the row and an event stay."""
    over = StoredFile.objects.filter(keep_until__lt=on, removed_at=None)
    removed = 0
    for sha256 in list(over.values_list("pk", flat=True)):
        if _mark_removed(sha256, on=on, by=by, at=at):
            _drop_content(sha256)
            removed += 1
    return removed


@transaction.atomic
def _mark_removed(sha256: str, *, on: date, by: Actor, at: datetime) -> bool:
    """Say of one file that it is removed, under the lock of its row; whoever claimed it meanwhile keeps it."""
    over = StoredFile.objects.select_for_update().filter(pk=sha256, keep_until__lt=on, removed_at=None)
    stored = over.first()
    if stored is None:
        return False
    stored.removed_at = at
    stored.save(update_fields=["removed_at"])
    record(FileRemoved(sha256=sha256), by=by, at=at)
    return True


@transaction.atomic
def _drop_content(sha256: str) -> None:
    """Only after what says so is committed, so that a crash never leaves a row without its content; and only while nobody has
    handed the same content in again."""
    if StoredFile.objects.select_for_update().filter(pk=sha256).exclude(removed_at=None).exists():
        path_of(sha256).unlink(missing_ok=True)


def sweep_incoming(at: datetime) -> int:
    """Throw away what a power cut left half received; whoever sent it was never told that it had arrived."""
    folder: Path = settings.SETTINGS.data_dir / "files" / "incoming"
    left = [path for path in folder.glob("*") if at.timestamp() - path.stat().st_mtime > ABANDONED_AFTER]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _copy(stream: BinaryIO, temporary: Path, name: str) -> tuple[str, int]:
    limit_mb: int = settings.SETTINGS.upload_limit_mb
    digest, size = hashlib.sha256(), 0
    with temporary.open("wb") as target:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit_mb << 20:
                raise refuse_large(name, limit_mb)
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return digest.hexdigest(), size


def _settle(temporary: Path, target: Path) -> None:
    """Give the file its final name at once, and make the name itself survive a power cut."""
    if target.is_file():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.chmod(0o440)
    temporary.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _incoming() -> Iterator[Path]:
    """A temporary file on the same disk, gone afterwards unless it was given its final name."""
    folder: Path = settings.SETTINGS.data_dir / "files" / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder)
    os.close(handle)
    try:
        yield Path(path)
    finally:
        Path(path).unlink(missing_ok=True)


@contextmanager
def _disk(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise refuse_disk_full(name) from error
        raise


def _hash(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
