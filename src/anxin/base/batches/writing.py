"""Writes many records of one model at once and remembers what it replaced, so that a batch can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from anxin.base.batches.models import ImportBatch, ImportedRow

CHUNK = 500
Key = tuple[Any, ...]


@dataclass(slots=True)
class Written:
    """What one pass over one model did: every object by its key, and the changes for undoing."""

    objects: dict[Key, models.Model] = field(default_factory=dict)
    rows: list[ImportedRow] = field(default_factory=list)
    created: int = 0
    changed: int = 0
    unchanged: int = 0


def upsert(
    model: type[models.Model], *, key: Sequence[str], wanted: Iterable[Mapping[str, Any]], label: str
) -> Written:
    """Create what is missing and change what differs; a value of None never erases what is known.

    `key` names the fields that tell records apart; two wanted records with one key are merged, the later winning.
    """
    merged: dict[Key, dict[str, Any]] = {}
    for values in wanted:
        merged.setdefault(_key(values, key), {}).update({k: v for k, v in values.items() if v is not None})
    known = _known(model, key, list(merged))
    written = Written()
    fresh: dict[Key, models.Model] = {}
    for its_key, values in merged.items():
        if its_key in known:
            _change(known[its_key], values, label, written)
            written.objects[its_key] = known[its_key]
        else:
            fresh[its_key] = model(**{**dict(zip(key, its_key, strict=True)), **values})
    _create(model, fresh, merged, label, written)
    _save_changes(model, written)
    return written


def _key(values: Mapping[str, Any], key: Sequence[str]) -> Key:
    return tuple(values.get(name) for name in key)


def _known(model: type[models.Model], key: Sequence[str], keys: Sequence[Key]) -> dict[Key, models.Model]:
    """The stored records with one of the keys, looked up by the first field of the key in chunks."""
    found: dict[Key, models.Model] = {}
    firsts = list({its_key[0] for its_key in keys})
    for start in range(0, len(firsts), CHUNK):
        some = model._default_manager.filter(**{f"{key[0]}__in": firsts[start : start + CHUNK]})
        for one in some:
            found[tuple(getattr(one, name) for name in key)] = one
    return found


def _change(one: models.Model, values: Mapping[str, Any], label: str, written: Written) -> None:
    before = {name: getattr(one, name) for name in values if _differs(one, name, values)}
    if not before:
        written.unchanged += 1
        return
    for name in before:
        setattr(one, name, values[name])
    after = {name: values[name] for name in before}
    written.changed += 1
    written.rows.append(ImportedRow(model=label, object_id=one.pk, before=plain(before), after=plain(after)))


def _differs(one: models.Model, name: str, values: Mapping[str, Any]) -> bool:
    """Whether a field changes; sealing twice gives two texts, so a sealed field follows its visible tail."""
    if name.endswith("_sealed"):
        name = name.replace("_sealed", "_tail")
    return bool(getattr(one, name) != values[name])


def _create(
    model: type[models.Model],
    fresh: Mapping[Key, models.Model],
    merged: Mapping[Key, Mapping[str, Any]],
    label: str,
    written: Written,
) -> None:
    made = model._default_manager.bulk_create(list(fresh.values()), batch_size=CHUNK)
    for its_key, one in zip(fresh, made, strict=True):
        written.objects[its_key] = one
        written.rows.append(ImportedRow(model=label, object_id=one.pk, before=None, after=plain(merged[its_key])))
    written.created += len(made)


def _save_changes(model: type[models.Model], written: Written) -> None:
    touched = {row.object_id: set(row.after) for row in written.rows if row.before is not None}
    if not touched:
        return
    changed = [one for one in written.objects.values() if one.pk in touched]
    model._default_manager.bulk_update(changed, sorted(set().union(*touched.values())), batch_size=CHUNK)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them; dates become ISO text."""
    encoder = DjangoJSONEncoder()
    return {
        name: value if isinstance(value, (str, int, bool, float, type(None))) else encoder.default(value)
        for name, value in values.items()
    }


def keep(batch: ImportBatch, *all_written: Written) -> None:
    """Store what a batch did, for undo and for the batch's page."""
    rows = [row for written in all_written for row in written.rows]
    for row in rows:
        row.batch = batch
    ImportedRow.objects.bulk_create(rows, batch_size=CHUNK)
