"""What an event (事件) is: a small frozen fact in the past tense, without personal data, that can say itself in Chinese."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

from anxin.kernel.ids import is_id_number
from anxin.kernel.outcome import BadInput

JSON = dict[str, Any]

PERSONAL_WORDS = frozenset(
    [
        "name",
        "names",
        "phone",
        "phones",
        "mobile",
        "tel",
        "email",
        "mail",
        "idcard",
        "identity",
        "card",
        "cards",
        "passport",
        "address",
        "birthday",
        "birth",
        "plate",
        "photo",
        "face",
        "password",
        "secret",
        "token",
    ]
)
PERSONAL_NAMES = frozenset({"id_number", "id_no", "bank_account", "account_number", "account_no", "wechat", "qq"})
PERSONAL_TYPES = re.compile(r"\b(bytes|object|Any|Account|Worker|Person|Phone|IdNumber|Model)\b")
_ALONE = r"(?<![0-9A-Za-z])(?:{})(?![0-9A-Za-z])"
_ID_NUMBER = re.compile(_ALONE.format(r"\d{17}[\dXx]"))
_MOBILE = re.compile(_ALONE.format(r"1[3-9]\d{9}"))


class PersonalDataRefused(BadInput):
    """An event tried to carry personal data; the log can never be cleaned, so it must never get in."""

    def __init__(self, what: str) -> None:
        super().__init__("personal_data_in_log", what)


_CLASSES: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Subclasses are frozen dataclasses named by a dotted past tense, e.g. "cases.accepted".

    The log is never rewritten, so names, phones and card numbers stay out (个人信息保护法 art. 47: the right to deletion);
    an event refers to its subject by number.
    """

    type: ClassVar[str] = ""
    schema_version: ClassVar[int] = 1

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # No zero-argument super(): slots=True makes each dataclass twice, and the first one is not kept.
        object.__init_subclass__(**kwargs)
        refuse_personal_fields(cls)
        if cls.__dict__.get("type"):
            known = _CLASSES.get(cls.type)
            if known is not None and (known.__module__, known.__name__) != (cls.__module__, cls.__name__):
                raise TypeError(f"event type {cls.type!r} is declared twice")
            _CLASSES[cls.type] = cls

    @property
    def subject(self) -> str:
        """What the event is about, e.g. "payroll.file:12"."""
        raise NotImplementedError

    @property
    def place_path(self) -> str:
        """Where the subject belongs in the tree of places; the town in it decides the chain."""
        raise NotImplementedError

    def in_words(self) -> str:
        """The event as one Chinese sentence for the timeline."""
        raise NotImplementedError

    def payload(self) -> JSON:
        """The event's own fields as plain JSON."""
        return {name: plain(getattr(self, name)) for name in _names(type(self))}

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The event as it was, rebuilt from its stored payload."""
        hints = _hints(cls)
        return cls(**{key: _revive(hints[key], value) for key, value in payload.items() if key in hints})


def refuse_personal_fields(cls: type) -> None:
    """Refuse a class whose own fields smell of personal data, by name or by type."""
    for field_name, annotation in inspect.get_annotations(cls).items():
        if "ClassVar" in str(annotation):
            continue
        if field_name in PERSONAL_NAMES or PERSONAL_WORDS.intersection(field_name.lower().split("_")):
            raise PersonalDataRefused(f"{cls.__qualname__}.{field_name}: personal data must not enter an event")
        if PERSONAL_TYPES.search(str(annotation)):
            raise PersonalDataRefused(f"{cls.__qualname__}.{field_name}: {annotation} must not enter an event")


def refuse_personal_values(payload: str) -> None:
    """Refuse a payload text in which an identity number or a mobile number stands by itself."""
    if _MOBILE.search(payload) or any(is_id_number(found[0]) for found in _ID_NUMBER.finditer(payload)):
        raise PersonalDataRefused(
            "所填文字中有身份证号或手机号。操作日志永久保存，不能写入个人信息，请删去号码后重试。"
        )


def event_classes() -> dict[str, type[Event]]:
    """Every declared event class by its type."""
    return dict(sorted(_CLASSES.items()))


def event_class(type_: str) -> type[Event] | None:
    """The class that declares a type, when its room is installed."""
    return _CLASSES.get(type_)


_AS_IT_IS = frozenset({str, int, bool, float, type(None)})


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(cls: type[Event]) -> tuple[str, ...]:
    if cls not in _NAMES:
        _NAMES[cls] = tuple(item.name for item in fields(cls))
    return _NAMES[cls]


def plain(value: Any) -> Any:
    """A field's value as JSON knows it."""
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(item) for item in items]
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float) else str(value)


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(cls: type[Event]) -> dict[str, Any]:
    if cls not in _HINTS:
        known = get_type_hints(cls)
        _HINTS[cls] = {item.name: known.get(item.name, Any) for item in fields(cls)}
    return _HINTS[cls]


def _revive(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple and isinstance(value, list):
        return tuple(_revive(args[0] if args else Any, item) for item in value)
    if args and (origin is Union or str(origin) == "<class 'types.UnionType'>"):
        return _revive(next(arg for arg in args if arg is not type(None)), value)
    if hint in (date, datetime) and isinstance(value, str):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
