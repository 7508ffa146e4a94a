"""What a file really is, judged by its content and never by its name; and whether it is safe to open."""

from __future__ import annotations

import zipfile
from pathlib import Path

from anxin.kernel.outcome import BadInput

MAX_RATIO = 200
MAX_UNPACKED = 2 * 1024**3
MAX_ENTRIES = 10_000
_HEADS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
)


def kind_of(path: Path) -> str:
    """xlsx, docx, zip, ole (old Office), pdf, png, jpg or text; anything else is refused."""
    with path.open("rb") as source:
        head = source.read(4096)
    if not head:
        raise BadInput("file.empty", "文件是空的，请检查后重新选择。")
    for magic, kind in _HEADS:
        if head.startswith(magic):
            return _zipped(path) if kind == "zip" else kind
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput("file.unknown", "看不出这是什么文件。可上传 Excel、CSV、PDF 和照片（JPG、PNG）。")
    return "text"


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise BadInput("file.damaged", "文件已损坏，打不开。请在电脑上重新打开、另存后再上传。") from error
    packed = sum(one.compress_size for one in entries) or 1
    unpacked = sum(one.file_size for one in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > 10**8 and unpacked / packed > MAX_RATIO):
        raise BadInput("file.bomb", "文件展开后异常巨大，为安全起见没有接收。请删去空白行列后另存再试。")
    names = {one.filename for one in entries}
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return "docx" if any(name.startswith("word/") for name in names) else "zip"
