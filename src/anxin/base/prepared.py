"""The same question asked again and again (预编译查询): the ORM says it once, the database is asked many times.

Compiling a small query costs Django several times what SQLite takes to answer it. Under load the few questions that every
filing asks are compiled once per thread and then only given other values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import local
from typing import Any, Generic, TypeVar, cast

from django.db import connections, models
from django.db.models.sql.compiler import SQLCompiler

from anxin.base.statements import rows_of

Row = TypeVar("Row", bound=tuple[Any, ...])
_MARK = "\x00{}"


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Statement and parameters, where a number means the text of that place, and how values get their types back."""

    compiler: SQLCompiler
    sql: str
    given: list[int | tuple[Any]]
    converters: dict[int, Any]


class Prepared(Generic[Row]):
    """A question with texts in it; calling it with the texts gives the rows, as the query set itself would."""

    def __init__(self, question: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self._question = question
        self._known = local()

    def __call__(self, *texts: str) -> list[Row]:
        """The rows for these texts; each text stands where the question has its argument of the same place."""
        if not hasattr(self._known, "compiled"):
            self._known.compiled = self._compile(len(texts))
        compiled: _Compiled = self._known.compiled
        given = [texts[one] if isinstance(one, int) else one[0] for one in compiled.given]
        rows = rows_of(compiled.compiler.connection, compiled.sql, given)
        if not rows or not compiled.converters:
            return cast("list[Row]", rows)
        return [cast("Row", tuple(row)) for row in compiled.compiler.apply_converters(rows, compiled.converters)]

    def _compile(self, count: int) -> _Compiled:
        """Django's connections are per thread, so what is compiled for one is as well."""
        marks = [_MARK.format(place) for place in range(count)]
        found = self._question(*marks)
        compiler = found.query.get_compiler(connection=connections[found.db])
        sql, params = compiler.as_sql()
        given = [marks.index(one) if one in marks else (one,) for one in params]
        return _Compiled(compiler, sql, given, compiler.get_converters([one[0] for one in compiler.select]))
