"""A deputy stands in for somebody when they say so: with that person's work and powers, and each event says in whose name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from anxin.apps.cases.actions import handling
from anxin.apps.cases.models import Procedure
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Post
from anxin.base.people.posts import assign
from anxin.base.people.powers import Role
from anxin.base.people.sessions import actor_for
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken
from anxin.ui.history import history

from .test_leaving import NOW, Desk

pytestmark = pytest.mark.django_db
TODAY = local_date(NOW)


@pytest.fixture
def desk(town, person):
    return Desk(town, person)


@pytest.fixture
def deputy(desk, client, town):
    """The heir holds a post of their own and deputises for the head, and is logged in."""
    Post.objects.create(
        account=desk.heir, role=Role.HEAD, place=town, valid_from=date(2020, 1, 1), valid_to=TODAY + timedelta(days=3),
        deputy_for=desk.head,
    )  # fmt: skip
    client.force_login(desk.heir, backend="django.contrib.auth.backends.ModelBackend")
    return desk.heir


def stand_in(client, account=None):
    return client.post(reverse("settings:act_for"), {"principal": account.pk if account else ""}, follow=True)


def test_the_powers_of_the_absent_come_with_the_choice_and_go_with_it(client, desk, deputy):
    assert client.get(reverse("settings:hand_overs")).status_code == 403
    page = stand_in(client, desk.head).content.decode()
    assert f"代 {desk.head.name}" in page
    assert client.get(reverse("settings:hand_overs")).status_code == 200
    stand_in(client)
    assert client.get(reverse("settings:hand_overs")).status_code == 403


def test_nobody_stands_in_for_whom_they_do_not_deputise_for_or_after_the_last_day(client, desk, deputy):
    stand_in(client, desk.leaver)
    assert client.get(reverse("settings:hand_overs")).status_code == 403
    stand_in(client, desk.head)
    Post.objects.filter(deputy_for=desk.head).update(valid_to=TODAY - timedelta(days=1))
    assert client.get(reverse("settings:hand_overs")).status_code == 403
    assert client.get("/office/cases/").status_code == 200


def test_the_work_of_the_absent_is_mine_and_the_timeline_says_in_whose_name(client, desk, deputy):
    case = desk.case(desk.head)
    assert str(case.title) not in client.get("/office/cases/?queue=mine").content.decode()
    stand_in(client, desk.head)
    assert str(case.title) in client.get("/office/cases/?queue=mine").content.decode()
    client.post(f"/office/cases/{case.pk}/notes/", {"words": "代为联系单位"})
    row = EventRow.objects.get(type="cases.note_written")
    assert (row.actor, row.on_behalf_of) == (f"person:{deputy.pk}", f"person:{desk.head.pk}")
    who = {one.who for one in history([f"cases.case:{case.pk}"], desk.by.scope)}
    assert f"孙接手（代{desk.head.name}）" in who


def test_a_deputy_approves_nothing_that_the_absent_asked_for(desk, deputy):
    case = desk.case(desk.leaver)
    asked = {"verb": "accept", "told": {}, "by": f"person:{desk.head.pk}", "name": "王某", "at": NOW.isoformat()}
    Procedure.objects.filter(case=case).update(pending=asked)
    Post.objects.filter(account=deputy, deputy_for=None).delete()
    with pytest.raises(RuleBroken) as refused:
        handling.approve(procedure_id=Procedure.objects.get(case=case).pk, by=actor_for(deputy, TODAY), at=NOW)
    assert refused.value.code == "own_request"
    asked = {**asked, "by": f"person:{deputy.pk}", "proposers": [f"person:{deputy.pk}", f"person:{desk.head.pk}"]}
    Procedure.objects.filter(case=case).update(pending=asked)
    with pytest.raises(RuleBroken) as refused:
        handling.approve(procedure_id=Procedure.objects.get(case=case).pk, by=desk.by, at=NOW)
    assert refused.value.code == "own_request"


def test_a_colleague_of_the_same_role_may_deputise_but_not_hold_the_same_post_twice(desk, town, person):
    by = actor_for(person("sec", Role.SECURITY_ADMIN), TODAY)
    told = {"account_id": desk.heir.pk, "role": Role.CLERK, "place_id": town.pk, "by": by, "at": NOW}
    days = {"valid_from": TODAY, "valid_to": TODAY + timedelta(days=7)}
    assign(**told, **days, deputy_for_id=desk.leaver.pk)
    for again in ({"deputy_for_id": desk.leaver.pk}, {}):
        with pytest.raises(RuleBroken) as refused:
            assign(**told, **days, **again)
        assert refused.value.code == "post_held"
