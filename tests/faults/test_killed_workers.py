"""kill -9 at any point: what was acknowledged is kept, what was begun is done again, what is done counts once."""

from __future__ import annotations

import signal

import pytest

pytestmark = pytest.mark.slow

SLOW_JOB = """
from happenings import Step

@handles("t.steps")
def run(job):
    for number in range(job.payload["steps"]):
        step = Step(job.payload["of"], number)
        with transaction.atomic():
            if not EventRow.objects.filter(subject=step.subject).exists():
                record(step, by=job.by, at=job.at)
        print(number, flush=True)
        job.progress(number + 1, job.payload["steps"], "")
        time.sleep(job.payload["pause"])
"""
WORK = SLOW_JOB + "work(once=True)"
ASK = SLOW_JOB + "print(enqueue('t.steps', {'of': sys.argv[1], 'steps': 6, 'pause': 0.3}, at=NOW()), flush=True)\n"
GENTLE = """
import threading
from anxin.base.jobs.worker import stop_on_signals
stopping = threading.Event()
with stop_on_signals(stopping):
    work(stopping=stopping)
"""
VERIFY = """
from anxin.base.eventlog.verifying import verify
verdict = verify()
print([fault.what for fault in verdict.faults] or "sound")
"""


def steps(installation, of):
    return installation.rows(f"SELECT count(*) FROM eventlog_eventrow WHERE subject LIKE '{of}:%'")[0][0]


def state(installation, job):
    return installation.rows(f"SELECT state, attempts FROM jobs_job WHERE id = {int(job)}")[0]


def test_the_job_of_a_killed_worker_is_finished_by_another_and_counts_once(installation):
    worker = installation.start(ASK + "work(once=True)", "killed")
    job, *begun = [worker.stdout.readline() for _ in range(3)]
    assert begun == ["0\n", "1\n"]
    worker.kill()
    worker.communicate()
    assert state(installation, job) == ("running", 1)
    assert 2 <= steps(installation, "killed") < 6
    installation.run(WORK)
    assert state(installation, job) == ("done", 2)
    assert steps(installation, "killed") == 6
    assert installation.run(VERIFY) == "sound"


def test_a_worker_told_to_stop_gives_its_job_back_without_using_up_an_attempt(installation):
    worker = installation.start(ASK + GENTLE, "stopped")
    job, begun = worker.stdout.readline(), worker.stdout.readline()
    assert begun == "0\n"
    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=10)
    assert worker.returncode == 0
    assert state(installation, job) == ("queued", 0)
    installation.run(WORK)
    assert state(installation, job) == ("done", 1)


def test_no_job_acknowledged_is_lost_when_the_asker_is_killed(installation):
    ask = SLOW_JOB + (
        "while True:\n"
        "    with transaction.atomic():\n"
        "        record(Step('asked', 0), by=system('t'), at=NOW())\n"
        "        number = enqueue('t.none', {}, at=NOW(), run_at=datetime(2099, 1, 1, tzinfo=UTC))\n"
        "    print(number, flush=True)\n"
    )
    asker = installation.start(ask)
    acknowledged = [asker.stdout.readline() for _ in range(40)]
    asker.kill()
    acknowledged += asker.communicate()[0].splitlines(keepends=True)
    told = {int(line) for line in acknowledged if line.endswith("\n")}
    kept = {pk for (pk,) in installation.rows("SELECT id FROM jobs_job WHERE kind = 't.none'")}
    assert len(told) >= 40
    assert told <= kept
    assert steps(installation, "asked") == len(kept)
    assert installation.run(VERIFY) == "sound"


def test_a_job_that_overruns_its_time_ends_its_worker_and_is_tried_again(installation):
    stuck = """
from datetime import timedelta
@handles("t.stuck", timeout=timedelta(seconds=1))
def run(job):
    if job.attempt == 1:
        time.sleep(60)
if len(sys.argv) > 1:
    print(enqueue('t.stuck', {}, at=NOW()))
work(once=True)
"""
    worker = installation.start(stuck, "ask")
    job, _ = worker.communicate(timeout=60)
    assert worker.returncode == 75
    installation.run(stuck)
    assert state(installation, job) == ("done", 2)


def test_several_processes_do_a_hundred_jobs_once_each(installation):
    installation.run(
        SLOW_JOB + "for n in range(100):\n    enqueue('t.steps', {'of': f'many{n}', 'steps': 1, 'pause': 0}, at=NOW())"
    )
    tell = SLOW_JOB + (
        "from anxin.base.jobs import worker\nplain = worker.perform\n"
        "def perform(job, **more):\n    print('job', job.pk, flush=True)\n    plain(job, **more)\n"
        "worker.perform = perform\nwork(once=True)"
    )
    workers = [installation.start(tell) for _ in range(3)]
    said = "".join(worker.communicate(timeout=120)[0] for worker in workers)
    done = [line for line in said.splitlines() if line.startswith("job")]
    assert len(done) == len(set(done)) == 100
    assert steps(installation, "many%") == 100
