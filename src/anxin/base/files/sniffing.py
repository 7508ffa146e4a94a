"""What a file really is, judged by its content and never by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from anxin.base.files.refusals import refuse_damaged, refuse_empty, refuse_unknown

_HEADS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"#!AMR", "amr"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
)
_RIFF = {b"WAVE": "wav", b"WEBP": "webp"}
_BRANDS = {b"M4A ": "m4a", b"M4B ": "m4a", b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"msf1": "heic"}
"""Brands of the ISO base media container that are no film; every other brand is one (mp4)."""
_OLE_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
)
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_SEPARATORS = ",\t|;"
SAMPLE = 65536


def kind_of(path: Path, name: str) -> str:
    """The kind of table, document, picture, recording or film; "locked" for a workbook under a password; else refused."""
    with path.open("rb") as source:
        head = source.read(SAMPLE)
    if not head:
        raise refuse_empty(name)
    for magic, kind in _HEADS:
        if head.startswith(magic):
            return _container(kind, path, name)
    media = _medium(head)
    if media:
        return media
    if b"\x00" in head and not head.startswith(_TEXT_MARKS):
        raise refuse_unknown(name)
    return "csv" if _looks_tabular(head) else "txt"


def _medium(head: bytes) -> str:
    """Recordings, films and pictures of telephones, whose mark stands behind a length or in single bits; empty for anything else."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    frame = int.from_bytes(head[:2])
    if frame & 0xFFF6 == 0xFFF0:
        return "aac"
    return "mp3" if frame & 0xFFE6 == 0xFFE2 and head[2:3] and head[2] & 0xF0 not in (0x00, 0xF0) else ""


def _container(kind: str, path: Path, name: str) -> str:
    if kind == "zip":
        return _zipped(path, name)
    return _compound(path, name) if kind == "ole" else kind


def _zipped(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refuse_damaged(name) from error
    if any(entry.startswith("xl/") for entry in names):
        return "xlsx"
    return "docx" if any(entry.startswith("word/") for entry in names) else "zip"


def _compound(path: Path, name: str) -> str:
    """Old Office files, and new ones under a password, are told apart by the names of their streams (UTF-16)."""
    with path.open("rb") as source:
        content = source.read()
    for stream, kind in _OLE_STREAMS:
        if (stream + "\0").encode("utf-16-le") in content:
            return kind
    raise refuse_unknown(name)


def _looks_tabular(head: bytes) -> bool:
    """Whether the same separator stands in most of the first lines; the bytes of GB18030 never hide an ASCII comma."""
    lines = [line for line in _text(head).splitlines()[:20] if line.strip()]
    return any(sum(separator in line for line in lines) * 2 > len(lines) for separator in _SEPARATORS)


def _text(head: bytes) -> str:
    if head.startswith(_TEXT_MARKS[:2]):
        return head.decode("utf-16", "replace")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError:
        return head.decode("gb18030", "replace")
