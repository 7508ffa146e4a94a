"""Second factors lie sealed in allauth's own table: key rotation must reach them there, or retiring a key locks people out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from anxin.base.vault.rotation import BATCH
from anxin.base.vault.sealing import VERSION, open_, seal, sealed_with

_SEALED = re.compile(rf"{VERSION}\.[0-9a-f]{{8}}\.[A-Za-z0-9_=-]+")


class Factors:
    """The sealed values inside the data of every authenticator: secrets of codes, seeds of recovery codes."""

    def texts(self) -> Iterator[str]:
        """Every sealed value, whatever key sealed it."""
        for (data,) in Authenticator.objects.values_list("data").iterator(chunk_size=BATCH):
            yield from _sealed_in(data)

    def seal_anew(self, newest: str) -> int:
        """Seal what an older key sealed with the newest, one person's factor at a time."""
        return sum(_one(number, newest) for number in list(Authenticator.objects.values_list("pk", flat=True)))


@transaction.atomic
def _one(number: int, newest: str) -> int:
    factor = Authenticator.objects.select_for_update().filter(pk=number).first()
    old = [] if factor is None else [text for text in _sealed_in(factor.data) if sealed_with(text) != newest]
    if factor is None or not old:
        return 0
    factor.data = _replaced(factor.data, {text: str(seal(open_(text))) for text in old})
    factor.save(update_fields=["data"])
    return len(old)


def _sealed_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        if _SEALED.fullmatch(data):
            yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _sealed_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _sealed_in(value)


def _replaced(data: Any, anew: dict[str, str]) -> Any:
    if isinstance(data, str):
        return anew.get(data, data)
    if isinstance(data, dict):
        return {key: _replaced(value, anew) for key, value in data.items()}
    return [_replaced(value, anew) for value in data] if isinstance(data, list) else data
