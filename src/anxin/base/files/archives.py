"""Zip bombs (压缩炸弹): an archive is refused before anything in it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from anxin.base.files.refusals import refuse_bomb, refuse_damaged

MAX_ENTRIES = 10_000
MAX_UNPACKED = 1 << 30
MAX_RATIO = 200
RATIO_MATTERS_FROM = 100 << 20
"""Small files of blanks compress a thousandfold and harm nobody; the ratio counts only from here on."""

OVERLAP_SLACK = 4096
NESTED = (".zip", ".xlsx", ".docx", ".jar", ".7z", ".rar", ".gz")


def check_archive(path: Path, name: str, *, nested_allowed: bool = False) -> None:
    """Refuse an archive with too many entries, too much inside, too high a ratio, overlapping or nested archives."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse_damaged(name) from error
    _check_size(path, name, entries)
    if not nested_allowed and any(entry.filename.lower().endswith(NESTED) and _embedded(entry) for entry in entries):
        raise refuse_bomb(name, "压缩包里还有压缩包")


def _check_size(path: Path, name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise refuse_bomb(name, f"内含 {len(entries)} 个条目，超过上限 {MAX_ENTRIES}")
    unpacked, size = sum(entry.file_size for entry in entries), path.stat().st_size
    if unpacked > MAX_UNPACKED:
        raise refuse_bomb(name, f"展开后有 {unpacked >> 20} MB，超过上限 {MAX_UNPACKED >> 20} MB")
    if unpacked > RATIO_MATTERS_FROM and unpacked > size * MAX_RATIO:
        raise refuse_bomb(name, f"压缩比达到 {unpacked // max(size, 1)} 倍，疑为压缩炸弹")
    if sum(entry.compress_size for entry in entries) > size + OVERLAP_SLACK:
        raise refuse_bomb(name, "内部条目互相重叠，疑为压缩炸弹")


def _embedded(entry: zipfile.ZipInfo) -> bool:
    """Office keeps a copy of a chart's workbook under embeddings/; that is no nested archive of a person's making."""
    return "/embeddings/" not in entry.filename
