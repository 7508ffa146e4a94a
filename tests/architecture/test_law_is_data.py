"""No statutory figure in code: amounts and periods of the law come from law/data by date."""

from __future__ import annotations

import ast
import re

STATUTORY = {2490, 2260, 2010, 249000, 226000, 201000, 353, 724}
PERIOD = re.compile(r"timedelta\(days=(15|30|45|60|90)\)")


def test_rules_hold_no_statutory_amount(all_modules):
    found = [
        f"{module.name}:{node.lineno} {node.value}"
        for module in all_modules
        if module.name.startswith(("anxin.domain", "anxin.apps", "anxin.base"))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and type(node.value) is int and node.value in STATUTORY
    ]
    assert not found


def test_rules_hold_no_statutory_period(all_modules):
    found = [
        module.name
        for module in all_modules
        if module.name.startswith(("anxin.domain", "anxin.apps")) and PERIOD.search(module.text)
    ]
    assert not found
