"""Pictures say what the lists say."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import RequestFactory

from anxin.apps.warning.over_time import signals_over_time
from anxin.apps.warning.queries import open_warnings
from anxin.apps.warning.web.pictures import months_chart, season_chart, signals_chart, warnings_map
from anxin.base.places.maps import village_map

from .conftest import ON

pytestmark = pytest.mark.django_db


def warned(scene, place):
    employer = scene.employer(place=place)
    scene.months(employer, 3)
    for _ in range(12):
        scene.owes(employer, 900_000, month=202608)
    return employer


def test_a_figure_on_the_map_is_the_number_of_rows_it_opens(scene, monkeypatch):
    for place in (scene.town.east, scene.town.east, scene.town.west):
        warned(scene, place)
    scene.judge()
    drawn = {
        "note": "", "features": [
            {"properties": {"code": one.code, "short_name": one.name}} for one in (scene.town.east, scene.town.west)
        ],
    }  # fmt: skip
    monkeypatch.setattr("anxin.apps.warning.web.pictures.village_map", lambda: drawn)
    chart = warnings_map(scene.clerk.scope)
    shown = dict(zip(chart.labels, chart.series[0].values, strict=True))
    assert shown == {scene.town.east.name: 2, scene.town.west.name: 1}
    for label, url, total in zip(chart.labels, chart.urls, chart.series[0].values, strict=True):
        code = RequestFactory().get(url).GET["village"]
        assert open_warnings(scene.clerk.scope).filter(employer__village__code=code).count() == total, label
    assert chart.series[0].values == [sum(some) for some in zip(*(one.values for one in chart.series[1:]), strict=True)]


def test_another_town_sees_nothing_on_the_map(scene):
    warned(scene, scene.town.east)
    scene.judge()
    assert sum(warnings_map(scene.clerk.scope).series[0].values) == 1
    assert sum(warnings_map(scene.town.stranger.scope).series[0].values) == 0


def test_the_map_that_ships_draws_the_thirty_villages_and_says_that_it_is_a_sketch():
    drawn = village_map()
    assert len(drawn["features"]) == 30
    assert "示意图" in drawn["note"]


def test_a_month_of_which_nothing_is_known_is_a_gap_and_not_nil(scene):
    employer = scene.employer()
    scene.month(employer, 202610, late=3, max_late=7)
    chart = signals_chart(signals_over_time(scene.clerk.scope, employer.pk, on=ON))
    late = dict(zip(chart.labels, chart.series[0].values, strict=True))
    assert late["2026年10月"] == 7
    assert late["2026年9月"] is None


def test_the_months_add_up_the_employers_of_the_scope(scene):
    for place in (scene.town.east, scene.town.elsewhere):
        scene.month(scene.employer(place=place), 202610, unpaid=4)
    chart = months_chart(scene.clerk.scope, on=ON)
    unpaid = next(one for one in chart.series if one.name == "未发")
    assert (chart.labels[-1], unpaid.values[-1]) == ("2026年10月", 4)


def test_weeks_that_have_not_come_yet_are_no_nil_in_the_season(scene):
    chart = season_chart(scene.clerk.scope, on=date(2026, 11, 23))
    assert all(value is None for one in chart.series for value in one.values[-4:])
