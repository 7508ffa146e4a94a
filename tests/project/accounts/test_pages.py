"""Pages of accounts, places, choices and one's own account; checks, metrics, masked logs."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from anxin.base.jobs.models import KeeperBeat
from anxin.base.people.models import Account, Post, PowerChoice
from anxin.base.places.models import Place
from anxin.kernel.clock import SystemClock
from anxin.project import checks
from anxin.project.masking import MaskingFormatter

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def as_(client, person):
    def enter(role, username="someone"):
        account = person(username, role)
        client.force_login(account, backend=BACKEND)
        return account

    return enter


def test_an_account_is_made_appointed_and_used(client, as_, person):
    as_("system_admin", "sys1")
    answer = client.post(reverse("settings:new_person"), {"username": "li.na", "title": "李某"})
    assert "一次性密码" in answer.content.decode()
    made = Account.objects.get(username="li.na")
    as_("security_admin", "sec1")
    town = Place.objects.get(code="330602013")
    data = {"role": "clerk", "place": town.pk, "valid_from": "2026-01-01"}
    assert client.post(reverse("settings:assign_post", args=[made.pk]), data).status_code == 302
    assert Post.objects.get(account=made).role == "clerk"
    listed = client.get(reverse("settings:people"), {"role": "clerk"}).content.decode()
    assert "li.na" in listed
    assert "sec1" not in listed.split("<tbody>")[1]


def test_a_refused_form_keeps_what_was_typed_and_says_why(client, as_):
    as_("system_admin", "sys1")
    text = client.post(reverse("settings:new_person"), {"username": "sys1", "title": "重名"}).content.decode()
    assert "已经使用" in text
    assert 'value="重名"' in text


def test_posts_end_and_are_handed_over_on_the_page(client, as_, person):
    old, new = person("clerk1", "clerk"), person("clerk2")
    post = Post.objects.get(account=old)
    as_("security_admin", "sec1")
    for name in ("end_post", "hand_over_post"):
        assert client.get(reverse(f"settings:{name}", args=[post.pk])).status_code == 200
    client.post(reverse("settings:hand_over_post", args=[post.pk]), {"to": new.pk, "first_day": "2026-12-01"})
    assert Post.objects.get(account=new).valid_from == date(2026, 12, 1)


def test_the_security_administrator_adjusts_a_power_with_a_reason(client, as_):
    as_("security_admin", "sec1")
    assert client.get(reverse("settings:choices")).status_code == 200
    data = {"role": "clerk", "power": "registry.export", "granted": "no", "reason": "会议纪要〔2026〕3号"}
    client.post(reverse("settings:choices"), data)
    assert PowerChoice.objects.get().granted is False
    assert "会议纪要" in client.get(reverse("settings:choices")).content.decode()


def test_places_are_listed_opened_and_closed(client, as_):
    as_("system_admin", "sys1")
    village = Place.objects.get(code="330602013201")
    assert "个村社没有网格" in client.get(reverse("settings:places")).content.decode()
    code = f"{village.code}001"
    client.post(reverse("settings:new_place", args=[village.pk]), {"code": code, "title": "第1网格"})
    grid = Place.objects.get(code=code)
    for name in ("place", "rename_place", "move_place", "close_place"):
        assert client.get(reverse(f"settings:{name}", args=[grid.pk])).status_code == 200, name
    client.post(reverse("settings:close_place", args=[grid.pk]), {})
    grid.refresh_from_db()
    assert grid.active_to is not None


def test_the_language_is_kept(client, as_):
    account = as_("clerk")
    client.post(reverse("settings:my_language"), {"language": "en"})
    account.refresh_from_db()
    assert account.language == "en"


def test_other_devices_are_logged_out_and_this_one_stays(client, as_):
    account = as_("clerk")
    before = account.get_session_auth_hash()
    client.post(reverse("settings:end_sessions"))
    account.refresh_from_db()
    assert account.get_session_auth_hash() != before
    assert client.get(reverse("settings:me")).status_code == 200


def test_every_page_is_guarded_by_headers(client, as_):
    as_("clerk")
    answer = client.get(reverse("settings:me"))
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "microphone=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"


def test_readiness_says_which_background_process_is_silent(client):
    assert client.get("/readyz").status_code == 200
    now = SystemClock().now()
    KeeperBeat.objects.create(holder="w1", role="worker", at=now.replace(year=now.year - 1))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "worker" in answer.json()["wrong"][0]


def test_readiness_wants_room_on_the_disk(monkeypatch):
    monkeypatch.setattr(checks, "FREE_MB", 10**9)
    assert "剩余空间不足" in checks.unready(SystemClock().now())[0]


def test_metrics_are_for_this_machine_or_a_token(client, settings):
    text = client.get("/metrics").content.decode()
    assert "anxin_jobs" in text
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="10.0.0.9").status_code == 403
    settings.SETTINGS = replace(settings.SETTINGS, metrics_token="a-token")
    shown = client.get("/metrics", REMOTE_ADDR="10.0.0.9", HTTP_AUTHORIZATION="Bearer a-token")
    assert shown.status_code == 200


def test_no_card_or_phone_number_reaches_the_log_file():
    line = MaskingFormatter("%(message)s")
    record = logging.LogRecord(
        "x",
        40,
        __file__,
        1,
        "证件 %s 卡 %s 电话 %s 文号 %s",
        ("330602199001011234", "6228480402564890018", "13800138000", "20261123"),
        None,
    )
    text = line.format(record)
    assert "330602199001011234" not in text
    assert "13800138000" not in text
    assert text.endswith("文号 20261123")


def test_a_deployment_without_https_or_with_the_demonstration_is_warned(settings):
    settings.SETTINGS = replace(settings.SETTINGS, demo=True, https=False, debug=True)
    found = {one.id for one in checks.deployment_is_safe(None)}
    assert found == {"anxin.E001", "anxin.W002", "anxin.W003"}
