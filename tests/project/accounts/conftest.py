"""A small office: a town, people with their roles, and the demonstration switched off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache

from anxin.base.people.models import Account, Post
from anxin.base.places.actions import ensure_tree
from anxin.base.places.models import Place

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _plain(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SETTINGS = replace(settings.SETTINGS, demo=False)
    cache.clear()


@pytest.fixture
def town(db):
    ensure_tree()
    return Place.objects.get(code="330602013")


@pytest.fixture
def person(town):
    def make(username, role=None, place=town, password=PASSWORD):
        account = Account.objects.create_account(username, name="王某", password=password)
        if role:
            Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
        return account

    return make


@pytest.fixture
def log_in(client):
    def enter(username, password=PASSWORD):
        return client.post("/accounts/login/", {"login": username, "password": password})

    return enter
