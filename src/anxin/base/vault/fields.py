"""A model field whose text is sealed in the database and open in Python."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from anxin.base.vault.sealing import open_, seal


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that only the running product can read (加密字段). It cannot be searched: keep a keyed hash beside it for that.

    Every read opens it, so a number that is shown only on request belongs in a plain field named `…_sealed` instead,
    opened by `reveal`, which leaves a record.
    """

    description = "sealed text"

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if value is None or value == "" or hasattr(value, "as_sql"):
            return super().get_db_prep_save(value, connection)
        return super().get_db_prep_save(seal(str(value)), connection)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return open_(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed and cannot be searched; keep a keyed hash beside it")
