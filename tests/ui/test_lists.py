"""Lists: filters that cannot be meant, order that never wavers, acts on ticked rows, and workbooks that run nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.base.places.models import Place
from anxin.ui.exporting import workbook
from anxin.ui.tables import Act, Column, Filter, Listing, Table, choice_label, ends, leads_to, listing


def between(rows, value):
    first, last = ends(value)
    rows = rows.filter(active_from__gte=first) if first else rows
    return rows.filter(active_from__lte=last) if last else rows


TABLE = Table(
    "places",
    columns=(
        Column("code", "代码", lambda row: row.code, sort="code"),
        Column("name", "名称", lambda row: row.name, sort="name"),
        Column("kind", "类别", lambda row: row.kind, sort="kind", shown=False),
    ),
    filters=(
        Filter("q", "名称", lambda rows, text: rows.filter(name__contains=text), kind="text"),
        Filter(
            "kind", "类别", lambda rows, value: rows.filter(kind=value), choices=(("village", "村"), ("grid", "网格"))
        ),
        Filter("since", "起", lambda rows, value: rows.filter(active_from__gte=value), kind="date"),
        Filter("days", "设立", between, kind="period"),
    ),
    order=("kind",),
    acts=(Act("停用", lambda: "/stop/", "places.stop", confirm="将停用所选地域。"),),
)


@pytest.fixture
def ask(small_town):
    def asking(query="", actor=small_town.clerk, **headers):
        request = RequestFactory().get(f"/list/?{query}", **headers)
        request.session, request.user, request.actor, request._messages = {}, AnonymousUser(), actor, []
        return request

    return asking


def shown(request):
    return Listing(TABLE, request, Place.objects.all())


def test_the_tab_and_the_order_stay_when_the_filter_changes_or_is_taken_away(ask):
    asked = shown(ask("queue=late&sort=name&page=3&q=村&days_from=2026-01-01"))
    assert asked.kept == {"queue": "late", "sort": "name"}
    assert asked.bare == "/list/?queue=late&sort=name"
    assert shown(ask("q=村")).bare == "/list/"


def test_a_day_is_drawn_as_one_piece_and_a_count_with_its_thousands(ask):
    table = Table(
        "drawn",
        columns=(
            Column("since", "起", lambda row: row.active_from),
            Column("people", "人数", lambda row: 1278, align="right"),
        ),
    )
    places = Place.objects.exclude(active_from=None)
    drawn = Listing(table, ask(), places).body()[0]["drawn"]
    first = places.order_by("pk")[0].active_from
    assert f'<time datetime="{first.isoformat()}">' in drawn
    assert ">1,278</td>" in drawn


def test_rows_are_one_piece_up_to_each_cell_that_a_template_draws_and_everything_in_them_is_escaped(ask, small_town):
    place = small_town.east
    place.name = "<b>村</b>"
    place.save()
    rows = Place.objects.filter(pk=place.pk)
    columns = (
        Column("name", "名称", lambda row: row.name, url=lambda row: f"/x/?a=1&b={row.pk}"),
        Column("drawn", "图", str, template="ui/level.html"),
        Column("kind", "类别", choice_label("kind")),
    )
    table = Table("pieces", columns=columns, row_url=lambda row: f"/y/{row.pk}/", acts=TABLE.acts)
    first, rest = Listing(table, ask(), rows).body()
    assert first["template"] == "ui/level.html"
    assert first["row"] == place
    assert (
        f'<tr data-href="/y/{place.pk}/"><td class="tick"><input type="checkbox" name="pk" value="{place.pk}"'
        in first["drawn"]
    )
    assert f'<a href="/x/?a=1&amp;b={place.pk}">&lt;b&gt;村&lt;/b&gt;</a></td>' in first["drawn"]
    assert first["drawn"].endswith('<td class="left" data-label="图">')
    assert rest == {
        "drawn": '</td><td class="left" data-label="类别">村（社区）</td></tr>',
        "template": "",
        "row": None,
    }


def test_an_address_with_the_number_of_a_row_is_the_one_that_would_be_worked_out(small_town):
    east = small_town.east
    assert leads_to("intake:detail")(east) == reverse("intake:detail", args=[east.pk])


def test_a_day_that_does_not_exist_is_named_and_not_asked(ask):
    found = shown(ask("since=2026-02-31&kind=grid"))
    assert found.not_understood == ["起"]
    assert {row.kind for row in found.found} == {"grid"}


def test_a_period_may_be_open_at_either_end(ask):
    assert shown(ask("days_from=2019-01-01&days_to=")).page.paginator.count == Place.objects.count()
    assert shown(ask("days_to=2018-12-31")).page.paginator.count == 0
    assert shown(ask("days_from=2019-01-01")).in_words == "设立：2019-01-01 至 不限"


def test_equal_rows_are_told_apart_by_their_number_at_last(ask):
    assert shown(ask("sort=-kind"))._order() == ["-kind", "pk"]
    grouped = Place.objects.values("kind")
    assert Listing(TABLE, ask(), grouped)._order() == ["kind"]


@pytest.mark.parametrize(
    "query", ["page=0", "page=zz", "page=999", "size=7", "sort=password", "sort=--code", "q=%00", "cols=none"]
)
def test_nonsense_in_the_address_still_shows_the_list(ask, query):
    answer = listing(ask(query), TABLE, Place.objects.all(), template="ui/table.html", title="地域")
    assert answer.status_code == 200


def test_acts_are_offered_only_to_those_who_hold_the_power(ask, small_town):
    from dataclasses import replace

    weak = replace(small_town.clerk, powers=frozenset({"places.view"}))
    assert [act.label for act in shown(ask()).acts] == ["停用"]
    assert shown(ask(actor=weak)).acts == []


def test_htmx_gets_the_list_alone(ask):
    part = listing(
        ask("kind=village", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="listing"),
        TABLE, Place.objects.all(), template="ui/list.html", title="地域",
    ).content.decode()  # fmt: skip
    assert part.lstrip().startswith('<div id="listing"')
    assert "东头村委会" in part
    assert "皋埠街道" not in part


def test_the_workbook_holds_what_is_shown_and_its_filter(ask):
    answer = listing(ask("export=xlsx&kind=village"), TABLE, Place.objects.all(), template="ui/list.html", title="地域")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A2"].value == "筛选条件：类别：村"
    assert {row[1].value for row in sheet.iter_rows(min_row=4)} == {"东头村委会", "西头社区居委会", "他村委会"}


@settings(deadline=None)
@given(st.sampled_from("=+-@\t\r"), st.text(alphabet="cmd|'/C calc!A0", min_size=1, max_size=20))
def test_no_text_of_a_workbook_is_ever_run(sign, rest):
    made = workbook(title="名单", note=sign + rest, heads=[sign + rest], rows=[[sign + rest, 5, date(2026, 11, 23)]])
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_columns_once_chosen_are_there_after_the_next_log_in(ask, django_user_model):
    person = django_user_model.objects.create_account("clerk9", name="经办人")
    other = django_user_model.objects.create_account("clerk8", name="另一人")

    def labels(query, user):
        request = ask(query)
        request.user = user
        return [one.label for one in shown(request).chosen]

    assert labels("cols=kind&cols=name", person) == ["名称", "类别"]
    assert labels("", django_user_model.objects.get(pk=person.pk)) == ["名称", "类别"]
    assert labels("", other) == ["代码", "名称"]
    assert labels("cols=code", person) == labels("", person) == ["代码"]


def test_the_usual_filters_hold_on_every_page_and_in_the_workbook_until_some_filter_is_asked_for(ask, small_town):
    """Sorted, paged or taken away the list is the same one; they stand in the filter row and can be chosen away."""
    table = replace(TABLE, usual={"kind": "grid"})
    grids, everything = Place.objects.filter(kind="grid").count(), Place.objects.count()
    assert 0 < grids < everything
    for query, found in (
        ("", grids), ("page=2", grids), ("sort=name", grids), ("size=200", grids), ("cols=name", grids), ("kind=", everything), ("q=", everything),
    ):  # fmt: skip
        asked = Listing(table, ask(query), Place.objects.all())
        assert asked.page.paginator.count == found, query
        assert asked.narrowed is (found == everything)
        assert ("selected" in asked.filters()[1]["options"]) is (found == grids)
    made = listing(ask("export=xlsx"), table, Place.objects.all(), template="ui/list.html", title="地域")
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet.max_row == grids + 3
    assert sheet["A2"].value == "筛选条件：类别：网格"
    assert Listing(table, ask(), Place.objects.all(), whole=7).page.paginator.count == 7
