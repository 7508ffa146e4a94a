"""A filing, a case made of it, and days that pass."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from anxin.apps.cases import api
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import handling
from anxin.apps.cases.actions.handling import Told
from anxin.apps.cases.models import Case
from anxin.apps.cases.receiving import NOBODY
from anxin.apps.intake.api import Said, receive
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SHANGHAI, FixedClock
from anxin.project import middleware

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WORDS = "绍兴演示制衣有限公司欠我三个月工资一共一万八千元，厂在东头村，老板电话不接。"


@pytest.fixture
def an_employer(small_town):
    from anxin.apps.registry.models import Employer
    from anxin.kernel.ids import uscc_check_digit

    first = "91330602MA28A0001"
    return Employer.objects.create(
        uscc=first + uscc_check_digit(first), name="绍兴演示制衣有限公司（演示）", search="绍兴演示制衣有限公司 yanshizhiyi",
        sector="manufacturing", focus="park", village=small_town.east, place_path=small_town.east.path,
    )  # fmt: skip


@dataclass
class Office:
    """An office that handles one case while days pass."""

    town: object
    employer: object
    at: datetime = MONDAY
    codes: list = field(default_factory=list)

    def filing(self, words=WORDS, **told):
        said = Said(words=words, channel="web", employer_id=told.pop("employer_id", self.employer.pk), **told)
        got = receive(said=said, by=self.town.clerk, at=self.at)
        self.codes.append(got.code)
        return got.filing

    def case(self, **told):
        return acts.open_from_filing(filing_id=self.filing(**told), by=self.town.clerk, at=self.at)

    def procedure(self, case, kind="case"):
        return Case.objects.get(pk=case.pk).procedures.filter(kind=kind).latest("opened_at")

    def do(self, case, verb, *, kind="case", by=None, conditions=None, dates=None, note="", files=(), to=NOBODY):
        told = Told(conditions or {}, dates or {}, note, files, (), to)
        return handling.perform(
            procedure_id=self.procedure(case, kind).pk, verb=verb, told=told, by=by or self.town.clerk, at=self.at
        )

    def agree(self, case, kind="case"):
        """A second inspector approves what waits."""
        second = replace(self.inspector, id="person:88", name="周监察")
        return handling.approve(procedure_id=self.procedure(case, kind).pk, by=second, at=self.at)

    def on(self, day: str, hour=10):
        self.at = datetime.combine(date.fromisoformat(day), time(hour), tzinfo=SHANGHAI).astimezone(UTC)
        return self

    def later(self, **more):
        self.at += timedelta(**more)
        return self

    @property
    def inspector(self):
        return replace(
            self.town.clerk, id="person:77", name="李监察",
            powers=frozenset({"cases.view", "cases.handle", "cases.inspect"}),
        )  # fmt: skip

    @property
    def officer(self):
        """Somebody of the town: no power of the county's inspection, none to approve."""
        return replace(
            self.town.clerk, id="person:78", name="王经办",
            powers=frozenset({"cases.view", "cases.handle", "intake.handle", "intake.view"}),
        )  # fmt: skip

    @property
    def head(self):
        return replace(
            self.town.clerk, id="person:79", name="赵主任",
            powers=frozenset({"cases.view", "cases.handle", "cases.approve", "intake.handle"}),
        )  # fmt: skip


@pytest.fixture
def office(small_town, an_employer):
    return Office(small_town, an_employer)


@pytest.fixture(autouse=True)
def _one_day(monkeypatch):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(MONDAY))


@pytest.fixture
def as_(client, small_town):
    def log_in(role, place=None):
        account, fresh = Account.objects.get_or_create(username=f"a-{role}", defaults={"name": f"某{role}"})
        if fresh:
            Post.objects.create(account=account, role=role, place=place or small_town.town, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


__all__ = ["MONDAY", "Office", "Told", "api"]
