"""Every column that names stored files is in the table of uses, so that no file goes that a row still needs."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField

from anxin.base.files.uses import in_use, uses

NAMES = {"file", "files", "reply_files", "proof", "evidence", "sha256"}
NO_FILES = {
    "documents.PaperFile.sha256": "the hash of a sealed paper, which lies in its row",
    "files.StoredFile.sha256": "the file itself",
}


@pytest.mark.django_db
def test_every_column_that_names_files_is_registered_and_can_be_asked():
    held = {f"{one.rows().model._meta.label}.{one.field}" for one in uses()}
    columns = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("anxin.")
        for field in model._meta.local_fields
        if field.name in NAMES and isinstance(field, CharField | JSONField)
    }
    assert columns - set(NO_FILES) <= held
    assert in_use(["ab" * 32]) == set()
    assert in_use([""]) == set()
