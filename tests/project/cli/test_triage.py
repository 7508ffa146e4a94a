"""`anxin triage`: a JSON line for every line, faults by line, the model where there is one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = {"category", "category_by", "is_arrears", "employer", "place", "amount_fen", "workers", "since", "confidence"}


@pytest.fixture
def triage(tmp_path: Path):
    def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        told = {**os.environ, "ANXIN_DATA": str(tmp_path)}
        told.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "anxin.project.cli.main", "triage", "--on", "2026-11-24", *arguments]
        return subprocess.run(command, input=given, capture_output=True, env=told, check=False)

    return run


def test_one_json_line_for_every_line_from_a_file_or_stdin(triage, tmp_path: Path) -> None:
    text = "樊江村鑫鑫服装厂欠我们十二个工人8月以来的工资，一共十五六万\n\n小区停水三天\n".encode()
    (tmp_path / "m.txt").write_bytes(b"\xef\xbb\xbf" + text)
    for done in (triage(given=text), triage(str(tmp_path / "m.txt"))):
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        assert len(lines) == 3
        assert all(set(line) >= KEYS for line in lines)
    first = lines[0]
    assert (first["is_arrears"], first["employer"], first["place"]) == (True, "鑫鑫服装厂", "樊江村委会")
    assert (first["amount_fen"], first["workers"], first["since"]) == (15_000_000, 12, "2026-08")
    assert "最高 16000000" in first["doubts"]["amount_fen"]
    assert not lines[1]["is_arrears"]
    assert not list(tmp_path.glob("*.sqlite3"))


def test_with_json_it_is_one_document_of_the_same_lines(triage) -> None:
    text = "欠我工资三千元\n\n小区停水三天\n"
    plain = [json.loads(line) for line in triage(given=text.encode()).stdout.decode().splitlines()]
    assert json.loads(triage("--json", given=text.encode()).stdout) == plain
    one = triage("--json", given="欠我工资三千元\n".encode()).stdout.decode()
    assert (json.loads(one), one.count("\n")) == (plain[0], 1)
    assert json.loads(triage("--json").stdout) == []


def test_with_json_a_bad_line_leaves_one_document_that_says_so(triage) -> None:
    done = triage("--json", given="好的\n".encode() + "拖欠工资\n".encode("gb18030"))
    assert (done.returncode, json.loads(done.stdout)["error"]) == (2, "triage.not_utf8")


def test_a_file_saved_by_an_older_office_program_is_read_as_well(triage) -> None:
    done = triage(given="ok\n樊江村鑫鑫服装厂欠我们工资\n".encode("gb18030"))
    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["employer"] for line in done.stdout.decode().splitlines()] == [None, "鑫鑫服装厂"]


def test_a_line_in_another_encoding_than_the_others_is_named(triage) -> None:
    done = triage(given="好的\n".encode() + "拖欠工资\n".encode("gb18030"))
    assert done.returncode == 2
    assert "第 2 行" in done.stderr.decode()


def test_a_missing_file_and_a_bad_model_are_refused_in_words(triage, tmp_path: Path) -> None:
    assert "打不开" in triage(str(tmp_path / "none.txt")).stderr.decode()
    (tmp_path / "bad.npz").write_bytes(b"x")
    assert "不是类别模型文件" in triage("--model", str(tmp_path / "bad.npz")).stderr.decode()


def test_a_trained_model_takes_the_place_of_the_shipped_one(triage, tmp_path: Path) -> None:
    rows = [f"欠工资{n},甲" for n in range(25)] + [f"噪音{n},乙" for n in range(25)]
    (tmp_path / "t.csv").write_text("text,label\n" + "\n".join(rows), encoding="utf-8")
    done = triage("--train", str(tmp_path / "t.csv"))
    assert done.returncode == 0, done.stderr
    assert "50 条" in done.stdout.decode()
    found = json.loads(triage(given="老板欠工资".encode()).stdout)
    assert (found["category"], found["category_by"]) == ("甲", "own")


def test_where_none_is_trained_the_shipped_model_tells_the_class(triage) -> None:
    text = "收费站ETC把我扣了两次钱，打客服说让我去找发卡银行"
    found = json.loads(triage(given=text.encode()).stdout)
    assert (found["category"], found["category_by"]) == ("交通运输", "shipped")


def test_where_its_file_is_missing_telling_words_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from anxin.analytics import topic_shipped
    from anxin.domain.intake.topics import topic
    from anxin.project.cli.triage import _category

    monkeypatch.setenv("ANXIN_DATA", str(tmp_path))
    monkeypatch.setattr(topic_shipped, "SHIPPED", tmp_path / "none.npz")
    assert _category(None) == (topic, "words")
