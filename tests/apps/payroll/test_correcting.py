"""What the reader cannot settle of a misleading payroll, a clerk settles on screen once; next month nothing is asked."""

from __future__ import annotations

import io
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from anxin.adapters.grids.cells import amount_of
from anxin.adapters.grids.grid import letter
from anxin.adapters.grids.workbook import open_workbook
from anxin.base.files.store import open_path
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import FixedClock
from anxin.project import middleware

from .conftest import NOW

sys.path.append(str(Path(__file__).parents[2] / "adapters"))
from adversary import FAMILIES, HEAD, Case, Maker, body

pytestmark = pytest.mark.django_db
ROOT = "/office/payroll"


@pytest.fixture
def clerk(client, small_town, settings, monkeypatch):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(NOW))
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    account = Account.objects.create_account("somebody", name="某经办", password="long enough 2026")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def strange_words(maker):
    """Headings of the house's own that no reader can know."""
    people = maker.people()
    head = ["序号", "姓名", "部门", "身份证号", "甲项", "乙项", "丙项", "签名"]
    return Case([("Sheet1", [[f"2026年{maker.month}月工资表"], head, *body(people)])], maker.truth(people))


def no_words_at_all(maker):
    """No heading at all: who reads it must be told everything."""
    people = maker.people()
    rows = [[f"2026年{maker.month}月工资表"], ["A", "B", "C", "D", "E", "F", "G", "H"], *body(people)]
    return Case([("Sheet1", rows)], maker.truth(people))


def no_month(maker):
    """Nothing tells the month."""
    people = maker.people()
    return Case([("Sheet1", [["工资表"], HEAD, *body(people)])], maker.truth(people))


def two_dues(maker):
    """Two columns that may both be what was due."""
    people = maker.people()
    rows = [[f"2026年{maker.month}月工资表"], ["姓名", "身份证号", "应发", "应发工资", "实发工资"]]
    rows += [[n, None, d + 900 + at, d, p] for at, (n, d, p) in enumerate(people)]
    return Case([("Sheet1", rows)], maker.truth(people))


HARD = {one.__name__: one for one in (strange_words, no_words_at_all, no_month, two_dues)}
TO_BE_MENDED = frozenset({"wan", "turned_over", "written_amounts"})
"""What no choice of columns can tell (ten thousands, one person a column): nothing counts until the sheet is mended."""
ASKED_EVERY_MONTH = frozenset({"no_month", "the_month_is_disputed", "summary_repeats"})


def stream(case, folder):
    content = io.BytesIO(case.save(folder).read_bytes())
    content.seek(0)
    return content


def lines(file, desk):
    """Month, due and paid of every line that counts of this file."""
    told = Counter()
    for path in Path(desk.root).rglob("*.parquet"):
        table = pq.read_table(path)
        if "gross_cents" not in table.column_names:
            continue
        for row in table.to_pylist():
            if row["file"] == file.pk:
                told[(row["month"], row["gross_cents"], row["declared_cents"])] += 1
    return told


def by_eye(file, case):
    """What a clerk who knows the truth answers: which row is the heading, which column is what, for each sheet."""
    posted = {"kind": "payroll", "remember": "on"}
    names = {name.replace(" ", "") for name, *_ in case.truth}
    dues, paids = ({one[at] for one in case.truth} for at in (2, 3))
    for number, grid in enumerate(open_workbook(open_path(file.sha256), name=file.file_name)):
        if number >= len(file.reading["sheets"]):
            break
        table = grid.head(grid.rows)
        at = {}
        hits = [sum(row[c].replace(" ", "") in names for row in table) for c in range(grid.width)]
        at["name"] = hits.index(max(hits))
        persons = [row for row in table if row[at["name"]].replace(" ", "") in names]
        for key, wanted in (("due", dues), ("paid", paids)):
            fits = [
                c for c in range(grid.width)
                if c not in at.values() and all(row[c] and amount_of(row[c])[0] in wanted for row in persons)
            ]  # fmt: skip
            if fits:
                at[key] = fits[-1] if key == "due" else fits[0]
        first = next(r for r, row in enumerate(table) if row[at["name"]].replace(" ", "") in names)
        posted[f"rows-{number}"] = str(first)
        posted |= {f"col-{number}-{letter(column)}": key for key, column in at.items()}
    return posted


def handed(case, desk, workshop, folder):
    return desk.hand_in(stream(case, folder), name=case.file, employer=workshop)


CANDIDATES = {**FAMILIES, **HARD}


@pytest.mark.parametrize(("name", "seed"), [*((name, 1) for name in CANDIDATES), *((name, 2) for name in HARD)])
def test_what_the_reader_doubts_a_clerk_settles_once(name, seed, clerk, desk, workshop, tmp_path):
    case = CANDIDATES[name](Maker(seed))
    file = handed(case, desk, workshop, tmp_path)
    if file.state == "live":
        assert name not in HARD
        return
    if name in TO_BE_MENDED or any(due is None for _, _, due, _ in case.truth):
        assert not lines(file, desk)
        return
    maker = Maker(seed)
    assert clerk.get(f"{ROOT}/files/{file.pk}/").status_code == 200
    posted = by_eye(file, case) | {"month": f"2026-{maker.month:02d}"}
    if "repeated_sheet" in [one["code"] for one in file.reading["blockers"]]:
        posted["leave_out"] = "on"
    assert clerk.post(f"{ROOT}/files/{file.pk}/decide/", posted).status_code == 302
    desk.work()
    file.refresh_from_db()
    assert file.state == "live", (file.message, file.reading.get("blockers"), posted)
    assert lines(file, desk) == Counter((maker.code, due, paid) for _, _, due, paid in case.truth), posted
    later = Maker(seed)
    later.month, later.code = maker.month + 1, maker.code + 1
    if name in ASKED_EVERY_MONTH:
        return
    case = CANDIDATES[name](later)
    again = handed(case, desk, workshop, tmp_path)
    assert again.state == "live", (again.message, again.reading.get("blockers"))
    assert lines(again, desk) == Counter((later.code, due, paid) for _, _, due, paid in case.truth)


def test_the_judge_sees_every_line_that_counts(clerk, desk, workshop, tmp_path):
    case = FAMILIES["departments"](Maker(1))
    file = handed(case, desk, workshop, tmp_path)
    assert lines(file, desk) == Counter((month, due, paid) for _, month, due, paid in case.truth)
