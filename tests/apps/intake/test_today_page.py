"""The today page: alarms first, and what people said counted beside what banks paid."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.said import Said
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock

pytestmark = pytest.mark.django_db


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
