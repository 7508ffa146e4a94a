"""A file is taken in whole or not at all, the same file twice is one batch, and a batch can be taken back."""

from __future__ import annotations

import hashlib

import openpyxl
import pytest

from anxin.apps.registry.models import Employer, Employment, PayAccount, Worker
from anxin.apps.registry.queries import search
from anxin.base.batches.actions import take_in, undo
from anxin.base.batches.models import ImportBatch
from anxin.base.vault.sealing import open_
from anxin.kernel.ids import id_check_digit, uscc_check_digit
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

HEAD = ["统一社会信用代码", "企业名称", "行业", "村（社区）", "网格", "用工人数", "约定发薪日", "注册资本", "联系电话"]


def uscc(number: int) -> str:
    first = f"9133069{9}MA{number:07d}"
    return first + uscc_check_digit(first)


def id_number(number: int) -> str:
    first = f"33069919900101{number:03d}"
    return first + id_check_digit(first)


def book(tmp_path, head, *rows, name="企业名单.xlsx"):
    target = openpyxl.Workbook()
    sheet = target.active
    sheet.title = name.split(".")[0]
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    path = tmp_path / name
    target.save(path)
    target.close()
    return path


def employer_rows(count=3):
    return [
        [
            uscc(n),
            f"绍兴演示{n}号制衣有限公司（演示）",
            "制造业",
            "东头村" if n % 2 else "西头社区",
            None,
            10 + n,
            15,
            "1,000,000.00",
            f"1540000{n:04d}",
        ]
        for n in range(1, count + 1)
    ]


def take(path, kind, town, by, at):
    return take_in(
        kind=kind,
        path=path,
        name=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        place_path=town.path,
        by=by,
        at=at,
    )


def test_employers_come_in_with_places_and_sealed_telephones(small_town, tmp_path, now):
    taken = take(book(tmp_path, HEAD, *employer_rows()), "employers", small_town.town, small_town.clerk, now)
    assert (taken.created, taken.changed, taken.unchanged) == (3, 0, 0)
    one = Employer.objects.get(uscc=uscc(1))
    assert one.village == small_town.east
    assert one.registered_capital_fen == 100_000_000
    assert "15400000001" not in one.contact_phone_sealed
    assert open_(one.contact_phone_sealed) == "15400000001"
    assert one.contact_phone_tail == "0001"
    assert [found.pk for found in search(small_town.clerk.scope, "sxys1")] == [one.pk]


def test_the_same_file_twice_is_one_batch_and_a_later_copy_changes_nothing(small_town, tmp_path, now):
    path = book(tmp_path, HEAD, *employer_rows())
    first = take(path, "employers", small_town.town, small_town.clerk, now)
    assert take(path, "employers", small_town.town, small_town.clerk, now) == first
    again = take(
        book(tmp_path, HEAD, *employer_rows(), name="另存.xlsx"), "employers", small_town.town, small_town.clerk, now
    )
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)


def test_one_bad_row_keeps_everything_out_and_is_named(small_town, tmp_path, now):
    rows = employer_rows()
    rows[1][3] = "没有这个村"
    rows[2][0] = uscc(3)[:-1] + ("0" if uscc(3)[-1] != "0" else "1")
    with pytest.raises(BadInput) as refused:
        take(book(tmp_path, HEAD, *rows), "employers", small_town.town, small_town.clerk, now)
    words = "\n".join(fault.in_words() for fault in refused.value.faults)
    assert "第 3 行" in words
    assert "没有这个村" in words
    assert "4" in words
    assert not Employer.objects.exists()
    assert not ImportBatch.objects.exists()


def test_undo_removes_what_was_made_and_restores_what_was_changed(small_town, tmp_path, now):
    take(book(tmp_path, HEAD, *employer_rows(2)), "employers", small_town.town, small_town.clerk, now)
    rows = employer_rows(3)
    rows[0][5] = 99
    second = take(book(tmp_path, HEAD, *rows, name="二.xlsx"), "employers", small_town.town, small_town.clerk, now)
    assert (second.created, second.changed) == (1, 1)
    undo(batch_id=second.pk, by=small_town.clerk, at=now)
    assert Employer.objects.count() == 2
    assert Employer.objects.get(uscc=uscc(1)).head_count == 11
    assert ImportBatch.objects.get(pk=second.pk).state == "undone"


def test_a_batch_whose_rows_changed_since_is_not_undone(small_town, tmp_path, now):
    take(book(tmp_path, HEAD, *employer_rows(1)), "employers", small_town.town, small_town.clerk, now)
    rows = employer_rows(1)
    rows[0][5] = 50
    second = take(book(tmp_path, HEAD, *rows, name="二.xlsx"), "employers", small_town.town, small_town.clerk, now)
    Employer.objects.filter(uscc=uscc(1)).update(head_count=70)
    with pytest.raises(RuleBroken, match="又被修改"):
        undo(batch_id=second.pk, by=small_town.clerk, at=now)
    assert Employer.objects.get(uscc=uscc(1)).head_count == 70


def test_employers_with_workers_are_not_undone(small_town, tmp_path, now):
    taken = take(book(tmp_path, HEAD, *employer_rows(1)), "employers", small_town.town, small_town.clerk, now)
    workers = book(
        tmp_path,
        ["姓名", "身份证号", "用人单位", "入职日期", "工资卡号"],
        ["测试甲", id_number(1), "绍兴演示1号制衣有限公司（演示）", "2025-03-01", "6200000000000000001"],
        name="名册.xlsx",
    )
    made = take(workers, "workers", small_town.town, small_town.clerk, now)
    assert made.created == 3
    assert Worker.objects.get().id_tail == id_number(1)[-4:]
    assert Employment.objects.get().started_on.isoformat() == "2025-03-01"
    assert PayAccount.objects.get().account_tail == "0001"
    with pytest.raises(RuleBroken, match="已被其他数据使用"):
        undo(batch_id=taken.pk, by=small_town.clerk, at=now)
    undo(batch_id=made.pk, by=small_town.clerk, at=now)
    assert not Worker.objects.exists()


def test_the_same_file_in_another_town_is_a_batch_of_its_own(small_town, tmp_path, now):
    path = book(tmp_path, HEAD, *employer_rows(1))
    path_there = book(
        tmp_path,
        ["网格编码", "网格名称", "村（社区）"],
        ["G1", "第一网格", small_town.elsewhere.name],
        name="网格.xlsx",
    )
    first = take(path, "employers", small_town.town, small_town.clerk, now)
    with pytest.raises(BadInput):  # the town of the first is out of the second's reach, its batch is no answer
        take(path, "employers", small_town.elsewhere, small_town.stranger, now)
    there = ImportBatch.objects.create(
        place_path=small_town.elsewhere.path, kind="grids", at=now, by="person:9",
        sha256=hashlib.sha256(path_there.read_bytes()).hexdigest(),
    )  # fmt: skip
    with pytest.raises(BadInput):
        take(path_there, "grids", small_town.town, small_town.clerk, now)
    assert set(ImportBatch.objects.all()) == {first, there}


def test_nobody_imports_into_another_town_or_undoes_its_batches(small_town, tmp_path, now):
    path = book(tmp_path, HEAD, *employer_rows(1))
    with pytest.raises(NotAllowed):
        take(path, "employers", small_town.town, small_town.stranger, now)
    taken = take(path, "employers", small_town.town, small_town.clerk, now)
    with pytest.raises(NotFound):
        undo(batch_id=taken.pk, by=small_town.stranger, at=now)
    assert not search(small_town.stranger.scope, "绍兴").exists()
