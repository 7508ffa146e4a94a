"""`anxin import` for every kind of register file: exit codes, one JSON document, trial runs, undo; files that are no table."""

from __future__ import annotations

import csv
import json

import pytest

from anxin.apps.organisation.models import GridMember
from anxin.apps.registry.models import Employer, Project, Worker
from anxin.base.batches.models import ImportBatch
from anxin.base.places.models import Place
from anxin.project.cli.main import main

from .test_imports import id_number, uscc

pytestmark = pytest.mark.django_db
FILES = {
    "employers": (["企业名称", "行业", "村（社区）"], ["绍兴命令制衣有限公司", "制造业", "东头村"]),
    "workers": (["姓名", "身份证号", "用人单位"], ["演示甲", id_number(1), "绍兴东头制衣有限公司"]),
    "projects": (["项目编号", "项目名称", "村（社区）", "施工总承包单位"], ["P1", "厂房", "东头村", "绍兴东头制衣有限公司"]),
    "grids": (["网格代码", "网格名称", "村（社区）", "网格员", "任职自"], ["330602013202001", "西头第1网格", "西头社区", "甲", "2026-01-01"]),
    "people": (["角色", "姓名", "负责地域", "任职自"], ["协管员", "乙", "东头村", "2026-01-01"]),
}  # fmt: skip


def counts():
    return [model.objects.count() for model in (Employer, Worker, Project, Place, GridMember, ImportBatch)]


@pytest.fixture
def ready(small_town, settings):
    assert settings.SETTINGS.town == small_town.town.code
    Employer.objects.create(
        uscc=uscc(77), name="绍兴东头制衣有限公司", sector="manufacturing", village=small_town.east,
        place_path=small_town.east.path,
    )  # fmt: skip


def said(capsys, *words):
    code = main(["import", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("kind", FILES)
def test_every_kind_is_tried_written_once_and_taken_back(ready, tmp_path, capsys, kind, encoding):
    path = tmp_path / "名单.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(FILES[kind])
    before = counts()
    code, tried = said(capsys, kind, path, "--dry-run")
    assert (code, tried["rows_ready"], tried["faults"], counts()) == (0, 1, [], before)
    code, done = said(capsys, kind, path)
    assert code == 0
    assert done["created"] >= 1
    written = counts()
    code, again = said(capsys, kind, path)
    assert (code, again["batch"], counts()) == (0, done["batch"], written)
    assert (done["already_there"], again["already_there"]) == (False, True)
    assert said(capsys, "undo", done["batch"])[0] == 0
    assert counts()[:-1] == before[:-1]


@pytest.mark.parametrize("kind", FILES)
def test_a_bad_row_is_exit_code_2_names_row_and_remedy_and_writes_nothing(ready, tmp_path, capsys, kind):
    head, row = FILES[kind]
    path = tmp_path / "错.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, row, ["", *row[1:]]])
    before = counts()
    code, told = said(capsys, kind, path)
    assert (code, counts()) == (2, before)
    assert "第 3 行" in told["faults"][0]["where"]
    assert told["faults"][0]["remedy"]


@pytest.mark.parametrize("kind", [*FILES, "insurance", "payroll", "bank"])
@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"PK\x03\x04broken"]
)
def test_a_file_that_is_no_table_is_refused_in_clear_words(ready, tmp_path, capsys, kind, content):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(content)
    before = counts()
    code, told = said(capsys, kind, path)
    assert (code, counts()) == (2, before)
    assert told["message"]


def test_an_unknown_batch_is_refused(ready, capsys):
    assert said(capsys, "undo", "r999999")[0] == 2
    assert said(capsys, "undo", "xyz")[0] == 2
