"""kill -9 at each step of composing a weekly report: nobody sees half of one, and the queue composes it again, once."""

from __future__ import annotations

import json
import signal

import pytest

from .conftest import own_installation
from .test_killed_workers import VERIFY
from .test_named_steps import SEED

pytestmark = pytest.mark.slow

REPORT, ROWS = "anxin.apps.documents.actions.report", "anxin.apps.documents.actions.report_rows"
STEPS = {
    "begun, nothing read": (f"{ROWS}:enqueue:after:1", False),
    "begun and committed": (f"{REPORT}:rows_of_week:before:1", True),
    "read, nothing written": (f"{REPORT}:write:before:1", True),
    "a part written, not committed": (f"{ROWS}:write_rows:after:1", True),
    "a part committed": (f"{ROWS}:write_rows:before:2", True),
    "all parts committed, no report": (f"{REPORT}:_keep:before:1", True),
    "report written, not committed": (f"{REPORT}:record:after:1", True),
    "report committed": (f"{REPORT}:_keep:after:1", True),
}
"""Each step, and whether the act was committed to be done: then it is, without anybody's pressing again."""
DRIVE = (
    SEED
    + """
import json
from datetime import timedelta
import stepping
from anxin.apps.documents import spooling
from anxin.apps.documents.actions import report
from anxin.apps.documents.models import ReportRow, ReportRows, WeeklyReport
from anxin.apps.documents.snapshots import is_sound
from anxin.kernel.period import Week

spooling.PART = 3
town = Place.objects.get(code="330602013")
for one in range(7):
    Employer.objects.get_or_create(name=f"绍兴第{one}厂", defaults={"village": parent, "place_path": path, "pay_day": 15, "sector": "manufacturing"})


def compose():
    report.compose(week=week, town=town, by=system("test"), at=NOW() - timedelta(minutes=15))


def standing():
    of_week = WeeklyReport.objects.filter(week=str(week))
    return {
        "reports": [(one.state, is_sound(one), ReportRow.objects.filter(rows=one.rows_id).count()) for one in of_week],
        "left": ReportRows.objects.filter(week=str(week), report=None).count(),
        "queued": Job.objects.filter(kind="documents.compose", state__in=["queued", "running", "dead", "failed"]).count(),
    }


for number, (words, step) in enumerate(json.loads(sys.argv[1]).items()):
    week = Week.parse(f"2026-W{number + 10}")
    ended = stepping.in_a_child(compose, step=step)
    killed = standing()
    stepping.in_a_child(stepping.do_jobs)
    print(json.dumps({"words": words, "ended": ended, "killed": killed, "final": standing()}, ensure_ascii=False))
"""
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    with own_installation(tmp_path_factory.mktemp("reports")) as installation:
        steps = {words: step for words, (step, _) in STEPS.items()}
        said = installation.run(DRIVE, json.dumps(steps), timeout=200)
        lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        return {line["words"]: line for line in lines} | {"the log": installation.run(VERIFY)}


@pytest.mark.parametrize("words", STEPS)
def test_a_report_killed_at_this_step_is_whole_or_unseen_and_is_composed_again_once(outcomes, words):
    one, whole = outcomes[words], ["draft", True, 8]
    assert one["ended"] == -signal.SIGKILL, "the step was never reached: it was renamed"
    assert one["killed"]["reports"] in ([], [whole]), one["killed"]
    assert one["final"]["reports"] == ([whole] if STEPS[words][1] else []), one["final"]
    assert (one["final"]["left"], one["final"]["queued"]) == (0, 0)


def test_the_log_is_sound_after_all_of_it(outcomes):
    assert outcomes["the log"] == "sound"
