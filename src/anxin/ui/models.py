"""What a person chose about the surface: the columns of each list (选列), kept over log-ins and computers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ColumnChoice(models.Model):
    """The columns one person wants to see in one list (列的选择)."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=60)
    columns = models.JSONField(default=list)

    class Meta:
        verbose_name = _("列的选择")
        constraints = (models.UniqueConstraint(fields=("account", "table"), name="ui_one_choice_a_list"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.table}"


def columns_of(user: Any, table: str, asked: Sequence[str]) -> list[str]:
    """The columns a person wants in a list: those asked for now, which are kept, else those kept; empty for the usual ones.

    Somebody without an account (a test, a public page) has only what is asked for now.
    """
    account = getattr(user, "pk", None)
    if account is None:
        return list(asked)
    kept = ColumnChoice.objects.filter(account=account, table=table).first()
    if not asked:
        return list(kept.columns) if kept else []
    if kept is None or kept.columns != list(asked):
        ColumnChoice.objects.update_or_create(account_id=account, table=table, defaults={"columns": list(asked)})
    return list(asked)
