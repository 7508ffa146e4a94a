"""What a OneBot event says, read once: who spoke where, the plain words, and whether the robot was called."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

_CODE = re.compile(r"\[CQ:(\w+)((?:,[^\[\],]*)*)\]")
LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class Heard:
    """One message; the numbers of QQ stay in memory, never in a log or a print of this."""

    kind: Literal["group", "private"]
    robot: str = field(repr=False)
    person: str = field(repr=False)
    group: str = field(repr=False)
    message: str = field(repr=False)
    time: int
    words: str = field(repr=False)
    called: bool


def heard(event: Mapping[str, Any]) -> Heard | None:
    """The message of an event; None for heartbeats, notices, anonymous talk, and the robot's own words."""
    if event.get("post_type") != "message" or event.get("message_type") not in ("group", "private"):
        return None
    robot, person = _number(event.get("self_id")), _number(event.get("user_id"))
    group = _number(event.get("group_id")) or _number(_inner(event, "sender").get("group_id"))
    if not robot or not person or robot == person or event.get("anonymous"):
        return None
    if event["message_type"] == "group" and not group:
        return None
    words, called = _read(event.get("message"), robot)
    return Heard(
        kind=event["message_type"],
        robot=robot,
        person=person,
        group=group,
        message=_clean(str(event.get("message_id", ""))),
        time=time_of(event),
        words=_clean(words)[:LONGEST],
        called=called or event["message_type"] == "private",
    )


def time_of(event: Mapping[str, Any]) -> int:
    """When it was said, in seconds; 0 when the event does not say."""
    told = event.get("time")
    return told if isinstance(told, int) and not isinstance(told, bool) else 0


def _clean(text: str) -> str:
    """Text that a database takes: JSON may hold halves of characters and NUL, which no text has."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _inner(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = event.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(value: Any) -> str:
    """A number of QQ as digits; implementations send it as a number or as text."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdecimal() and 0 < int(text) < 10**18 else ""


def _read(message: Any, robot: str) -> tuple[str, bool]:
    """Plain words and whether the robot was mentioned by name; a call to everybody is no call to the robot."""
    if isinstance(message, str):
        called = any(kind == "at" and f",qq={robot}," in f"{rest}," for kind, rest in _CODE.findall(message))
        return html.unescape(_CODE.sub(" ", message)).strip(), called
    parts = [one for one in message if isinstance(one, Mapping)] if isinstance(message, list) else []
    words = [str(_inner(one, "data").get("text", "")) for one in parts if one.get("type") == "text"]
    called = any(one.get("type") == "at" and str(_inner(one, "data").get("qq")) == robot for one in parts)
    return "".join(words).strip(), called
