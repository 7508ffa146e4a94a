"""Whatever wrote a payroll's file, the same persons come out, or a doubt says what is hidden, lost or never computed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from adversary import Maker
from containers import CONTAINERS
from test_adversary import complaint, persons

from anxin.adapters.grids import workbook
from anxin.adapters.sheets.payroll import read_payroll
from anxin.kernel.outcome import BadInput

SEEDS = range(6)


@pytest.mark.parametrize("way", ["exact", "fast"])
@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_changes_nothing_in_silence(
    name: str, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "fast":
        monkeypatch.setattr(workbook, "LARGE_PART", 0)
    for seed in SEEDS:
        boxed = CONTAINERS[name](Maker(seed))
        case = boxed.case
        try:
            document = read_payroll(case.save(tmp_path), name=case.file).to_document()
        except BadInput:
            assert boxed.may_refuse, seed
            continue
        codes = {one["code"] for one_sheet in document["sheets"] for one in one_sheet["doubts"]}
        assert not complaint(case, document), (seed, complaint(case, document), codes)
        assert not boxed.must or boxed.must & codes, (seed, codes)
        if boxed.exact:
            assert Counter(persons(document)) == Counter(case.truth), (seed, codes)
