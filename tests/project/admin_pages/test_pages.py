"""The settings room in the browser: who may see it, what stands there, and what can be done."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from anxin.base.actors import system
from anxin.base.eventlog.anchoring import Anchor
from anxin.base.eventlog.log import record
from anxin.base.jobs import handlers
from anxin.base.jobs.models import Job, JobState, KeeperBeat
from anxin.base.jobs.proving import LogProved
from anxin.base.jobs.queue import enqueue
from anxin.base.jobs.worker import run_until_idle
from anxin.base.people.models import Account, Post
from anxin.base.places.models import Place
from anxin.kernel.clock import SystemClock

pytestmark = pytest.mark.django_db
TOWN = "33/3306/330602/330602013/"


@pytest.fixture
def now():
    return SystemClock().now()


@pytest.fixture
def log_in(client):
    parent = None
    for code, kind in (("33", "province"), ("3306", "city"), ("330602", "district"), ("330602013", "town")):
        path = f"{parent.path if parent else ''}{code}/"
        parent, _ = Place.objects.get_or_create(
            code=code, defaults={"name": f"地{code}", "kind": kind, "parent": parent, "path": path}
        )

    def enter(role):
        account = Account.objects.create_account(f"{role}1", name="王某", password="correct horse battery")
        Post.objects.create(account=account, role=role, place=parent, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return account

    return enter


@pytest.fixture
def broken(now):
    def run(job):
        raise ZeroDivisionError

    handlers.handles("t.broken", label="读取测试文件", max_attempts=1)(run)
    job = enqueue("t.broken", {}, at=now, by=system("t"))
    run_until_idle(now)
    yield job
    handlers._HANDLERS.pop("t.broken")


PAGES = {
    "system_admin": ["jobs", "powers", "deployment"],
    "audit_admin": ["audit", "proof", "anchor"],
    "head": ["law"],
}


@pytest.mark.parametrize("role", PAGES)
def test_each_page_opens_for_its_role(client, log_in, role):
    log_in(role)
    for name in PAGES[role]:
        assert client.get(reverse(f"settings:{name}")).status_code == 200, name


@pytest.mark.parametrize(
    ("role", "name"), [("clerk", "jobs"), ("clerk", "audit"), ("system_admin", "audit"), ("audit_admin", "jobs")]
)
def test_the_three_administrators_are_kept_apart(client, log_in, role, name):
    log_in(role)
    assert client.get(reverse(f"settings:{name}")).status_code == 403


def test_without_logging_in_one_is_sent_to_the_door(client, broken):
    for name, arguments in (("jobs", []), ("audit", []), ("jobs_mine", []), ("job_progress", [broken])):
        assert client.get(reverse(f"settings:{name}", args=arguments)).status_code == 302


def test_a_dead_job_is_shown_run_again_and_closed_with_a_reason(client, log_in, broken):
    log_in("system_admin")
    assert "读取测试文件" in client.get(reverse("settings:jobs")).content.decode()
    page = client.get(reverse("settings:job", args=[broken])).content.decode()
    assert "ZeroDivisionError" in page
    assert "重新执行" in page
    client.post(reverse("settings:job_act", args=[broken, "close"]), {"reason": ""})
    assert Job.objects.get(pk=broken).state == JobState.DEAD
    client.post(reverse("settings:job_act", args=[broken, "retry"]))
    assert Job.objects.get(pk=broken).state == JobState.QUEUED
    client.post(reverse("settings:job_act", args=[broken, "cancel"]))
    assert Job.objects.get(pk=broken).state == JobState.CANCELLED
    assert client.post(reverse("settings:job_act", args=[broken, "burn"])).status_code == 404


def test_a_silent_clock_keeper_is_said_on_the_page(client, log_in, now):
    log_in("system_admin")
    assert "后台进程没有应答" in client.get(reverse("settings:jobs")).content.decode()
    for role in ("clock-keeper", "worker-urgent", "worker-normal", "worker-bulk"):
        KeeperBeat.objects.create(holder=role, role=role, at=now)
    assert "后台进程没有应答" not in client.get(reverse("settings:jobs")).content.decode()


def test_everybody_sees_their_own_jobs_and_nobody_elses(client, log_in, now, broken):
    account = log_in("clerk")
    job = enqueue("t.mine", {}, at=now)
    Job.objects.filter(pk=job).update(
        by=f"person:{account.pk}", message="已读 3/12 张表", state="running", done=3, total=12
    )
    page = client.get(reverse("settings:jobs_mine"))
    assert "已读 3/12 张表" in page.content.decode()
    assert "every 2s" in page.content.decode()
    answer = client.get(reverse("settings:jobs_mine"), headers={"Accept": "application/json"}).json()
    assert [(one["id"], one["percent"]) for one in answer["jobs"]] == [(job, 25)]
    assert client.get(reverse("settings:job_progress", args=[job])).status_code == 200
    Job.objects.filter(pk=job).update(by="person:0", place_path="33/3306/330602/330602014/")
    assert client.get(reverse("settings:job_progress", args=[job])).status_code == 404


def test_the_auditor_searches_the_log_and_opens_an_event(client, log_in, now):
    account = log_in("audit_admin")
    seq = record(LogProved(events=5, faults=0), by=system("t"), at=now)
    url = reverse("settings:audit")
    assert "验证审计链：5 个事件完好" in client.get(url).content.decode()
    assert "5 个事件完好" in client.get(url, {"room": "audit."}).content.decode()
    assert "5 个事件完好" not in client.get(url, {"room": "payroll."}).content.decode()
    assert "5 个事件完好" not in client.get(url, {"who": account.name}).content.decode()
    assert (
        "5 个事件完好" not in client.get(url, {"until": (now - timedelta(days=2)).date().isoformat()}).content.decode()
    )
    assert client.get(url, {"since": "yesterday"}).status_code == 200
    assert client.get(url, {"export": "xlsx"}).status_code == 200
    assert "audit.verified" in client.get(reverse("settings:event", args=[seq])).content.decode()
    assert client.get(reverse("settings:event", args=[seq + 999])).status_code == 404


def test_the_auditor_has_the_log_proved_and_takes_an_anchor_away(client, log_in, now):
    log_in("audit_admin")
    client.post(reverse("settings:prove"))
    assert "progress" in client.get(reverse("settings:proof")).content.decode()
    run_until_idle(now + timedelta(seconds=5))
    assert "审计链完好" in client.get(reverse("settings:proof")).content.decode()
    answer = client.get(reverse("settings:anchor"))
    assert "attachment" in answer["Content-Disposition"]
    assert Anchor.from_json(json.loads(answer.content)).events == 1


def test_no_secret_is_shown_among_the_settings(client, log_in, settings):
    log_in("system_admin")
    page = client.get(reverse("settings:deployment")).content.decode()
    assert "ANXIN_VAULT_KEYS" in page
    assert settings.SETTINGS.secret_key not in page


def test_the_list_of_events_asks_the_database_no_more_for_a_hundred_rows(
    client, log_in, now, django_assert_max_num_queries
):
    log_in("audit_admin")
    for number in range(100):
        record(LogProved(events=number, faults=0), by=system("t"), at=now)
    with django_assert_max_num_queries(12):
        client.get(reverse("settings:audit"), {"size": "100"})
