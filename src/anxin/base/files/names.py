"""Names of files as people gave them, made harmless: no path, no hidden character, and the ending that the content has."""

from __future__ import annotations

import unicodedata

_MOST = 120
_ENDINGS = {
    "jpg": ("jpg", "jpeg"), "heic": ("heic", "heif"), "mp4": ("mp4", "m4a", "3gp", "mov"), "ogg": ("ogg", "opus"),
    "csv": ("csv", "txt"), "txt": ("txt", "csv"),
}  # fmt: skip
"""Endings that a kind may bear, its own first; telephones call a recording in a film's container .m4a."""
_SPECIAL = frozenset('<>:"|?*')


def shown_name(name: str, kind: str) -> str:
    """The name to show and to save under.

    >>> shown_name("../../欠条\u202egpj.exe", "jpg")
    '欠条gpj.exe.jpg'
    >>> shown_name("工资表.XLSX", "xlsx"), shown_name("", "txt")
    ('工资表.XLSX', '文件.txt')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C" and one not in _SPECIAL)
    stem = " ".join(kept.split()).strip(". ") or "文件"
    endings = _ENDINGS.get(kind, (kind,))
    if stem.lower().endswith(tuple(f".{one}" for one in endings)):
        head, _, ending = stem.rpartition(".")
        return f"{head[:_MOST]}.{ending}"
    return f"{stem[:_MOST]}.{endings[0]}"
