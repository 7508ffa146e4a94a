"""What overviews show is the sum of the rows behind it, after every comparison and after an undo."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Count, F, Sum

from anxin.apps.payroll import figures, queries
from anxin.apps.payroll.models import EmployerMonth, PlaceMonth
from anxin.base.scope import Scope
from anxin.kernel.period import Month

from .conftest import employer_at, payroll, person, statement, transfer

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def by_hand(scope):
    """The outcome counted from every row, without a sum kept anywhere."""
    months = EmployerMonth.objects.within(scope).filter(month=202609, due_date__lt=TODAY)
    lines = months.aggregate(n=Sum("workers"), bad=Sum(F("unpaid") + F("short") + F("late")))
    owed = queries.owed(scope).aggregate(
        fen=Sum("arrears_fen"), people=Count("worker", distinct=True), firms=Count("employer", distinct=True)
    )
    n, bad = lines["n"] or 0, lines["bad"] or 0
    return figures.Outcome(n, n - bad, owed["fen"] or 0, owed["people"], owed["firms"])


def agree(scope):
    found = figures.outcomes(scope, first=202609, last=202609, today=TODAY)
    assert found.whole == by_hand(scope)
    assert list(queries.debts(scope)) == list(queries.debts_counted(scope))
    assert sum(figures.breach_counts(scope).values()) == queries.suspicions(scope).count()
    assert figures.shortfall_count(scope) == queries.shortfalls(scope).count()
    strip = figures.month_strip(scope, running=9, last=Month.of_code(202609), months=1)[0]
    months = EmployerMonth.objects.within(scope).filter(month=202609, workers__gt=0)
    owing = sum(1 for one in months if one.unpaid or one.short)
    late = sum(1 for one in months if one.late and not one.unpaid and not one.short)
    assert (strip.handed_in, strip.owing, strip.late) == (months.count(), owing, late)
    assert strip.arrears_fen == sum(one.arrears_fen for one in months)
    return found.whole


def test_every_figure_is_the_sum_of_its_rows_in_the_town_and_in_one_village(desk, workshop, small_town):
    scopes = [Scope((place.path,)) for place in (small_town.town, small_town.east, small_town.west)]
    other = employer_at(small_town.west, 20)
    first = desk.hand_in(payroll(workshop, [person(1), person(2, due=1900, paid=1900), person(3, due=6000)]))
    second = desk.hand_in(payroll(other, [person(1), person(4)]), name="b.xlsx")
    assert agree(scopes[0]).owed_workers == 4, "a worker whom two employers owe is one worker"
    assert [agree(scope).owed_employers for scope in scopes] == [2, 1, 1]
    desk.hand_in(statement([transfer(1, 5000), transfer(4, 2000)]), name="流水.xlsx", kind="bank")
    assert agree(scopes[0]).owed_fen > 0
    for file in (first, second):
        desk.undo(file)
        for scope in scopes:
            agree(scope)
    assert not PlaceMonth.objects.exists()
    assert not list(queries.debts(scopes[0]))


def test_an_employer_that_moves_takes_its_figures_along_at_the_next_comparison(desk, workshop, small_town):
    desk.hand_in(payroll(workshop, [person(1)]))
    workshop.village, workshop.place_path = small_town.west, small_town.west.path
    workshop.save()
    desk.hand_in(statement([transfer(1, 100)]), name="流水.xlsx", kind="bank")
    east, west = (agree(Scope((place.path,))) for place in (small_town.east, small_town.west))
    assert (east.owed_employers, west.owed_employers) == (0, 1)
