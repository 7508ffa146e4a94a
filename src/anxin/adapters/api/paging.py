"""Lists in pages: at most 200 rows, and an opaque cursor that names the last row seen, so that no row is skipped or read twice."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from ninja import Schema
from pydantic import Field

from anxin.kernel.outcome import BadInput, Fault

MOST = 200
USUAL = 50
_LARGEST = 2**63 - 1

Order = tuple[tuple[str, type], ...]
"""Column names in order, "-" before one that falls, each with its type; together they name one row."""


class Paging(Schema):
    """How many rows, and after which."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="每页行数")] = USUAL
    cursor: Annotated[
        str, Field(max_length=600, pattern=r"^[A-Za-z0-9_=-]*$", description="上一页的 next，首页不填")
    ] = ""


def page(rows: QuerySet[Any, Any], order: Order, asked: Paging, draw: Callable[[Any], Any]) -> dict[str, Any]:
    """The rows after the cursor, drawn, and the cursor of the next page; None when there is none."""
    rows = rows.order_by(*(name for name, _ in order))
    if asked.cursor:
        rows = rows.filter(_after(order, _read(order, asked.cursor)))
    found = list(rows[: asked.limit + 1])
    shown = found[: asked.limit]
    more = len(found) > asked.limit
    return {"items": [draw(row) for row in shown], "next": _written(order, shown[-1]) if more else None}


def _after(order: Order, values: Sequence[Any]) -> Q:
    """Rows behind the named one: equal in the first columns and further on in the next."""
    behind, same = Q(), Q()
    for (name, _), value in zip(order, values, strict=True):
        column = name.removeprefix("-")
        behind |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    return behind


def _written(order: Order, row: Any) -> str:
    names = [name.removeprefix("-") for name, _ in order]
    values = [row[name] if isinstance(row, dict) else getattr(row, name) for name in names]
    plain = [one.isoformat() if isinstance(one, datetime) else one for one in values]
    return urlsafe_b64encode(json.dumps(plain).encode()).decode()


def _read(order: Order, cursor: str) -> list[Any]:
    try:
        values = json.loads(urlsafe_b64decode(cursor.encode()))
        if not isinstance(values, list) or len(values) != len(order):
            raise ValueError("not the columns of this list")
        return [_typed(kind, value) for (_, kind), value in zip(order, values, strict=True)]
    except (binascii.Error, UnicodeDecodeError, ValueError, TypeError, RecursionError):
        fault = Fault("查询参数 cursor", "不是本列表给出的游标", "填上一页答复中的 next，或不填从头读起")
        raise BadInput("api.bad_cursor", "游标无法识别：", [fault]) from None


def _typed(kind: type, value: Any) -> Any:
    if kind is datetime:
        found = datetime.fromisoformat(value)
        if found.tzinfo is None:
            raise ValueError("no zone")
        return found
    if type(value) is not kind:
        raise ValueError("another type")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError("larger than any number kept here")
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no text of ours")
    return value
