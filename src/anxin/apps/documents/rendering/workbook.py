"""The weekly report as a workbook (.xlsx) that prints on A4 landscape."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from anxin.apps.documents.rendering.figures import groups
from anxin.apps.documents.weekly import INDICATORS, MONEY, Line, Sheet

FIRST_FIGURE = 2
LAST = FIRST_FIGURE + len(INDICATORS)
Formats = dict[str, Any]
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(sheet: Sheet) -> bytes:
    """The report as the bytes of an .xlsx file; amounts are numbers in yuan, so that they can be added up."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        formats = _formats(book)
        _villages(book, formats, sheet)
        _employers(book, formats, sheet)
        _meanings(book, formats, sheet)
    return target.getvalue()


def _formats(book: Any) -> Formats:
    base = {"font_name": "宋体", "font_size": 9, "valign": "vcenter"}
    cell = {**base, "border": 1}
    made = {
        "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
        "note": base,
        "right": {**base, "align": "right"},
        "head": {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"},
        "text": {**cell, "text_wrap": True},
        "words": {**cell, "text_wrap": True, "quote_prefix": True},
        "count": {**cell, "align": "right", "num_format": "#,##0;-#,##0;—"},
        "money": {**cell, "align": "right", "num_format": "#,##0.00;-#,##0.00;—"},
        "total_text": {**cell, "bold": True, "align": "center"},
        "total_count": {**cell, "bold": True, "align": "right", "num_format": "#,##0;-#,##0;—"},
        "total_money": {**cell, "bold": True, "align": "right", "num_format": "#,##0.00;-#,##0.00;—"},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _page(page: Any, sheet: Sheet) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer(f"&L&8快照校验码 {sheet.snapshot_sha256[:16]}&C&9第 &P 页 共 &N 页&R&8第 {sheet.version} 版")


def _villages(book: Any, formats: Formats, sheet: Sheet) -> None:
    page = book.add_worksheet("周报")
    _page(page, sheet)
    page.merge_range(0, 0, 0, LAST, sheet.title, formats["title"])
    page.set_row(0, 30)
    page.write(1, 0, f"编制单位：{sheet.unit}", formats["note"])
    page.write(1, LAST, f"{sheet.week}（{sheet.period}）　数据截至 {sheet.as_of}　单位：家、人、元", formats["right"])
    page.write(2, 0, sheet.summary, formats["note"])
    head = _heading(page, formats, 3)
    page.freeze_panes(head, FIRST_FIGURE)
    page.repeat_rows(3, head - 1)
    number = head
    for index, line in enumerate(sheet.villages, start=1):
        _line(page, formats, number, index, line)
        number += 1
    _line(page, formats, number, "", sheet.total, total=True)
    number = _focus(page, formats, number + 2, sheet)
    number = _remarks(page, formats, number + 1, sheet)
    signed = sheet.signed_by or "　　　　　　"
    page.write(number + 1, 0, f"填报人：{sheet.composed_by}", formats["note"])
    page.write(number + 1, 7, "审核人：　　　　　　", formats["note"])
    page.write(number + 1, 13, f"签发人：{signed}　{sheet.signed_at}", formats["note"])
    page.set_column(0, 0, 4)
    page.set_column(1, 1, 16)
    page.set_column(FIRST_FIGURE, LAST - 1, 8.5)
    for position, one in enumerate(INDICATORS):
        if one.key in MONEY:
            page.set_column(FIRST_FIGURE + position, FIRST_FIGURE + position, 13)
    page.set_column(LAST, LAST, 9)


def _heading(page: Any, formats: Formats, top: int) -> int:
    for column, label in ((0, "序号"), (1, "村（社区）"), (LAST, "报送")):
        page.merge_range(top, column, top + 1, column, label, formats["head"])
    column = FIRST_FIGURE
    for label, span in groups():
        if span > 1:
            page.merge_range(top, column, top, column + span - 1, label, formats["head"])
        else:
            page.write(top, column, label, formats["head"])
        column += span
    for position, one in enumerate(INDICATORS):
        page.write(top + 1, FIRST_FIGURE + position, f"{one.label}（{one.unit}）", formats["head"])
    page.set_row(top + 1, 36)
    return top + 2


def _line(page: Any, formats: Formats, number: int, index: int | str, line: Line, *, total: bool = False) -> None:
    kind = "total_" if total else ""
    page.write(number, 0, index, formats["total_text" if total else "text"])
    page.write_string(number, 1, line.name, formats[f"{kind}text"])
    for position, one in enumerate(INDICATORS):
        value = line.figures.get(one.key, 0)
        money = one.key in MONEY
        look = formats[f"{kind}{'money' if money else 'count'}"]
        page.write_number(number, FIRST_FIGURE + position, value / 100 if money else value, look)
    page.write_string(number, LAST, line.state, formats["text"])


def _focus(page: Any, formats: Formats, top: int, sheet: Sheet) -> int:
    page.write(top, 0, "其中：重点领域", formats["note"])
    for offset, line in enumerate(sheet.focus, start=1):
        _line(page, formats, top + offset, offset, line)
    return top + len(sheet.focus) + 1


def _remarks(page: Any, formats: Formats, top: int, sheet: Sheet) -> int:
    told = [f"说明：{sheet.remarks}"] if sheet.remarks else []
    told += [f"更正原因：{sheet.correction}"] if sheet.correction else []
    told += [f"{name}：{words}" for name, words in sheet.village_remarks]
    for offset, words in enumerate(told):
        page.write_string(top + offset, 0, words, formats["note"])
    return top + len(told)


def _employers(book: Any, formats: Formats, sheet: Sheet) -> None:
    page = book.add_worksheet("重点企业")
    _page(page, sheet)
    heads = ("序号", "企业", "村（社区）", "领域", "预警", "欠薪人数", "欠薪金额（元）", "欠自", "处置状态")
    for column, label in enumerate(heads):
        page.write(0, column, label, formats["head"])
    for number, one in enumerate(sheet.employers, start=1):
        page.write_number(number, 0, number, formats["text"])
        for column, words in enumerate((one.name, one.village, one.focus, one.level), start=1):
            page.write_string(number, column, words, formats["words"])
        page.write_number(number, 5, one.workers, formats["count"])
        page.write_number(number, 6, one.fen / 100, formats["money"])
        page.write_string(number, 7, one.since, formats["words"])
        page.write_string(number, 8, one.state, formats["words"])
    page.repeat_rows(0)
    for column, width in enumerate((6, 36, 16, 14, 8, 10, 16, 12, 18)):
        page.set_column(column, column, width)


def _meanings(book: Any, formats: Formats, sheet: Sheet) -> None:
    page = book.add_worksheet("指标口径")
    _page(page, sheet)
    for column, label in enumerate(("指标", "单位", "口径")):
        page.write(0, column, label, formats["head"])
    for number, one in enumerate(INDICATORS, start=1):
        page.write_string(number, 0, f"{one.group}·{one.label}", formats["text"])
        page.write_string(number, 1, one.unit, formats["text"])
        page.write_string(number, 2, one.meaning, formats["text"])
    page.set_column(0, 0, 28)
    page.set_column(2, 2, 70)
