"""Doors stay narrow: few names in an api, few reactions in a transaction, no hidden import, no signal, one wall clock."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

from anxin.base.eventlog.dispatch import Now, reactions
from anxin.kernel.clock import SystemClock, local_date
from anxin.law import book

SRC = Path(__file__).resolve().parents[2] / "src" / "anxin"
MOST_NAMES = 12
WIDE = {"registry": 14, "payroll": 19}
"""Apis wider than the rule (docs/decisions/0006); a number here may fall but never rise."""
MOST_NOW = 3
LATE_IMPORTS = {
    "anxin.analytics.engine._spark": "PySpark is optional and slow to load",
    "anxin.project.prepare.main": "runs before Django is set up",
}
"""Functions that may import late, and why; the commands (project.cli) and AppConfig.ready always may."""
NOW = {"now", "utcnow", "today", "localtime", "gmtime", "time", "time_ns"}
CLOCKS = {"datetime", "date", "timezone", "time"}
PLAIN_CLOCK = "anxin.kernel.clock"


def _public(path: Path) -> list[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return list(ast.literal_eval(node.value))
    raise AssertionError(f"{path} has no __all__")


def test_an_api_has_twelve_names_or_not_more_than_its_recorded_ceiling():
    widths = {path.parent.name: len(_public(path)) for path in sorted((SRC / "apps").glob("*/api.py"))}
    assert widths
    assert {room: width for room, width in widths.items() if width > WIDE.get(room, MOST_NAMES)} == {}


def test_a_ceiling_is_lowered_as_soon_as_its_api_is_narrower():
    widths = {room: len(_public(SRC / "apps" / room / "api.py")) for room in WIDE}
    assert {room: max(width, MOST_NAMES) for room, width in widths.items()} == WIDE


def test_at_most_three_things_happen_in_the_transaction_of_an_event():
    table = reactions()
    assert table
    assert {
        kind: len(some) for kind, some in table.items() if len([one for one in some if isinstance(one, Now)]) > MOST_NOW
    } == {}


def _late_imports(module):
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
            yield function.name


def test_imports_stand_at_the_top_of_their_module(all_modules):
    found = {
        f"{module.name}.{name}"
        for module in all_modules
        if not module.name.startswith("anxin.project.cli")
        for name in _late_imports(module)
        if not (module.name.endswith(".apps") and name == "ready")
    }
    assert found == set(LATE_IMPORTS)


def test_only_the_kernels_clock_reads_the_wall_clock(all_modules):
    readings = {
        f"{module.name}:{node.lineno}"
        for module in all_modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in NOW
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in CLOCKS
    }
    assert {one.split(":")[0] for one in readings} == {PLAIN_CLOCK}


def test_nothing_follows_from_a_django_signal(all_modules):
    signals = re.compile(r"django\.(?:dispatch|[\w.]+\.signals|[\w.]* import [^\n]*\bsignals\b)")
    assert not [
        module.name
        for module in all_modules
        if any(
            isinstance(node, ast.ImportFrom | ast.Import) and signals.search(ast.unparse(node).replace("from ", ""))
            for node in ast.walk(module.tree)
        )
    ]


def test_every_migration_says_what_it_does():
    names = [path.stem for path in SRC.rglob("migrations/*.py") if path.stem != "__init__"]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z]\w+", name) or re.match(r"\d{4}_auto", name)] == []


def test_every_value_of_the_law_is_cited_and_was_looked_at_within_a_year():
    values = list(book())
    oldest = local_date(SystemClock().now()) - timedelta(days=365)
    assert len(values) > 100
    uncited = [one.id for one in values if not (one.citation.law and (one.citation.article or one.citation.url))]
    assert uncited == []
    assert [f"{one.id}: {one.checked}" for one in values if one.checked < oldest] == []
