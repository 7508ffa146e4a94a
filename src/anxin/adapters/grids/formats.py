"""Which cells hold a day but show only year and month: who types 2023年6月 gets the first of June so formatted."""

from __future__ import annotations

import re
import zipfile
from html import unescape

from anxin.adapters.grids.grid import column_of

BUILT_IN = frozenset([17, 27, 36, 50, 52, 55, 57])
"""Number formats without a definition that show year and month: mmm-yy, and yyyy"年"m"月" where Chinese is set."""
_DEFINED = re.compile(rb'<numFmt\s[^>]*?numFmtId="(\d+)"[^>]*?formatCode="([^"]*)"')
_STYLES = re.compile(rb"<cellXfs[^>]*>(.*?)</cellXfs>", re.DOTALL)
_STYLE = re.compile(rb'<xf\s[^>]*?numFmtId="(\d+)"')
_CELL = re.compile(rb'<c\s(?=[^>]*?\br="([A-Z]+)(\d+)")(?=[^>]*?\bs="(\d+)")[^>]*?>\s*<v>')
_SILENT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|;.*')
_HEAD = 65_536


def shows_month(code: str) -> bool:
    """Whether a number format shows a year and a month and no day or hour.

    >>> shows_month('yyyy"年"m"月";@'), shows_month("yyyy-mm-dd"), shows_month("0.00")
    (True, False, False)
    """
    bare = _SILENT.sub("", code.lower())
    return "y" in bare and "m" in bare and not set("dhs") & set(bare)


def month_cells(archive: zipfile.ZipFile, part: str) -> tuple[tuple[int, int], ...]:
    """The cells, counted from 0, near the top of a sheet whose day is shown as a month."""
    styles = _month_styles(archive)
    if not styles:
        return ()
    with archive.open(part) as stream:
        head = stream.read(_HEAD)
    found = (one.groups() for one in _CELL.finditer(head))
    return tuple((int(row) - 1, column_of(letters.decode())) for letters, row, style in found if int(style) in styles)


def _month_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    name = next((one for one in archive.namelist() if one.lower() == "xl/styles.xml"), None)
    text = archive.read(name) if name else b""
    defined = {int(key): shows_month(unescape(code.decode("utf-8", "replace"))) for key, code in _DEFINED.findall(text)}
    listed = _STYLES.search(text)
    formats = [int(one) for one in _STYLE.findall(listed[1])] if listed else []
    return frozenset(place for place, key in enumerate(formats) if defined.get(key, key in BUILT_IN))
