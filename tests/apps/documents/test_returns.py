"""Village returns: nil with one tap, on time or late, chased by the clock."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anxin.apps.documents.actions.returns import chase, file, open_week
from anxin.apps.documents.models import WeeklyReturn
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.scope import Scope
from anxin.kernel.outcome import NotFound, RuleBroken

from .conftest import AT, WEEK

pytestmark = pytest.mark.django_db
FRIDAY = AT - timedelta(days=3)


@pytest.fixture
def asked(books):
    assert open_week(week=WEEK, town=books.town.town, by=books.town.clerk, at=FRIDAY) == 2
    return {one.place_id: one for one in WeeklyReturn.objects.all()}


def test_every_village_of_the_town_is_asked_once(asked, books):
    assert set(asked) == {books.town.east.pk, books.town.west.pk}
    assert open_week(week=WEEK, town=books.town.town, by=books.town.clerk, at=AT) == 0
    assert clocks.running(Scope((books.town.town.path,))).filter(kind="documents.return").count() == 2


def test_a_village_without_trouble_reports_nil_and_its_clock_stops(asked, books):
    one = file(return_id=asked[books.town.east.pk].pk, by=books.town.assistant, at=FRIDAY)
    assert (one.state, one.filed_by_name) == ("nil", "王协管")
    assert not Clock.objects.get(subject=f"documents.return:{one.pk}").running
    with pytest.raises(RuleBroken):
        file(return_id=one.pk, by=books.town.assistant, at=FRIDAY)


def test_a_village_with_a_debt_cannot_say_nil(asked, books):
    books.owes(books.employer(books.town.east), 500_000)
    one = file(return_id=asked[books.town.east.pk].pk, by=books.town.assistant, at=FRIDAY)
    assert (one.state, one.figures["owed_fen"], one.figures["debtors"]) == ("filed", 500_000, 1)


def test_a_debt_of_the_next_village_is_not_this_ones(asked, books):
    books.owes(books.employer(books.town.west), 500_000)
    assert file(return_id=asked[books.town.east.pk].pk, by=books.town.assistant, at=FRIDAY).state == "nil"


def test_words_make_a_return_more_than_nil(asked, books):
    one = file(return_id=asked[books.town.east.pk].pk, remarks="一家企业搬迁", by=books.town.assistant, at=FRIDAY)
    assert one.state == "filed"


def test_an_assistant_cannot_report_for_the_next_village(asked, books):
    with pytest.raises(NotFound):
        file(return_id=asked[books.town.west.pk].pk, by=books.town.assistant, at=FRIDAY)


def test_missing_returns_are_chased_by_the_clock_and_not_more_often_than_the_interval(asked, books):
    due = asked[books.town.east.pk].due_at
    file(return_id=asked[books.town.east.pk].pk, by=books.town.assistant, at=FRIDAY)
    keeper = system("clock-keeper")
    chased = [chase(by=keeper, at=due + timedelta(hours=h)) for h in (-1, 0.5, 1, 3.9, 4.1, 4.2)]
    assert chased == [0, 1, 0, 0, 1, 0]
    west = WeeklyReturn.objects.get(place=books.town.west)
    assert west.chased == 2
    assert EventRow.objects.filter(type="documents.return_chased").count() == 2


def test_a_return_after_the_deadline_is_recorded_as_late(asked, books):
    late = asked[books.town.east.pk].due_at + timedelta(minutes=1)
    file(return_id=asked[books.town.east.pk].pk, by=books.town.assistant, at=late)
    assert json.loads(EventRow.objects.get(type="documents.return_filed").payload)["late"] is True
