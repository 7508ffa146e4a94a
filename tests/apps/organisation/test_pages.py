"""The organisation kept on screen: units, seats, terms, watches, trainings; closed villages are no gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anxin.apps.organisation import queries
from anxin.apps.organisation.models import DutyShift, GridMember, Seat, Training, Unit
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI, FixedClock
from anxin.project import middleware

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
ROOT = "/office/organisation"


@pytest.fixture(autouse=True)
def _one_day(monkeypatch, now):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(now))


def log_in(client, place, role):
    account = Account.objects.create_account(f"some-{role}-{place.pk}", name="某人", password="long enough 2026")
    Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(client, small_town):
    return log_in(client, small_town.town, "clerk")


@pytest.fixture
def member(small_town):
    return GridMember.objects.create(
        kind="assistant",
        name="王协管",
        place=small_town.east,
        place_path=small_town.east.path,
        valid_from=date(2025, 1, 1),
    )


def types():
    return [row.type for row in EventRow.objects.order_by("seq")]


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-500:])
    return answer.content.decode()


def test_a_closed_village_is_no_village_without_an_assistant(small_town, member):
    scope = Scope((small_town.town.path,))
    assert small_town.west in queries.villages_without_assistant(scope, TODAY)
    small_town.west.active_to = TODAY - timedelta(days=1)
    small_town.west.save()
    assert small_town.west not in queries.villages_without_assistant(scope, TODAY)
    assert small_town.east not in queries.villages_without_assistant(scope, TODAY)


def test_a_unit_is_changed_and_an_empty_telephone_keeps_the_old_one(clerk, small_town):
    unit = Unit.objects.create(code="U1", name="派出所", place_path=small_town.town.path, liaison_phone_tail="0001")
    assert "派出所" in said(clerk.get(f"{ROOT}/units/{unit.pk}/"))
    told = {"name": "皋埠派出所", "liaison_name": "李联络", "liaison_phone": "", "duties": "现场秩序"}
    assert clerk.post(f"{ROOT}/units/{unit.pk}/", told).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.liaison_name, unit.liaison_phone_tail) == ("皋埠派出所", "李联络", "0001")
    assert types()[-1] == "organisation.unit_changed"
    page = said(clerk.get(f"{ROOT}/"))
    assert "皋埠派出所" in page
    assert "现场秩序" in page


def test_a_seat_is_given_changed_and_ended_but_not_before_it_began(clerk):
    clerk.post(f"{ROOT}/seats/new/", {"name": "周组长", "rank": "chair", "post": "街道办主任", "since": "2026-01-01"})
    seat = Seat.objects.get()
    bad = clerk.post(f"{ROOT}/seats/{seat.pk}/", {"rank": "chair", "post": "", "until": "2025-01-01"})
    assert bad.status_code == 400
    assert "不能早于任职日期" in bad.content.decode()
    clerk.post(f"{ROOT}/seats/{seat.pk}/", {"rank": "deputy", "post": "副主任", "until": "2026-06-30"})
    seat.refresh_from_db()
    assert (seat.rank, seat.valid_to) == ("deputy", date(2026, 6, 30))
    assert types().count("organisation.seat_changed") == 2


def test_the_end_of_a_term_can_be_taken_back(clerk, member, small_town):
    clerk.post(f"{ROOT}/members/{member.pk}/relieve/")
    assert "撤销离任" in said(clerk.get(f"{ROOT}/members/"))
    clerk.post(f"{ROOT}/members/{member.pk}/reinstate/")
    member.refresh_from_db()
    assert member.valid_to is None
    assert types()[-2:] == ["organisation.member_ended", "organisation.member_reinstated"]
    again = clerk.post(f"{ROOT}/members/{member.pk}/reinstate/", follow=True)
    assert "仍在任" in said(again)


def test_a_watch_to_come_is_taken_off_and_one_that_is_over_stays(clerk, small_town, now):
    def watch(start):
        return DutyShift.objects.create(
            name="张值班", place_path=small_town.town.path, starts_at=start, ends_at=start + timedelta(hours=12)
        )

    coming, over = watch(now + timedelta(days=1)), watch(now - timedelta(days=2))
    assert "取消班次" in said(clerk.get(f"{ROOT}/duty/"))
    clerk.post(f"{ROOT}/duty/{coming.pk}/remove/")
    answer = clerk.post(f"{ROOT}/duty/{over.pk}/remove/", follow=True)
    assert "已经结束的班次不能取消" in said(answer)
    assert list(DutyShift.objects.all()) == [over]


def test_the_town_s_watch_answers_for_its_villages_too(small_town, now):
    DutyShift.objects.create(
        name="张值班",
        place_path=small_town.town.path,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
    )
    assert [one.name for one in queries.on_duty(small_town.assistant.scope, now)] == ["张值班"]
    assert not queries.on_duty(small_town.stranger.scope, now)
    assert not queries.on_duty(Scope(), now)


def test_a_training_is_recorded_with_who_attended_and_taken_away_as_a_workbook(clerk, member):
    told = {"on": "2026-11-20", "topic": "欠薪线索排查", "teacher": "赵老师", "hours": "2", "members": [member.pk]}
    made = clerk.post(f"{ROOT}/trainings/new/", told, follow=True)
    page = said(made)
    assert "王协管" in page
    training = Training.objects.get()
    assert "欠薪线索排查" in said(clerk.get(f"{ROOT}/trainings/"))
    assert clerk.get(f"{ROOT}/trainings/?export=xlsx").status_code == 200
    assert clerk.get(f"{ROOT}/trainings/{training.pk}/sheet/").status_code == 404
    assert types()[-1] == "organisation.training_held"


def test_a_training_to_come_or_without_people_is_refused_with_the_remedy(clerk, member):
    told = {"on": "2026-12-20", "topic": "将来", "hours": "2", "members": [member.pk]}
    answer = clerk.post(f"{ROOT}/trainings/new/", told)
    assert answer.status_code == 400
    assert "培训结束后再登记" in answer.content.decode()
    assert clerk.post(f"{ROOT}/trainings/new/", {**told, "members": []}).status_code == 400
    assert not Training.objects.exists()


def test_nobody_of_another_place_edits_and_an_assistant_only_looks(client, small_town, member):
    unit = Unit.objects.create(code="U1", name="派出所", place_path=small_town.town.path)
    stranger = log_in(client, small_town.elsewhere, "clerk")
    assert stranger.get(f"{ROOT}/units/{unit.pk}/").status_code == 404
    assert stranger.post(f"{ROOT}/members/{member.pk}/relieve/", follow=True).status_code in (200, 404)
    member.refresh_from_db()
    assert member.valid_to is None
    assistant = log_in(client, small_town.east, "assistant")
    assert assistant.get(f"{ROOT}/trainings/new/").status_code == 403
    assert assistant.get(f"{ROOT}/trainings/").status_code == 200


def test_the_form_of_a_watch_suggests_the_next_time_that_nobody_watches(clerk, small_town, now):
    def watch(begins, ends, *, leads=False):
        DutyShift.objects.create(
            name=f"值班{begins}", place_path=small_town.town.path, starts_at=now + timedelta(hours=begins),
            ends_at=now + timedelta(hours=ends), leads=leads,
        )  # fmt: skip

    def suggested():
        return [(one - now) / timedelta(hours=1) for one in queries.next_gap(small_town.clerk.scope, now)]

    assert suggested() == [0, 24]
    watch(-1, 8)
    watch(6, 20)
    watch(20, 400, leads=True)
    assert suggested() == [20, 44], "a leader alone is no watch"
    watch(30, 50)
    assert suggested() == [20, 30]
    page = said(clerk.get(f"{ROOT}/duty/"))
    assert f'value="{(now + timedelta(hours=20)).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"' in page
