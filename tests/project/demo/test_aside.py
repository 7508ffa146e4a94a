"""The demonstration's second process hands over the very town, and writes nothing for a town that nobody took over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from anxin.project.demo.aside import Aside
from anxin.project.demo.simulate import simulate

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)


def drawn(files: Path) -> Aside:
    return Aside(7, AT, employers=60, workers=900, files=files)


def test_the_town_is_that_of_the_seed_and_its_files_lie_there_in_the_end(tmp_path):
    with drawn(tmp_path / "files") as aside:
        town = aside.town()
        aside.finish()
    same = simulate(7, AT.date(), employers=60, workers=900)
    for name, table in town.tables().items():
        assert [one.to_pylist() for one in table.columns if one.type != "double"] == [
            one.to_pylist() for one in same.tables()[name].columns if one.type != "double"
        ]
    assert town.truth == same.truth
    assert (tmp_path / "files" / "说明.txt").exists()


def test_a_town_that_is_not_taken_over_leaves_nothing(tmp_path):
    with drawn(tmp_path / "files"):
        pass
    with pytest.raises(KeyError), drawn(tmp_path / "files") as aside:
        raise KeyError(aside.at)
    assert not (tmp_path / "files").exists()


def test_files_that_cannot_be_written_are_no_success(tmp_path):
    (tmp_path / "files").write_text("in the way")
    with drawn(tmp_path / "files") as aside:
        aside.town()
        with pytest.raises(RuntimeError, match="ended with 1"):
            aside.finish()
