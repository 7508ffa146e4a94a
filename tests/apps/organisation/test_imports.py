"""Grids and people come in from files: whole or not at all, once, into the importer's own places, and back out again."""

from __future__ import annotations

import hashlib
from datetime import date

import openpyxl
import pytest

from anxin.apps.organisation import queries
from anxin.apps.organisation.models import DutyShift, GridMember, Seat, Unit
from anxin.base.actors import Actor
from anxin.base.batches.actions import preview, take_in, undo
from anxin.base.places.models import Place
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import BadInput, NotAllowed, RuleBroken

GRID_HEAD = ["网格代码", "网格名称", "村（社区）", "网格员", "联系电话", "任职自"]
PEOPLE_HEAD = ["角色", "姓名", "联系电话", "负责地域", "单位", "现任职务", "值班日期", "任职自"]
NEW_GRID = ["330602013202001", "西头第1网格", "西头社区", "网格甲", "15400000001", "2026-01-01"]
PEOPLE = [
    ["协管员", "协管乙", "15400000002", "东头村", None, None, None, "2026-01-01"],
    ["联络员", "联络丙", "15400000003", None, "经济发展办公室", None, None, None],
    ["组长", "组长丁", None, None, None, "街道办事处主任", None, "2026-01-01"],
    ["带班领导", "带班戊", "15400000004", None, None, None, "2026-11-23", None],
]


def book(tmp_path, head, *rows, name="名单.xlsx"):
    target = openpyxl.Workbook()
    target.active.append(head)
    for row in rows:
        target.active.append(row)
    target.save(tmp_path / name)
    target.close()
    return tmp_path / name


def take(path, kind, town, at, by=None):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return take_in(
        kind=kind, path=path, name=path.name, sha256=digest, place_path=town.town.path, by=by or town.clerk, at=at
    )


def test_a_new_grid_with_its_member_closes_the_gap_and_undoing_it_opens_it_again(small_town, tmp_path, now):
    path = book(tmp_path, GRID_HEAD, NEW_GRID)
    batch = take(path, "grids", small_town, now)
    grid = Place.objects.get(code=NEW_GRID[0])
    assert (batch.created, grid.parent, grid.path) == (2, small_town.west, f"{small_town.west.path}{NEW_GRID[0]}/")
    member = GridMember.objects.get()
    assert (member.place, member.phone_tail, open_(member.phone_sealed)) == (grid, "0001", "15400000001")
    assert grid in queries.live_grids(small_town.clerk.scope, date(2026, 11, 23))
    undo(batch_id=batch.pk, by=small_town.clerk, at=now)
    assert not GridMember.objects.exists()
    assert not Place.objects.filter(code=NEW_GRID[0]).exists()


def test_the_same_rows_again_change_nothing_and_a_new_name_is_restored_by_undo(small_town, tmp_path, now):
    take(book(tmp_path, GRID_HEAD, NEW_GRID), "grids", small_town, now)
    again = take(book(tmp_path, GRID_HEAD, NEW_GRID, [None] * 6, name="另存.xlsx"), "grids", small_town, now)
    assert (again.created, again.changed) == (0, 0)
    renamed = take(book(tmp_path, GRID_HEAD, [NEW_GRID[0], "西头新网格", *NEW_GRID[2:]], name="改.xlsx"), "grids", small_town, now)  # fmt: skip
    assert Place.objects.get(code=NEW_GRID[0]).name == "西头新网格"
    undo(batch_id=renamed.pk, by=small_town.clerk, at=now)
    assert Place.objects.get(code=NEW_GRID[0]).name == "西头第1网格"


def test_a_grid_somebody_depends_on_cannot_be_undone_away(small_town, tmp_path, now):
    batch = take(book(tmp_path, GRID_HEAD, NEW_GRID), "grids", small_town, now)
    grid = Place.objects.get(code=NEW_GRID[0])
    GridMember.objects.create(kind="grid", name="后来者", place=grid, place_path=grid.path, valid_from=date(2026, 6, 1))
    with pytest.raises(RuleBroken):
        undo(batch_id=batch.pk, by=small_town.clerk, at=now)
    assert Place.objects.filter(pk=grid.pk).exists()


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({2: "无此村"}, "村（社区）"),
        ({2: "他村"}, "村（社区）"),
        ({0: "330602013201001"}, "网格代码"),
        ({5: None}, "任职自"),
    ],
)
def test_a_bad_grid_row_refuses_the_file_and_names_row_column_and_remedy(small_town, tmp_path, now, change, column):
    row = [change.get(n, value) for n, value in enumerate(NEW_GRID)]
    with pytest.raises(BadInput) as told:
        take(book(tmp_path, GRID_HEAD, row), "grids", small_town, now)
    fault = told.value.faults[0]
    assert "第 2 行" in fault.where
    assert column in fault.where
    assert fault.remedy
    assert not GridMember.objects.exists()
    assert Place.objects.filter(kind="grid").count() == 1


def test_people_of_every_role_come_to_their_places_and_are_undone_together(small_town, tmp_path, now):
    path = book(tmp_path, PEOPLE_HEAD, *PEOPLE)
    before = queries.gaps(small_town.clerk.scope, date(2026, 11, 23)).villages
    batch = take(path, "people", small_town, now)
    assert batch.created == 4
    assert queries.gaps(small_town.clerk.scope, date(2026, 11, 23)).villages == before - 1
    assert Unit.objects.get().liaison_name == "联络丙"
    assert Seat.objects.get().rank == "chair"
    assert [one.name for one in queries.on_duty(small_town.clerk.scope, now)] == ["带班戊"]
    assert take(path, "people", small_town, now) == batch
    undo(batch_id=batch.pk, by=small_town.clerk, at=now)
    assert [m.objects.count() for m in (Unit, Seat, GridMember, DutyShift)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["协管员", "甲", None, "东头第1网格", None, None, None, "2026-01-01"], "负责地域"),
        (["网格员", "甲", None, "东头村", None, None, None, "2026-01-01"], "负责地域"),
        (["联络员", "甲", None, None, None, None, None, None], "单位"),
        (["值班", "甲", None, None, None, None, None, None], "值班日期"),
        (["成员", "甲", None, None, "无此单位", None, None, "2026-01-01"], "单位"),
        (["魔术师", "甲", None, None, None, None, None, "2026-01-01"], "角色"),
    ],
)
def test_a_person_who_cannot_be_placed_is_refused_by_row_and_column(small_town, tmp_path, now, row, column):
    with pytest.raises(BadInput) as told:
        take(book(tmp_path, PEOPLE_HEAD, PEOPLE[0], row), "people", small_town, now)
    assert any("第 3 行" in one.where and column in one.where and one.remedy for one in told.value.faults)
    assert not GridMember.objects.exists()


def test_who_may_not_edit_the_organisation_imports_nothing(small_town, tmp_path, now):
    reader = Actor("person:9", "看客", small_town.clerk.scope, frozenset({"organisation.view", "registry.import"}))
    with pytest.raises(NotAllowed):
        take(book(tmp_path, PEOPLE_HEAD, *PEOPLE), "people", small_town, now, by=reader)
    with pytest.raises(NotAllowed):
        take(book(tmp_path, GRID_HEAD, NEW_GRID), "grids", small_town, now, by=small_town.stranger)


def test_a_trial_run_writes_nothing(small_town, tmp_path, now):
    path = book(tmp_path, GRID_HEAD, NEW_GRID)
    found = preview(kind="grids", path=path, name=path.name, by=small_town.clerk)
    assert len(found.wanted) == 1
    assert not found.faults
    assert not GridMember.objects.exists()
