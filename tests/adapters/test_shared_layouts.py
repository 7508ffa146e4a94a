"""The six real workbooks of the shared data are read as a person reads them (outputs checked by eye against the sheets)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from anxin.adapters.sheets.payroll import read_payroll

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = Path(os.environ.get("ANXIN_SHARED", ROOT.parent / "shared")) / "data" / "payroll_layouts"
GOLDEN = Path(__file__).parent / "golden"

needs_layouts = pytest.mark.skipif(not LAYOUTS.is_dir(), reason="MISSING: the shared payroll layouts are not here")


@needs_layouts
@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("L0*.json")), ids=lambda path: path.stem)
def test_a_shared_workbook_reads_as_its_golden_file_says(golden: Path) -> None:
    source = next(LAYOUTS.glob(f"{golden.stem}_*"))
    document = read_payroll(source, name=source.name).to_document()
    assert document == json.loads(golden.read_text(encoding="utf-8"))


@needs_layouts
def test_every_row_of_a_payroll_is_heading_person_or_skipped_once() -> None:
    for source in sorted(LAYOUTS.glob("L0*")):
        for sheet in read_payroll(source, name=source.name).to_document()["sheets"]:
            if not sheet["passed_over"]:
                rows = [
                    *sheet["header_rows"],
                    *(p["row"] for p in sheet["persons"]),
                    *(s["row"] for s in sheet["skipped"]),
                ]
                assert sorted(rows) == list(range(1, sheet["rows_read"] + 1)), (source.name, sheet["name"])
