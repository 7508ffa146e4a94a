"""What the ladder of layers cannot see: keys out of an app, personal fields in events."""

from __future__ import annotations

from dataclasses import fields

from django.apps import apps as django_apps
from django.db.models import ForeignKey

from anxin.base.eventlog.event import Event

PERSONAL = {"id_number", "identity", "identity_number", "card", "card_number", "phone", "mobile", "person_name"}


def test_keys_leaving_an_app_go_to_base_or_registry_and_leave_no_way_back() -> None:
    seen, wrong = 0, []
    for model in django_apps.get_models():
        if not model.__module__.startswith("anxin.apps."):
            continue
        own = ".".join(model.__module__.split(".")[:3])
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey) or field.model is not model:
                continue
            seen += 1
            target = field.related_model.__module__
            if target.startswith(f"{own}."):
                continue
            allowed = target.startswith(("anxin.base.", "anxin.apps.registry."))
            if not allowed or not field.remote_field.hidden:
                wrong.append(f"{model.__name__}.{field.name} -> {target}")
    assert seen > 0
    assert wrong == []


def _kinds(root: type[Event]) -> list[type[Event]]:
    return [kind for child in root.__subclasses__() for kind in (child, *_kinds(child))]


def test_no_event_carries_a_personal_field() -> None:
    kinds = [kind for kind in _kinds(Event) if kind.__module__.startswith("anxin.")]
    assert kinds
    assert [f"{k.__name__}.{f.name}" for k in kinds for f in fields(k) if f.name in PERSONAL] == []
