"""Logging in as people do, in Chromium: a passkey made and used, a one-time code, a locked account, a first password."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock, local_date

from .pressing import led_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"


@pytest.fixture
def person(small_town):
    def make(username, role):
        account = Account.objects.create_account(username, name=f"某{username}", password=PASSWORD)
        since = local_date(SystemClock().now()) - timedelta(days=30)
        Post.objects.create(account=account, role=role, place=small_town.town, valid_from=since)
        return account

    return make


def enter(page, url, username, password=PASSWORD):
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    with led_on(page):
        page.press("input[name=password]", "Enter")


def leave(page, url):
    page.context.clear_cookies()
    page.goto(f"{url}/")


@pytest.fixture
def authenticator(page):
    """A security key as Chromium pretends it: it knows who its owner is, and says yes."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: wire.send("WebAuthn.getCredentials", {"authenticatorId": made["authenticatorId"]})["credentials"]


def test_a_clerk_makes_a_passkey_and_logs_in_with_nothing_else(live_server, page, person, authenticator):
    clerk = person("clerk1", "clerk")
    enter(page, live_server.url, "clerk1")
    page.goto(f"{live_server.url}/accounts/2fa/webauthn/add/")
    page.fill("input[name=name]", "办公室电脑")
    tick = page.locator("input[name=passwordless]")
    if tick.count():
        tick.check()
    page.click("main button >> nth=0")
    page.wait_for_url(lambda url: "webauthn/add" not in url)
    page.wait_for_load_state()
    assert Authenticator.objects.filter(user=clerk, type=Authenticator.Type.WEBAUTHN).count() == 1
    assert len(authenticator()) == 1
    leave(page, live_server.url)
    page.goto(f"{live_server.url}/accounts/login/")
    page.click("button:has-text('用通行密钥登录')")
    page.wait_for_url("**/office/**")
    assert page.locator("h1").inner_text() == "今日"
    told = EventRow.objects.filter(type="people.logged_in").order_by("seq").last()
    assert "通行密钥" in told.payload


def test_a_head_logs_in_with_a_password_and_a_code_and_not_with_a_wrong_one(live_server, page, person):
    person("head1", "head")
    enter(page, live_server.url, "head1")
    assert "/accounts/2fa/" in page.url, "a privileged role must have a second factor first"
    page.goto(f"{live_server.url}/accounts/2fa/totp/activate/")
    secret = page.locator("input[disabled], input[readonly], code").first
    key = (secret.get_attribute("value") or secret.inner_text()).replace(" ", "")
    page.fill("input[name=code]", code_of(key))
    with led_on(page):
        page.press("input[name=code]", "Enter")
    leave(page, live_server.url)
    enter(page, live_server.url, "head1")
    page.fill("input[name=code]", "000000")
    with led_on(page):
        page.press("input[name=code]", "Enter")
    assert "/office" not in page.url
    page.fill("input[name=code]", code_of(key, ahead=1))
    page.press("input[name=code]", "Enter")
    page.wait_for_url("**/office/**")


def code_of(secret, ahead=0):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + ahead))


def test_an_account_is_locked_after_five_wrong_passwords_and_says_for_how_long(live_server, page, person):
    person("clerk1", "clerk")
    for _ in range(5):
        enter(page, live_server.url, "clerk1", "wrong password")
    enter(page, live_server.url, "clerk1")
    assert "锁定 15 分钟" in page.inner_text("body")
    page.goto(f"{live_server.url}/office/")
    assert "/accounts/login/" in page.url


def test_a_first_password_is_changed_before_anything_else(live_server, page, person):
    account = person("clerk1", "clerk")
    Account.objects.filter(pk=account.pk).update(must_change_password=True)
    enter(page, live_server.url, "clerk1")
    page.goto(f"{live_server.url}/office/payroll/")
    assert "/office/payroll" not in page.url
    page.fill("input[name=oldpassword]", PASSWORD)
    page.fill("input[name=password1]", "another long phrase 2026")
    page.fill("input[name=password2]", "another long phrase 2026")
    with led_on(page):
        page.press("input[name=password2]", "Enter")
    page.goto(f"{live_server.url}/office/payroll/")
    assert "/office/payroll" in page.url
