"""Lists: filter, sort, page, choose columns, and take what is shown away as a workbook.

A room declares a `Table` once; `listing` answers the page, the part that htmx swaps, or the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.sql.where import WhereNode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.ui.cells import Said, cell, choice_label, escaped, joined, leads_to, options
from anxin.ui.exporting import workbook_response
from anxin.ui.filtering import Filter, asked, ends
from anxin.ui.models import columns_of

__all__ = ["Act", "Column", "Filter", "Listing", "Table", "choice_label", "ends", "leads_to", "listing"]

SIZES = (25, 50, 100, 200)
CHINESE = mark_safe(' lang="zh-Hans"')
NOTHING = ("", "—")
"""What a cell shows that has nothing to say: left out where rows stand as cards, on a phone."""
Row = Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it shows of a row, how it sorts, and what it exports.

    A day or an instant is written without its year when that is this year, and goes into the workbook as what it is.
    `sort` is the field (or annotation) sorted by, empty when it cannot be sorted; `export` gives the plain value for the
    workbook, the shown text where it is left out; `url` makes the cell a link; `template` draws it with `row` in context;
    `typed` says that somebody wrote or named what it shows, in Chinese whatever the language of the page.
    """

    key: str
    label: Any
    value: Callable[[Row], Any]
    sort: str = ""
    align: Literal["left", "right", "center"] = "left"
    shown: bool = True
    export: Callable[[Row], Any] | None = None
    url: Callable[[Row], str] | None = None
    template: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One act on the rows ticked: the address gets their numbers as `pk`; `confirm` repeats the consequence in words."""

    label: Any
    url: Callable[[], str]
    power: str
    confirm: Any = ""
    danger: bool = False


_NONE, _NONE_FOUND = gettext_lazy("没有符合条件的记录。"), gettext_lazy("没有符合筛选条件的记录。")


@dataclass(frozen=True, slots=True)
class Table:
    """A list of one kind of row; `name` keeps a person's choice of columns apart from other lists.

    `usual` are the filters that hold until some filter is asked for; they stand in the filter row, on every page of the list and
    in its workbook.
    """

    name: str
    columns: Sequence[Column]
    filters: Sequence[Filter] = ()
    order: Sequence[str] = ("pk",)
    row_url: Callable[[Row], str] | None = None
    export_power: str = ""
    empty: Any = _NONE
    none_found: Any = _NONE_FOUND
    acts: Sequence[Act] = ()
    usual: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Listing:
    """A table as asked for by one request."""

    table: Table
    request: HttpRequest
    rows: Any
    whole: int | None = None

    @cached_property
    def chosen(self) -> Sequence[Column]:
        """The columns shown: those ticked now, else those ticked last time, else the usual ones."""
        user = getattr(self.request, "user", None)
        wanted = columns_of(user, self.table.name, self.request.GET.getlist("cols"))
        found = [one for one in self.table.columns if one.key in wanted] if wanted else []
        return found or [one for one in self.table.columns if one.shown]

    @cached_property
    def _asked(self) -> tuple[dict[str, str], list[str]]:
        query = self.request.GET
        return asked(self.table.filters, query if any(key in query for key in self._keys) else self.table.usual)

    @property
    def _keys(self) -> set[str]:
        """What the filters ask in an address."""
        return {key for one in self.table.filters for key in (one.key, f"{one.key}_from", f"{one.key}_to")}

    @property
    def active(self) -> Mapping[str, str]:
        """The filters in use with their values."""
        return self._asked[0]

    @property
    def narrowed(self) -> bool:
        """Whether other filters are in use than the usual ones."""
        return self.active != self.table.usual

    @property
    def has_rare(self) -> bool:
        """Whether some filters wait behind a button."""
        return any(one.rare for one in self.table.filters)

    @property
    def not_understood(self) -> Sequence[str]:
        """The labels of filters whose value cannot be meant."""
        return self._asked[1]

    @cached_property
    def found(self) -> Any:
        """The rows after filtering and sorting."""
        rows = self.rows
        for one in self.table.filters:
            if one.key in self.active:
                rows = one.apply(rows, self.active[one.key])
        return rows.order_by(*self._order())

    def _order(self) -> list[str]:
        wanted = self.request.GET.get("sort", "")
        known = {one.sort for one in self.table.columns if one.sort}
        first = [wanted] if wanted.removeprefix("-") in known else []
        order = [*first, *(name for name in self.table.order if name.lstrip("-") != wanted.lstrip("-"))]
        # Rows that are equal would change places between pages: the number of the row decides at last.
        grouped = getattr(self.rows, "_fields", None) is not None
        return order if grouped or {name.lstrip("-") for name in order} & {"pk", "id"} else [*order, "pk"]

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; one that does not exist answers with the nearest there is."""
        pages = Paginator(self.found, self.size)
        if self.whole is not None and not self.narrowed:
            pages.__dict__["count"] = self.whole
        return _only_shown(pages.get_page(self.request.GET.get("page")))

    @property
    def size(self) -> int:
        """Rows per page."""
        wanted = self.request.GET.get("size", "")
        return int(wanted) if wanted in map(str, SIZES) else SIZES[1]

    def heads(self) -> list[dict[str, Any]]:
        """The column heads, each with the query that sorts by it and how it is sorted now."""
        now = self.request.GET.get("sort", "")
        return [
            {
                "label": one.label,
                "align": one.align,
                "sort": (f"-{one.sort}" if now == one.sort else one.sort) if one.sort else "",
                "state": "ascending" if now == one.sort else "descending" if now == f"-{one.sort}" else "none",
            }
            for one in self.chosen
        ]

    def body(self) -> list[dict[str, Any]]:
        """The rows of the page as drawn, in pieces: one up to each cell that a template draws, with it, and one for the rest.

        What no template draws is written here, since a template would look up each row and cell anew.
        """
        openings = [
            tuple(
                format_html(
                    '<td class="{}{}"{} data-label="{}">', one.align, none, CHINESE if one.typed else "", one.label
                )
                for none in ("", " none")
            )
            for one in self.chosen
        ]
        columns = list(zip(self.chosen, openings, strict=True))
        now: datetime | None = getattr(self.request, "now", None)
        said: Said = {}
        pieces: list[dict[str, Any]] = []
        drawn: list[str] = []
        for row in self.page.object_list:
            url = self.table.row_url(row) if self.table.row_url else ""
            drawn.append(self._row_opening(row, url))
            for place, (one, opening) in enumerate(columns):
                if one.template:
                    pieces.append({"drawn": joined([*drawn, opening[0]]), "template": one.template, "row": row})
                    drawn = []
                else:
                    text = _drawn(one, row, "" if place else url, now, said)
                    drawn += opening[text in NOTHING], text
                drawn.append("</td>")
            drawn.append("</tr>")
        return [*pieces, {"drawn": joined(drawn), "template": "", "row": None}]

    def _row_opening(self, row: Row, url: str) -> str:
        opening = f'<tr data-href="{escaped(url)}">' if url else "<tr>"
        if not self.acts:
            return opening
        label = f"{escaped(_('选择'))} {escaped(row)}"
        return f'{opening}<td class="tick"><input type="checkbox" name="pk" value="{escaped(row.pk)}" form="bulk" aria-label="{label}"></td>'

    def boxes(self) -> str:
        """A box for each column, ticked where it is shown."""
        shown = {one.key for one in self.chosen}
        return joined(
            f'<label><input type="checkbox" name="cols" value="{one.key}"{" checked" if one.key in shown else ""}> '
            f"{escaped(one.label)}</label>"
            for one in self.table.columns
        )

    def filters(self) -> list[dict[str, Any]]:
        """The filter row as drawn, with what is chosen."""
        return [self._drawn(one) for one in self.table.filters]

    def _drawn(self, one: Filter) -> dict[str, Any]:
        value = self.active.get(one.key, "")
        first, last = ends(value) if one.paired else (None, None)
        drawn = options(one, value) if one.kind in ("choice", "boolean") else ""
        return {"filter": one, "value": value, "first": first or "", "last": last or "", "options": drawn}

    @property
    def kept(self) -> dict[str, str]:
        """What else the address asks (which tab, which order): it stays when the filter changes or is taken away."""
        query = self.request.GET
        return {key: query[key] for key in query if key not in self._keys | {"page", "cols", "export"}}

    @property
    def bare(self) -> str:
        """The address without any filter but the usual ones."""
        return self.request.path + (f"?{urlencode(self.kept)}" if self.kept else "")

    @property
    def in_words(self) -> str:
        """The filter as it is written into the workbook and on the printed page."""
        said = [one.in_words(self.active[one.key]) for one in self.table.filters if one.key in self.active]
        return "；".join(said) or _("全部")

    @cached_property
    def acts(self) -> list[Act]:
        """The acts on ticked rows that the viewer may do."""
        actor = getattr(self.request, "actor", None)
        return [one for one in self.table.acts if actor is not None and actor.may(one.power)]

    @property
    def may_export(self) -> bool:
        """Whether the viewer may take the rows away."""
        actor = getattr(self.request, "actor", None)
        return actor is not None and (not self.table.export_power or actor.may(self.table.export_power))


def _drawn(column: Column, row: Row, row_url: str, now: datetime | None, said: Said) -> str:
    """A plain cell; the first of a row leads to the row itself, unless its column leads elsewhere."""
    text, url = column.value(row), column.url(row) if column.url else ""
    if column.align == "right" and isinstance(text, int):
        text = f"{text:,}"
    return cell(text, url or row_url, now, said)


def _only_shown(page: Page[Any]) -> Page[Any]:
    """The same page, its rows found by key alone: sorting whole joined rows costs seconds in a large town.

    The keys were found under every filter; asked again, they would lead SQLite to an index over half the table.
    """
    slice_, whole = page.object_list, page.paginator.object_list
    if not isinstance(slice_, QuerySet) or slice_.query.combinator or getattr(slice_, "_fields", None) is not None:
        return page
    keys = list(slice_.values_list("pk", flat=True))
    bare = cast("QuerySet[Any]", whole).order_by()
    bare.query.where = WhereNode()
    rows = {row.pk: row for row in bare.filter(pk__in=keys)}
    page.object_list = [rows[key] for key in keys if key in rows]
    return page


def listing(
    request: HttpRequest,
    table: Table,
    rows: QuerySet[Any],
    *,
    template: str,
    title: Any,
    context: Mapping[str, Any] | None = None,
    whole: int | None = None,
) -> HttpResponse:
    """Answer a request for a list: the page, only its table for htmx, or a workbook of everything that matches.

    `whole` is how many rows there are without a filter but the usual ones, where that is known without counting them again.
    """
    shown = Listing(table, request, rows, whole)
    if request.GET.get("export") == "xlsx" and shown.may_export:
        return workbook_response(
            title=str(title), note=shown.in_words, heads=[str(one.label) for one in shown.chosen], rows=_exported(shown)
        )
    everything = {"listing": shown, "title": title, "sizes": SIZES, **(context or {})}
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "listing":
        return render(request, "ui/table.html", everything)
    return render(request, template, everything)


def _exported(shown: Listing) -> Iterable[list[Any]]:
    for row in shown.found.iterator(chunk_size=2000):
        yield [_plain(one, row) for one in shown.chosen]


def _plain(column: Column, row: Row) -> Any:
    value = column.export(row) if column.export else column.value(row)
    return value if isinstance(value, int | float | date) or value is None else str(value)
