"""Asking a page in every way it can be asked, and reading whatever comes back: pages, workbooks, archives, PDF."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from itertools import cycle, zip_longest
from pathlib import Path
from typing import Any

from anxin.base.people.powers import Role

from .planting import account

_QUERIED = re.compile(r"""GET(?:\.get|\.getlist)?[\[(]["'](\w+)["']""")
_NAMED = re.compile(
    r"""(?:GET|POST|told|data|cleaned_data)(?:\.get|\.getlist)?[\[(]["'](\w+)["']|request, ["'](\w+)["']"""
)
_FIELD = re.compile(r"^    (\w+) = forms\.", re.MULTILINE)


def enter(client, place, role, *more_roles):
    """Log somebody in who holds roles in a place; failures of ours come back as pages, as they do in service."""
    made = account(role, place, *more_roles)
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return made


def enter_as_everybody(client, place):
    """Log somebody in who holds every role there is, which nobody may; what they cannot see nobody sees."""
    first, *others = Role
    return enter(client, place, first, *others)


def text_of(answer) -> str:
    """What an answer says, its head and every member of an archive included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{head}\n{_readable(body)}"


def _readable(body: bytes) -> str:
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(f"{name} {_readable(book.read(name))}" for name in book.namelist())
    if body[:4] == b"%PDF" and shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=False, timeout=20)
        return body.decode("utf-8", "replace") + told.stdout.decode("utf-8", "replace")
    return body.decode("utf-8", "replace")


def leaks(answer, side) -> list[str]:
    """The words and sums of a side that an answer shows."""
    text = text_of(answer)
    return [mark for mark in side.marks if mark in text]


def ways(answer, mark: str) -> list[dict[str, Any]]:
    """Every way to ask the list on a page: each filter, each order, a page further, all columns, as a workbook."""
    listing = (answer.context or {}).get("listing") if answer.context is not None else None
    if listing is None:
        return []
    whole = {"cols": [one.key for one in listing.table.columns], "size": "200"}
    orders = [
        f"{sign}{one.sort}" for one, sign in zip(listing.table.columns, cycle(("", "-")), strict=False) if one.sort
    ]
    narrowed = [asked for one in listing.table.filters for asked in _asked(one, mark)]
    both = zip_longest(narrowed, orders, fillvalue={})
    found = [{**whole, **(asked or {}), "sort": order or ""} for asked, order in both]
    return [{**whole, "export": "xlsx"}, {"page": "2", "size": "25"}, *found]


def _asked(one, mark: str) -> list[dict[str, Any]]:
    if one.paired:
        first, last = ("2000-01-01", "2100-01-01") if one.kind == "period" else ("0", "99999999")
        return [{f"{one.key}_from": first, f"{one.key}_to": last}]
    if one.kind == "text":
        return [{one.key: mark}]
    if one.kind in ("date", "month"):
        return [{one.key: "2026-10-01"[: 10 if one.kind == "date" else 7]}]
    return [{one.key: value} for value, _ in list(one.options) if value][:1]


def names_of_queries(view) -> list[str]:
    """The names that the module of a view reads from a query."""
    return sorted(set(_QUERIED.findall(_file_of(view).read_text(encoding="utf-8"))))


def names_of_forms(view) -> list[str]:
    """The names that a room reads from a form, and every field of its forms."""
    return sorted({name for one in _file_of(view).parent.glob("*.py") for name in _names(one)})


def _file_of(view) -> Path:
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return Path(view.__code__.co_filename)


@cache
def _names(file: Path) -> list[str]:
    source = file.read_text(encoding="utf-8")
    return sorted({one or other for one, other in _NAMED.findall(source)} | set(_FIELD.findall(source)))
