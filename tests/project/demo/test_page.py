"""The reference page names every table and column."""

from __future__ import annotations

from pathlib import Path

from anxin.project.demo.schemas import COLUMNS, TRUTH_COLUMNS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "demonstration-town.md"


def test_the_page_names_every_table_with_its_columns_in_order():
    text = PAGE.read_text(encoding="utf-8")
    for name, columns in [*COLUMNS.items(), *TRUTH_COLUMNS.items()]:
        listed = ", ".join(f"`{column}`" for column in columns)
        assert f"| `{name}` | {listed} |" in text
