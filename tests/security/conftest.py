"""Two towns, one row of every placed table in the other town, and somebody for every role in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models

from anxin.base.people.models import Account, Post
from anxin.base.people.powers import Role
from anxin.base.places.actions import ensure_tree
from anxin.base.places.models import Place, PlacedModel

MARK = "外镇机密7001"
PK = 7001
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def placed_models():
    return [one for one in apps.get_models() if issubclass(one, PlacedModel)]


@dataclass
class Towns:
    own: Place
    other: Place
    other_village: Place
    rows: dict[str, models.Model]

    def account(self, role, place):
        account = Account.objects.create_account(f"{role}-{place.code}", name="王某", password="correct horse battery")
        Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
        return account


class Filler:
    """Makes one row of a model with plausible values in every field that must have one."""

    def __init__(self, place, account):
        self.place, self.account = place, account
        self.made = {}

    def row(self, model):
        if model is Place:
            return self.place
        if model is Account:
            return self.account
        if model._meta.label not in self.made:
            values = {"pk": PK}
            for field in model._meta.concrete_fields:
                if not field.primary_key and not (field.has_default() or (field.null and not field.is_relation)):
                    values[field.name] = self.value(field, model)
            self.made[model._meta.label] = model._base_manager.create(
                **{k: v for k, v in values.items() if v is not None}
            )
        return self.made[model._meta.label]

    def value(self, field, model):
        if field.is_relation:
            return None if field.related_model is model else self.row(field.related_model)
        if field.name == "place_path":
            return self.place.path
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.DateTimeField):
            return NOW + timedelta(hours=8 if field.name.startswith(("end", "due", "until")) else 0)
        if isinstance(field, models.DateField):
            return NOW.date()
        if isinstance(field, models.BooleanField):
            return False
        if isinstance(field, models.JSONField):
            return {}
        if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField):
            return 202610 if field.name == "month" else 7
        if isinstance(field, models.BinaryField):
            return b""
        if field.name == "week":
            return "2026-W46"
        if isinstance(field, models.CharField) and (field.max_length or 99) < len(MARK):
            return "7001"[: field.max_length]
        return MARK if isinstance(field, models.CharField | models.TextField) and "seal" not in field.name else ""


@pytest.fixture(autouse=True)
def _plain(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SETTINGS = replace(settings.SETTINGS, demo=False)
    cache.clear()


@pytest.fixture
def towns(db):
    ensure_tree()
    own = Place.objects.get(code="330602013")
    district = own.parent
    other = Place.objects.create(
        code="330602099", name="他镇", kind="town", parent=district, path=f"{district.path}330602099/"
    )
    village = Place.objects.create(
        code="330602099201", name=f"{MARK}村", kind="village", parent=other, path=f"{other.path}330602099201/"
    )
    stranger = Account.objects.create_account("stranger", name=MARK, password="correct horse battery")
    Post.objects.create(account=stranger, role=Role.CLERK, place=other, valid_from=date(2020, 1, 1))
    filler = Filler(village, stranger)
    for model in placed_models():
        filler.row(model)
    return Towns(own, other, village, filler.made)
