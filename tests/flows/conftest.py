"""A real browser on the test server."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock, local_date


@pytest.fixture
def page(settings):
    playwright = pytest.importorskip("playwright.sync_api")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.ALLOWED_HOSTS = ["*"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        yield context.new_page()
        context.close()
        browser.close()


@pytest.fixture
def as_clerk(page, live_server, client, small_town):
    """The browser of a clerk of the town who has just logged in."""
    account = Account.objects.create(username="clerk", name="某经办")
    since = local_date(SystemClock().now()) - timedelta(days=30)
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=since)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    [cookie] = [one for one in client.cookies.values() if "session" in one.key]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page
