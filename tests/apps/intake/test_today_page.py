"""The today page: alarms first, and what people said counted beside what banks paid."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.said import Said
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock

pytestmark = pytest.mark.django_db


def logged_in(client, role, place):
    account = Account.objects.create(username=role, name=f"某{role}")
    Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")


def test_a_deadline_is_shown_only_to_whoever_may_open_its_page_and_names_who_must_act(client, small_town, an_employer):
    said = Said(words="三个月没有发工资，一共一万八。", channel="web", employer_id=an_employer.pk)
    receive(said=said, by=small_town.clerk, at=SystemClock().now())
    logged_in(client, "clerk", small_town.town)
    page = client.get("/office/clocks/").content.decode()
    assert "首次答复" in page
    assert "办公室经办人" in page
    assert "没有符合筛选条件" in client.get("/office/clocks/?owner=me").content.decode()
    logged_in(client, "assistant", small_town.town)
    assert "没有正在计时的事项" in client.get("/office/clocks/").content.decode()


def test_whoever_has_no_today_page_comes_to_their_first_room(client, small_town):
    logged_in(client, "audit_admin", small_town.town)
    assert client.get("/office/").headers["Location"] == "/office/settings/audit/"


def test_a_surge_stands_on_top_and_filings_without_an_answer_are_counted(client, small_town, an_employer):
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    said = Said(words="三个月没有发工资，一共一万八。", channel="web", employer_id=an_employer.pk)
    for _ in range(10):
        receive(said=said, by=small_town.clerk, at=SystemClock().now())
    page = client.get("/office/").content.decode()
    assert page.index(f"集中投诉：{an_employer.name}") < page.index("三项结果")
    assert f"/office/intake/together/{an_employer.pk}/" in page
    assert 'href="/office/intake/?state=silent"' in page
