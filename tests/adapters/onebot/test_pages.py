"""The office's pages: a group is registered by an officer of the place, shown without its number, and retired."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from anxin.adapters.onebot.groups import register
from anxin.adapters.onebot.models import Group
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken

from .conftest import GROUP


@pytest.fixture
def log_in(client, small_town):
    def enter(role, place=None):
        place = place or small_town.town
        account = Account.objects.create_account(f"{role}-{place.code}", name="王某", password="correct horse battery")
        Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    return enter


def test_an_officer_registers_sees_and_retires_a_group(client, log_in, small_town, employer):
    log_in("clerk")
    assert "还没有登记群" in client.get(reverse("onebot:groups")).content.decode()
    told = {"number": str(GROUP), "label": "制衣厂用工群", "employer": employer.name}
    page = client.post(reverse("onebot:new"), told, follow=True).content.decode()
    assert "制衣厂用工群" in page
    assert employer.name in page
    assert str(GROUP) not in page
    made = Group.objects.get()
    assert (made.place_path, made.tail, made.active) == (small_town.east.path, "321", True)
    client.post(reverse("onebot:retire", args=[made.pk]))
    assert not Group.objects.get().active
    types = EventRow.objects.filter(subject=f"onebot.group:{made.pk}").order_by("seq").values_list("type", flat=True)
    assert list(types) == ["onebot.group_registered", "onebot.group_retired"]
    assert client.post(reverse("onebot:new"), told).status_code == 302
    assert Group.objects.get().active


@pytest.mark.parametrize("role", ["assistant", "inspector", "system_admin"])
def test_nobody_else_comes_in(client, log_in, role):
    log_in(role)
    assert client.get(reverse("onebot:groups")).status_code == 403
    assert client.post(reverse("onebot:new"), {}).status_code == 403


def test_a_wrong_form_says_what_is_wrong_with_each_field(client, log_in, small_town):
    log_in("clerk")
    page = client.post(reverse("onebot:new"), {"number": "12a", "label": "x"}).content.decode()
    assert "不是 QQ 群号" in page
    assert "须填且只填一个" in page


def test_a_group_is_registered_once_within_reach_and_to_whom_one_may_see(small_town, employer, now):
    def make(by, **more):
        return register(
            **{"number": str(GROUP), "label": "x", "employer": employer.uscc, "park": None} | more, by=by, at=now
        )

    with pytest.raises(NotFound):
        make(small_town.stranger)
    with pytest.raises(BadInput):
        make(small_town.clerk, park=1)
    make(small_town.clerk)
    with pytest.raises(RuleBroken):
        make(small_town.clerk)
