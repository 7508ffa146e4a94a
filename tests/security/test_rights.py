"""The matrix of rights, made from the code: every role by every address by the own and the other town, and every way to ask.

Nothing is listed by hand: addresses come from the router, rows from the tables, events from their classes, ways to ask
from the list on the page, names of parameters from the source. A new one joins by itself, or fails the first tests here.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Post
from anxin.base.people.powers import Role, all_powers, powers_of

from .addresses import NUMBERS, addresses, every
from .asking import enter, enter_as_everybody, leaks, names_of_forms, names_of_queries, text_of, ways
from .planting import SHARED, is_placed, product_models

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = {
    "cockpit:today",
    "settings:me",
    "settings:my_language",
    "settings:end_sessions",
    "settings:act_for",
    "settings:jobs_mine",
    "settings:job_progress",
}
"""One's own account and one's own work: open to whoever is logged in, and nobody else. The front door leads whoever has no today page to their first room."""
SHOWN_NOWHERE = {
    "api.Answered": "answers kept for machines that ask twice",
    "cases.DisorderCheck": "the cross-check as it was concluded from; the planted matter is still being checked",
    "cases.Finding": "a person's answer to a question of the crime test, shown once every element is asked",
    "documents.NumberSeries": "the last number of a series",
    "documents.Service": "how an issued paper was served; the planted paper is a draft",
    "documents.WeeklyReturn": "remarks are shown once a return was filed",
    "intake.Earlier": "how a text read before it was corrected: sealed, shown with the identity by a reveal with a reason",
    "intake.Fellow": "names and telephones are sealed, opened by a reveal with a reason",
    "intake.Heard": "under which key an employer read in the words is counted; what was read is shown from the words",
    "intake.Twin": "which two filings may be one matter; only their number is shown",
    "intake.TransferReply": "shown on what 12345 or 110 handed over; the planted filing came by Open311",
    "onebot.Offer": "a hash of the person a link was offered to",
    "payroll.LayoutMemory": "a hash of headings",
    "payroll.PlaceMonth": "sums of a month",
    "batches.ImportedRow": "what an import changed, for its undoing",
    "registry.ProjectParty": "the contractor's part; its firm is shown",
    "registry.Worker": "names are shown masked",
    "warning.Assessment": "the version of the rules",
}
"""Tables whose planted words no page of the office shows, and why."""


ASKS_WHY = {"cases:disorder_file": 409}
"""What opens only after somebody has said what for; the refusal says so."""
OF_THE_TOWN = {"places.Place", "organisation.Unit", "organisation.Seat", "organisation.DutyShift"}
"""What everybody in a town may know: its villages, who is who in the office, and who is on duty."""


def state_of(side, tables=None):
    """Every planted row as the database has it, or those of some tables."""
    rows = {label: row for label, row in side.rows.items() if tables is None or row._meta.db_table in tables}
    return {label: type(row)._base_manager.filter(pk=row.pk).values().first() for label, row in rows.items()}


def tables_changed(asked):
    """The tables named by whatever a request said beyond reading and adding; an update that hides in an insert counts too."""
    said = [each["sql"] for each in asked]
    changing = [one for one in said if one.startswith(("UPDATE", "DELETE")) or " ON CONFLICT" in one]
    return {name for one in changing for name in re.findall(r'"(\w+)"', one)}


def test_every_address_stands_behind_a_known_door():
    known = {power.key for power in all_powers()}
    assert known
    assert not [one.route for one in every() if not one.door]
    for one in every():
        assert one.door != "power" or one.name in OPEN_TO_ALL or one.power in known, one.route
        assert "None" not in one.name or one.door != "power", one.route


def test_every_part_of_an_address_can_be_filled_for_either_town(towns):
    for one in every():
        assert "<" not in one.at(towns.own), one.route


def test_every_table_belongs_to_a_place_or_is_shared_for_a_reason():
    assert {one._meta.label for one in product_models() if not is_placed(one)} == set(SHARED)


def test_nobody_gets_in_without_logging_in(client, towns):
    for one in every():
        for ask in (client.get, client.post):
            answer = ask(one.at(towns.other))
            assert answer.status_code < 500, one.route
            assert one.door != "power" or answer.status_code in {302, 405}, one.route
            assert one.door != "key" or answer.status_code in {200, 401, 404, 405, 422}, one.route
            assert not leaks(answer, towns.other), one.route
            assert not leaks(answer, towns.own), one.route


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_its_powers_say_in_its_own_town_and_nothing_elsewhere(client, towns, role):
    enter(client, towns.own.town, role)
    held, wrong = powers_of([role]), []
    for one in addresses():
        answer = client.get(one.at(towns.own))
        may = one.name in OPEN_TO_ALL or one.power in held
        if not may and answer.status_code not in {403, 405}:
            wrong.append(f"{one.name} answers {answer.status_code} without {one.power}")
        if may and not one.asks and answer.status_code not in {200, 302, 405}:
            wrong.append(f"{one.name} answers {answer.status_code} with {one.power}")
        asked = [answer]
        if may and answer.status_code == 200:
            asked += [client.get(one.at(towns.own), way) for way in ways(answer, towns.other.word)[:1]]
        if may and NUMBERS.intersection(one.parts):
            theirs = client.get(one.at(towns.other))
            asked.append(theirs)
            if theirs.status_code not in {403, 404, 405}:
                wrong.append(f"{one.name} answers {theirs.status_code} to the number of another town")
        wrong += [f"{one.name} shows {found}" for each in asked for found in leaks(each, towns.other)]
        wrong += [f"{one.name} fails" for each in asked if each.status_code >= 500]
    assert not wrong


@pytest.mark.parametrize("role", list(Role))
def test_no_act_is_done_without_its_power_nor_on_rows_of_another_town(client, towns, role):
    enter(client, towns.own.town, role)
    held, wrong = powers_of([role]), []
    before, events = (state_of(towns.own), state_of(towns.other)), EventRow.objects.count()
    for one in addresses():
        if one.power and one.power not in held:
            for url in dict.fromkeys((one.at(towns.own), one.at(towns.other))):
                status = client.post(url, {"reason": "试", "to": str(towns.own.pk)}).status_code
                if status != 403:
                    wrong.append(f"{one.name} answers {status} to a post without {one.power}")
        elif NUMBERS.intersection(one.parts) and one.name not in OPEN_TO_ALL:
            told = dict.fromkeys(names_of_forms(one.view), str(towns.own.pk)) | {"reason": "试试看能不能办"}
            answer = client.post(one.at(towns.other), told)
            wrong += [f"{one.name} shows {found}" for found in leaks(answer, towns.other)]
            if answer.status_code >= 500:
                wrong.append(f"{one.name} fails")
    assert not wrong
    assert (state_of(towns.own), state_of(towns.other)) == before
    assert EventRow.objects.count() == events


def test_whatever_is_asked_of_a_page_it_tells_nothing_of_another_town(client, towns):
    enter_as_everybody(client, towns.own.town)
    wrong, asked = [], 0
    for one in addresses():
        url = one.at(towns.own)
        answer = client.get(url)
        if answer.status_code != 200:
            continue
        names = names_of_queries(one.view)
        queries = [*ways(answer, towns.other.word), *({name: str(towns.other.pk)} for name in names)]
        queries += [dict.fromkeys(names, towns.other.word)] if names else []
        for query in queries:
            told = client.get(url, query)
            asked += 1
            if told.status_code >= 500 or leaks(told, towns.other):
                wrong.append(f"{url} {query} {told.status_code} {leaks(told, towns.other)}")
        if queries:
            part = client.get(url, headers={"HX-Request": "true", "HX-Target": "listing"})
            assert not leaks(part, towns.other), url
    assert not wrong
    assert asked > 250, asked


def test_a_row_of_another_town_is_not_reached_through_one_of_the_own(client, towns):
    enter_as_everybody(client, towns.own.town)
    before, wrong, asked = state_of(towns.other), [], 0
    for one in addresses():
        for url in one.mixed(towns.own, towns.other):
            told = dict.fromkeys(names_of_forms(one.view), str(towns.own.pk)) | {"reason": "试试看能不能办"}
            for answer in (client.get(url), client.post(url, told)):
                asked += 1
                if answer.status_code >= 500 or leaks(answer, towns.other):
                    wrong.append(f"{url} {answer.status_code} {leaks(answer, towns.other)}")
    assert not wrong
    assert state_of(towns.other) == before
    assert asked > 50, asked


def test_no_act_on_an_own_row_reaches_a_row_of_another_town_named_in_the_form(client, towns):
    enter_as_everybody(client, towns.own.town)
    before, wrong, wrote = state_of(towns.other), [], 0
    for one in addresses():
        told = dict.fromkeys(names_of_forms(one.view), str(towns.other.pk)) | {"reason": "试试看能不能办"}
        with transaction.atomic():
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(one.at(towns.own), told)
            if answer.status_code >= 500 or leaks(answer, towns.other):
                wrong.append(f"{one.name} {answer.status_code} {leaks(answer, towns.other)}")
            if changed := tables_changed(asked):
                wrote += 1
                now = state_of(towns.other, changed)
                if now != {label: before[label] for label in now}:
                    wrong.append(f"{one.name} changes a row of another town")
            transaction.set_rollback(True)
    assert not wrong
    assert wrote > 10, wrote


def test_in_their_own_town_every_address_lives_and_every_table_is_seen_so_that_the_tests_above_can_fail(client, towns):
    enter_as_everybody(client, towns.own.town)
    seen, dead = set(), []
    for one in addresses():
        answer = client.get(one.at(towns.own))
        if answer.status_code not in {200, 302, 405} and ASKS_WHY.get(one.name) != answer.status_code:
            dead.append(f"{one.name} {answer.status_code}")
        text = text_of(answer)
        for way in ways(answer, towns.own.word)[:1] if answer.status_code == 200 else ():
            text += text_of(client.get(one.at(towns.own), way))
        seen |= towns.own.seen_in(text)
    worded = {label for label, row in towns.own.rows.items() if towns.own.mark in str(vars(row))}
    assert not dead
    assert not (worded - seen) ^ set(SHOWN_NOWHERE), " ".join(sorted((worded - seen) ^ set(SHOWN_NOWHERE)))
    assert len(seen) > 25, sorted(seen)


def test_an_assistant_sees_the_own_village_and_not_the_next_one(client, towns):
    village = towns.own.town.children.exclude(pk=towns.own.pk).order_by("code").first()
    enter(client, village, Role.ASSISTANT)
    for one in addresses():
        told = text_of(client.get(one.at(towns.own)))
        assert not [mark for mark in towns.other.marks if mark in told], one.name
        assert towns.own.seen_in(told) <= OF_THE_TOWN, one.name


def test_yesterdays_post_opens_nothing_today(client, towns):
    made = enter(client, towns.own.town, Role.HEAD)
    assert client.get("/office/settings/law/").status_code == 200
    Post.objects.filter(account=made).update(valid_to="2020-12-31")
    assert client.get("/office/settings/law/").status_code == 403
    assert client.get(reverse("settings:me")).status_code == 200
