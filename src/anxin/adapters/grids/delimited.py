"""Text tables (.csv .txt): which encoding, which delimiter, and the rows.

Chinese offices write UTF-8, GBK/GB18030 and, from "Unicode text", UTF-16; banks use commas, tabs, semicolons and bars.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence

from anxin.kernel.outcome import BadInput, Fault

_DELIMITERS = ",\t|;，"
_LONGEST = 1 << 20
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes, name: str) -> str:
    """The text of a file, by its byte order mark, else UTF-8, else GB18030; binary content is refused."""
    for mark, encoding in _BOMS:
        if data.startswith(mark) and encoding != "utf-8-sig":
            return data.decode(encoding, errors="replace")
    # A mark of UTF-8 before GBK text: exports glued together by scripts; the mark says nothing about the rest.
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data[:4096]:
        wide = _without_mark(data)
        if wide is None:
            raise not_a_table(name)
        return wide
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise BadInput(
        "sheets.encoding",
        f"{name} 的文字编码无法识别",
        [Fault(name, "既不是 UTF-8，也不是 GBK/GB18030", "请用 Excel 或 WPS 打开后另存为 .xlsx 再上传")],
    )


def _without_mark(data: bytes) -> str | None:
    head = data[:4096]
    if len(head) < 4:
        return None
    odd, even = head[1::2].count(0), head[0::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def not_a_table(name: str) -> BadInput:
    """The refusal of a file that is neither a workbook nor a text table."""
    return BadInput(
        "sheets.kind",
        f"{name} 不是可以读取的表格文件",
        [
            Fault(
                name, "文件内容不是 Excel、WPS 表格或 CSV", "请上传 .xlsx、.xls 或 .csv 文件；图片、PDF、Word 不能导入"
            )
        ],
    )


def split(text: str, name: str) -> list[list[str]]:
    """The rows of a text table, split at the delimiter that divides its lines most evenly."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = _delimiter(text[:65_536].split("\n")[:200])
    csv.field_size_limit(_LONGEST)
    rows: list[list[str]] = []
    try:
        rows.extend([_bare(one) for one in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        what = f"第 {len(rows) + 1} 行有一格超过 {_LONGEST} 个字，多半是缺了一个引号"
        fault = Fault(name, what, "请用 Excel 或 WPS 打开核对，另存为 .xlsx 再上传")
        raise BadInput("sheets.cell_too_long", f"{name} 不能读取：{what}", [fault]) from error
    return rows


def _bare(field: str) -> str:
    """A field as meant: `="0123"` and a leading apostrophe are how exports force text."""
    if field.startswith('="') and field.endswith('"'):
        return field[2:-1]
    return field.lstrip("'") if field.startswith("'") else field


def _delimiter(lines: Sequence[str]) -> str:
    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines if line.strip()]
        most = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(most) * min(most, 1), most) if most else (0, max(counts, default=0))

    return max(_DELIMITERS, key=evenness)
