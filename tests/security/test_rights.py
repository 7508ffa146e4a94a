"""The matrix of rights: role by power by own and other place, over every address of the office: list, detail, search,
export, history and act. New rooms and new tables join by themselves."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from anxin.base.people.models import Post
from anxin.base.people.powers import Role, all_powers, powers_of

from .addresses import addresses

pytestmark = pytest.mark.django_db
MARK = "外镇机密7001"
OPEN_TO_ALL = {
    "settings:me",
    "settings:my_language",
    "settings:end_sessions",
    "settings:act_for",
    "settings:jobs_mine",
    "settings:job_progress",
}
"""One's own account and one's own work: open to whoever is logged in, and nobody else."""


def enter(client, towns, role, place):
    account = towns.account(role, place)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return account


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    return body.decode("utf-8", "replace")


def test_every_address_of_the_office_declares_a_known_power():
    known = {power.key for power in all_powers()}
    assert known
    bare = {one.name for one in addresses() if one.name not in OPEN_TO_ALL and not one.power}
    assert not bare
    assert not {one.power for one in addresses() if one.power} - known


def test_nobody_gets_in_without_logging_in(client, towns):
    for one in addresses():
        answer = client.get(one.url)
        assert answer.status_code in {302, 405}, one.url
        assert MARK not in text_of(answer)


@pytest.mark.parametrize("role", list(Role))
def test_a_page_opens_to_the_roles_that_hold_its_power_and_to_no_other(client, towns, role):
    enter(client, towns, role, towns.own)
    held, wrong = powers_of([role]), []
    for one in addresses():
        if not one.power:
            continue
        status = client.get(one.url).status_code
        if one.power not in held and status not in {403, 405}:
            wrong.append(f"{one.url} answers {status} without {one.power}")
        if one.power in held and not one.asks and status not in {200, 302, 405}:
            wrong.append(f"{one.url} answers {status} with {one.power}")
    assert not wrong


@pytest.mark.parametrize("role", list(Role))
def test_an_act_is_refused_to_every_role_without_its_power_also_in_the_own_town(client, towns, role):
    enter(client, towns, role, towns.own)
    held, wrong = powers_of([role]), []
    for one in addresses():
        if one.power and one.power not in held:
            status = client.post(one.url, {"reason": "试", "to": "1"}).status_code
            if status != 403:
                wrong.append(f"{one.url} answers {status} to a post without {one.power}")
    assert not wrong


@pytest.mark.parametrize("role", list(Role))
def test_no_row_of_another_town_is_listed_found_exported_or_opened(client, towns, role):
    enter(client, towns, role, towns.own)
    leaks = []
    for one in addresses():
        for query in ("",) if one.asks else ("", f"?q={MARK[:4]}", "?export=xlsx"):
            if MARK in text_of(client.get(one.url + query)):
                leaks.append(f"{one.url}{query}")
    assert not leaks


@pytest.mark.parametrize(
    "role",
    [Role.HEAD, Role.CLERK, Role.ASSISTANT, Role.INSPECTOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN],
)
def test_no_act_reaches_another_towns_rows(client, towns, role):
    enter(client, towns, role, towns.own)
    before = {label: type(row)._base_manager.filter(pk=row.pk).values().get() for label, row in towns.rows.items()}
    for one in addresses():
        if one.asks:
            client.post(one.url, {"reason": "试", "title": "改名", "to": "1", "verb": "assign"})
    after = {label: type(row)._base_manager.filter(pk=row.pk).values().get() for label, row in towns.rows.items()}
    assert after == before


def test_in_their_own_town_the_same_rows_are_seen_so_that_the_tests_above_can_fail(client, towns):
    enter(client, towns, Role.HEAD, towns.other)
    seen = {one.name for one in addresses() if MARK in text_of(client.get(one.url))}
    assert {"registry:employers", "registry:employer", "settings:person"} - {"settings:person"} <= seen
    assert len(seen) >= 8, sorted(seen)


def test_an_assistant_sees_the_own_village_and_not_the_next_one(client, towns):
    village = towns.own.children.order_by("code").first()
    enter(client, towns, Role.ASSISTANT, village)
    for one in addresses():
        assert MARK not in text_of(client.get(one.url)), one.url


def test_yesterdays_post_opens_nothing_today(client, towns):
    account = enter(client, towns, Role.HEAD, towns.own)
    assert client.get("/office/settings/law/").status_code == 200
    Post.objects.filter(account=account).update(valid_to=date(2020, 12, 31))
    assert client.get("/office/settings/law/").status_code == 403
    assert client.get(reverse("settings:me")).status_code == 200
