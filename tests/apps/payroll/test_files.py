"""A payroll and a bank statement handed in: who is owed what, the same file twice, corrections, undo, doubts."""

from __future__ import annotations

import io

import openpyxl
import pytest

from anxin.apps.payroll import api
from anxin.apps.payroll.actions import file as acts
from anxin.apps.payroll.blockers import Choices
from anxin.apps.payroll.models import Breach, EmployerMonth, LayoutMemory, Recovery, Run, Shortfall, WageFile
from anxin.apps.registry.models import Employment, PayAccount, Worker
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job
from anxin.kernel.outcome import NotAllowed, NotFound
from anxin.project.cli.main import main

from .conftest import HEAD, book, card, employer_at, id_number, payroll, person, statement, transfer

pytestmark = pytest.mark.django_db


def owed():
    rows = Shortfall.objects.order_by("worker__name").values_list("worker__name", "arrears_fen", "status")
    return list(rows)


def test_who_was_not_paid_how_much_and_since_when(desk, workshop):
    file = desk.hand_in(payroll(workshop, [person(1), person(2), person(3)]))
    assert (file.state, file.month, file.employer, file.rows, file.amount_fen) == (
        "live",
        202609,
        workshop,
        3,
        1_500_000,
    )
    bank = desk.hand_in(
        statement([transfer(1, 5000), transfer(2, 3200), transfer(3, 5000, result="失败")]),
        name="流水.xlsx",
        kind="bank",
    )
    assert bank.state == "live", bank.message
    assert owed() == [("工人002", 180_000, 2), ("工人003", 500_000, 3)]
    month = EmployerMonth.objects.get()
    assert (month.workers, month.short, month.unpaid, month.arrears_fen) == (3, 1, 1, 680_000)


def test_the_same_file_twice_changes_nothing(desk, workshop):
    stream = payroll(workshop, [person(1)])
    first = desk.hand_in(io.BytesIO(stream.getvalue()))
    events, runs = EventRow.objects.count(), Run.objects.count()
    again = desk.hand_in(io.BytesIO(stream.getvalue()), name="另存.xlsx")
    assert again == first
    assert desk.sent == [True, False]
    assert (EventRow.objects.count(), Run.objects.count()) == (events, runs)


def test_the_command_says_that_a_file_counts_already_for_another_month(
    workshop, small_town, settings, tmp_path, capsys
):
    assert settings.SETTINGS.town == small_town.town.code
    path = tmp_path / "工资.xlsx"
    path.write_bytes(payroll(workshop, [person(1)]).getvalue())
    told = ["import", "payroll", str(path), "--employer", workshop.name]
    assert (main(told), main([*told, "--month", "2026-09"])) == (0, 0)
    assert main([*told, "--month", "2026-08"]) == 2
    assert "已按 2026-09 导入" in capsys.readouterr().err


def test_a_correction_replaces_the_earlier_payroll_and_undoing_it_brings_that_back(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1), person(2)]))
    assert owed() == [("工人001", 500_000, 3), ("工人002", 500_000, 3)]
    second = desk.hand_in(payroll(workshop, [person(1, due=6000, paid=6000)]), name="更正.xlsx")
    assert owed() == [("工人001", 600_000, 3)]
    desk.undo(second)
    assert owed() == [("工人001", 500_000, 3), ("工人002", 500_000, 3)]


def test_undo_takes_back_accounts_that_only_that_file_named(desk, workshop, small_town):
    other = employer_at(small_town.west, 2)
    wrong = desk.hand_in(payroll(workshop, [person(1)]))
    desk.undo(wrong)
    assert not PayAccount.objects.exists()
    assert not Employment.objects.exists()
    desk.hand_in(payroll(other, [person(1)]))
    desk.hand_in(statement([transfer(1, 5000)]), kind="bank")
    assert owed() == []


def test_undo_keeps_accounts_that_another_file_names_too(desk, workshop):
    first = desk.hand_in(payroll(workshop, [person(1)]))
    desk.hand_in(payroll(workshop, [person(1)], month="2026年8月"), name="八月.xlsx")
    desk.undo(first)
    assert PayAccount.objects.count() == 1


def test_undo_of_the_bank_file_brings_arrears_back_and_counts_no_recovery(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1)]))
    bank = desk.hand_in(statement([transfer(1, 5000)]), kind="bank")
    assert owed() == []
    assert Recovery.objects.get().amount_fen == 500_000
    desk.undo(bank)
    assert owed() == [("工人001", 500_000, 3)]


def test_net_of_deductions_within_the_cap_is_due_and_beyond_it_is_a_doubt(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1, due=5000, paid=4500), person(2, due=5000, paid=3000)]))
    assert owed() == [("工人001", 450_000, 3), ("工人002", 500_000, 3)]
    doubt = Breach.objects.get(kind="deduction")
    assert (doubt.sure, doubt.amount_fen, doubt.facts["row"]) == ("doubt", 200_000, 5)
    assert WageFile.objects.get().reading["beyond_cap"] == [5]


def test_a_wage_not_yet_due_is_no_arrears(desk, workshop):
    workshop.pay_day = 25
    workshop.save()
    desk.hand_in(payroll(workshop, [person(1)], month="2026年10月"))
    assert owed() == []
    assert EmployerMonth.objects.get().unpaid == 0


def test_a_payroll_without_employer_waits_until_the_clerk_names_it_and_the_layout_is_remembered(
    desk, workshop, small_town
):
    stream = book(HEAD, [person(1)], title=[["2026年9月工资"]])
    file = desk.hand_in(stream)
    assert file.state == "doubtful"
    assert [one["code"] for one in file.reading["blockers"]] == ["no_employer"]
    assert not Worker.objects.exists()
    signature = file.reading["sheets"][0]["signature"]
    columns = {key: letter for key, letter in file.reading["sheets"][0]["columns"].items() if letter}
    acts.decide(
        file_id=file.pk,
        choices=Choices(
            employer=workshop.pk, layout={signature: {"header_rows": [2], "columns": columns, "month": 202609}}
        ),
        remember=True,
        by=small_town.clerk,
        at=desk.at,
    )
    desk.work()
    file.refresh_from_db()
    assert (file.state, file.employer) == ("live", workshop), file.message
    assert "month" not in LayoutMemory.objects.get(employer=workshop).mapping


def test_a_month_that_has_not_begun_is_refused_for_a_person_to_settle(desk, workshop):
    file = desk.hand_in(payroll(workshop, [person(1)], month="2027年3月"))
    assert file.state == "doubtful"
    assert "wrong_month" in [one["code"] for one in file.reading["blockers"]]


def test_rows_that_cannot_be_read_stay_out_only_when_the_clerk_says_so(desk, workshop, small_town):
    file = desk.hand_in(payroll(workshop, [person(1), person(2, due="面议", paid="")]))
    assert file.state == "doubtful"
    acts.decide(file_id=file.pk, choices=Choices(leave_out=True), remember=False, by=small_town.clerk, at=desk.at)
    desk.work()
    file.refresh_from_db()
    assert (file.state, file.rows) == ("live", 1), file.message


def test_pay_slips_beside_the_payroll_do_not_double_what_is_due(desk, workshop, small_town):
    stream = payroll(workshop, [person(number) for number in range(1, 5)])
    whole = openpyxl.load_workbook(stream)
    slips = whole.copy_worksheet(whole.active)
    slips.title = "工资条"
    slips.append(person(5))
    again = io.BytesIO()
    whole.save(again)
    again.seek(0)
    file = desk.hand_in(again)
    assert [one["code"] for one in file.reading["blockers"]] == ["repeated_sheet"]
    acts.decide(file_id=file.pk, choices=Choices(leave_out=True), remember=False, by=small_town.clerk, at=desk.at)
    desk.work()
    file.refresh_from_db()
    assert (file.state, file.rows, file.amount_fen) == ("live", 5, 2_500_000), file.message


def test_a_bank_file_handed_in_as_payroll_is_doubted_and_read_again_as_what_it_is(desk, workshop, small_town):
    file = desk.hand_in(statement([transfer(1, 5000)]), name="工资.xlsx", kind="payroll")
    assert file.state in ("doubtful", "refused")
    other = acts.reclassify(file_id=file.pk, kind="bank", lake_root=desk.root, by=small_town.clerk, at=desk.at)
    desk.work()
    other.refresh_from_db()
    file.refresh_from_db()
    assert (file.state in ("undone", "refused"), other.kind, other.state) == (True, "bank", "live")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le") + b"\x00" * 600, "坏.xls"),
        (b"just text, no table at all", "说明.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_with_the_remedy(desk, content, name):
    file = desk.hand_in(io.BytesIO(content), name=name)
    assert file.state in ("refused", "doubtful")
    assert file.message
    assert not Job.objects.filter(state__in=["queued", "running", "dead"]).exists()


def test_persons_are_told_apart_by_number_account_and_name(desk, workshop):
    shared = card(77)
    people = [
        person(1, with_id=False, account=shared, name="张一"),
        person(2, with_id=False, account=shared, name="李二"),
        person(3, name="王三"),
    ]
    desk.hand_in(payroll(workshop, people))
    assert Worker.objects.count() == 3
    known = [
        person(1, account=shared, name="张一"),
        person(2, with_id=False, account=shared, name="李二"),
        person(3, name="王三"),
    ]
    desk.hand_in(payroll(workshop, known, month="2026年8月"), name="八月.xlsx")
    assert Worker.objects.count() == 3
    assert Worker.objects.get(name="张一").id_tail == id_number(1)[-4:]


def test_insurance_gaps_are_found_in_months_whose_list_came_in(desk, workshop):
    for month in ("2026年7月", "2026年8月", "2026年9月"):
        desk.hand_in(payroll(workshop, [person(1), person(2)], month=month), name=f"{month}.xlsx")
    Employment.objects.update(started_on="2025-01-01")
    head = ["姓名", "身份证号", "单位名称", "费款所属期"]
    insured = [["工人001", id_number(1), workshop.name, "2026-08"], ["工人001", id_number(1), workshop.name, "2026-09"]]
    file = desk.hand_in(book(head, insured), name="参保.xlsx", kind="insurance")
    assert file.state == "live", file.message
    found = Breach.objects.filter(kind="insurance", sure="finding").order_by("month")
    assert [(one.worker.name, one.month) for one in found] == [("工人002", 202608), ("工人002", 202609)]
    assert EmployerMonth.objects.get(month=202609).uninsured == 1
    assert found[0].law


def test_pay_below_the_minimum_wage_and_late_pay_are_found_with_their_law(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1, due=1900, paid=1900), person(2)]))
    desk.hand_in(statement([transfer(1, 1900), transfer(2, 5000, day="2026-10-30")]), kind="bank")
    low = Breach.objects.get(kind="minimum")
    assert (low.sure, low.worker.name) == ("finding", "工人001")
    assert "最低工资" in low.law
    late = Breach.objects.get(kind="payday")
    assert late.worker.name == "工人002"
    assert late.facts["days"] >= 15
    assert owed() == [("工人002", 0, 1)]


def test_nobody_sees_or_touches_a_file_of_another_place(desk, workshop, small_town):
    file = desk.hand_in(payroll(workshop, [person(1)]))
    with pytest.raises(NotFound):
        acts.undo(file_id=file.pk, lake_root=desk.root, by=small_town.stranger, at=desk.at)
    with pytest.raises(NotAllowed):
        desk.hand_in(payroll(workshop, [person(2)]), by=small_town.stranger)


def test_a_payroll_names_no_employer_beyond_the_reach_of_who_hands_it_in(desk, elsewhere):
    file = desk.hand_in(payroll(elsewhere, [person(1)]))
    assert file.state == "doubtful"
    assert [one["code"] for one in file.reading["blockers"]] == ["no_employer"]


def test_reconciling_again_without_news_gives_the_run_there_is(desk, workshop, small_town):
    desk.hand_in(payroll(workshop, [person(1)]))
    before = Run.objects.get()
    assert (
        api.reconcile(
            place_path=small_town.town.path,
            lake_root=desk.root,
            engine_url="duckdb://",
            by=small_town.clerk,
            at=desk.at,
        )
        == before
    )


def test_events_carry_no_name_and_no_number_of_a_person(desk, workshop):
    desk.hand_in(payroll(workshop, [person(1, name="欧阳不在册")]))
    text = " ".join(str(row.payload) for row in EventRow.objects.all())
    assert "欧阳" not in text
    assert id_number(1) not in text
