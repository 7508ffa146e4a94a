"""kill -9 at each named step of an import: all or nothing, nothing acknowledged lost, and done once when it is repeated."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import zlib

import openpyxl
import pytest

from anxin.kernel.ids import id_check_digit, uscc_check_digit

from .conftest import own_installation
from .test_killed_workers import VERIFY

pytestmark = pytest.mark.slow

PEOPLE = 4
STORE, FILE = "anxin.base.files.store", "anxin.apps.payroll.actions.file"
SETTLING, LAKE = "anxin.apps.payroll.actions.settling", "anxin.analytics.lake"
COMPARING, QUEUE = "anxin.apps.payroll.actions.reconcile", "anxin.base.jobs.claiming"
COMMAND, BATCH = "anxin.project.cli.import_files", "anxin.base.batches.actions"
STEPS = [
    ("upload", f"{STORE}:_copy:after:1", "content copied, without its name"),
    ("upload", f"{STORE}:_settle:after:1", "content has its name, no row"),
    ("upload", "anxin.apps.payroll.api:receive:before:1", "content kept, not received"),
    ("upload", f"{FILE}:enqueue:after:1", "row and job written, not committed"),
    ("upload", f"{FILE}:record:after:1", "event recorded, not committed"),
    ("work", f"{SETTLING}:parse:before:1", "job taken"),
    ("work", f"{SETTLING}:parse:after:1", "file read"),
    ("work", f"{SETTLING}:understand:after:1", "persons registered, not committed"),
    ("work", f"{LAKE}:_write:after:1", "lines in the lake under a passing name"),
    ("work", f"{LAKE}:_sync_folder:before:1", "lines in the lake under their name"),
    ("work", f"{SETTLING}:stage_parts:after:1", "lines in the lake, file not live"),
    ("work", f"{SETTLING}:record:after:1", "file live, not committed"),
    ("work", f"{SETTLING}:queue_reconciliation:after:1", "comparison queued, not committed"),
    ("work", f"{QUEUE}:finish:before:1", "file live and committed, job not laid down"),
    ("work", f"{QUEUE}:finish:after:1", "file live, job done"),
    ("work", f"{COMPARING}:compare:after:1", "compared, nothing written"),
    ("work", f"{COMPARING}:write_shortfalls:after:1", "arrears written, not committed"),
    ("work", f"{COMPARING}:write_employer_months:after:1", "months written, not committed"),
    ("work", f"{COMPARING}:record:after:1", "comparison recorded, not committed"),
    ("work", f"{QUEUE}:finish:before:2", "comparison committed, job not laid down"),
    ("command", f"{SETTLING}:stage_parts:after:1", "command line: lines in the lake"),
    ("command", f"{COMMAND}:_refuse_open_points:after:1", "command line: live, not committed"),
    ("command", f"{COMPARING}:compare:before:1", "command line: committed, not compared"),
    ("register", f"{BATCH}:keep:before:1", "register: rows and batch written, not committed"),
    ("register", f"{BATCH}:record:after:1", "register: event recorded, not committed"),
    ("undo", f"{FILE}:withdraw:after:1", "taken back: accounts withdrawn, not committed"),
    ("undo", f"{FILE}:queue_reconciliation:after:1", "taken back: comparison queued, not committed"),
    ("undo", f"{COMPARING}:compare:before:1", "taken back: committed, not compared"),
]
NAMES = [words for phase, _, words in STEPS if phase != "undo"]
TAKEN_BACK = [words for phase, _, words in STEPS if phase == "undo"]
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
DRIVE = """
import json
from pathlib import Path
import stepping
stepping.run(json.loads(sys.argv[1]), Path(sys.argv[2]))
"""


def write_book(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return str(path)


def register(stem, sector="制造业"):
    people = [[f"{stem}的第{one}制衣有限公司", code_of(stem, one), sector, "东头村"] for one in range(PEOPLE)]
    return [["企业名称", "统一社会信用代码", "行业", "村（社区）"], *people]


def code_of(stem, one):
    first = f"91330699MA{zlib.crc32(stem.encode()) % 10**5:05d}{one:02d}"
    return first + uscc_check_digit(first)


def month_of(number):
    return 2024 + number // 12, number % 12 + 1


def wages(stem, number, *, persons=0):
    year, month = month_of(number)
    rows = [[f"{year}年{month}月工资表"], ["编制单位：绍兴断电制衣有限公司"]]
    rows.append(["姓名", "身份证号", "银行卡号", "应发工资", "实发工资"])
    of = persons or number
    for one in range(PEOPLE):
        first = f"33069919910{of % 9 + 1}{of % 27 + 1:02d}{one + 10 * (of // 9):03d}"
        rows.append([f"{stem}的{one}号", first + id_check_digit(first), f"622848{of * 100 + one:010d}", 5000, 5000])
    return rows


def planned(folder):
    """Every step with its file, and last what several do at once."""
    for number, (phase, step, words) in enumerate(STEPS):
        stem = f"第{number:02d}步"
        rows = register(stem) if phase == "register" else wages(stem, number)
        year, month = month_of(number)
        path = write_book(folder / f"{stem}.xlsx", rows)
        yield {"phase": phase, "step": step, "words": words, "month": year * 100 + month, "path": path}
    books = {
        "同时一": wages("同时一", -12, persons=100), "同时二": wages("同时一", -11, persons=100), "同时": register("同时"),
        "先后一": register("先后一"), "先后二": register("先后一", "建筑业"),
    }  # fmt: skip
    paths = [write_book(folder / f"{stem}.xlsx", rows) for stem, rows in books.items()]
    yield {"phase": "together", "words": "together", "month": 202301, "paths": paths}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What became of each step, by its name; found out once, also when several processes share these tests."""
    base = tmp_path_factory.getbasetemp()
    kept = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "named_steps.json"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(found_out(tmp_path_factory)), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def found_out(tmp_path_factory):
    with own_installation(tmp_path_factory.mktemp("steps")) as installation:
        installation.run(SEED)
        plan = json.dumps(list(planned(tmp_path_factory.mktemp("files"))))
        said = installation.run(DRIVE, plan, installation.data / "lake", timeout=400)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        return {line["words"]: line for line in lines} | {"the log": installation.run(VERIFY)}


def whole(found, phase):
    """Whether what a file did is all there."""
    if phase == "register":
        return (found["employers"], found["batches"]) == (PEOPLE, 1)
    return (
        (found["state"], found["rows"], found["settled"], found["workers"]) == ("live", PEOPLE, 1, PEOPLE)
        and found["parts"] == [True]
        and found["content"]
    )


def nothing(found):
    """Whether nothing of a file counts anywhere."""
    counted = ("rows", "workers", "shortfalls", "months", "employers", "batches")
    return not any(found[name] for name in counted) and not found["parts"] and not found["settled"]


@pytest.mark.parametrize("words", NAMES)
def test_an_import_killed_at_this_step_is_there_whole_or_not_at_all_and_done_once_when_repeated(outcomes, words):
    one = outcomes[words]
    killed, final, phase = one["killed"], one["final"], one["phase"]
    assert one["ended"] == -signal.SIGKILL, "the step was never reached: it was renamed, or the file was refused"
    assert nothing(killed) or whole(killed, phase), killed
    assert (killed["shortfalls"], killed["months"]) in {(0, 0), (PEOPLE, 1)}
    if phase == "upload":
        assert killed["files"] == 0, "what nobody was told of is not there"
    if phase == "work":
        assert one["told"]
        assert killed["files"] == 1, "what was acknowledged is not lost"
        assert killed["content"]
    assert whole(final, phase), final
    if phase != "register":
        assert (final["files"], final["shortfalls"], final["months"]) == (1, PEOPLE, 1), final
    assert (final["dead"], final["queued"]) == (0, 0)


@pytest.mark.parametrize("words", TAKEN_BACK)
def test_a_file_being_taken_back_when_killed_counts_whole_or_not_at_all_and_is_taken_back_when_repeated(
    outcomes, words
):
    killed, final = outcomes[words]["killed"], outcomes[words]["final"]
    assert outcomes[words]["ended"] == -signal.SIGKILL, "the step was never reached: it was renamed"
    assert killed["state"] is None or whole(killed, "undo"), killed
    assert (killed["shortfalls"], killed["months"]) == (PEOPLE, 1), "the figures stand until they are counted again"
    assert (final["state"], final["shortfalls"], final["months"], final["dead"]) == (None, 0, 0, 0), final


def test_two_clerks_with_one_wage_file_in_the_same_moment_make_one_file(outcomes):
    found = outcomes["together"]
    assert found["clerks"] == [7, 7], "both are told that it is received"
    assert found["one"]["files"] == 1


def test_two_workers_with_two_files_of_the_same_new_persons_register_each_person_once(outcomes):
    found = outcomes["together"]
    assert found["workers"] == [0, 0]
    assert whole(found["one"], "work"), found["one"]
    assert (found["other"]["state"], found["other"]["settled"], found["other"]["rows"]) == ("live", 1, PEOPLE)
    assert found["other"]["workers"] == 0, "the persons are those of the first file"
    assert (found["one"]["shortfalls"], found["other"]["shortfalls"]) == (PEOPLE, PEOPLE)
    assert (found["other"]["dead"], found["other"]["queued"]) == (0, 0)


def test_two_clerks_with_one_register_in_the_same_moment_make_one_batch(outcomes):
    found = outcomes["together"]
    assert found["twice"] == [0, 0]
    assert whole(found["register"], "register"), found["register"]


def test_two_registers_naming_the_same_new_employers_in_the_same_moment_make_each_once(outcomes):
    found = outcomes["together"]
    assert found["both"] == [0, 0]
    assert (found["first"]["employers"], found["first"]["batches"], found["second"]["batches"]) == (PEOPLE, 1, 1)


def test_the_log_is_sound_after_all_of_it(outcomes):
    assert outcomes["the log"] == "sound"
