"""Every fact of the law that was researched is in the law book with the same value (law as data, nothing lost)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from anxin.law import Parameter, book

SHARED = Path(os.environ.get("ANXIN_SHARED") or Path(__file__).parents[2] / ".." / "shared").resolve()
FACTS = SHARED / "law" / "legal-facts.yaml"


@pytest.fixture(scope="module")
def facts() -> list[dict[str, Any]]:
    if not FACTS.is_file():
        pytest.skip("the researched facts (legal-facts.yaml) are not beside this checkout: nothing was compared")
    found: list[dict[str, Any]] = yaml.safe_load(FACTS.read_text(encoding="utf-8"))["parameters"]
    return found


def test_every_researched_fact_is_in_the_law_book_with_the_identical_value(facts: list[dict[str, Any]]) -> None:
    law = book()
    missing = [one["id"] for one in facts if one["id"] not in law]
    assert missing == []
    held = {(one.id, repr(one.value), one.unit) for one in law}
    assert [
        one["id"]
        for one in facts
        if one["id"] not in _reread() and (one["id"], repr(one["value"]), one["unit"]) not in held
    ] == []


def test_every_researched_fact_keeps_its_source_and_whether_its_text_was_read(facts: list[dict[str, Any]]) -> None:
    law = book()
    for fact in facts:
        if fact["id"] in _reread():
            continue
        same = [one for one in law.history(fact["id"]) if repr(one.value) == repr(fact["value"])]
        assert any(one.verified == (fact["confidence"] == "verified") for one in same), fact["id"]
        assert any(_source(fact) <= _held(one) for one in same), fact["id"]


def _reread() -> dict[str, Any]:
    """The facts whose text was read after the research; test_parameters compares what of them was changed."""
    path = Path(__file__).parents[2] / "src/anxin/law/data/cn/reread.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["reread"]
    return found


def _source(fact: dict[str, Any]) -> set[tuple[str, str]]:
    """What the research says of the source; "the same as above" (同上) was written out when it was taken over."""
    said = {key: str(fact["source"].get(key) or "") for key in ("law", "doc_no", "article")}
    return {(key, text) for key, text in said.items() if text not in ("", "同上", "同左")}


def _held(one: Parameter) -> set[tuple[str, str]]:
    return {("law", one.citation.law), ("doc_no", one.citation.doc_no), ("article", one.citation.article)}


def test_the_law_book_holds_as_many_values_as_were_researched(facts: list[dict[str, Any]]) -> None:
    assert len(list(book())) >= len(facts)
