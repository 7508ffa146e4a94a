"""The same question asked again and again (预编译查询): the ORM says it once, the database is asked many times.

Compiling a small query costs Django several times what SQLite takes to answer it. Under load the few questions that every
filing asks are compiled once per thread and then only given other values.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any, Generic, TypeVar, cast

from django.db import connections, models
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=tuple[Any, ...])
_MARK = "\x00{}"


class Prepared(Generic[Row]):
    """A question with texts in it; calling it with the texts gives the rows, as the query set itself would."""

    def __init__(self, question: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self._question = question
        self._known = local()

    def __call__(self, *texts: str) -> list[Row]:
        """The rows for these texts; each text stands where the question has its argument of the same place."""
        compiler, sql, given = self._compiled(len(texts))
        with compiler.connection.cursor() as cursor:
            cursor.execute(sql, [texts[one] if isinstance(one, int) else one[0] for one in given])
            rows = cursor.fetchall()
        converters = compiler.get_converters([one[0] for one in compiler.select])
        return [cast("Row", tuple(row)) for row in compiler.apply_converters(rows, converters)] if rows else []

    def _compiled(self, count: int) -> tuple[SQLCompiler, str, list[int | tuple[Any]]]:
        """Statement and parameters, where a number means the text of that place; Django's connections are per thread."""
        if not hasattr(self._known, "compiled"):
            marks = [_MARK.format(place) for place in range(count)]
            found = self._question(*marks)
            compiler = found.query.get_compiler(connection=connections[found.db])
            sql, params = compiler.as_sql()
            given = [marks.index(one) if one in marks else (one,) for one in params]
            self._known.compiled = compiler, sql, given
        return cast("tuple[SQLCompiler, str, list[int | tuple[Any]]]", self._known.compiled)
