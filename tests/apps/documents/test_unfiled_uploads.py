"""The migration that gives uploads of earlier days an end, but for those that a row names."""

from __future__ import annotations

import io
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from anxin.apps.cases.models import Procedure
from anxin.apps.intake.web.attaching import filer
from anxin.base.files.models import StoredFile
from anxin.base.files.store import put
from anxin.base.files.uses import uses
from anxin.kernel.clock import local_date

from .conftest import AT

pytestmark = pytest.mark.django_db
MIGRATION = import_module("anxin.apps.documents.migrations.0007_unfiled_uploads_have_an_end")


def test_uploads_that_no_row_names_get_a_week_and_others_stay_without_end(small_town, case):
    def stored(content, by):
        return put(io.BytesIO(b"%PDF-1.7 " + content), name="a.pdf", by=by, at=AT).sha256

    lost, named, ours = stored(b"lost", filer()), stored(b"named", filer()), stored(b"ours", small_town.clerk)
    Procedure.objects.filter(case=case).update(known={"approved": {"words": "见卷", "files": [named]}})
    MIGRATION.give_an_end(apps, None)
    ends = dict(StoredFile.objects.values_list("pk", "keep_until"))
    assert ends == {lost: local_date(AT) + timedelta(days=7), named: None, ours: None}


def test_it_looks_wherever_rows_name_files():
    held = {(one.rows().model._meta.app_label, one.rows().model.__name__, one.field) for one in uses()}
    assert set(MIGRATION.NAMED) <= held
