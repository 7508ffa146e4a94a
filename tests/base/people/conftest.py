"""A tree of places, three administrators and somebody to act upon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from anxin.base.people.models import Account, Post
from anxin.base.people.powers import Role
from anxin.base.people.sessions import actor_for
from anxin.base.places.actions import ensure_tree
from anxin.base.places.models import Place
from anxin.kernel.clock import local_date

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@dataclass
class House:
    town: Place
    district: Place
    village: Place

    def account(self, username, *roles, place=None):
        made = Account.objects.create_account(username, name="王某", password="correct horse battery")
        for role in roles:
            Post.objects.create(account=made, role=role, place=place or self.town, valid_from=date(2020, 1, 1))
        return made

    def actor(self, account):
        return actor_for(account, local_date(NOW))


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def house(db):
    ensure_tree()
    by_code = {one.code: one for one in Place.objects.all()}
    return House(by_code["330602013"], by_code["330602"], by_code["330602013201"])


@pytest.fixture
def system_admin(house):
    return house.actor(house.account("sys1", Role.SYSTEM_ADMIN))


@pytest.fixture
def security(house):
    return house.actor(house.account("sec1", Role.SECURITY_ADMIN))


@pytest.fixture
def auditor(house):
    return house.actor(house.account("aud1", Role.AUDIT_ADMIN))
