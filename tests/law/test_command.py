"""`anxin law` as a person or a program calls it: one document, one text, refusals with code 2."""

from __future__ import annotations

import json

import pytest

from anxin.project.cli.main import main


@pytest.fixture(autouse=True)
def _no_files_of_a_deployment(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("ANXIN_LAW_OVERRIDES", f"{tmp_path}/none")


def test_a_deadline_comes_with_steps_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "deadline", "insp_investigation_days", "--from", "2026-02-02", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["due"], found["provisional"]) == ("2026-05-07", False)
    assert sum(step["days"] for step in found["steps"] if step["kind"] == "counted") == 60
    assert {"law", "doc_no", "article", "url", "verified"} <= set(found["source"])


def test_pause_and_extension_move_the_deadline(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["law", "deadline", "insp_investigation_days", "--from", "2026-02-02", "--json"]
    assert main([*line, "--pause", "2026-03-02..2026-03-03", "--extend"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["period"] == "90个工作日"
    assert found["extension"][0]["id"] == "insp_extension_days"
    assert sum(step["days"] for step in found["steps"] if step["kind"] == "paused") == 2


def test_show_tells_value_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "insp_investigation_days", "--on", "2026-11-23"]) == 0
    assert "《劳动保障监察条例》第17条" in capsys.readouterr().out


def test_the_list_can_be_narrowed_to_what_was_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--unverified", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["count"] == found["unverified"] > 0
    assert not any(one["source"]["verified"] for one in found["parameters"])


@pytest.mark.parametrize(
    "line",
    [
        ["show", "insp_investigation_day"],
        ["deadline", "insp_investigation_days", "--from", "soon"],
        ["deadline", "insp_investigation_days"],
        ["deadline", "insp_min_inspectors", "--from", "2026-02-02"],
        ["deadline", "--batch", "no-such.csv", "--out", "out.csv"],
    ],
)
def test_bad_input_is_refused_with_code_two(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", *line]) == 2
    assert capsys.readouterr().err.strip()
