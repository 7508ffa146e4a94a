"""The two planted towns, one for all tests of a file: planting costs more than asking."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from anxin.kernel.clock import FixedClock
from anxin.project import middleware

from .planting import NOW
from .planting import planted as plant


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    kept = replace(django_settings.SETTINGS, demo=False, data_dir=folder)
    with django_db_blocker.unblock(), override_settings(SETTINGS=kept), transaction.atomic():
        yield plant(), kept
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _plain(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.SETTINGS = replace(settings.SETTINGS, demo=False)
    cache.clear()


@pytest.fixture
def towns(planted, db, settings, monkeypatch):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(NOW))
    settings.SETTINGS = planted[1]
    return planted[0]
