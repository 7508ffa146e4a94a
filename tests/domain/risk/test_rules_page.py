"""The reference page of the rules is what the rule files say."""

from __future__ import annotations

import runpy
from pathlib import Path

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
