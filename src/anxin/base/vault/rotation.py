"""Key rotation (密钥轮换): everything sealed with an older key is sealed anew with the newest one.

A row says itself which key sealed it, so the work can be cut off at any point and simply be started again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Protocol

from django.apps import apps
from django.db import models, transaction

from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.eventlog.models import EventRow
from anxin.base.vault.events import Rotated
from anxin.base.vault.fields import EncryptedTextField
from anxin.base.vault.sealing import VERSION, keys, open_, seal, sealed_with

BATCH = 500
SUFFIX = "_sealed"


@dataclass(frozen=True, slots=True)
class Place:
    """A column that holds sealed text."""

    model: type[models.Model]
    field: str


class Holder(Protocol):
    """Sealed text that lies elsewhere than in a column of ours, such as in a library's own table."""

    def texts(self) -> Iterator[str]:
        """Every sealed value held."""

    def seal_anew(self, newest: str) -> int:
        """Seal what is not yet sealed with the newest key; answers with how many values. May be broken off and repeated."""


HOLDERS: list[Holder] = []
"""Filled by whoever lets a library keep sealed text; `rotate` and `in_use` know them as well as the columns."""


def places() -> tuple[Place, ...]:
    """Every column with sealed text: encrypted fields, and text fields named `…_sealed`; none can be forgotten."""
    return tuple(
        Place(model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
        or (isinstance(field, models.TextField) and field.name.endswith(SUFFIX))
    )


def rotate(*, by: Actor, at: datetime) -> int:
    """Seal everything with the newest key; answers with how many values were sealed anew."""
    newest, count = keys().newest[0], 0
    for place in places():
        last: Any = 0
        while last is not None:
            last, done = _some(place, newest, after=last)
            count += done
    count += sum(holder.seal_anew(newest) for holder in HOLDERS)
    if count or lost_index():
        record(Rotated(key=newest, rows=count, oldest=keys().sealing[-1][0]), by=by, at=at)
    return count


def lost_index() -> str:
    """The key of the index that no longer stands last in the settings although everything opens; empty when all is well.

    After a rotation the oldest key opens nothing any more, so nothing but the log would notice that it was retired: what is
    looked up (receipt codes, telephones, identity numbers) would silently not be found. Rotating again accepts the loss.
    """
    last = EventRow.objects.filter(type=Rotated.type).order_by("-seq").first()
    told, held = (last.data if last else {}), [name for name, _cipher in keys().sealing]
    known = str(told.get("oldest", ""))
    return known if known not in ("", held[-1]) and told["key"] in held else ""


def in_use() -> Counter[str]:
    """How many values each key seals; a key that seals nothing and is not the last in the settings may be retired."""
    columns = (text for place in places() for text in _texts(place))
    held = (text for holder in HOLDERS for text in holder.texts())
    return Counter(sealed_with(text) for text in chain(columns, held))


def _texts(place: Place) -> Iterator[str]:
    raw = place.model._default_manager.annotate(raw=_raw(place.field)).exclude(raw="").exclude(raw=None)
    yield from raw.values_list("raw", flat=True).iterator(chunk_size=5000)


@transaction.atomic
def _some(place: Place, newest: str, *, after: Any) -> tuple[Any, int]:
    """Seal the next batch anew; answers with the last row seen, or None at the end."""
    rows = place.model._default_manager.annotate(raw=_raw(place.field))
    old = rows.filter(pk__gt=after).exclude(raw="").exclude(raw=None).exclude(raw__startswith=f"{VERSION}.{newest}.")
    batch = list(old.select_for_update().order_by("pk").values_list("pk", "raw")[:BATCH])
    encrypted = isinstance(place.model._meta.get_field(place.field), EncryptedTextField)
    for pk, raw in batch:
        text = open_(raw)
        # An encrypted field seals what it is given; a plain one takes the sealed text as it is.
        place.model._default_manager.filter(pk=pk).update(**{place.field: text if encrypted else seal(text)})
    return (batch[-1][0] if len(batch) == BATCH else None), len(batch)


def _raw(field: str) -> models.expressions.Combinable:
    return models.ExpressionWrapper(models.F(field), output_field=models.TextField())
