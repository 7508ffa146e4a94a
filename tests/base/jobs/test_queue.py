"""The queue: what is put in with an act is done once it is due, in order, retried, and shown when it is given up."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from anxin.base.eventlog.models import EventRow
from anxin.base.jobs import actions, claiming, queries, worker
from anxin.base.jobs.handlers import TryAgain
from anxin.base.jobs.models import Job, JobState, Lane
from anxin.base.jobs.queue import enqueue
from anxin.base.jobs.worker import perform, run_until_idle
from anxin.kernel.clock import FixedClock
from anxin.kernel.outcome import BadInput, Fault, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db


def state(job):
    return Job.objects.get(pk=job).state


def test_a_job_is_done_with_its_payload_its_instant_and_for_whom_it_was_asked(handle, at, clerk):
    seen = []
    handle("t.read", lambda job: seen.append((job.payload, job.at, job.by)))
    job = enqueue("t.read", {"file": 3}, at=at, by=clerk)
    assert run_until_idle(at + timedelta(seconds=1)) == 1
    assert seen == [({"file": 3}, at + timedelta(seconds=1), clerk)]
    assert state(job) == JobState.DONE


def test_a_job_vanishes_with_the_transaction_of_its_act(at):
    class Undone(Exception):
        pass

    @transaction.atomic
    def act():
        enqueue("t.read", {}, at=at)
        raise Undone

    with pytest.raises(Undone):
        act()
    assert not Job.objects.exists()


def test_a_job_waits_for_its_time(handle, at):
    handle("t.read", lambda job: None)
    job = enqueue("t.read", {}, at=at, run_at=at + timedelta(hours=1))
    assert run_until_idle(at) == 0
    assert run_until_idle(at + timedelta(hours=1)) == 1
    assert state(job) == JobState.DONE


def test_urgent_work_goes_first_and_otherwise_the_oldest(handle, at):
    done = []
    handle("t.read", lambda job: done.append(job.payload["n"]))
    for number, lane in enumerate(("bulk", "normal", "urgent", "normal")):
        enqueue("t.read", {"n": number}, at=at, lane=lane)
    run_until_idle(at)
    assert done == [2, 1, 3, 0]


def test_a_worker_takes_only_work_of_its_lanes(handle, at):
    handle("t.read", lambda job: None)
    enqueue("t.read", {}, at=at, lane="bulk")
    assert run_until_idle(at, lanes=(Lane.URGENT, Lane.NORMAL)) == 0
    assert run_until_idle(at) == 1


def test_a_second_request_joins_the_one_that_waits(at):
    first = enqueue("t.read", {}, at=at, key="k")
    assert enqueue("t.read", {}, at=at, key="k") == first
    assert enqueue("t.read", {}, at=at, key="other") != first


def test_joining_never_makes_the_work_later_or_less_urgent(at):
    job = enqueue("t.read", {}, at=at, key="k", run_at=at + timedelta(hours=1))
    enqueue("t.read", {}, at=at, key="k", lane="urgent")
    joined = Job.objects.get(pk=job)
    assert (joined.run_at, joined.lane) == (at, Lane.URGENT)


def test_what_is_asked_for_during_a_run_gets_a_run_of_its_own_afterwards(handle, at):
    runs, again = [], []

    def run(job):
        runs.append(job.id)
        if len(runs) == 1:
            again.append(enqueue("t.read", {}, at=at, key="k"))
            assert claiming.claim(at=at) is None  # jobs of one key never run side by side

    handle("t.read", run)
    first = enqueue("t.read", {}, at=at, key="k")
    run_until_idle(at)
    assert runs == [first, again[0]]
    assert first != again[0]


def test_a_broken_job_is_tried_again_after_growing_waits_and_then_given_up(handle, at):
    tries = []

    def run(job):
        tries.append(job.attempt)
        raise ZeroDivisionError(job.payload["secret"])

    handle("t.read", run, max_attempts=3)
    job = enqueue("t.read", {"secret": "张三"}, at=at)
    run_until_idle(at)
    assert (tries, state(job)) == ([1], JobState.QUEUED)
    assert run_until_idle(at + timedelta(seconds=4)) == 0
    run_until_idle(at + timedelta(seconds=5))
    assert run_until_idle(at + timedelta(seconds=20)) == 0
    run_until_idle(at + timedelta(seconds=25))
    dead = Job.objects.get(pk=job)
    assert (tries, dead.state) == ([1, 2, 3], JobState.DEAD)
    assert "ZeroDivisionError" in dead.error
    assert "张三" not in dead.error + dead.trace
    assert EventRow.objects.get().type == "jobs.died"


def test_a_refusal_is_not_tried_again_but_shown_with_every_fault(handle, at):
    def run(job):
        raise BadInput("bad", "文件有误。", [Fault("第 3 行", "金额不是数字", "请改正")])

    handle("t.read", run)
    job = enqueue("t.read", {}, at=at)
    run_until_idle(at)
    failed = Job.objects.get(pk=job)
    assert (failed.state, failed.attempts) == (JobState.FAILED, 1)
    assert "第 3 行：金额不是数字。请改正" in failed.error


def test_a_job_nobody_can_do_waits_for_a_program_that_can(at):
    job = enqueue("t.unknown", {}, at=at)
    run_until_idle(at)
    assert state(job) == JobState.QUEUED
    assert "没有处理" in Job.objects.get(pk=job).error


def test_the_result_and_the_progress_can_be_seen(handle, at, clerk):
    def run(job):
        job.progress(3, 12, "已读 3/12 张表")
        assert [(one.percent, one.message) for one in queries.mine(clerk, at)] == [(25, "已读 3/12 张表")]
        return {"rows": 7}

    handle("t.read", run)
    job = enqueue("t.read", {}, at=at, by=clerk)
    run_until_idle(at)
    assert Job.objects.get(pk=job).result == {"rows": 7}


def test_a_robbed_worker_changes_nothing(handle, at):
    handle("t.read", lambda job: None)
    enqueue("t.read", {}, at=at)
    robbed = claiming.claim(at=at)
    Job.objects.filter(pk=robbed.pk).update(lease_token="another")
    perform(robbed, at=at, progress=lambda *_: None)
    assert state(robbed.pk) == JobState.RUNNING


def test_the_job_of_a_holder_on_another_machine_is_taken_over_when_its_lease_ends(handle, at):
    handle("t.read", lambda job: None)
    enqueue("t.read", {}, at=at)
    job = claiming.claim(at=at)
    Job.objects.filter(pk=job.pk).update(holder="elsewhere/1|1|1")
    assert claiming.claim(at=at + timedelta(seconds=59)) is None
    taken = claiming.claim(at=at + timedelta(seconds=61))
    assert (taken.pk, taken.attempts) == (job.pk, 2)


def test_the_job_of_a_living_holder_here_is_never_taken(handle, at):
    enqueue("t.read", {}, at=at)
    claiming.claim(at=at)
    assert claiming.claim(at=at + timedelta(days=1)) is None


def test_a_job_that_ends_every_worker_is_given_up(handle, at):
    handle("t.read", lambda job: None, max_attempts=2)
    job = enqueue("t.read", {}, at=at)
    for _ in range(2):
        claimed = claiming.claim(at=at)
        Job.objects.filter(pk=claimed.pk).update(holder=claimed.holder.rpartition("|")[0] + "|0")
    assert claiming.claim(at=at) is None
    assert state(job) == JobState.DEAD


def test_a_job_given_back_does_not_lose_an_attempt(at):
    enqueue("t.read", {}, at=at)
    job = claiming.claim(at=at)
    claiming.give_back(job, at=at)
    back = Job.objects.get()
    assert (back.state, back.attempts) == (JobState.QUEUED, 0)


def test_a_retry_whose_key_already_waits_leaves_the_work_to_that_one(at):
    first = enqueue("t.read", {}, at=at, key="k")
    job = claiming.claim(at=at)
    second = enqueue("t.read", {}, at=at, key="k")
    claiming.retry_or_bury(job, at=at, error="x")
    assert (state(first), state(second)) == (JobState.CANCELLED, JobState.QUEUED)


def die(handle, at, by=None):
    handle("t.read", lambda job: 1 / 0, max_attempts=1)
    job = enqueue("t.read", {}, at=at, by=by)
    run_until_idle(at)
    assert state(job) == JobState.DEAD
    return job


def test_a_dead_job_can_be_run_again_by_who_manages_jobs(handle, at, admin, clerk):
    job = die(handle, at, clerk)
    assert list(queries.dead(admin.scope).values_list("pk", flat=True)) == [job]
    with pytest.raises(NotAllowed):
        actions.retry(job_id=job, by=clerk, at=at)
    actions.retry(job_id=job, by=admin, at=at)
    handle_now = Job.objects.get(pk=job)
    assert (handle_now.state, handle_now.attempts, handle_now.error) == (JobState.QUEUED, 0, "")
    assert EventRow.objects.order_by("-seq").first().type == "jobs.retried"
    with pytest.raises(RuleBroken):
        actions.retry(job_id=job, by=admin, at=at)


def test_a_dead_job_is_closed_only_with_a_reason(handle, at, admin, clerk):
    job = die(handle, at, clerk)
    with pytest.raises(BadInput):
        actions.close(job_id=job, reason="  ", by=admin, at=at)
    actions.close(job_id=job, reason="文件已重新上传", by=admin, at=at)
    assert state(job) == JobState.CANCELLED
    assert "文件已重新上传" in EventRow.objects.order_by("-seq").first().payload


def test_jobs_elsewhere_are_not_seen(handle, at, admin, clerk):
    job = die(handle, at, clerk)
    Job.objects.filter(pk=job).update(place_path="33/3306/330602/330602014/")
    assert not queries.dead(admin.scope)
    with pytest.raises(NotFound):
        actions.retry(job_id=job, by=admin, at=at)


def test_a_waiting_job_can_be_called_off_by_its_owner_only(at, clerk, admin):
    job = enqueue("t.read", {}, at=at, by=admin)
    with pytest.raises(NotAllowed):
        actions.cancel(job_id=job, by=clerk, at=at)
    actions.cancel(job_id=job, by=admin, at=at)
    assert state(job) == JobState.CANCELLED


@pytest.fixture
def several_connections():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory has no second writer; tests/faults does this on a file")


@pytest.mark.django_db(transaction=True)
def test_eight_workers_do_two_hundred_jobs_once_each(handle, at, several_connections):
    done, lock = [], threading.Lock()

    def run(job):
        with lock:
            done.append(job.payload["n"])

    handle("t.read", run)
    for number in range(200):
        enqueue("t.read", {"n": number}, at=at, key=f"k{number % 150}" if number % 4 else None)

    def work():
        run_until_idle(at)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = Job.objects.count()
    assert len(done) == len(set(done)) == wanted
    assert Job.objects.filter(state=JobState.DONE).count() == wanted


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_make_one_job(at, several_connections):
    numbers = []

    def ask():
        numbers.append(enqueue("t.read", {}, at=at, key="k"))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 8
    assert len(set(numbers)) == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TryAgain("域名无法解析"), "执行出错（域名无法解析），第 1 次。"),
        (KeyError("x"), "执行出错（KeyError），第 1 次。"),
    ],
)
def test_what_stood_in_the_way_is_told_in_words_where_there_are_some_and_the_job_is_tried_again(
    handle, at, clerk, error, words
):
    def stumble(_job):
        raise error

    handle("tests.stumble", stumble, max_attempts=2)
    number = enqueue("tests.stumble", {}, at=at, by=clerk)
    run_until_idle(at)
    job = Job.objects.get(pk=number)
    assert (job.state, job.error) == (JobState.QUEUED, words)


@pytest.mark.parametrize(("trouble", "attempts"), [("database is locked", 1), ("database or disk is full", 0)])
@pytest.mark.django_db(transaction=True)
def test_a_job_that_could_not_be_laid_down_is_queued_again_though_its_holder_lives(
    handle, at, monkeypatch, trouble, attempts
):
    done, honest = [], claiming.finish
    handle("tests.count", lambda job: done.append(job.id))
    job = enqueue("tests.count", {}, at=at, key="one")

    def locked(*_some, **_more):
        raise OperationalError(trouble)

    monkeypatch.setattr(claiming, "finish", locked)
    monkeypatch.setattr(worker, "TROUBLE_WAIT", 0.01)
    worker.work(clock=FixedClock(at), once=True)
    found = Job.objects.get(pk=job)
    assert (found.state, found.holder, found.lease_until, found.attempts) == ("queued", "", None, attempts)
    monkeypatch.setattr(claiming, "finish", honest)
    run_until_idle(found.run_at)
    assert state(job) == "done"
    assert done == [job, job]
