"""The weekly report: figures that open exactly their rows, a snapshot that never moves, versions that stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.translation import override

from anxin.apps.documents import queries
from anxin.apps.documents.actions import report as acts
from anxin.apps.documents.actions.report import compose, remark, sign
from anxin.apps.documents.behind import behind
from anxin.apps.documents.measures import MEASURES
from anxin.apps.documents.models import ReportRow, WeeklyReport
from anxin.apps.documents.snapshots import digest, is_sound, shown_of, without_rows
from anxin.apps.documents.weekly import INDICATORS
from anxin.apps.payroll.models import Shortfall
from anxin.apps.warning.models import Warning
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job
from anxin.kernel.outcome import NotAllowed, NotFound, RuleBroken
from anxin.project.cli.main import main

from .conftest import AT, WEEK

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(trouble):
    return compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT)


def lines(report):
    kept = report.snapshot
    return [*kept["villages"], kept["total"], *kept["focus"]]


def figure(report, key, code="total"):
    return next(one for one in lines(report) if one["code"] == code)["figures"][key]["value"]


def test_the_figures_of_the_town_are_those_of_its_books(report):
    told = {one.key: figure(report, one.key) for one in INDICATORS}
    assert {key: value for key, value in told.items() if value} == {
        "employers": 3, "handed_in": 2, "new_debtors": 1, "debtors": 2, "owed_workers": 3, "owed_fen": 1_323_456,
        "old_owed_fen": 400_000, "recovered_workers": 1, "recovered_fen": 250_000, "uninsured_employers": 1,
        "uninsured_workers": 4,
    }  # fmt: skip


def test_every_figure_opens_exactly_the_rows_it_counts(report):
    for line in lines(report):
        for one in INDICATORS:
            found = behind(report, line["code"], one.key)
            rows = list(found)
            counted = sum(row["amount"] for row in rows) if MEASURES[one.key].adds_up else len(rows)
            assert line["figures"][one.key]["value"] == found.value == counted, (line["name"], one.key)
            assert len(found) == len(rows), (line["name"], one.key)
            assert [row for n in range(len(rows)) for row in found[n : n + 1]] == rows, (line["name"], one.key)


def test_amounts_of_workers_and_employers_counted_once_add_up_to_the_amount_owed(report):
    for key in ("debtors", "owed_workers", "owed_fen"):
        assert sum(row["amount"] for row in behind(report, "total", key)) == 1_323_456


def test_a_row_stands_once_for_all_figures_it_is_in(report):
    assert ReportRow.objects.filter(kind="debt").count() == Shortfall.objects.count() == 4


def test_villages_and_the_town_agree_because_places_do_not_overlap(report):
    for one in INDICATORS:
        parts = [line["figures"][one.key]["value"] for line in report.snapshot["villages"]]
        assert sum(parts) == figure(report, one.key), one.key


def test_the_three_focus_sectors_stand_apart(report):
    assert [line["code"] for line in report.snapshot["focus"]] == ["park", "catering", "construction"]
    owed = [figure(report, "owed_fen", code) for code in ("park", "catering", "construction")]
    assert owed == [1_200_000, 0, 123_456]


def test_a_report_is_kept_in_chinese_in_whatever_language_it_was_composed(trouble):
    debtor = Shortfall.objects.first().employer
    Warning.objects.create(
        employer=debtor, place_path=debtor.place_path, level="red", peak="red", reasons=[], turn_green=[], score=80,
        raised_at=AT, due_at=AT,
    )  # fmt: skip
    with override("en"):
        told = compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT).snapshot["employers"]
    assert ("红色", "待核查") in {(one["level"], one["state"]) for one in told}


def test_what_happens_afterwards_does_not_move_a_report(report, trouble):
    before = digest(report.snapshot)
    Shortfall.objects.all().delete()
    trouble.employer(trouble.town.east)
    kept = WeeklyReport.objects.get(pk=report.pk)
    assert digest(kept.snapshot) == kept.snapshot_sha256 == before
    later = compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT + timedelta(hours=1))
    assert (figure(later, "owed_fen"), figure(later, "employers")) == (0, 4)


def test_composing_again_sets_the_older_draft_aside_and_keeps_it(report, trouble):
    later = compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT + timedelta(hours=1))
    report.refresh_from_db()
    assert (report.state, report.version, later.state, later.version) == ("superseded", 1, "draft", 2)


def test_a_signed_report_is_corrected_by_a_newer_version_and_never_overwritten(report, trouble):
    by, town = trouble.town.clerk, trouble.town.town
    signed = sign(report_id=report.pk, by=by, at=AT)
    with pytest.raises(RuleBroken) as refused:
        compose(week=WEEK, town=town, by=by, at=AT)
    assert refused.value.code == "already_signed"
    newer = compose(week=WEEK, town=town, correction="漏计一家企业", by=by, at=AT + timedelta(hours=2))
    signed.refresh_from_db()
    assert signed.state == "signed"
    sign(report_id=newer.pk, by=by, at=AT + timedelta(hours=3))
    signed.refresh_from_db()
    assert (signed.state, signed.signed_by_name, newer.supersedes_id) == ("superseded", "张经办", signed.pk)
    kinds = list(EventRow.objects.filter(type__startswith="documents.report").values_list("type", flat=True))
    assert kinds.count("documents.report_signed") == 2
    assert kinds.count("documents.report_superseded") == 1


def test_a_report_is_signed_once(report, trouble):
    sign(report_id=report.pk, by=trouble.town.clerk, at=AT)
    with pytest.raises(RuleBroken, match="草稿"):
        sign(report_id=report.pk, by=trouble.town.clerk, at=AT)


@pytest.mark.parametrize("field", ["snapshot", "shown"])
def test_a_snapshot_changed_behind_the_products_back_is_not_signed(report, trouble, field):
    getattr(report, field)["total"]["figures"]["owed_fen"]["value"] = 1
    report.save()
    with pytest.raises(RuleBroken) as refused:
        sign(report_id=report.pk, by=trouble.town.clerk, at=AT)
    assert refused.value.code == "snapshot_changed"


@pytest.mark.parametrize("change", [
    lambda rows: rows.filter(kind="debt", number=2).update(amount=1),
    lambda rows: rows.filter(kind="employer").update(name="某厂"),
    lambda rows: rows.filter(kind="recovery").delete(),
    lambda rows: rows.filter(kind="debt", number=1).update(number=99),
    lambda rows: rows.create(rows_id=rows.first().rows_id, kind="complaint", number=1, employer=1, name="某厂"),
])  # fmt: skip
def test_a_row_changed_taken_or_added_behind_the_products_back_is_not_signed(report, trouble, change):
    assert is_sound(report)
    change(ReportRow.objects.all())
    with pytest.raises(RuleBroken) as refused:
        sign(report_id=report.pk, by=trouble.town.clerk, at=AT)
    assert refused.value.code == "snapshot_changed"


def test_remarks_are_written_on_drafts_only_and_figures_stay(report, trouble):
    remark(report_id=report.pk, words=" 元旦前加强巡查 ", by=trouble.town.clerk, at=AT)
    signed = sign(report_id=report.pk, by=trouble.town.clerk, at=AT)
    assert (signed.remarks, digest(signed.snapshot)) == ("元旦前加强巡查", report.snapshot_sha256)
    with pytest.raises(RuleBroken):
        remark(report_id=report.pk, words="改", by=trouble.town.clerk, at=AT)


def test_a_week_that_has_not_begun_has_no_report(trouble):
    with pytest.raises(RuleBroken, match="还没有开始"):
        compose(week=WEEK.plus(2), town=trouble.town.town, by=trouble.town.clerk, at=AT)


def test_the_command_takes_no_week_that_has_not_begun(trouble, capsys, tmp_path):
    assert main(["report", "weekly", "--week", "2099-W01", "--out", str(tmp_path / "a.pdf")]) == 2
    assert "还没有开始" in capsys.readouterr().err


def test_another_town_neither_composes_nor_signs(report, trouble):
    with pytest.raises(NotAllowed):
        compose(week=WEEK, town=trouble.town.town, by=trouble.town.stranger, at=AT)
    with pytest.raises(NotFound):
        sign(report_id=report.pk, by=trouble.town.stranger, at=AT)


def test_a_page_shows_a_report_without_reading_its_rows_and_a_cell_asks_for_one_page_of_its_own(
    report, trouble, django_assert_num_queries
):
    found = queries.report(trouble.town.clerk.scope, report.pk)
    with django_assert_num_queries(0):
        assert shown_of(found) == without_rows(report.snapshot)
    for key, measure in MEASURES.items():
        with django_assert_num_queries(0 if not measure.adds_up else 1):
            cell = behind(found, "total", key)
            len(cell)
        with django_assert_num_queries(2 if measure.once else 1):
            assert len(cell[:2]) <= 2
    assert behind(found, "nowhere", "debtors") is None
    assert behind(found, "total", "nothing") is None


def test_pages_of_rows_are_found_by_an_index_and_not_by_sorting_all_of_them(report):
    def plan(key, line="total"):
        cell = behind(report, line, key).rows
        return (cell._grouped if hasattr(cell, "_grouped") else cell._rows)[:50].explain()

    for key, index in (
        ("debtors", "report_rows_of_employers"), ("owed_workers", "report_rows_of_workers"), ("owed_fen", "one_row_per_number_of_a_kind"),
    ):  # fmt: skip
        told = plan(key)
        if connection.vendor == "sqlite":  # PostgreSQL reads a table of ten rows whole, whatever indexes it has
            assert index in told or "autoindex" in told, told
            assert "TEMP B-TREE" not in told, told
    if connection.vendor == "sqlite":
        east = next(line["code"] for line in lines(report) if line["name"] != "合计")
        told = plan("owed_fen", east)
        assert "report_rows_of_villages" in told, told
        assert "TEMP B-TREE" not in told, told


def test_every_village_and_sector_has_exactly_its_rows(report):
    where = {one["code"] for one in report.snapshot["villages"]}
    for line in lines(report):
        rows = [row for one in INDICATORS for row in behind(report, line["code"], one.key)]
        own = {(row.employer, row.village, row.focus) for row in ReportRow.objects.all()}
        keep = {
            employer for employer, village, focus in own
            if line["code"] in ("total", village if line["code"] in where else focus)
        }  # fmt: skip
        assert {row["employer"] for row in rows} == keep, line["name"]


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_report_is_counted_or_proved(trouble, monkeypatch):
    held = []

    def watched(honest):
        def act(*some, **more):
            held.append(connection.in_atomic_block)
            return honest(*some, **more)

        return act

    for name in ("_snapshot", "rows_of_week", "compose_snapshot", "digest", "without_rows", "is_sound"):
        monkeypatch.setattr(acts, name, watched(getattr(acts, name)))
    made = compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT)
    sign(report_id=made.pk, by=trouble.town.clerk, at=AT)
    assert held == [False] * 6


@pytest.mark.django_db(transaction=True)
def test_a_report_signed_while_another_was_counted_is_not_set_aside_without_a_reason(trouble, monkeypatch):
    first = compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT)
    honest = acts.rows_of_week

    def signed_meanwhile(*some, **more):
        sign(report_id=first.pk, by=trouble.town.clerk, at=AT)
        return honest(*some, **more)

    monkeypatch.setattr(acts, "rows_of_week", signed_meanwhile)
    with pytest.raises(RuleBroken, match="已签发"):
        compose(week=WEEK, town=trouble.town.town, by=trouble.town.clerk, at=AT + timedelta(hours=1))
    assert list(WeeklyReport.objects.values_list("state", flat=True)) == ["signed"]
    assert ReportRow.objects.values("rows").distinct().count() == 1, "what was refused leaves no rows"
    assert not Job.objects.exists()
