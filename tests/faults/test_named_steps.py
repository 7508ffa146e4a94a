"""kill -9 at each named step of an import: all or nothing, nothing acknowledged lost, and done once when it is repeated."""

from __future__ import annotations

import json
import signal

import openpyxl
import pytest

from anxin.kernel.ids import id_check_digit

from .conftest import own_installation
from .test_killed_workers import VERIFY
from .test_payroll_imports import SEED

pytestmark = pytest.mark.slow

PEOPLE = 4
STORE, FILE = "anxin.base.files.store", "anxin.apps.payroll.actions.file"
SETTLING, LAKE = "anxin.apps.payroll.actions.settling", "anxin.analytics.lake"
COMPARING, QUEUE = "anxin.apps.payroll.actions.reconcile", "anxin.base.jobs.claiming"
COMMAND, BATCH = "anxin.project.cli.import_files", "anxin.apps.registry.actions.batch"
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
DRIVE = """
import json
from pathlib import Path
import stepping
stepping.run(json.loads(sys.argv[1]), Path(sys.argv[2]))
"""


def write_file(folder, number, phase):
    stem = f"第{number:02d}步"
    book = openpyxl.Workbook()
    sheet = book.active
    if phase == "register":
        sheet.append(["企业名称", "行业", "村（社区）"])
        for one in range(PEOPLE):
            sheet.append([f"{stem}的第{one}制衣有限公司", "制造业", "东头村"])
    else:
        sheet.append([f"{2024 + number // 12}年{number % 12 + 1}月工资表"])
        sheet.append(["编制单位：绍兴断电制衣有限公司"])
        sheet.append(["姓名", "身份证号", "银行卡号", "应发工资", "实发工资"])
        for one in range(PEOPLE):
            first = f"33069919910{number % 9 + 1}{number % 27 + 1:02d}{one + 10 * (number // 9):03d}"
            account = f"622848{number * 100 + one:010d}"
            sheet.append([f"{stem}的{one}号", first + id_check_digit(first), account, 5000, 5000])
    path = folder / f"{stem}.xlsx"
    book.save(path)
    book.close()
    return str(path)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What became of each step, by its name."""
    with own_installation(tmp_path_factory.mktemp("steps")) as installation:
        installation.run(SEED)
        folder = tmp_path_factory.mktemp("files")
        plan = [
            {
                "phase": phase, "step": step, "words": words, "month": (2024 + number // 12) * 100 + number % 12 + 1,
                "path": write_file(folder, number, phase),
            }
            for number, (phase, step, words) in enumerate(STEPS)
        ]  # fmt: skip
        said = installation.run(DRIVE, json.dumps(plan), installation.data / "lake", timeout=400)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        yield {line["words"]: line for line in lines} | {"the log": installation.run(VERIFY)}


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


def test_the_log_is_sound_after_all_of_it(outcomes):
    assert outcomes["the log"] == "sound"
