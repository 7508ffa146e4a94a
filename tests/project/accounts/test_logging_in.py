"""Logging in: second factors, lock-out, time-outs, first passwords, and what the log says about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from anxin.base.eventlog.models import EventRow
from anxin.base.people import accounts
from anxin.base.people.sessions import actor_for
from anxin.kernel.clock import FixedClock, SystemClock, local_date
from anxin.project import middleware
from anxin.project.accounts import demo

pytestmark = pytest.mark.django_db


def types():
    return list(EventRow.objects.order_by("seq").values_list("type", flat=True))


def code_of(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def test_a_clerk_logs_in_with_a_password_and_it_is_told(client, person, log_in):
    person("clerk1", "clerk")
    answer = log_in("clerk1")
    assert (answer.status_code, answer["Location"]) == (302, "/office/")
    assert types() == ["people.logged_in"]
    assert "密码" in EventRow.objects.get().payload
    assert client.get("/office/settings/me/").status_code == 200


def test_a_wrong_password_is_told_and_an_unknown_name_leaves_no_trace(person, log_in):
    person("clerk1", "clerk")
    assert log_in("clerk1", "wrong").status_code == 200
    assert log_in("nobody", "wrong").status_code == 200
    assert types() == ["people.login_failed"]


def test_five_failures_lock_the_account_even_for_the_right_password(client, person, log_in):
    person("clerk1", "clerk")
    for _ in range(5):
        log_in("clerk1", "wrong")
    answer = log_in("clerk1")
    assert answer.status_code == 429
    assert "锁定 15 分钟" in answer.content.decode()


def test_the_security_administrator_lifts_a_lock(client, person, log_in, town):
    locked, officer = person("clerk1", "clerk"), person("sec1", "security_admin")
    for _ in range(5):
        log_in("clerk1", "wrong")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("settings:person", args=[locked.pk]))
    assert "解除锁定" in page.content.decode()
    client.post(reverse("settings:person_act", args=[locked.pk, "unlock"]))
    client.logout()
    assert log_in("clerk1").status_code == 302
    assert "people.unlocked" in types()


def test_a_privileged_person_sets_up_a_second_factor_before_anything_else(
    client, person, log_in, django_capture_on_commit_callbacks
):
    head = person("head1", "head")
    log_in("head1")
    answer = client.get("/office/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get("/office/settings/law/").status_code == 200
    kept = Authenticator.objects.get(user=head, type="totp")
    assert secret not in str(kept.data)
    assert "people.factor_changed" in types()


def test_with_a_second_factor_the_password_alone_opens_nothing(client, person, log_in):
    head = person("head1", "head")
    demo.TOTP.activate(head, demo.secret_of("head1"))
    answer = log_in("head1")
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/office/").status_code == 302
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert refused.status_code == 200
    assert "动态码每 30 秒换一次" in refused.content.decode()
    client.post(reverse("mfa_authenticate"), {"code": code_of(demo.secret_of("head1"))})
    assert client.get("/office/settings/law/").status_code == 200
    assert "动态码" in EventRow.objects.filter(type="people.logged_in").get().payload


def test_no_link_at_the_entrance_leads_to_a_door_that_is_shut(client, db):
    page = client.get(reverse("account_login")).content.decode()
    assert "忘记密码请联系系统管理员。" in page
    assert reverse("account_reset_password") not in page


def test_a_passkey_is_named_in_the_language_of_the_office(client, person, log_in):
    person("clerk1", "clerk")
    log_in("clerk1")
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "例如：办公室电脑、我的手机" in page
    assert ">Name<" not in page


def test_a_first_password_must_be_changed_before_anything_else(client, person, log_in, town):
    by = actor_for(person("sys1", "system_admin"), local_date(SystemClock().now()))
    made, password = accounts.create(username="new.clerk", title="新某", by=by, at=SystemClock().now())
    log_in("new.clerk", password)
    answer = client.get("/office/settings/law/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_change_password"))
    new = {"oldpassword": password, "password1": "another horse 77", "password2": "another horse 77"}
    client.post(reverse("account_change_password"), new)
    made.refresh_from_db()
    assert not made.must_change_password
    assert "people.password_was_changed" in types()


@pytest.mark.parametrize(("minutes", "stays"), [(29, True), (31, False)])
def test_an_idle_session_ends(client, person, log_in, monkeypatch, minutes, stays):
    person("clerk1", "clerk")
    now = SystemClock().now()
    log_in("clerk1")
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(now + timedelta(minutes=minutes)))
    assert client.get("/office/settings/me/").status_code == (200 if stays else 302)
    assert ("people.logged_out" in types()) is not stays


def test_what_was_sent_too_late_leads_back_to_the_page_it_was_typed_on(client, person, log_in, monkeypatch):
    person("clerk1", "clerk")
    now = SystemClock().now()
    log_in("clerk1")
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(now + timedelta(minutes=31)))
    page = "http://testserver/office/cases/7/"  # what was typed there waits in the browser
    answer = client.post("/office/cases/7/notes/", {"words": "问过了"}, headers={"Referer": page})
    assert answer["Location"] == "/accounts/login/?next=/office/cases/7/"
    answer = client.post("/office/cases/7/notes/", {"words": "问过了"}, headers={"Referer": page})
    assert answer["Location"] == "/accounts/login/?next=/office/cases/7/"
    answer = client.post(
        "/office/cases/7/notes/", {"words": "问过了"}, headers={"Referer": "http://elsewhere.invalid/"}
    )
    assert answer["Location"] == "/accounts/login/?next=/office/"


def test_a_page_that_asks_again_by_itself_keeps_no_session_alive(client, person, log_in, monkeypatch):
    person("clerk1", "clerk")
    now = SystemClock().now()
    log_in("clerk1")
    for minutes in range(5, 65, 5):
        monkeypatch.setattr(middleware, "CLOCK", FixedClock(now + timedelta(minutes=minutes)))
        answer = client.get("/office/settings/jobs/mine/", headers={"Anxin-Poll": "1", "HX-Request": "true"})
    assert answer.status_code == 302
    assert "people.logged_out" in types()


def test_the_language_one_chose_comes_back_at_the_next_log_in_on_any_device(client, person, log_in):
    account = person("clerk1", "clerk")
    account.language = "en"
    account.save()
    log_in("clerk1")
    assert "My account" in client.get("/office/settings/me/").content.decode()


def test_on_a_shared_computer_the_next_person_reads_the_own_language(client, person, log_in):
    first = person("clerk1", "clerk")
    first.language = "en"
    first.save()
    person("clerk2", "clerk")
    log_in("clerk1")
    client.post("/accounts/logout/")
    log_in("clerk2")
    assert "我的账号" in client.get("/office/settings/me/").content.decode()


def test_every_element_that_asks_again_by_itself_says_so():
    pages = [
        path for path in Path("src/anxin").rglob("*.html") if 'hx-trigger="every' in path.read_text(encoding="utf-8")
    ]
    assert len(pages) >= 3
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert text.count('hx-trigger="every') == text.count('"Anxin-Poll":"1"'), path


def test_a_busy_session_ends_too_after_its_hours(client, person, log_in, monkeypatch, settings):
    settings.SETTINGS = replace(settings.SETTINGS, session_hours=1)
    person("clerk1", "clerk")
    now = SystemClock().now()
    log_in("clerk1")
    for minutes in (20, 40, 59):
        monkeypatch.setattr(middleware, "CLOCK", FixedClock(now + timedelta(minutes=minutes)))
        assert client.get("/office/settings/me/").status_code == 200
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(now + timedelta(minutes=61)))
    assert client.get("/office/settings/me/").status_code == 302


def test_logging_out_is_by_post_and_told(client, person, log_in):
    person("clerk1", "clerk")
    log_in("clerk1")
    assert client.get("/accounts/logout/").status_code == 200
    assert client.session.get("_auth_user_id")
    client.post("/accounts/logout/")
    assert not client.session.get("_auth_user_id")
    assert types()[-1] == "people.logged_out"


def test_a_disabled_account_is_out_at_once(client, person, log_in):
    clerk = person("clerk1", "clerk")
    log_in("clerk1")
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    assert client.get("/office/settings/law/").status_code == 302
    client.logout()
    assert log_in("clerk1").status_code in {200, 302}
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("door", ["signup/", "email/", "password/reset/", "password/set/"])
def test_doors_of_the_library_that_the_office_does_not_use_are_shut(client, door):
    assert client.get(f"/accounts/{door}").status_code == 404


def test_a_demonstration_account_has_a_known_code_only_with_the_public_password(client, person, log_in, settings):
    settings.SETTINGS = replace(settings.SETTINGS, demo=True)
    person("head", "head", password=demo.PASSWORD)
    assert log_in("head", demo.PASSWORD)["Location"].startswith(reverse("mfa_authenticate"))
    assert "demo_code" in client.get(reverse("mfa_authenticate")).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": demo.current_code("head")})
    assert client.get("/office/settings/law/").status_code == 200
    client.logout()
    person("audit_admin", "audit_admin")
    log_in("audit_admin")
    assert not Authenticator.objects.filter(user__username="audit_admin").exists()


@pytest.mark.parametrize(
    "path", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_change_password", "mfa_list_webauthn"]
)
def test_the_pages_of_log_in_are_in_chinese_and_without_inline_script(client, person, log_in, path):
    person("clerk1", "clerk")
    log_in("clerk1")
    answer = client.get(reverse(path))
    text = answer.content.decode()
    assert answer.status_code == 200
    for tag in text.split("<script")[1:]:
        opening = tag.split(">")[0]
        assert "src=" in opening or "application/json" in opening
    for english in ("Sign In", "Security Key", "Activate", "Password", "Two-Factor"):
        assert english not in text, english
