"""The limitation alarm of a case: counted for each worker, on the today page as a clock, moved by what interrupts it with proof."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import ledger, limitation
from anxin.apps.cases.knowing import subject_of
from anxin.apps.cases.limits import limits_of
from anxin.apps.cases.models import Case
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.limitation import Employment
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotFound

pytestmark = pytest.mark.django_db
EVIDENCE = "ab" * 32


def alarm(case, door="arbitration"):
    found = clocks.of(subject_of(case.pk)).filter(kind=f"cases.limitation.{door}", stopped_at=None).first()
    return found and local_date(found.due_at).isoformat()


def worker(office, case, name="张三"):
    return ledger.add_claimant(case_id=case.pk, name=name, by=office.town.clerk, at=office.at)


def ended(office, one, day):
    employment = Employment.ENDED if day else Employment.ONGOING
    limitation.settle_employment(
        claimant_id=one.pk, employment=employment, ended_on=day, by=office.town.clerk, at=office.at
    )


def test_every_open_case_has_an_alarm_from_the_first_day_counted_as_strictly_as_it_can_be(office):
    case = office.case()
    assert alarm(case) == "2027-11-23", "nobody said whether the employment ended: a year from the day of the filing"
    assert Case.objects.get().limited_on == date(2027, 11, 23)
    found = limits_of(case, on=local_date(office.at))
    assert [(one.found.door, one.assumed) for one in found] == [("arbitration", True), ("inspection", False)]


def test_while_the_worker_is_employed_there_is_no_limit_and_the_end_of_the_employment_brings_one(office):
    case = office.case()
    one = worker(office, case)
    ended(office, one, None)
    assert (alarm(case), Case.objects.get().limited_on) == (None, None)
    ended(office, one, date(2026, 9, 30))
    assert alarm(case) == "2027-11-23", "the filing interrupted what began on 30 September"


def test_a_claim_that_had_run_out_before_it_was_filed_says_so_and_is_not_brought_to_life(office):
    case = office.case()
    ended(office, worker(office, case), date(2025, 6, 30))
    assert alarm(case) == "2026-06-30"
    assert "不再中断" in limits_of(case, on=local_date(office.at))[0].found.why[-1]


def test_the_nearest_of_several_workers_is_the_alarm(office):
    case = office.case()
    ended(office, worker(office, case), None)
    ended(office, worker(office, case, "李四"), date(2026, 10, 1))
    third = worker(office, case, "王五")
    ended(office, third, date(2025, 6, 30))
    assert Case.objects.get().limited_on == date(2026, 6, 30)
    office.later(hours=1)
    for kind, proof in ((Kind.CLAIMED, ""), (Kind.PAID, EVIDENCE)):
        ledger.write(
            case_id=case.pk, claimant_id=third.pk, kind=kind, amount_fen=100, on=local_date(office.at), proof=proof,
            by=office.town.clerk, at=office.at,
        )  # fmt: skip
    assert alarm(case) == "2027-11-23", "the third was paid in full: nothing of his can run out"


def test_an_interruption_needs_its_proof_and_moves_the_alarm_with_its_reason(office):
    case = office.case()
    told = {"case_id": case.pk, "claimant_id": None, "ground": "claim", "by": office.town.clerk}
    office.on("2027-03-01")
    with pytest.raises(BadInput, match="没有登记"):
        limitation.interrupt(**told, on=date(2027, 3, 1), evidence="", at=office.at)
    with pytest.raises(BadInput):
        limitation.interrupt(**told, on=date(2027, 3, 2), evidence=EVIDENCE, at=office.at)
    limitation.interrupt(**told, on=date(2027, 3, 1), evidence=EVIDENCE, at=office.at)
    assert alarm(case) == "2028-03-01"
    clock = clocks.of(subject_of(case.pk)).get(stopped_at=None)
    assert any("向对方主张权利" in line for line in clock.why)


def test_a_promise_of_the_employer_begins_the_year_anew(office):
    case = office.case()
    one = worker(office, case)
    ended(office, one, date(2026, 9, 1))
    office.on("2027-01-05")
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.PROMISED, amount_fen=100, on=date(2027, 1, 5),
        due=date(2027, 2, 1), by=office.town.clerk, at=office.at,
    )  # fmt: skip
    assert alarm(case) == "2028-01-05"


def test_the_inspections_two_years_run_from_the_end_of_the_arrears(office):
    case = office.case()
    limitation.settle_breach(case_id=case.pk, ended_on=date(2025, 1, 15), by=office.town.clerk, at=office.at)
    assert alarm(case, "inspection") == "2027-01-15"
    assert Case.objects.get().limited_on == date(2027, 1, 15)
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(case, "accept", kind="inspection", by=office.inspector, conditions={"within_limitation": "未满二年"})
    office.agree(case, "inspection")
    assert alarm(case, "inspection") is None, "the inspection has taken it up"


def test_the_alarm_ends_with_the_case_and_comes_back_with_it(office):
    case = office.case()
    office.do(case, "refuse", conditions={"ground_stated": "应当或已申请仲裁或已起诉"})
    assert alarm(case) is None
    office.do(case, "reopen", conditions={"new_facts": "仲裁已撤回"})
    assert alarm(case) == "2027-11-23"


def test_nobody_of_another_town_records_anything(office):
    case = office.case()
    one = worker(office, case)
    with pytest.raises(NotFound):
        limitation.settle_employment(
            claimant_id=one.pk, employment=Employment.ONGOING, ended_on=None, by=office.town.stranger, at=office.at
        )


def test_the_page_shows_the_last_day_and_takes_the_proof_and_the_list_finds_what_runs_out(as_, office):
    case, clerk = office.case(), as_("clerk")
    assert "2027年11月23日" in said(clerk.get(f"/office/cases/{case.pk}/"))
    one = worker(office, case)
    answer = clerk.post(
        f"/office/cases/{case.pk}/employment/",
        {"claimant": one.pk, "employment": "ended", "ended_on": "2025-12-20"}, follow=True,
    )  # fmt: skip
    assert "2027年11月23日" in said(answer)
    assert "欠薪〔2026〕1号" not in said(clerk.get("/office/cases/?queue=limit"))
    clerk.post(f"/office/cases/{case.pk}/breach/", {"breach_ended_on": "2024-12-20"})
    assert "欠薪〔2026〕1号" in said(clerk.get("/office/cases/?queue=limit"))
    told = {"who": "", "on": "2026-11-20", "ground": "acknowledgement"}
    assert "证据" in said(clerk.post(f"/office/cases/{case.pk}/interruptions/", told, follow=True))
    assert not case.interruptions.exists()
    proof = SimpleUploadedFile("承诺书.pdf", b"%PDF-1.7 promise")
    said(clerk.post(f"/office/cases/{case.pk}/interruptions/", {**told, "evidence": proof}, follow=True))
    number = case.interruptions.get().pk
    assert clerk.get(f"/office/cases/{case.pk}/interruptions/{number}/evidence/").status_code == 200


def test_the_nightly_round_gives_cases_of_old_times_their_alarm_and_a_second_round_changes_nothing(office):
    from anxin.base.actors import system

    case = office.case()
    clocks.stop(
        subject=subject_of(case.pk), kind="cases.limitation.arbitration", outcome="", by=office.town.clerk, at=office.at
    )
    Case.objects.update(limited_on=None)
    assert limitation.refresh_all(by=system("cases"), at=office.at) == 1
    events = EventRow.objects.count()
    limitation.refresh_all(by=system("cases"), at=office.at)
    assert (alarm(case), EventRow.objects.count()) == ("2027-11-23", events)


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-600:])
    return answer.content.decode()
