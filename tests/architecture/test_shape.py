"""The house style in numbers (architecture.md §7): sizes, imports, docstrings, borders between apps."""

from __future__ import annotations

import ast
import re

MAX_MODULE = 400
MAX_FUNCTION = 50
PUBLIC_DOCS = ("anxin.kernel", "anxin.law", "anxin.domain", "anxin.analytics")


def _functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_module_is_longer_than_four_hundred_lines(all_modules):
    long = [f"{module.name}: {module.lines}" for module in all_modules if module.lines > MAX_MODULE]
    assert not long


def test_no_function_is_longer_than_fifty_lines(all_modules):
    long = [
        f"{module.name}.{node.name}: {node.end_lineno - node.lineno + 1}"
        for module in all_modules
        for node in _functions(module.tree)
        if node.end_lineno - node.lineno + 1 > MAX_FUNCTION
    ]
    assert not long


def test_no_module_is_named_after_nothing(all_modules):
    empty_names = {"utils", "helpers", "common", "manager", "services", "misc"}
    assert not [module.name for module in all_modules if module.name.rsplit(".", 1)[-1] in empty_names]


def test_every_module_says_what_it_is(all_modules):
    assert not [module.name for module in all_modules if not ast.get_docstring(module.tree)]


def test_public_names_of_the_pure_packages_are_explained(all_modules):
    missing = []
    for module in all_modules:
        if not module.name.startswith(PUBLIC_DOCS):
            continue
        for node in module.tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):
                missing.append(f"{module.name}.{node.name}")
    assert not missing


def test_actions_are_explained(all_modules):
    missing = [
        f"{module.name}.{node.name}"
        for module in all_modules
        if ".actions." in module.name
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not missing


def test_apps_are_entered_only_by_api_and_events(all_modules):
    leaks = []
    for module in all_modules:
        own = re.match(r"anxin\.apps\.(\w+)", module.name)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                target = re.match(r"anxin\.apps\.(\w+)(?:\.(\w+))?", node.module)
                if not target or (own and own[1] == target[1]):
                    continue
                door = target[2] or {alias.name for alias in node.names}
                doors = {door} if isinstance(door, str) else door
                # Models may be named as targets of foreign keys down to the register; wiring names rooms' own doors.
                allowed = (
                    {"api", "events", "permissions", "ports", "jobs", "reacting", "apps"}
                    if module.name.startswith("anxin.project")
                    else {"api", "events"}
                )
                if target[1] == "registry" and ".models" in module.name:
                    allowed = allowed | {"models"}
                if not doors <= allowed:
                    leaks.append(f"{module.name} imports {node.module}")
    assert not leaks


def test_no_import_hides_inside_a_function_of_the_rooms(all_modules):
    hidden = []
    for module in all_modules:
        if not module.name.startswith(("anxin.apps", "anxin.base", "anxin.domain", "anxin.law", "anxin.kernel")):
            continue
        if module.name.endswith(".apps"):  # Django wants its models imported late, in ready().
            continue
        for function in _functions(module.tree):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom | ast.Import):
                    names = [getattr(node, "module", None) or node.names[0].name]
                    hidden += [f"{module.name}.{function.name}: {name}" for name in names if name.startswith("anxin")]
    assert not hidden


def test_no_model_is_fetched_by_name(all_modules):
    assert not [module.name for module in all_modules if "apps.get_model(" in module.text]


def test_foreign_keys_that_leave_their_room_leave_no_way_back(all_modules):
    bad, models = [], [module for module in all_modules if ".models" in module.name]
    homes = {(module.name.split(".models")[0], node.name) for module in models for node in module.tree.body if isinstance(node, ast.ClassDef)}  # fmt: skip
    for module in models:
        own = {name for home, name in homes if home == module.name.split(".models")[0]}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"ForeignKey", "OneToOneField"}:
                target = node.args[0]
                name = getattr(target, "id", None) or getattr(target, "value", "")
                back = next((k.value.value for k in node.keywords if k.arg == "related_name"), None)
                if name not in own and name != "self" and back != "+":
                    bad.append(f"{module.name}: {name}")
    assert not bad


def test_views_hold_no_rule_and_stay_short(all_modules):
    long = [
        f"{module.name}.{node.name}: {node.end_lineno - node.lineno + 1}"
        for module in all_modules
        if ".web." in module.name and "view" in module.name
        for node in _functions(module.tree)
        if node.end_lineno - node.lineno + 1 > 30
    ]
    assert not long


def test_no_personal_figures_of_presence_are_kept(all_modules):
    """The 2023 opinion against formalism: no forced check-in, points ranking or online-time figures."""
    words = re.compile(r"check_in|online_minutes|online_time|积分排名|打卡|在线时长")
    rooms = ("anxin.apps", "anxin.base", "anxin.ui", "anxin.domain")
    assert not [m.name for m in all_modules if m.name.startswith(rooms) and words.search(m.text)]
