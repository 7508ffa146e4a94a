"""Two clerks with one file make one file, two files with the same new persons make each person once."""

from __future__ import annotations

import json

import openpyxl
import pytest

from anxin.kernel.ids import id_check_digit

from .conftest import own_installation

pytestmark = pytest.mark.slow

PEOPLE = 100
SEED = """
from datetime import date
from anxin.apps.registry.models import Employer
from anxin.base.places.models import Place
parent, path = None, ""
for code, kind in (("33", "province"), ("3306", "city"), ("330602", "district"), ("330602013", "town"), ("330602013201", "village")):
    path += code + "/"
    parent, _ = Place.objects.get_or_create(code=code, defaults={"name": "东头村", "kind": kind, "parent": parent, "path": path})
Employer.objects.get_or_create(name="绍兴断电制衣有限公司", defaults={"sector": "manufacturing", "village": parent, "place_path": path, "pay_day": 15})
"""
RECEIVE = """
from anxin.apps.payroll import api
from anxin.base.files.store import put
from pathlib import Path
by, at, source = system("test"), NOW(), Path(sys.argv[1])
with source.open("rb") as stream:
    stored = put(stream, name=source.name, by=by, at=at)
file, fresh = api.receive(
    sha256=stored.sha256, file_name=source.name, kind="payroll", place_path="33/3306/330602/330602013/", by=by, at=at
)
print("received", file.pk, fresh, flush=True)
"""
WORK = """
from anxin.project import wiring
print("ready", flush=True)
work(once=True)
"""


def write_payroll(path, *, month, start=0):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{month}工资表"])
    sheet.append(["编制单位：绍兴断电制衣有限公司"])
    sheet.append(["姓名", "身份证号", "银行卡号", "应发工资", "实发工资"])
    for number in range(start, start + PEOPLE):
        first = f"3306991990{number // 28 % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
        sheet.append([f"工人{number}", first + id_check_digit(first), f"622848{number:010d}", 5000, 5000])
    book.save(path)
    book.close()
    return path


@pytest.fixture(scope="module")
def seeded(tmp_path_factory):
    """An installation of this module's own, with one village and one workshop."""
    with own_installation(tmp_path_factory.mktemp("wages")) as ready:
        ready.run(SEED)
        yield ready


def standing(installation, name):
    """The file's state, the lines it counts, and how often it was recorded as settled."""
    found = installation.rows(f"SELECT id, state, rows, parts FROM payroll_wagefile WHERE file_name = '{name}'")
    if not found:
        return None
    number, state, rows, parts = found[0]
    kept = json.loads(parts) if isinstance(parts, str) else parts
    settled = installation.rows(
        f"SELECT count(*) FROM eventlog_eventrow WHERE subject = 'payroll.file:{number}' AND type = 'payroll.file_settled'"
    )[0][0]
    return state, rows, len(kept), settled


def test_two_clerks_with_one_file_make_one_file(seeded, tmp_path):
    path = write_payroll(tmp_path / "两人.xlsx", month="2026年4月")
    both = [seeded.start(RECEIVE, path) for _ in range(2)]
    said = sorted(one.communicate(timeout=120)[0].split()[2] for one in both)
    assert said == ["False", "True"]
    assert seeded.rows("SELECT count(*) FROM payroll_wagefile WHERE file_name = '两人.xlsx'")[0][0] == 1


def test_two_files_naming_the_same_new_persons_at_once_register_each_person_once(seeded, tmp_path):
    paths = [write_payroll(tmp_path / f"同时{n}.xlsx", month=f"2026年{n}月", start=5000) for n in (9, 10)]
    seeded.run(WORK)
    for path in paths:
        seeded.run(RECEIVE, path)
    before = seeded.rows("SELECT count(*) FROM registry_worker")[0][0]
    both = [seeded.start(WORK) for _ in range(2)]
    for one in both:
        one.communicate(timeout=120)
    seeded.run("import time\n" + WORK)
    assert {standing(seeded, path.name)[0] for path in paths} == {"live"}
    assert seeded.rows("SELECT count(*) FROM registry_worker")[0][0] - before == PEOPLE


def test_a_command_line_import_with_open_points_writes_nothing_and_says_what_is_missing(seeded, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "应发工资"])
    book.active.append(["工人", 5000])
    path = tmp_path / "不全.xlsx"
    book.save(path)
    book.close()
    command = seeded.command("import", "payroll", str(path), "--json")
    printed, errors = command.communicate(timeout=120)
    assert command.returncode == 2, errors
    told = json.loads(printed)
    assert len(told["faults"]) == 2
    assert standing(seeded, path.name) is None
