"""Payrolls made to mislead are read right or doubted: no wrong amount, nobody made up, nobody lost in silence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from adversary import FAMILIES, Case, Maker, Person

from anxin.adapters.sheets.payroll import read_payroll

SEEDS = range(6)
ALWAYS_RIGHT = frozenset({
    "printed_pages", "departments", "totals_called_otherwise", "slips", "side_by_side", "months_across", "sheet_a_month",
    "names_of_all_kinds", "the_same_name_twice", "columns_that_tempt", "spoilt_numbers", "notes_below", "delimited_text",
    "the_month_is_disputed", "deep_headings", "leavers_and_arrears", "blank_form_rows", "names_after_amounts",
})  # fmt: skip


def persons(document: dict[str, Any]) -> list[Person]:
    """Everybody in the document, each with the month of the row or else of the sheet."""
    told: list[Person] = []
    for sheet in document["sheets"]:
        for one in sheet["persons"]:
            month = one.get("month") or sheet["month"] or "0"
            told.append((one["name"], int(str(month).replace("-", "")), one["due_fen"], one["paid_fen"]))
    return told


def weaker(read: Person, true: Person) -> bool:
    """Whether what was read says less than the truth, and nothing else."""
    same = [a == b or a in (None, 0) for a, b in zip(read[1:], true[1:], strict=True)]
    return read[0] == true[0] and all(same)


def complaint(case: Case, document: dict[str, Any]) -> str:
    """What is wrong in silence; nothing when all is right or doubted."""
    told, truth = Counter(persons(document)), Counter(case.truth)
    extra, lost = list((told - truth).elements()), list((truth - told).elements())
    codes = {one["code"] for sheet in document["sheets"] for one in sheet["doubts"]}
    if case.repeats and "same-as-other-sheet" in codes:
        extra = [one for one in extra if one not in truth]
    for one in extra:
        match = next((true for true in lost if weaker(one, true)), None)
        if match is None:
            return f"made up or wrong: {one}"
        lost.remove(match)
        if not codes:
            return f"says less without a doubt: {one}"
    if lost and not any(sheet["passed_over"] for sheet in document["sheets"]):
        return f"lost: {lost}"
    return ""


@pytest.mark.parametrize("name", FAMILIES)
def test_a_misleading_payroll_is_read_right_or_doubted(name: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        case = FAMILIES[name](Maker(seed))
        document = read_payroll(case.save(tmp_path), name=case.file).to_document()
        assert not complaint(case, document), (seed, complaint(case, document), case.notes)
        if name in ALWAYS_RIGHT:
            assert Counter(persons(document)) == Counter(case.truth), (seed, case.notes)


def test_the_judge_itself_finds_what_is_wrong_in_silence() -> None:
    case = Case([], [("王芳", 202603, 500000, 490000)])
    wrong = {"name": "王芳", "due_fen": 500000, "paid_fen": 1}
    sheet = {"month": "2026-03", "persons": [wrong], "doubts": [], "passed_over": None}
    assert complaint(case, {"sheets": [sheet]}).startswith("made up or wrong")
    assert complaint(case, {"sheets": [sheet | {"persons": []}]}).startswith("lost")
    assert complaint(case, {"sheets": [sheet | {"persons": [wrong | {"paid_fen": None}]}]}).startswith("says less")
