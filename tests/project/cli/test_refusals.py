"""What no command can take: words in Chinese with the remedy, one JSON document when asked, exit code 2."""

from __future__ import annotations

import json

import pytest

from anxin.project.cli.main import main


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "COMMAND"),
        (["nonsense"], "nonsense"),
        (["import", "nonsense", "a.xlsx"], "payroll"),
        (["reconcile", "--payroll", "a"], "--bank"),
        (["law", "show", "insp_investigation_days", "--on", "soon"], "soon"),
        (["serve", "--port", "abc"], "整数"),
        (["serve", "--port", "99999"], "端口"),
        (["warn", "--nonsense"], "不认识"),
        (["import", "undo", "w" + "9" * 30], "批次号"),
        (["law", "deadline", "--batch", "no.csv", "--out", "o.csv"], "no.csv"),
    ],
)
def test_a_line_that_cannot_be_taken_is_refused_in_chinese_and_as_json(capsys, words, told):
    assert main([*words, "--json"]) == 2
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert told in err
    assert document["faults"]
    assert "usage:" not in err


def test_a_folder_that_is_not_there_is_no_crash(capsys, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("clock,from\ninsp_investigation_days,2026-02-02\n", encoding="utf-8")
    assert main(["law", "deadline", "--batch", str(source), "--out", str(tmp_path / "none" / "o.csv"), "--json"]) in (
        1,
        2,
    )
    assert json.loads(capsys.readouterr().out)["error"]


def test_facts_nested_beyond_sense_are_refused(capsys, tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text("[" * 100_000, encoding="utf-8")
    assert main(["law", "claim", str(facts)]) == 2
    assert "JSON" in capsys.readouterr().err


def test_a_deadline_file_that_is_no_text_is_refused(capsys, tmp_path):
    source = tmp_path / "in.csv"
    source.write_bytes(b"x" * 3_000_000)
    assert main(["law", "deadline", "--batch", str(source), "--out", str(tmp_path / "o.csv")]) == 2
    assert "CSV" in capsys.readouterr().err
