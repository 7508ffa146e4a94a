"""Writing many rows of one model at once, past the ORM's compiler: the same values in the same columns, several times faster.

Django compiles one statement per few dozen rows on SQLite; here one prepared statement takes them all. No signals are sent (the
house has none) and keys of new rows are not read back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain, islice
from typing import Any, TypeAlias, TypeVar

from django.core.management.color import no_style
from django.db import connection, models

from anxin.base.statements import database, rows_of

BATCH = 5000
NUMBERED = 64
"""Rows of one statement whose keys are read back."""
LATEST = 4096
"""Days, and instants, whose written form is kept."""
_PLAIN = frozenset({int, str, bool, float, type(None)})
"""Types that both databases take as they are; everything else goes through the field's own preparation."""
_PLAIN_FIELDS = (models.IntegerField, models.CharField, models.TextField, models.FloatField, models.BooleanField)
Model = TypeVar("Model", bound=models.Model)
_Prepare = Callable[[Any], Any]
_Field: TypeAlias = "models.Field[Any, Any]"


def insert_many(rows: Iterable[models.Model], *, replacing: Sequence[str] = (), by_key: Sequence[str] = ()) -> int:
    """Insert rows of one model and answer how many; all or none of them carry a key already.

    With `by_key` naming the fields of a unique constraint, a row that stands already takes over the fields named in `replacing`,
    or stays as it is where none is named.
    """
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return 0
    fields = [field for field in type(first)._meta.concrete_fields if first.pk is not None or not field.primary_key]
    statement = _insert(type(first), fields) + _on_conflict(type(first), by_key, replacing)
    taken = [(field.attname, _preparing(field)) for field in fields]
    written = _run(statement, _values(chain([first], stream), taken))
    if first.pk is not None:
        _move_sequence(type(first))
    return written


def insert_mappings(model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, by_key: Sequence[str] = ()) -> int:
    """Insert rows given by the names of their columns and answer how many; what all leave out has its default.

    Every row names the same columns. For rows by the ten thousand, of which making instances would take longest. With
    `by_key` naming the fields of a unique constraint, a row that stands already stays as it is.
    """
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return 0
    columns = {field.attname: field for field in model._meta.concrete_fields}
    if unknown := set(first) - set(columns):
        raise TypeError(f"{model._meta.label} has no {sorted(unknown)}")
    numbered = model._meta.pk.attname in first
    fields = [field for field in columns.values() if numbered or not field.primary_key]
    same = {field.attname: field.get_default() for field in fields if field.attname not in first}
    taken = [(field.attname, _preparing(field)) for field in fields]
    always = {name: prepare(same[name]) for name, prepare in taken if name in same}
    values = (
        [always[name] if name in always else prepare(row[name]) for name, prepare in taken]
        for row in chain([first], stream)
    )
    written = _run(_insert(model, fields) + _on_conflict(model, by_key, ()), values)
    if numbered:
        _move_sequence(model)
    return written


def new(model: type[Model], **values: Any) -> Model:
    """An instance as `model(**values)` makes it, named by attribute; its constructor takes places in half the time of names."""
    blank, fresh = _blank(model)
    given = {**blank, **values}
    if len(given) != len(blank):
        raise TypeError(f"{model._meta.label} has no {sorted(set(values) - set(blank))}")
    for name in fresh - values.keys():
        given[name] = blank[name]()
    return model(*given.values())


@cache
def _blank(model: type[models.Model]) -> tuple[dict[str, Any], frozenset[str]]:
    """The values of a new row in the order of its fields, and which of them are made anew for each."""
    fields = model._meta.concrete_fields
    fresh = {field.attname for field in fields if field.has_default() and callable(field.default)}
    blank = {field.attname: field.default if field.attname in fresh else field.get_default() for field in fields}
    return blank, frozenset(fresh)


def insert_numbered(rows: Sequence[models.Model]) -> None:
    """Insert a few rows of one model and give each the key the database gave it: acts under load, not loads."""
    if not rows:
        return
    model, on = type(rows[0]), database()
    names, taken = _taken(model, on.vendor)
    values = [[prepare(row.__dict__[name]) for name, prepare in taken] for row in rows]
    for row, key in zip(rows, insert_values(model, names, values), strict=True):
        row.pk, row._state.adding, row._state.db = key, False, on.alias


def insert_values(model: type[models.Model], names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert rows whose values are prepared already, named by attribute, and answer with their keys in the same order.

    Keys are given in the order of the rows, while the order in which a database hands them back is promised nowhere.
    """
    keys: list[int] = []
    on = database()
    for begin in range(0, len(rows), NUMBERED):
        some = rows[begin : begin + NUMBERED]
        statement = _numbered(model, names, len(some), on.vendor)
        keys += sorted(key for (key,) in rows_of(on, statement, list(chain.from_iterable(some))))
    return keys


@cache
def _taken(model: type[models.Model], _vendor: str) -> tuple[tuple[str, ...], tuple[tuple[str, _Prepare], ...]]:
    """The names of a new row's values, and how each gets into it; a database writes values in its own way."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return tuple(field.attname for field in fields), tuple((field.attname, _preparing(field)) for field in fields)


def written(at: datetime) -> Any:
    """An instant as the database keeps it."""
    return _written("DateTimeField", _vendor(), at)


@cache
def _vendor() -> str:
    return connection.vendor


@lru_cache(maxsize=256)
def _numbered(model: type[models.Model], names: tuple[str, ...], count: int, _vendor: str) -> str:
    fields = [field for name in names for field in model._meta.concrete_fields if field.attname == name]
    one = _insert(model, fields)
    more = f", ({', '.join(['%s'] * len(fields))})" * (count - 1)
    return f"{one}{more} RETURNING {_column(model._meta.pk)}"


def _move_sequence(model: type[models.Model]) -> None:
    """Let the database count on from the keys that were given; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def update_many(rows: Iterable[models.Model], fields: Sequence[str]) -> int:
    """Write the named fields of rows that stand already, found by their key; answers how many."""
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return 0
    model = type(first)
    key = model._meta.pk
    named = [_field(model, name) for name in fields]
    sets = ", ".join(f"{_column(field)} = %s" for field in named)
    statement = f"UPDATE {_quoted(model._meta.db_table)} SET {sets} WHERE {_column(key)} = %s"  # noqa: S608 - our own names
    taken = [(field.attname, _preparing(field)) for field in [*named, key]]
    return _run(statement, _values(chain([first], stream), taken))


def _values(rows: Iterable[models.Model], taken: Sequence[tuple[str, _Prepare]]) -> Iterator[list[Any]]:
    return ([prepare(getattr(row, name)) for name, prepare in taken] for row in rows)


def _run(statement: str, rows: Iterable[Sequence[Any]]) -> int:
    written, stream = 0, iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(stream, BATCH)):
            cursor.executemany(statement, some)
            written += len(some)
    return written


def _insert(model: type[models.Model], fields: Sequence[_Field]) -> str:
    columns = ", ".join(_column(field) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names


def _on_conflict(model: type[models.Model], by_key: Sequence[str], replacing: Sequence[str]) -> str:
    if not by_key:
        return ""
    keys = ", ".join(_column(_field(model, name)) for name in by_key)
    if not replacing:
        return f" ON CONFLICT ({keys}) DO NOTHING"
    columns = [_column(_field(model, name)) for name in replacing]
    sets = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns)
    return f" ON CONFLICT ({keys}) DO UPDATE SET {sets}"


def _field(model: type[models.Model], name: str) -> _Field:
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise TypeError(f"{name} is no column of {model._meta.label}")
    return found


def _column(field: _Field) -> str:
    if field.column is None:
        raise TypeError(f"{field.name} has no column")
    return _quoted(field.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _preparing(field: _Field) -> _Prepare:
    """How a field's values become what the driver takes; days and instants recur, so each is prepared once.

    A field of our own, such as an encrypted one, always prepares its values itself.
    """
    if isinstance(field, models.ForeignKey):
        return _preparing(field.target_field)

    def whole(value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    if not type(field).__module__.startswith("django."):
        return whole
    kind, vendor = type(field).__name__, connection.vendor
    if kind in _DAYS:
        return lambda value: _written(kind, vendor, value)
    if isinstance(field, _PLAIN_FIELDS):
        return lambda value: value if type(value) in _PLAIN else whole(value)
    return whole


_DAYS: dict[str, _Field] = {"DateField": models.DateField(), "DateTimeField": models.DateTimeField()}


@lru_cache(LATEST)
def _written(kind: str, _vendor: str, value: Any) -> Any:
    """Days and instants are written alike in every column of their kind; one act has the same in several."""
    return _DAYS[kind].get_db_prep_save(value, connection)
