"""Rows of a weekly report: written in parts before it, done again when killed; and early reports, which kept theirs within the snapshot."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse

from anxin.apps.documents import queries, spooling
from anxin.apps.documents.actions import report as acts
from anxin.apps.documents.actions import report_rows
from anxin.apps.documents.actions.report import compose, sign
from anxin.apps.documents.behind import behind
from anxin.apps.documents.measures import MEASURES
from anxin.apps.documents.models import EarlySnapshot, ReportRow, ReportRows, WeeklyReport
from anxin.apps.documents.snapshots import digest, is_sound, sheet_of, without_rows
from anxin.apps.documents.weekly import INDICATORS
from anxin.base.jobs import handlers
from anxin.base.jobs.models import Job
from anxin.base.jobs.queue import unpack
from anxin.kernel.outcome import RuleBroken

from .conftest import AT, WEEK

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=11)


class Killed(BaseException):
    """Nothing is tidied up after it, as after kill -9."""


def killed_at_part(monkeypatch, number):
    honest, seen = spooling.write_rows, []

    def dying(*some):
        seen.append(1)
        if len(seen) == number:
            raise Killed
        return honest(*some)

    monkeypatch.setattr(spooling, "PART", 2)
    monkeypatch.setattr(report_rows, "write_rows", dying)


def composed(trouble, **more):
    return compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, **{"at": AT, **more})


def run_again():
    job = Job.objects.get(kind=report_rows.AGAIN)
    context = handlers.JobContext(job.pk, job.kind, job.payload, LATER, unpack(job.actor), 1, lambda *_: None)
    return handlers.handler_of(job.kind).run, context


@pytest.mark.django_db(transaction=True)
def test_a_report_killed_between_two_parts_is_seen_by_nobody_and_composed_again_once(trouble, monkeypatch, as_):
    killed_at_part(monkeypatch, 3)
    with pytest.raises(Killed):
        composed(trouble, remarks="元旦前")
    assert ReportRow.objects.count() == 4, "two parts of two rows stand"
    assert not WeeklyReport.objects.exists()
    assert not queries.reports(trouble.town.clerk.scope).exists()
    assert "还没有周报" in as_("head").get(reverse("documents:reports")).content.decode()
    run, context = run_again()
    assert context.by.id == trouble.town.clerk.id
    assert run(context) == {"needed": True}
    made = WeeklyReport.objects.get()
    assert is_sound(made)
    assert (made.state, made.remarks, made.composed_by_name) == ("draft", "元旦前", trouble.town.clerk.name)
    assert set(ReportRow.objects.values_list("rows", flat=True)) == {made.rows_id}
    assert run(context) == {"needed": False}
    assert WeeklyReport.objects.count() == 1
    assert not Job.objects.filter(kind=report_rows.AGAIN, state="queued").exclude(pk=context.id).exists()


@pytest.mark.django_db(transaction=True)
def test_who_presses_again_before_the_job_comes_clears_what_was_left(trouble, monkeypatch):
    killed_at_part(monkeypatch, 2)
    with pytest.raises(Killed):
        composed(trouble)
    run, context = run_again()
    monkeypatch.undo()
    made = composed(trouble, at=AT + timedelta(minutes=1))
    assert list(ReportRows.objects.values_list("pk", flat=True)) == [made.rows_id]
    assert not Job.objects.exists()
    assert run(context) == {"needed": False}


@pytest.mark.django_db(transaction=True)
def test_each_part_is_a_transaction_of_its_own_and_others_are_let_in_between(trouble, monkeypatch):
    done = []
    honest = report_rows.write_rows
    monkeypatch.setattr(spooling, "PART", 3)
    monkeypatch.setattr(
        report_rows,
        "write_rows",
        lambda key, part: (done.append(("part", len(part), connection.in_atomic_block)), honest(key, part)),
    )
    monkeypatch.setattr(report_rows, "give_way", lambda: done.append(("others", 0, connection.in_atomic_block)))
    composed(trouble)
    rows = ReportRow.objects.count()
    parts = [one for one in done if one[0] == "part"]
    assert (sum(size for _, size, _ in parts), max(size for _, size, _ in parts)) == (rows, 3)
    assert {held for what, _, held in done if what == "part"} == {True}
    assert {held for what, _, held in done if what == "others"} == {False}
    assert [one[0] for one in done] == ["part", *["others", "part"] * (len(parts) - 1)]


def test_a_part_written_twice_stands_once(trouble):
    made = composed(trouble)
    row = ReportRow.objects.filter(kind="debt").order_by("number").first()
    again = spooling.Row(*(getattr(row, name) for name in spooling.Row._fields))
    spooling.write_rows(made.rows_id, [("debt", row.number, again)])
    assert is_sound(made)


def test_what_was_composed_leaves_no_job_behind(trouble):
    composed(trouble)
    assert not Job.objects.exists()


def early(trouble):
    """A report as the first versions composed it: each cell with its rows, one hash over all of it."""
    made = composed(trouble)
    kept = made.snapshot
    for line in [*kept["villages"], kept["total"], *kept["focus"]]:
        for one in INDICATORS:
            unit = "n" if MEASURES[one.key].kind == "uninsured" else "fen"
            rows = [
                {
                    "employer": row["employer"],
                    "name": row["name"],
                    "month": row["month"],
                    unit: row["amount"],
                    "due_date": row["day"],
                }
                for row in behind(made, line["code"], one.key)
            ]
            line["figures"][one.key]["rows"] = rows
    del kept["rows"], kept["old_before"]
    made.snapshot, made.snapshot_sha256, made.shown, made.rows = kept, digest(kept), without_rows(kept), None
    made.save()
    ReportRow.objects.all().delete()
    ReportRows.objects.all().delete()
    return made, kept


def moved(how):
    migration = import_module("anxin.apps.documents.migrations.0011_early_snapshots_apart")
    with connection.cursor() as cursor:
        for statement in getattr(migration, how):
            cursor.execute(statement)


@pytest.mark.parametrize("move", [False, True])
def test_an_early_report_is_proved_shown_and_signed_wherever_its_snapshot_stands(trouble, move):
    made, kept = early(trouble)
    figures = kept["total"]["figures"]
    if move:
        moved("MOVE")
        assert EarlySnapshot.objects.get().content == kept
        assert "rows" not in WeeklyReport.objects.get().snapshot["total"]["figures"]["debtors"]
    found = queries.report(trouble.town.clerk.scope, made.pk)
    assert is_sound(found)
    for key in MEASURES:
        cell = behind(found, "total", key)
        assert (cell.value, len(cell)) == (figures[key]["value"], len(figures[key]["rows"]))
        assert [row["amount"] for row in cell] == [row.get("fen", row.get("n")) for row in figures[key]["rows"]]
    assert sheet_of(found, unit="办公室").total.figures["owed_fen"] == 1_323_456
    assert sign(report_id=made.pk, by=trouble.town.clerk, at=AT).snapshot_sha256 == digest(kept)


def test_an_early_snapshot_changed_behind_the_products_back_is_not_signed(trouble):
    made, kept = early(trouble)
    moved("MOVE")
    kept["total"]["figures"]["debtors"]["rows"][0]["name"] = "别的厂"
    EarlySnapshot.objects.update(content=kept)
    with pytest.raises(RuleBroken) as refused:
        sign(report_id=made.pk, by=trouble.town.clerk, at=AT)
    assert refused.value.code == "snapshot_changed"


def test_taking_the_migration_back_puts_early_snapshots_where_they_were(trouble):
    _, kept = early(trouble)
    moved("MOVE")
    moved("BACK")
    assert WeeklyReport.objects.get().snapshot == kept


def test_an_early_report_that_never_kept_its_figures_apart_stays_as_it_is(trouble):
    made, kept = early(trouble)
    WeeklyReport.objects.update(shown=None)
    moved("MOVE")
    assert not EarlySnapshot.objects.exists()
    found = queries.report(trouble.town.clerk.scope, made.pk)
    assert is_sound(found)
    assert len(behind(found, "total", "debtors")) == len(kept["total"]["figures"]["debtors"]["rows"])


def test_the_page_of_a_figure_turns_pages_and_hands_all_its_rows_out(trouble, as_, tmp_path):
    factory = trouble.employer(trouble.town.east)
    for fen in range(100, 200):
        trouble.owes(factory, fen * 100)
    made = composed(trouble)
    url = reverse("documents:rows", args=[made.pk, "total", "owed_fen"])
    first, last, beyond = (as_("head").get(url, {"page": page}).content.decode() for page in (1, 3, 99))
    assert "1 / 3" in first
    assert first.count("<tr><td>") == 50
    assert last.count("<tr><td>") == 4
    assert "3 / 3" in last
    assert beyond.count("<tr><td>") == 4
    assert "3 / 3" in beyond
    (tmp_path / "a.xlsx").write_bytes(as_("head").get(url, {"export": "xlsx"}).content)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert (len(rows), round(sum(row[3] for row in rows) * 100)) == (
        104,
        made.snapshot["total"]["figures"]["owed_fen"]["value"],
    )


def test_the_rows_of_a_report_are_read_in_one_order_of_workers(trouble):
    """Counting a worker once leans on it."""
    found = list(
        acts.rows_of_week(
            trouble.town.clerk.scope, week=WEEK, as_of=AT, today=AT.date(), villages=[(trouble.town.east.path, "e")]
        )
    )
    for kind in ("debt", "recovery"):
        workers = [row.worker for name, row in found if name == kind]
        assert workers == sorted(workers)
