"""No sentence of an event shows the number of a row, which nobody outside the database knows: it refers, and is said by name."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from anxin.base.eventlog.event import Event, event_classes
from anxin.base.eventlog.referring import known_kinds

NUMBERS = frozenset({
    # How many there were.
    "attempts", "attended", "events", "faults", "calls", "cases", "changed", "checked", "claimants", "count", "created", "deliveries", "doubts",
    "filings", "heard", "left", "lines", "members", "missed", "parts", "payments", "places", "removed", "restored", "rows",
    "shifts", "times", "unchanged", "unchecked", "units", "villages", "workers", "months", "found",
    # Which one of its kind, as people count them and the pages show them.
    "number", "version", "group", "key", "subscription",
})  # fmt: skip
"""The whole numbers that a sentence may say as they stand."""


def sentences(cls: type[Event]) -> Iterator[ast.FormattedValue]:
    """Every gap in what an event says."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls.in_words)))
    yield from (one for one in ast.walk(tree) if isinstance(one, ast.FormattedValue))


def said_bare(cls: type[Event]) -> set[str]:
    """The event's own whole numbers that stand in its sentence without being referred to."""
    hints = get_type_hints(cls)
    whole = {name for name, hint in hints.items() if hint is int or int in get_args(hint)}
    return {name for gap in sentences(cls) for name in _own(gap.value)} & whole


def _own(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (name for one in (node.body, node.orelse) for name in _own(one))
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        yield node.attr
    elif not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"refer", "len"}):
        yield from (name for one in ast.iter_child_nodes(node) for name in _own(one))


SAYING: dict[str, Any] = {name: cls for name, cls in event_classes().items() if cls.in_words is not Event.in_words}


@pytest.mark.parametrize("name", sorted(SAYING))
def test_an_event_says_no_number_of_a_row(name):
    bare = said_bare(SAYING[name]) - NUMBERS
    assert not bare, f"{name} says {sorted(bare)} as a bare number: use refer(), or count it among NUMBERS"


def test_whatever_is_referred_to_can_be_called_by_name():
    kinds = {
        one.args[0].value
        for cls in SAYING.values()
        for one in ast.walk(ast.parse(inspect.getsource(inspect.getmodule(cls))))
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "refer"
    }
    assert kinds == known_kinds()


def test_a_bare_number_would_be_found():
    from anxin.apps.cases.events import CaseOpened

    class Careless(CaseOpened):
        __slots__ = ()

        def in_words(self) -> str:
            return f"由诉求 {self.filing} 形成案件"

    assert said_bare(Careless) == {"filing"}
    assert said_bare(CaseOpened) == set()
