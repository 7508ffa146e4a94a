"""Many filings of the inbox taken at once, and put back: never what a colleague holds, and their clocks go along."""

from __future__ import annotations

import html
import re

import pytest

from anxin.apps.intake.actions.filing import assign, join
from anxin.apps.intake.actions.receiving import receive, subject_of
from anxin.apps.intake.actions.sharing import put_back_all, take_all
from anxin.apps.intake.models import Filing
from anxin.apps.intake.said import Said
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


def filed(town, many=4):
    said = Said(words="老板三个月没发工资了", channel="web", name="王五")
    return [receive(said=said, by=town.clerk, at=SystemClock().now()).filing for _each in range(many)]


def owners(numbers):
    return {clock.owner for number in numbers for clock in clocks.of(subject_of(number)) if clock.stopped_at is None}


def test_those_that_nobody_has_are_taken_in_the_list_and_put_back_again(clerk, small_town):
    first, second, others, joined = filed(small_town)
    me = Account.objects.get()
    colleague = Account.objects.create(username="other", name="另一位")
    Post.objects.create(account=colleague, role="clerk", place=small_town.town, valid_from="2026-01-01")
    now = SystemClock().now()
    assign(filing_id=others, owner_id=colleague.pk, by=small_town.clerk, at=now)
    join(filing_id=joined, to_id=first, by=small_town.clerk, at=now)
    ticked = {"pk": [first, second, others, joined, "x"]}
    here = "http://testserver/office/intake/?kind=complaint&page=1"
    answer = clerk.post("/office/intake/share/take/", ticked, headers={"referer": here})
    assert answer["Location"] == here
    assert "2 件由您承办" in clerk.get(here).content.decode()
    assert dict(Filing.objects.values_list("pk", "owner")) == {
        first: me.pk,
        second: me.pk,
        others: colleague.pk,
        joined: None,
    }
    assert owners([first, second]) == {f"person:{me.pk}"}
    assert "1 件由您承办" not in clerk.get("/office/intake/?owner=none").content.decode()
    answer = clerk.post(
        "/office/intake/share/back/", ticked, headers={"referer": "https://elsewhere.example/"}, follow=True
    )
    assert "2 件退回未分派" in answer.content.decode()
    assert dict(Filing.objects.values_list("pk", "owner")) == {
        first: None,
        second: None,
        others: colleague.pk,
        joined: None,
    }
    assert owners([first, second]) == {"role:clerk"}
    assert EventRow.objects.filter(type="intake.filing_put_back").count() == 2
    assert clerk.post("/office/intake/share/throw/", ticked).status_code == 404


def test_what_was_taken_at_once_is_put_back_at_once_and_nothing_else(clerk, small_town):
    """Of those ticked one was mine before: the undo leaves it with me."""
    mine, other = filed(small_town, 2)
    me = Account.objects.get()
    assign(filing_id=mine, owner_id=me.pk, by=small_town.clerk, at=SystemClock().now())
    page = clerk.post("/office/intake/share/take/", {"pk": [mine, other]}, follow=True).content.decode()
    [undo] = re.findall(r'action="(/office/intake/share/back/\?[^"]*)"', page)
    clerk.post(html.unescape(undo))
    assert dict(Filing.objects.values_list("pk", "owner")) == {mine: me.pk, other: None}


def test_nobody_takes_filings_out_of_reach_and_a_machine_takes_none(small_town):
    numbers = filed(small_town, 1)
    now = SystemClock().now()
    for act in (take_all, put_back_all):
        with pytest.raises((NotFound, NotAllowed)):
            act(filing_ids=numbers, by=small_town.stranger, at=now)
    assert put_back_all(filing_ids=numbers, by=small_town.clerk, at=now) == []
    with pytest.raises(NotAllowed):
        take_all(filing_ids=numbers, by=system("intake"), at=now)
