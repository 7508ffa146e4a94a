"""Every job may run twice (at-least-once): each kind names the test that shows it."""

from __future__ import annotations

import ast
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.files import store
from anxin.base.jobs import handlers
from anxin.base.jobs.models import Job, JobState
from anxin.base.jobs.pruning import prune
from anxin.base.jobs.queue import enqueue
from anxin.base.jobs.schedules import KEEPER

TESTS = Path(__file__).resolve().parents[1]
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)

SHOWN_BY = {
    "audit.verify": "architecture/test_jobs_may_run_twice.py::test_proving_twice_finds_the_log_sound_both_times",
    "cases.limits": "apps/cases/test_limitation.py::test_the_nightly_round_gives_cases_of_old_times_their_alarm_and_a_second_round_changes_nothing",
    "clocks.review": "base/clocks/test_affected.py::test_what_a_notice_moves_becomes_the_duty_of_the_office_until_it_is_applied",
    "clocks.sweep": "base/clocks/test_clocks.py::test_a_clock_warns_at_three_quarters_and_expires_after_its_due_instant_each_once",
    "documents.chase": "apps/documents/test_returns.py::test_missing_returns_are_chased_by_the_clock_and_not_more_often_than_the_interval",
    "documents.compose": "apps/documents/test_report_rows.py::test_a_report_killed_between_two_parts_is_seen_by_nobody_and_composed_again_once",
    "documents.open_week": "apps/documents/test_returns.py::test_every_village_of_the_town_is_asked_once",
    "eventlog.deliver": "apps/warning/test_handling.py::test_judging_the_same_day_twice_changes_nothing",
    "files.remove_expired": "architecture/test_jobs_may_run_twice.py::test_expired_content_is_removed_once",
    "intake.draw_up_wiping": "apps/intake/test_privacy.py::test_what_is_kept_too_long_is_listed_once_and_a_second_round_lists_nothing",
    "intake.compare": "apps/intake/test_repeats.py::test_much_at_once_is_compared_turn_after_turn_and_drills_and_old_filings_not_at_all",
    "intake.forget_drafts": "apps/intake/test_drafts.py::test_drafts_are_forgotten_after_their_time_and_a_second_round_forgets_nothing_more",
    "intake.review_calls": "apps/intake/test_calls.py::test_a_filing_that_came_by_another_way_ends_it_at_the_next_round_and_a_second_round_changes_nothing",
    "intake.gather": "apps/intake/test_filings.py::test_forty_filings_become_one_case_and_the_alarm_goes_on_until_a_person_has_looked",
    "jobs.prune": "architecture/test_jobs_may_run_twice.py::test_cleaning_twice_deletes_nothing_more",
    "onebot.say": "adapters/onebot/test_speaking.py::test_a_message_that_arrived_is_not_sent_again_when_its_job_runs_twice",
    "payroll.figures": "apps/payroll/test_kept.py::test_a_second_round_works_nothing_out_again",
    "payroll.read": "faults/test_named_steps.py::test_an_import_killed_at_this_step_is_there_whole_or_not_at_all_and_done_once_when_repeated",
    "payroll.reconcile": "apps/payroll/test_files.py::test_reconciling_again_without_news_gives_the_run_there_is",
    "payroll.reconcile_all": "architecture/test_jobs_may_run_twice.py::test_asking_for_every_town_twice_queues_each_town_once",
    "people.forget_sessions": "project/accounts/test_devices.py::test_sessions_that_ran_out_are_forgotten_and_a_second_round_forgets_nothing_more",
    "warning.reassess_all": "apps/warning/test_handling.py::test_judging_the_same_day_twice_changes_nothing",
    "webhooks.prune": "adapters/webhooks/test_telling.py::test_messages_of_a_month_ago_are_forgotten_and_a_second_round_forgets_nothing_more",
    "webhooks.send": "adapters/webhooks/test_telling.py::test_a_sending_that_is_done_twice_is_heard_once",
}
"""Delivery is shown by the test of the one reaction there is."""


def test_every_kind_of_job_names_the_test_of_its_second_run():
    assert {kind for kind in handlers._HANDLERS if not kind.startswith("tests.")} == set(SHOWN_BY)


@pytest.mark.parametrize("kind", SHOWN_BY)
def test_the_test_named_for_a_job_is_there(kind):
    path, name = SHOWN_BY[kind].split("::")
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.django_db
def test_cleaning_twice_deletes_nothing_more():
    enqueue("tests.old", {}, at=AT - timedelta(days=9), by=KEEPER)
    enqueue("tests.asked", {}, at=AT - timedelta(days=9), by=system("somebody"))
    Job.objects.update(state=JobState.DONE, finished_at=AT - timedelta(days=9))
    assert (prune(AT), prune(AT)) == (1, 0)
    assert Job.objects.count() == 1


def _context(kind):
    return handlers.JobContext(1, kind, {}, AT, KEEPER, 1, lambda done, total, words: None)


def _run(kind):
    return handlers.handler_of(kind).run(_context(kind))


@pytest.mark.django_db
def test_proving_twice_finds_the_log_sound_both_times():
    first, second = _run("audit.verify"), _run("audit.verify")
    assert first["ok"]
    assert second["ok"]
    assert second["events"] == first["events"] + 1  # The proof itself is on record, and nothing else.


@pytest.mark.django_db
def test_expired_content_is_removed_once(tmp_path, settings):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    store.put(io.BytesIO(b"a,1\n"), name="a.csv", by=system("files"), at=AT, until=date(2026, 11, 1))
    assert (_run("files.remove_expired")["removed"], _run("files.remove_expired")["removed"]) == (1, 0)
    assert EventRow.objects.filter(type="files.removed").count() == 1


@pytest.mark.django_db
def test_asking_for_every_town_twice_queues_each_town_once(monkeypatch):
    towns = ["33/3306/330602/330602013/", "33/3306/330602/330602014/"]
    monkeypatch.setitem(handlers.handler_of("payroll.reconcile_all").run.__globals__, "towns_with_files", lambda: towns)
    _run("payroll.reconcile_all")
    _run("payroll.reconcile_all")
    assert sorted(Job.objects.values_list("place_path", flat=True)) == towns
