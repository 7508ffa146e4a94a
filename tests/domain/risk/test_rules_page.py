"""The reference page of the rules is what the rule files say."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path

from anxin.domain.risk.rulebook import standing

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_current():
    written = runpy.run_path(str(ROOT / "script" / "gen-rules-docs"))["page"]()
    assert (ROOT / "docs/reference/warning-rules.md").read_text(encoding="utf-8") == written, (
        "run script/gen-rules-docs"
    )


def test_the_page_marks_what_is_not_verified():
    text = (ROOT / "docs/reference/warning-rules.md").read_text(encoding="utf-8")
    assert "**未核实**" in text
    assert "法规参数 zjw_delay_max_days" in text


def test_the_example_of_a_towns_own_rules_works(law, tmp_path):
    text = (ROOT / "docs/explanation/early-warning.md").read_text(encoding="utf-8")
    example = text.split("```yaml\n")[1].split("```")[0]
    (tmp_path / "town.yaml").write_text(example, encoding="utf-8")
    book = standing(law, place="330602013", local=tmp_path)
    titles = [
        next(one.rule.title for one in book.on(day).bound if one.rule.id == "power.yellow")
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert titles == ["用电不到平常六成", "用电不到平常七成"]
    assert "rent_overdue.yellow" in {one.id for one in book.on(date(2027, 1, 1)).reference}
