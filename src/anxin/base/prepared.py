"""The same question asked again and again (预编译查询): the ORM says it once, the database is asked many times.

Compiling a small query costs Django several times what SQLite takes to answer it. Under load the few questions that every
filing asks are compiled once per thread and then only given other values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import local
from typing import Any, Generic, TypeVar, cast

from django.db import connections, models
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

from anxin.base.statements import rows_of

Row = TypeVar("Row")
_MARK = "\x00{}"
_NUMBER = (1 << 31) - 1
"""The numbers from here down stand for those of the question: every column of keys takes them, and no constant is one."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Statement and parameters, where a number means what is given in that place, and how values get their types back.

    `built` makes of a row what the query set gives: a tuple, or an instance of its model.
    """

    compiler: SQLCompiler
    sql: str
    given: list[int | tuple[Any]]
    converters: dict[int, Any]
    built: Callable[[Any], Any]


class Prepared(Generic[Row]):
    """A question with texts or keys in it; calling it with them gives the rows, as the query set itself would."""

    def __init__(self, question: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self._question = question
        self._known = local()

    def __call__(self, *given: str | int) -> list[Row]:
        """The rows for these texts and keys; each stands where the question has its argument of the same place."""
        if not hasattr(self._known, "compiled"):
            self._known.compiled = self._compile(given)
        compiled: _Compiled = self._known.compiled
        values = [given[one] if isinstance(one, int) else one[0] for one in compiled.given]
        rows: Any = rows_of(compiled.compiler.connection, compiled.sql, values)
        if rows and compiled.converters:
            rows = compiled.compiler.apply_converters(rows, compiled.converters)
        return [cast("Row", compiled.built(row)) for row in rows]

    def _compile(self, given: Sequence[str | int]) -> _Compiled:
        """Django's connections are per thread, so what is compiled for one is as well."""
        marks = [_MARK.format(place) if isinstance(one, str) else _NUMBER - place for place, one in enumerate(given)]
        found = self._question(*marks)
        compiler = found.query.get_compiler(connection=connections[found.db])
        sql, params = compiler.as_sql()
        places = [marks.index(one) if one in marks else (one,) for one in params]
        return _Compiled(
            compiler,
            sql,
            places,
            compiler.get_converters([one[0] for one in compiler.select]),
            _building(found, compiler),
        )


def _building(found: models.QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[Any], Any]:
    """How a row becomes what the query set gives; instances come without related ones."""
    if found._iterable_class is not ModelIterable:
        return tuple
    names = [one[0].target.attname for one in compiler.select]
    return lambda row: found.model.from_db(found.db, names, row)
