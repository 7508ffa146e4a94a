"""Random payroll layouts with known truth: whatever the arrangement, exactly these persons come out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from layouts import id_of

from anxin.adapters.grids import workbook
from anxin.adapters.grids.cells import amounts, taken, texts, valid_ids
from anxin.adapters.sheets.payroll import read_payroll
from anxin.kernel.ids import is_id_number
from anxin.kernel.money import yuan

NAMES = st.text(alphabet="赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜", min_size=2, max_size=4)
FEN = st.integers(min_value=1, max_value=9_999_999)
DUE = st.sampled_from(["应发工资", "应发合计", "应付工资", "应发金额（元）", "本月应发工资", "应 发 合 计", "应发薪资"])
PAID = st.sampled_from(
    ["实发工资", "实发金额", "实付工资", "本月实付工资", "实领金额", "实发合计（元）", "工资实发合计"]
)
NAME = st.sampled_from(["姓名", "姓  名", "员工姓名", "职工姓名", "*姓名"])
EXTRA = st.lists(st.sampled_from(["部门", "岗位", "性别", "入职时间", "邮箱"]), unique=True, max_size=3)
PARTS = st.lists(st.sampled_from(["基本工资", "绩效工资", "全勤奖", "餐补", "加班费"]), unique=True, max_size=3)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[list[Any]], list[tuple[int, str, int, int]], dict[str, Any]]:
    """Rows of a sheet, and row, name, due and paid of every person in it."""
    people = draw(st.lists(st.tuples(NAMES, FEN, FEN), min_size=1, max_size=8))
    with_id, slips, as_text = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    month = draw(st.integers(1, 12))
    head: list[Any] = ["序号", draw(NAME), *draw(EXTRA)] + (["身份证号"] if with_id else [])
    head += [*draw(PARTS), draw(DUE), draw(st.sampled_from(["扣款说明", "签名"])), draw(PAID)]
    shift = draw(st.integers(0, 3))
    rows: list[list[Any]] = [[] for _ in range(draw(st.integers(0, 2)))]
    rows.append([f"2026年{month}月工资表"])
    truth: list[tuple[int, str, int, int]] = []
    for number, (name, due, paid) in enumerate(people):
        if number == 0 or slips:
            rows.append(head)
        rows.append(_line(head, number, name, due, paid, as_text=as_text))
        truth.append((len(rows), name, due, paid))
        if draw(st.integers(0, 5)) == 0:
            rows.append([])
    if draw(st.booleans()) and not slips:
        total = [""] * len(head)
        total[0], total[-3], total[-1] = (
            draw(st.sampled_from(["合计", "总 计", "合计："])),
            sum(p[1] for p in people) / 100,
            sum(p[2] for p in people) / 100,
        )
        rows.append(total)
    if draw(st.booleans()):
        rows.append(["制表人：某某", "", "审核："])
    return [[None] * shift + row for row in rows], truth, {"month": f"2026-{month:02d}", "fast": draw(st.booleans())}


def _line(head: list[Any], number: int, name: str, due: int, paid: int, *, as_text: bool) -> list[Any]:
    line: list[Any] = []
    for label in head[:-3]:
        match label:
            case "序号":
                line.append(number + 1)
            case "身份证号":
                line.append(id_of(number + 1))
            case "部门" | "岗位" | "性别" | "入职时间" | "邮箱":
                line.append(
                    {
                        "部门": "生产部",
                        "岗位": "操作工",
                        "性别": "男",
                        "入职时间": "2020-01-02",
                        "邮箱": "x@example.org",
                    }[label]
                )
            case "基本工资" | "绩效工资" | "全勤奖" | "餐补" | "加班费":
                line.append(100 + number)
            case _:
                line.append(name)
    shown = (lambda fen: yuan(fen)) if as_text else (lambda fen: fen / 100)
    return [*line, shown(due), None, shown(paid)]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(case=sheets())
def test_exactly_the_persons_that_were_written_come_out(case: tuple[Any, Any, Any], tmp_path: Path) -> None:
    rows, truth, facts = case
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    path = tmp_path / "random.xlsx"
    path.write_bytes(buffer.getvalue())
    with mock.patch.object(workbook, "LARGE_PART", 0 if facts["fast"] else workbook.LARGE_PART):
        sheet = read_payroll(path, name="random.xlsx").to_document()["sheets"][0]
    assert [(p["row"], p["name"], p["due_fen"], p["paid_fen"]) for p in sheet["persons"]] == truth
    assert sheet["month"] == facts["month"]
    accounted = {*sheet["header_rows"], *(p["row"] for p in sheet["persons"]), *(s["row"] for s in sheet["skipped"])}
    assert accounted == set(range(1, sheet["rows_read"] + 1))


@given(st.lists(st.integers(-(10**11), 10**11), min_size=1))
def test_amounts_survive_being_written_and_read(fen: list[int]) -> None:
    plain = pa.array([f"{'-' if one < 0 else ''}{abs(one) // 100}.{abs(one) % 100:02d}" for one in fen])
    grouped = pa.array([yuan(one) for one in fen])
    assert amounts(plain).fen.tolist() == fen
    assert amounts(grouped).fen.tolist() == fen


@given(st.lists(st.from_regex(r"[0-9]{6}(19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9X]", fullmatch=True), min_size=1))
def test_the_column_of_identity_numbers_agrees_with_the_single_one(numbers: list[str]) -> None:
    assert valid_ids(pa.array(numbers)).tolist() == [is_id_number(one) for one in numbers]


EDGES = st.text(alphabet="张㐀①éa0 \t\n\x1c\x85\xa0\u1680\u2003\u2029\u205f\u3000\ufeff", max_size=4)


@settings(deadline=None)
@given(st.lists(st.none() | EDGES), st.integers(0, 3))
@example([" "], 0)
@example(["\t", None], 0)
def test_the_bytes_at_the_ends_of_cells_trim_as_trimming_does(said: list[str | None], start: int) -> None:
    column = pa.array(said, pa.string()).slice(min(start, len(said)))
    trimmed = pc.utf8_trim_whitespace(column)
    assert texts(column).to_pylist() == [text or None for text in trimmed.to_pylist()]


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), unique=True).map(sorted))
def test_rows_that_follow_one_another_are_those_that_taking_gives(rows: list[int]) -> None:
    column = pa.array([f"{number}行" for number in range(12)]).slice(1)
    assert taken(column, np.array(rows, np.int64)).to_pylist() == column.take(pa.array(rows, pa.int64())).to_pylist()
