"""One payroll in every container a computer may put it in: the same truth whatever wrote the file, or a doubt."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from adversary import HEAD, Case, Maker, Person, body, line, summed
from openpyxl.utils.datetime import CALENDAR_MAC_1904

Rows = list[list[Any]]
Change = Callable[[str, bytes], bytes | None]
STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


@dataclass(slots=True)
class Boxed:
    """A case, and the doubts of which at least one must be raised (`must`), or that the file may be refused instead."""

    case: Case
    must: frozenset[str] = frozenset()
    may_refuse: bool = False
    exact: bool = field(default=True)


Container = Callable[[Maker], Boxed]
CONTAINERS: dict[str, Container] = {}


def container(call: Container) -> Container:
    """Keeps a container under its name."""
    CONTAINERS[call.__name__] = call
    return call


def rewritten(data: bytes, change: Change) -> bytes:
    """A zip with every member changed, or left out where the change gives None."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def workbook(rows: Rows, edit: Callable[[Any, Any], None] | None = None) -> bytes:
    """An .xlsx as openpyxl writes it, with shared strings, after `edit(book, page)`."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    if edit:
        edit(book, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shared(rows: Rows) -> bytes:
    """An .xlsx with its texts in the table of shared strings."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def on_sheets(change: Callable[[bytes], bytes]) -> Change:
    """A change of the worksheets only."""
    return lambda name, data: change(data) if name.startswith("xl/worksheets/sheet") else data


def case(maker: Maker, data: bytes, truth: list[Person], file: str = "工资表.xlsx") -> Case:
    """The case of ready bytes."""
    return Case([], truth, file=file, write=lambda path: path.write_bytes(data) and None)


def sheet(maker: Maker) -> tuple[Rows, list[tuple[str, int, int]]]:
    """The plain payroll of all containers."""
    people = maker.people()
    return [[f"2026年{maker.month}月工资表"], HEAD, *body(people), summed("合计", people)], people


@container
def hidden_rows(maker: Maker) -> Boxed:
    """A person on a hidden row."""
    rows, people = sheet(maker)

    def edit(_book: Any, page: Any) -> None:
        page.row_dimensions[maker.luck.randint(3, 2 + len(people))].hidden = True

    return Boxed(case(maker, workbook(rows, edit), maker.truth(people)), frozenset({"hidden-rows"}))


@container
def hidden_rows_in_single_quotes(maker: Maker) -> Boxed:
    """A hidden row whose XML uses single quotes, as some writers do."""
    rows, people = sheet(maker)
    at = maker.luck.randint(3, 2 + len(people))

    def edit(_book: Any, page: Any) -> None:
        page.row_dimensions[at].hidden = True

    data = rewritten(workbook(rows, edit), on_sheets(lambda xml: xml.replace(b'hidden="1"', b"hidden='1'")))
    return Boxed(case(maker, data, maker.truth(people)), frozenset({"hidden-rows"}))


@container
def rows_of_no_height(maker: Maker) -> Boxed:
    """A person on a row pulled to no height."""
    rows, people = sheet(maker)

    def edit(_book: Any, page: Any) -> None:
        page.row_dimensions[3].height = 0

    return Boxed(case(maker, workbook(rows, edit), maker.truth(people)))


@container
def hidden_columns(maker: Maker) -> Boxed:
    """The column of deductions hidden."""
    rows, people = sheet(maker)

    def edit(_book: Any, page: Any) -> None:
        page.column_dimensions[maker.luck.choice("DFG")].hidden = True

    return Boxed(case(maker, workbook(rows, edit), maker.truth(people)), frozenset({"hidden-columns"}))


@container
def hidden_sheets(maker: Maker) -> Boxed:
    """The payroll of another month on a sheet hidden or very hidden."""
    rows, people = sheet(maker)
    other = [(n, d + 7, p + 7) for n, d, p in people]

    def edit(book: Any, _page: Any) -> None:
        extra = book.create_sheet("旧")
        for row in [[f"2026年{maker.month + 1}月工资表"], HEAD, *body(other)]:
            extra.append(row)
        extra.sheet_state = maker.luck.choice(["hidden", "veryHidden"])

    truth = [*maker.truth(people), *maker.truth(other, maker.code + 1)]
    return Boxed(case(maker, workbook(rows, edit), truth), frozenset({"hidden-sheet"}))


def formulas(maker: Maker, *, cached: bool) -> tuple[bytes, list[tuple[str, int, int]]]:
    """实发 as a formula, with or without what it gives."""
    people = maker.people()
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, [f"2026年{maker.month}月工资表"])
    page.write_row(1, 0, HEAD)
    for number, one in enumerate(people, 1):
        page.write_row(number + 1, 0, line(number, one)[:6])
        page.write_formula(number + 1, 6, f"=E{number + 2}-F{number + 2}", None, one[2] if cached else "")
    book.close()
    return out.getvalue(), people


@container
def formulas_with_values(maker: Maker) -> Boxed:
    """Formulas stored with what they give."""
    data, people = formulas(maker, cached=True)
    return Boxed(case(maker, data, maker.truth(people)))


@container
def formulas_without_values(maker: Maker) -> Boxed:
    """Formulas never computed: no value, an empty value, no content at all, or shared."""
    data, people = formulas(maker, cached=False)
    way = maker.luck.choice([rb"", rb"<v></v>", rb"<v/>", rb"<v />"])
    data = rewritten(data, on_sheets(lambda xml: re.sub(rb"(<f>[^<]*</f>)<v></v>", rb"\1" + way, xml)))
    return Boxed(case(maker, data, maker.truth(people)), frozenset({"uncached"}), exact=False)


@container
def shared_formulas_without_values(maker: Maker) -> Boxed:
    """Shared formulas never computed, attributes of the cell in another order and white space between the parts."""
    data, people = formulas(maker, cached=False)

    def change(xml: bytes) -> bytes:
        return re.sub(
            rb'<c r="(G\d+)"><f>[^<]*</f><v></v></c>', rb'<c s="0" r="\1">\n <f t="shared" si="0" />\n</c>', xml
        )

    return Boxed(
        case(maker, rewritten(data, on_sheets(change)), maker.truth(people)), frozenset({"uncached"}), exact=False
    )


def old_book(rows: Rows, edit: Callable[[Any, Any], None] | None = None) -> bytes:
    """A BIFF8 .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("Sheet1")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                page.write(at, column, value)
    if edit:
        edit(book, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@container
def old_workbook(maker: Maker) -> Boxed:
    """BIFF8 .xls."""
    rows, people = sheet(maker)
    return Boxed(case(maker, old_book(rows), maker.truth(people), "工资表.xls"))


@container
def old_workbook_with_hidden_sheet(maker: Maker) -> Boxed:
    """BIFF8 .xls with the payroll on a hidden or very hidden sheet."""
    rows, people = sheet(maker)

    def edit(book: Any, page: Any) -> None:
        page.visibility = maker.luck.choice([1, 2])
        book.add_sheet("封面").write(0, 0, "封面")
        book.active_sheet = 1

    return Boxed(
        case(maker, old_book(rows, edit), maker.truth(people), "工资表.xls"),
        frozenset({"hidden-sheet"}),
    )


@container
def old_workbook_with_formulas(maker: Maker) -> Boxed:
    """BIFF8 .xls whose 实发 are formulas that nothing has computed."""
    rows, people = sheet(maker)
    cells = [[*row[:6], None, None] if 2 <= at < len(rows) - 1 else row for at, row in enumerate(rows)]

    def edit(_book: Any, page: Any) -> None:
        for at in range(3, len(people) + 3):
            page.write(at - 1, 6, xlwt.Formula(f"E{at}-F{at}"))

    return Boxed(
        case(maker, old_book(cells, edit), maker.truth(people), "工资表.xls"),
        frozenset({"uncached", "no-amount", "paid-missing", "total-mismatch", "unbalanced"}),
        exact=False,
    )


@container
def strict_ooxml(maker: Maker) -> Boxed:
    """Strict Open XML: other namespaces."""
    rows, people = sheet(maker)

    def change(_name: str, data: bytes) -> bytes:
        for old, new in STRICT:
            data = data.replace(old, new)
        return data

    return Boxed(case(maker, rewritten(workbook(rows), change), maker.truth(people)), may_refuse=True)


@container
def dates_of_1904(maker: Maker) -> Boxed:
    """The month as a date in a workbook that counts days from 1904."""
    people = maker.people()
    head = [*HEAD[:-1], "工资月份"]
    rows: Rows = [["工资表"], head, *[[*row[:-1], date(2026, maker.month, 1)] for row in body(people)]]

    def edit(book: Any, _page: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    return Boxed(case(maker, workbook(rows, edit), maker.truth(people)))


@container
def serials_of_1904(maker: Maker) -> Boxed:
    """Days counted from 1904 as bare numbers without a date format: the month, or a doubt."""
    people = maker.people()
    serial = (date(2026, maker.month, 1) - date(1904, 1, 1)).days
    head = [*HEAD[:-1], "工资月份"]
    rows: Rows = [["工资表"], head, *[[*row[:-1], serial] for row in body(people)]]

    def edit(book: Any, _page: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    return Boxed(case(maker, workbook(rows, edit), maker.truth(people)), exact=False)


@container
def with_macros(maker: Maker) -> Boxed:
    """An .xlsm with a project of macros."""
    rows, people = sheet(maker)
    data = rewritten(
        workbook(rows),
        lambda name, one: (
            one.replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml").replace(
                b"application/vnd.openxmlformats-officedocument.ms-excel", b"application/vnd.ms-excel"
            )
            if name == "[Content_Types].xml"
            else one
        ),
    )
    return Boxed(case(maker, data, maker.truth(people), "工资表.xlsm"))


@container
def inline_strings(maker: Maker) -> Boxed:
    """Texts within the cells instead of shared strings."""
    rows, people = sheet(maker)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    data = rewritten(out.getvalue(), lambda name, one: None if name.endswith("sharedStrings.xml") else one)
    return Boxed(case(maker, data, maker.truth(people)))


@container
def lost_strings(maker: Maker) -> Boxed:
    """The shared strings are missing: all names are lost, and that must be said."""
    rows, people = sheet(maker)
    data = rewritten(shared(rows), lambda name, one: None if name.endswith("sharedStrings.xml") else one)
    return Boxed(case(maker, data, maker.truth(people)), may_refuse=True, exact=False)


@container
def cells_without_addresses(maker: Maker) -> Boxed:
    """Rows and cells that do not say where they stand, as some exporters write."""
    people = maker.people()
    rows: Rows = [[f"2026年{maker.month}月工资表"], HEAD[:-1], *[row[:-1] for row in body(people)]]

    def change(xml: bytes) -> bytes:
        return re.sub(rb'<(row|c) r="\w+"', rb"<\1", xml)

    return Boxed(case(maker, rewritten(workbook(rows), on_sheets(change)), maker.truth(people)), may_refuse=True)


@container
def named_space(maker: Maker) -> Boxed:
    """Every tag with a prefix (x:), as .NET programs write, and a hidden row."""
    rows, people = sheet(maker)

    def edit(_book: Any, page: Any) -> None:
        page.row_dimensions[3].hidden = True

    def change(name: str, data: bytes) -> bytes:
        if not re.fullmatch(r"xl/(workbook|sharedStrings|worksheets/sheet\d+)\.xml", name):
            return data
        data = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", data)
        return data.replace(b"xmlns=", b"xmlns:x=", 1)

    data = rewritten(workbook(rows, edit), change)
    return Boxed(case(maker, data, maker.truth(people)), frozenset({"hidden-rows"}), may_refuse=True)


@container
def named_space_without_values(maker: Maker) -> Boxed:
    """Prefixed tags and formulas never computed."""
    data, people = formulas(maker, cached=False)

    def change(name: str, one: bytes) -> bytes:
        if not re.fullmatch(r"xl/(workbook|sharedStrings|worksheets/sheet\d+)\.xml", name):
            return one
        one = re.sub(rb"(<f>[^<]*</f>)<v></v>", rb"\1", one)
        return re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", one).replace(b"xmlns=", b"xmlns:x=", 1)

    return Boxed(
        case(maker, rewritten(data, change), maker.truth(people)), frozenset({"uncached"}), may_refuse=True, exact=False
    )


@container
def wps_book(maker: Maker) -> Boxed:
    """As WPS 表格 writes: extension lists, rows 1,048,576 deep in its stated range, spans, phonetic marks, rich texts."""
    rows, people = sheet(maker)

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/sharedStrings.xml":
            return re.sub(
                rb"<si><t>((?:[\xe0-\xef][\x80-\xbf]{2}))((?:[\xe0-\xef][\x80-\xbf]{2})*)</t></si>",
                rb'<si><r><t>\1</t></r><r><t xml:space="preserve">\2</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>',
                data,
            )
        if name.startswith("xl/worksheets/sheet"):
            return re.sub(rb'ref="A1:H\d+"', b'ref="A1:H1048576"', data)
        return data

    return Boxed(case(maker, rewritten(shared(rows), change), maker.truth(people)))


@container
def text_of_many_marks(maker: Maker) -> Boxed:
    """GB18030 with and without its mark, parted by comma or tab, forced texts ="…"."""
    rows, people = sheet(maker)
    mark = maker.luck.choice([",", "\t"])
    told = [[f'="{one}"' if column == 3 and 2 <= at < len(rows) - 1 else one for column, one in enumerate(row)] for at, row in enumerate(rows)]  # fmt: skip
    text = "\r\n".join(mark.join("" if one is None else str(one) for one in row) for row in told)
    data = maker.luck.choice([b"", b"\x84\x31\x95\x33", b"\xef\xbb\xbf"]) + text.encode("gb18030")
    return Boxed(case(maker, data, maker.truth(people), maker.luck.choice(["工资.csv", "工资.xls", "工资.txt"])))


@container
def text_with_heading_first(maker: Maker) -> Boxed:
    """GB18030 with its mark right before the heading, whose first word is 姓名."""
    people = maker.people()
    lines = ["姓名,应发工资,实发工资,月份", *[f"{n},{d},{p},2026-{maker.month:02d}" for n, d, p in people]]
    data = b"\x84\x31\x95\x33" + "\n".join(lines).encode("gb18030")
    return Boxed(case(maker, data, maker.truth(people), "工资.csv"))


@container
def text_numbers_spoilt(maker: Maker) -> Boxed:
    """Identity numbers as a CSV saved from Excel has them: 3.30602E+17, or the last digits 000."""
    rows, people = sheet(maker)
    for row in rows[2:-1]:
        row[3] = maker.luck.choice(["3.30602E+17", "3.30602198801E+17", row[3][:15] + "000"])
    text = "\r\n".join(",".join("" if one is None else str(one) for one in row) for row in rows)
    return Boxed(
        case(maker, text.encode("gb18030"), maker.truth(people), "工资.csv"), frozenset({"id-mangled", "id-invalid"})
    )
