"""The standard's two faces: JSON lists, and XML of the same content."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

MEDIA = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""

Rows = Sequence[Mapping[str, Any]]


def listed(form: str, root: str, item: str, rows: Rows, *, status: int = 200) -> HttpResponse:
    """A list of rows; in XML below `root`, each as `item`."""
    if form == "json":
        return _json(list(rows), status)
    top = Element(root)
    for row in rows:
        _add(top, item, row)
    return _xml(top, status)


def single(form: str, root: str, row: Mapping[str, Any]) -> HttpResponse:
    """One row by itself, as the standard has it for a service definition."""
    if form == "json":
        return _json(row, 200)
    top = Element(root)
    for name, value in row.items():
        _add(top, name, value)
    return _xml(top, 200)


def refused(form: str, status: int, descriptions: Sequence[str]) -> HttpResponse:
    """A refusal: every reason with its code."""
    rows = [{"code": status, "description": one} for one in descriptions]
    return listed(form, "errors", "error", rows, status=status)


_ITEMS = {"attributes": "attribute", "values": "value", "endpoints": "endpoint", "formats": "format"}


def _add(parent: Element, name: str, value: Any) -> None:
    made = SubElement(parent, name)
    if isinstance(value, Mapping):
        for inner, one in value.items():
            _add(made, inner, one)
    elif isinstance(value, list | tuple):
        for one in value:
            _add(made, _ITEMS[name], one)
    elif isinstance(value, bool):
        made.text = "true" if value else "false"
    elif value is not None:
        made.text = _NOT_XML.sub("", str(value))


def _json(content: Any, status: int) -> HttpResponse:
    return _answer("json", json.dumps(content, ensure_ascii=False).encode(), status)


def _xml(top: Element, status: int) -> HttpResponse:
    return _answer("xml", tostring(top, encoding="utf-8", xml_declaration=True), status)


def _answer(form: str, body: bytes, status: int) -> HttpResponse:
    answer = HttpResponse(body, status=status, content_type=MEDIA[form])
    answer["Cache-Control"] = "no-store"
    return answer
