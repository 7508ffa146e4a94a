"""Tables that call themselves .xls but are HTML or Spreadsheet XML (网页导出的表格), as many web systems export them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from anxin.adapters.grids.grid import Box, Grid, grid_of_rows

_MAX_SPAN = 200


class _Tables(HTMLParser):
    """Collects the rows of all tables of a page, spans kept as merged ranges."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[int, str]] = []
        self.merged: list[Box] = []
        self._taken: set[tuple[int, int]] = set()
        self._cell: list[str] | None = None
        self._at = (0, 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append({})
        elif tag in ("td", "th") and self.rows:
            self._open(dict(attrs))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def _open(self, facts: dict[str, str | None]) -> None:
        row, column = len(self.rows) - 1, 0
        while column in self.rows[row] or (row, column) in self._taken:
            column += 1
        down, across = _span(facts.get("rowspan")), _span(facts.get("colspan"))
        self._taken.update((row + i, column + j) for i in range(down) for j in range(across))
        if down > 1 or across > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))
        self._cell, self._at = [], (row, column)
        self.rows[row][column] = ""

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.rows[self._at[0]][self._at[1]] = "".join(self._cell).replace("\xa0", " ").strip()
            self._cell = None


def _span(text: str | None) -> int:
    return max(1, min(_MAX_SPAN, int(text))) if text and text.isdigit() else 1


def _dense(rows: list[dict[int, str]]) -> list[list[str]]:
    return [[row.get(i, "") for i in range(max(row, default=-1) + 1)] for row in rows]


def html_grid(text: str, name: str) -> Grid:
    """The tables of an HTML page, one below the other, as one sheet."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return grid_of_rows(name, _dense(parser.rows), merged=parser.merged)


class _SpreadsheetXml:
    """Collects the worksheets of a Spreadsheet XML 2003 document."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, list[dict[int, Any]], list[Box]]] = []
        self._column = -1
        self._kind = ""
        self._text: list[str] | None = None

    def start(self, tag: str, facts: dict[str, str]) -> None:
        """An element opens; prefixes are as Excel and WPS write them."""
        plain = {key.split(":")[-1]: value for key, value in facts.items()}
        match tag.rsplit(":", maxsplit=1)[-1]:
            case "Worksheet":
                self.sheets.append((plain.get("Name", ""), [], []))
            case "Row" if self.sheets:
                rows = self.sheets[-1][1]
                wanted = min(int(plain.get("Index", len(rows) + 1)), 1_048_576)
                rows.extend({} for _ in range(max(1, wanted - len(rows))))
                self._column = -1
            case "Cell" if self.sheets and self.sheets[-1][1]:
                self._place(plain)
            case "Data":
                self._kind, self._text = plain.get("Type", "String"), []

    def _place(self, plain: dict[str, str]) -> None:
        _, rows, merged = self.sheets[-1]
        self._column = min(int(plain.get("Index", self._column + 2)), 16_384) - 1
        across, down = int(plain.get("MergeAcross", 0)), int(plain.get("MergeDown", 0))
        if across or down:
            row = len(rows) - 1
            merged.append((row, self._column, row + down, self._column + across))

    def data(self, text: str) -> None:
        """Text inside an element."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element closes."""
        if tag.rsplit(":", maxsplit=1)[-1] == "Data" and self._text is not None and self.sheets and self.sheets[-1][1]:
            text = "".join(self._text)
            self.sheets[-1][1][-1][self._column] = float(text) if self._kind == "Number" else text
            self._text = None


def spreadsheet_xml_grids(data: bytes) -> list[Grid]:
    """The sheets of a Spreadsheet XML 2003 document."""
    reader = _SpreadsheetXml()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    parser.Parse(data, True)  # noqa: FBT003
    return [
        grid_of_rows(name, [[row.get(i) for i in range(max(row, default=-1) + 1)] for row in rows], merged=merged)
        for name, rows, merged in reader.sheets
    ]
