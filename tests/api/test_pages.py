"""The keys' pages: open to the security administrator alone, a key shown once, and ended at once."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.tokens import LONGEST
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock, local_date


@pytest.fixture
def log_in(client, small_town):
    def enter(role, place=None):
        place = place or small_town.town
        account = Account.objects.create_account(f"{role}-{place.code}", name="王某", password="correct horse battery")
        Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    return enter


def form(small_town, **more):
    last = local_date(SystemClock().now()) + timedelta(days=90)
    told = {
        "title": "区监测平台",
        "powers": ["registry.view"],
        "places": [small_town.east.path],
        "last_day": last.isoformat(),
    }
    return told | more


def text_in(page):
    return re.search(r"<code>([\w-]{43})</code>", page)[1]


@pytest.mark.parametrize("role", ["head", "clerk", "system_admin", "audit_admin"])
def test_only_the_security_administrator_comes_in(client, log_in, role):
    log_in(role)
    assert client.get(reverse("keys:list")).status_code == 403
    assert client.get(reverse("keys:new")).status_code == 403


def test_the_menu_leads_there(client, log_in):
    log_in("security_admin")
    page = client.get(reverse("keys:list")).content.decode()
    assert page.count('href="/office/settings/api/"') >= 1
    assert "还没有密钥" in page


def test_a_key_is_issued_shown_once_used_and_revoked(client, log_in, small_town):
    log_in("security_admin")
    assert "registry.view" in client.get(reverse("keys:new")).content.decode()
    answer = client.post(reverse("keys:new"), form(small_town))
    text = text_in(answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    listed = client.get(reverse("keys:list")).content.decode()
    assert "区监测平台" in listed
    assert "查看企业台账" in listed
    assert "东头村委会" in listed
    assert "从未使用" in listed
    assert text not in listed
    headers = {"Authorization": f"Bearer {text}"}
    assert client.get("/api/v1/employers", headers=headers).status_code == 200
    assert client.get("/api/v1/debts", headers=headers).status_code == 403
    assert "从未使用" not in client.get(reverse("keys:list")).content.decode()
    revoked = client.post(reverse("keys:revoke", args=[ApiToken.objects.get().pk]), follow=True).content.decode()
    assert "已吊销" in revoked
    assert client.get("/api/v1/employers", headers=headers).status_code == 401
    assert list(EventRow.objects.filter(type__startswith="api.").order_by("seq").values_list("type", flat=True)) == [
        "api.key_issued", "api.key_revoked",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"powers": []}, {"powers": ["people.grant"]}, {"places": []}, {"places": [""]}, {"title": " "}, {"last_day": "x"},
     {"last_day": "2020-01-01"}, {"last_day": "9999-12-31"}, {"last_day": (local_date(SystemClock().now()) + LONGEST).isoformat()}],
)  # fmt: skip
def test_a_wrong_form_is_refused_and_nothing_issued(client, log_in, small_town, wrong):
    log_in("security_admin")
    page = client.post(reverse("keys:new"), form(small_town, **wrong)).content.decode()
    assert "请先改正下列内容" in page
    assert ApiToken.objects.count() == 0


def test_another_towns_places_and_keys_are_out_of_reach(client, log_in, small_town, key):
    key("registry.view", place=small_town.elsewhere)
    log_in("security_admin")
    client.post(reverse("keys:new"), form(small_town, places=[small_town.elsewhere.path]))
    assert ApiToken.objects.count() == 1
    assert "测试系统" not in client.get(reverse("keys:list")).content.decode()
    assert client.post(reverse("keys:revoke", args=[ApiToken.objects.get().pk])).status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_a_get_revokes_nothing(client, log_in, small_town, key):
    key("registry.view")
    log_in("security_admin")
    assert client.get(reverse("keys:revoke", args=[ApiToken.objects.get().pk])).status_code == 405


def test_an_expired_key_says_so(client, log_in, small_town, key):
    key("registry.view")
    ApiToken.objects.update(expires_at=SystemClock().now() - timedelta(days=1))
    log_in("security_admin")
    assert "已到期" in client.get(reverse("keys:list")).content.decode()
