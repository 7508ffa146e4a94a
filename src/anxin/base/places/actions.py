"""Acts upon places: open, rename, close, move; and loading the shipped tree."""

from __future__ import annotations

import csv
from datetime import date, datetime
from importlib.resources import files

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Concat, Substr

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.places.events import PlaceClosed, PlaceMoved, PlaceOpened, PlaceRenamed
from anxin.base.places.models import Place, PlaceKind
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

MANAGE = "places.manage"
RUNGS = tuple(PlaceKind.values)


@transaction.atomic
def create(*, code: str, title: str, kind: str, parent_id: int, by: Actor, at: datetime) -> Place:
    """Put a place under its parent; codes are used once, and each kind hangs one rung below its parent's."""
    parent = _lock(parent_id, by=by)
    faults = _faults(code, title)
    if Place.objects.filter(code=code).exists():
        faults.append(Fault("代码", f"{code} 已经使用", "请换一个代码"))
    if RUNGS.index(kind) != RUNGS.index(parent.kind) + 1:
        faults.append(Fault("层级", "与上级地域不相接", "网格设在村（社区）下，村（社区）设在镇（街道）下"))
    if faults:
        raise BadInput("place_refused", "地域没有设立。", faults)
    made = Place.objects.create(
        code=code,
        name=title.strip(),
        kind=kind,
        parent=parent,
        path=f"{parent.path}{code}/",
        active_from=local_date(at),
    )
    record(PlaceOpened(place=made.pk, path=made.path, title=made.name), by=by, at=at)
    return made


@transaction.atomic
def rename(*, place_id: int, title: str, by: Actor, at: datetime) -> Place:
    """Give a place another name; the code stays."""
    place = _lock(place_id, by=by)
    faults = _faults(place.code, title)
    if faults:
        raise BadInput("place_refused", "地域没有更名。", faults)
    before, place.name = place.name, title.strip()
    if before != place.name:
        place.save(update_fields=["name"])
        record(PlaceRenamed(place=place.pk, path=place.path, before=before, after=place.name), by=by, at=at)
    return place


@transaction.atomic
def close(*, place_id: int, into_id: int | None, by: Actor, at: datetime) -> Place:
    """Take a place out of use, merged into another one of its kind or into none; what belonged to it shows as a gap."""
    place, day = _lock(place_id, by=by), local_date(at)
    into = _lock(into_id, by=by) if into_id else None
    if place.active_to is not None:
        raise RuleBroken("place_closed", "该地域已经停用。")
    if Place.objects.filter(parent=place, active_to__isnull=True).exists():
        raise RuleBroken("place_has_children", "该地域下还有在用的地域，请先停用或改隶下级地域。")
    if into is not None and (into.kind != place.kind or into.pk == place.pk or into.active_to is not None):
        raise RuleBroken("merge_refused", "只能并入同一层级、正在使用的另一个地域。")
    place.active_to, place.merged_into = day, into
    place.save(update_fields=["active_to", "merged_into"])
    record(
        PlaceClosed(place=place.pk, path=place.path, title=place.name, day=day, into=into.pk if into else None),
        by=by,
        at=at,
    )
    return place


@transaction.atomic
def move(*, place_id: int, parent_id: int, by: Actor, at: datetime) -> Place:
    """Hang a place under another parent of the same rung; everything placed below it comes along, the log does not."""
    place, parent = _lock(place_id, by=by), _lock(parent_id, by=by)
    if place.parent is None or parent.kind != place.parent.kind or parent.active_to is not None:
        raise RuleBroken("move_refused", "只能改隶到同一层级、正在使用的另一个上级地域。")
    if parent.pk == place.parent_id:
        return place
    before, after = place.path, f"{parent.path}{place.code}/"
    rows = _carry(before, after)
    place.parent, place.path = parent, after
    place.save(update_fields=["parent"])
    record(PlaceMoved(place=place.pk, path=after, title=place.name, path_before=before, rows=rows), by=by, at=at)
    return place


@transaction.atomic
def ensure_tree(*, name: str = "gaobu") -> int:
    """Load a shipped tree of places; what is there already is left alone. Answers with how many were added."""
    text = (files("anxin.base.places") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    known = {one.code: one for one in Place.objects.all()}
    before = len(known)
    for row in csv.DictReader(text.splitlines()):
        if row["code"] not in known:
            parent = known.get(row["parent"])
            path = f"{parent.path if parent else ''}{row['code']}/"
            known[row["code"]] = Place.objects.create(
                code=row["code"], name=row["name"], kind=row["kind"], parent=parent, path=path, active_from=_SINCE
            )
    return len(known) - before


_SINCE = date(2023, 1, 1)
"""The year of the codes that the shipped file was taken from."""


def _lock(place_id: int, *, by: Actor) -> Place:
    place = Place.objects.select_for_update().filter(pk=place_id).first()
    if place is None or not by.scope.covers(place.path):
        raise NotFound("no_place", "没有这个地域，或不在您的管辖地域内。")
    require(by, MANAGE, place.path)
    return place


def _faults(code: str, title: str) -> list[Fault]:
    faults = []
    if not (code.isascii() and code.isalnum() and len(code) <= 24):
        faults.append(Fault("代码", "只能用数字和字母，不超过 24 位", "例如 330602013201001"))
    if not title.strip() or len(title.strip()) > 80:
        faults.append(Fault("名称", "未填写或超过 80 字", "例如 东头第1网格"))
    return faults


def _carry(before: str, after: str) -> int:
    """Rewrite the path in every table that keeps one; events stay as they were written."""
    rows = 0
    for model in apps.get_models():
        for name in ("path", "place_path"):
            if model._meta.app_label == "eventlog" or name not in {one.name for one in model._meta.fields}:
                continue
            if name == "path" and model is not Place:
                continue
            moved = Concat(models.Value(after), Substr(name, len(before) + 1))
            rows += model._base_manager.filter(**{f"{name}__startswith": before}).update(**{name: moved})
    return rows
