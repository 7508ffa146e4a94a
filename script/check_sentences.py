"""Fails when a sentence that rules, events, clocks or cases compose has no English: their forms are taken from the code and the data itself.

A sentence with gaps, f"被欠薪{n}", has the form 被欠薪{}; src/anxin/ui/english says each form in English. See docs/explanation/english.md.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent))
from check_translations import translated

ROOT = Path("src/anxin")
BOOK = ROOT / "ui/english"
HAN = re.compile(r"[\u4e00-\u9fff]")
COMPOSED = (
    "**/events.py", "apps/*/events/*.py", "apps/intake/*_events.py", "base/jobs/proving.py", "base/clocks/affected.py",
    "domain/clocks/counting.py", "domain/clocks/statutory.py", "domain/clocks/steps.py", "law/periods.py", "law/calendar.py",
    "domain/intake/likeness.py", "domain/risk/facts.py", "domain/risk/wording.py", "domain/risk/counterfactual.py", "domain/risk/assessment.py",
    "domain/risk/classes.py", "domain/risk/conditions.py", "domain/risk/describing.py", "domain/risk/levels.py",
    "domain/risk/rules.py", "domain/risk/raising.py", "domain/wages/payday.py", "domain/wages/insurance.py",
    "domain/wages/minimum.py", "domain/wages/claim_rules.py", "domain/wages/claim_double.py", "domain/wages/claim_ending.py", "domain/casework/moving.py", "domain/casework/limitation.py", "domain/casework/crime.py",
    "domain/casework/listing.py", "domain/casework/settlement.py", "domain/casework/dossier.py",
    "domain/casework/crosscheck.py", "apps/payroll/blockers.py", "ui/history.py",
    "**/permissions.py", "base/people/powers.py", "adapters/webhooks/kinds.py", "**/jobs.py",
)  # fmt: skip
"""The modules that compose sentences which are stored, or which know no language."""
DATA = {
    "law/data/rules/**/*.yaml": {"title", "why", "advice", "authority", "why_not", "region"},
    "law/data/casework/*.yaml": {"term", "conditions"},
    "law/data/cn/periods.yaml": {"words"},
}
REFUSING = (
    "apps/**/*.py", "base/**/*.py", "adapters/sheets/*.py", "adapters/banks/**/*.py", "adapters/grids/*.py", "analytics/*.py",
    "domain/casework/*.py", "domain/wages/*.py", "project/accounts/*.py", "project/places_pages/*.py",
)  # fmt: skip
"""Where what somebody handed in is refused, on a page; the command line and the interfaces for machines speak Chinese."""
REFUSALS = {"RuleBroken", "BadInput", "NotAllowed", "NotFound", "Fault", "Doubt"}
ELSEWHERE = {
    "apps/cases/example.py", "base/config/settings.py", "apps/documents/legal/template.py", "apps/documents/legal/forms.py",
    "domain/casework/loading.py", "analytics/engine.py", "analytics/topic_model.py",
}  # fmt: skip
"""What is told to whoever keeps the server or its files of rules, and the demonstration."""
CLOCK_TITLES = "**/actions/*.py"
"""Where clocks get their titles, as `title=f"…"`."""
EDGES = "，；、（）。：{} "


def forms_of(path: Path) -> Iterator[str]:
    """Every sentence of a module that is no docstring, with a gap for each value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed.update(id(part) for part in node.values)
            yield _form(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value


def titles_of(path: Path) -> Iterator[str]:
    """The titles that a module gives to clocks."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "title" and isinstance(node.value, ast.JoinedStr):
            yield _form(node.value)


def refusals_of(path: Path) -> Iterator[str]:
    """What a module tells when it refuses something: what is wrong, and what to do."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS:
            for told in [*node.args, *(one.value for one in node.keywords)]:
                if isinstance(told, ast.JoinedStr):
                    yield _form(told)
                elif isinstance(told, ast.Constant) and isinstance(told.value, str):
                    yield told.value


def _form(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def texts_of(found: Any, keys: set[str], key: str = "") -> Iterator[str]:
    """The texts that stand under some keys of a data file."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from texts_of(value, keys, key if key in keys else str(name))
    elif isinstance(found, list):
        for value in found:
            yield from texts_of(value, keys, key)
    elif isinstance(found, str) and key in keys:
        yield found


def composed() -> set[str]:
    """Every form that must have its English."""
    found: set[str] = set()
    for pattern in COMPOSED:
        for path in ROOT.glob(pattern):
            found.update(forms_of(path))
    for path in ROOT.glob(CLOCK_TITLES):
        found.update(titles_of(path))
    for pattern in REFUSING:
        for path in ROOT.glob(pattern):
            if path.relative_to(ROOT).as_posix() not in ELSEWHERE:
                found.update(refusals_of(path))
    for pattern, keys in DATA.items():
        for path in ROOT.glob(pattern):
            found.update(texts_of(yaml.safe_load(path.read_text(encoding="utf-8")), keys))
    return {form for form in found if HAN.search(form)}


def book() -> dict[str, str]:
    """Every form with its English."""
    found: dict[str, str] = {}
    for path in sorted(BOOK.glob("*.yaml")):
        found.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def faults_of(lines: dict[str, str]) -> Iterator[str]:
    """Lines whose English does not take the gaps of the Chinese, or is Chinese itself."""
    for form, english in lines.items():
        try:
            english.format(*["x"] * form.count("{}"))
        except (IndexError, ValueError, KeyError):
            yield f"the gaps differ: {form} / {english}"
        if not english:
            yield f"left empty: {form}"


def main() -> int:
    lines = book()
    known = {form.strip(EDGES) for form in lines} | {form.strip(EDGES) for form in translated()[0]}
    needed = composed()
    missing = sorted(form for form in needed if form.strip(EDGES) not in known)
    faults = list(faults_of(lines))
    for form in missing:
        print(f"no English in {BOOK} for: {form}")
    for fault in faults:
        print(fault)
    print(f"{len(needed)} composed sentences, {len(missing)} without English, {len(faults)} wrong")
    return 1 if missing or faults else 0


if __name__ == "__main__":
    sys.exit(main())
