"""Open sessions: seen as devices, ended one by one or all at once, and ended by a new password or lost factors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from anxin.base.eventlog.models import EventRow
from anxin.base.people.powers import Role
from anxin.kernel.clock import SystemClock
from anxin.project.accounts.devices import in_words, masked
from anxin.project.accounts.forgetting import forget

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14; V2318A) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0"
ME = "/office/settings/me/"


@pytest.fixture
def two(person):
    """A clerk logged in at the desk and on the phone."""
    account = person("clerk", Role.CLERK)
    desk, phone = Client(headers={"User-Agent": DESK}), Client(headers={"User-Agent": PHONE})
    for browser, address in ((desk, "10.1.2.3"), (phone, "115.2.3.4")):
        browser.post("/accounts/login/", {"login": "clerk", "password": PASSWORD}, REMOTE_ADDR=address)
    return account, desk, phone


def shown(browser):
    return browser.get(ME).context["devices"]


def inside(browser):
    return browser.get(ME).status_code == 200


def test_both_devices_are_listed_in_words_with_the_network_masked_and_this_one_marked(two):
    _account, desk, _phone = two
    assert {(one.words, one.network, one.current) for one in shown(desk)} == {
        ("Windows 电脑 · Edge 浏览器", "10.1.*.*", True),
        ("安卓手机 · Chrome 浏览器", "115.2.*.*", False),
    }
    page = desk.get(ME).content.decode()
    assert "本设备" in page
    assert "115.2.3.4" not in page


def test_one_other_session_is_ended_by_its_owner_and_it_is_an_event(two):
    account, desk, phone = two
    other = next(one for one in shown(desk) if not one.current)
    desk.post(reverse("settings:end_sessions"), {"session": other.number})
    assert inside(desk)
    assert not inside(phone)
    row = EventRow.objects.get(type="people.sessions_ended")
    assert row.subject == f"people.account:{account.pk}"
    assert row.data["count"] == 1


def test_all_others_are_ended_and_this_one_stays(two):
    _account, desk, phone = two
    desk.post(reverse("settings:end_sessions"))
    assert inside(desk)
    assert not inside(phone)
    assert [one.current for one in shown(desk)] == [True]


def test_nobody_ends_a_session_of_somebody_else_from_the_own_page(two, person):
    _account, desk, _phone = two
    person("other", Role.CLERK)
    stranger = Client()
    stranger.post("/accounts/login/", {"login": "other", "password": PASSWORD})
    for one in shown(desk):
        assert stranger.post(reverse("settings:end_sessions"), {"session": one.number}).status_code == 404
    assert inside(desk)


def test_the_system_administrator_ends_another_persons_sessions_and_a_clerk_may_not(two, client, person):
    account, desk, phone = two
    address = reverse("settings:end_sessions_of", args=[account.pk])
    assert desk.post(address).status_code == 403
    client.force_login(person("sys", Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    person_page = client.get(reverse("settings:person", args=[account.pk]))
    assert len(person_page.context["devices"]) == 2
    client.post(address)
    assert not inside(desk)
    assert not inside(phone)


def test_a_changed_password_ends_the_other_sessions(two):
    _account, desk, phone = two
    new = "another horse battery"
    desk.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert inside(desk)
    assert not inside(phone)
    assert [one.current for one in shown(desk)] == [True]


def test_taking_lost_factors_away_and_disabling_end_all_sessions_for_good(two, client, person):
    account, desk, phone = two
    client.force_login(person("sec", Role.SECURITY_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("settings:person_act", args=[account.pk, "reset-factors"]))
    assert not inside(desk)
    again = Client()
    again.post("/accounts/login/", {"login": "clerk", "password": PASSWORD})
    client.force_login(person("sys", Role.SYSTEM_ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("settings:person_act", args=[account.pk, "disable"]))
    client.post(reverse("settings:person_act", args=[account.pk, "enable"]))
    assert not inside(again)
    assert not inside(phone)


def test_sessions_that_ran_out_are_forgotten_and_a_second_round_forgets_nothing_more(two):
    now = SystemClock().now()
    assert forget(at=now) == 0
    assert forget(at=now + timedelta(days=2)) == 2
    assert forget(at=now + timedelta(days=2)) == 0
    assert not UserSession.objects.exists()


def test_an_unknown_browser_and_a_long_address_are_told_too():
    assert in_words("curl/8") == "未知设备 · 未知浏览器"
    assert masked("2408:8400:1:2::9") == "2408:8400:*"
