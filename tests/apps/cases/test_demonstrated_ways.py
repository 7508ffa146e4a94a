"""Every way a case of the demonstration may go, lived through on one case each: no step of it is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anxin.apps.cases.api import open_from_filing, perform
from anxin.apps.cases.models import Case
from anxin.apps.intake.api import Said, receive
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import local_date
from anxin.project.demo import ways
from anxin.project.demo.office import PUBLIC, Office
from anxin.project.demo.way import CLERK, HEAD, INSPECTOR, SECOND, Way, noting, told

pytestmark = pytest.mark.django_db
BEGUN, TODAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC), datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PAID = dict.fromkeys(ways.PAID_SOON, 20) | dict.fromkeys(ways.PAID_LATER, 60) | dict.fromkeys(ways.PAID_LATE, 100)
LIVED = [*((story, None) for story in ways.UNPAID), *((story, days) for story, days in PAID.items())]


@pytest.fixture
def office(small_town):
    accounts = {}
    for login, role in ((CLERK, "clerk"), (HEAD, "head"), (INSPECTOR, "inspector"), (SECOND, "inspector")):
        accounts[login] = Account.objects.create(username=login, name=login)
        Post.objects.create(account=accounts[login], role=role, place=small_town.town, valid_from=date(2025, 1, 1))
    return Office(accounts, TODAY)


@pytest.mark.parametrize(("story", "days"), LIVED, ids=lambda one: getattr(one, "__name__", str(one)))
def test_a_story_is_lived_to_its_end_without_a_refusal(office, an_employer, story, days):
    said = Said(words="厂里欠我们两个月工资，老板电话不接。", channel="web", employer_id=an_employer.pk, name="张三")
    filing = receive(said=said, by=PUBLIC, at=BEGUN).filing
    case = open_from_filing(filing_id=filing, by=office.by(BEGUN), at=BEGUN)
    main = case.procedures.get(kind="case").pk
    perform(procedure_id=main, verb="accept", told=told(), by=office.by(BEGUN), at=BEGUN)
    paid_on = None if days is None else local_date(BEGUN + timedelta(days=days))
    way = Way(office, case.pk, main, "张三", paid_on, BEGUN)
    way.follow(story(way))
    way.follow(noting(way))
    office.run(TODAY)
    assert not office.refused
    closed = Case.objects.get(pk=case.pk).state == "closed"
    assert closed == (paid_on is not None or story is ways.withdrawn)
