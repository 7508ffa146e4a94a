"""An arbitration application and a legal-aid application prepared from the same fact sheet."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import crime, ledger, limitation, mediating
from anxin.apps.cases.actions.running import begin_state
from anxin.apps.cases.api import case_facts
from anxin.apps.cases.applying import PAPERS, application
from anxin.apps.intake.models import Message
from anxin.base import clocks
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.limitation import Employment
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def claimed(office):
    case = office.case()
    office.do(case, "accept")
    one = ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.CLAIMED, amount_fen=1_500_001, on=local_date(office.at),
        by=office.town.clerk, at=office.at,
    )  # fmt: skip
    return case


def missing(case, door, office):
    return {one.term for one in application(case, door, on=local_date(office.at)).items if not one.met}


def fill(office, case, door):
    for need in PAPERS[door]:
        crime.add_paper(case_id=case.pk, need=need, file="ab" * 32, dossier=door, by=office.town.clerk, at=office.at)


def test_an_application_asks_for_what_the_ledger_says_until_the_calculator_says_more_exactly(office, claimed):
    found = application(claimed, "arbitration", on=local_date(office.at))
    assert [(one.name, one.total_fen) for one in found.applicants] == [("张三", 1_500_001)]
    told = {"months": [{"month": "2026-09", "wage_yuan": "6000"}]}
    mediating.calculate(claimant_id=claimed.claimants.get().pk, told=told, by=office.town.clerk, at=office.at)
    (applicant,) = application(claimed, "arbitration", on=local_date(office.at)).applicants
    assert (applicant.total_fen, bool(applicant.lines[0].articles)) == (600_000, True)


def test_an_application_is_filed_only_when_nothing_is_missing_and_the_papers_of_one_door_are_not_those_of_another(
    office, claimed
):
    acts.open_door(case_id=claimed.pk, kind="arbitration", by=office.town.clerk, at=office.at)
    assert missing(claimed, "arbitration", office) == {"被申请人名称和住所", *PAPERS["arbitration"]}
    fill(office, claimed, "legal_aid")
    acts.settle_facts(
        case_id=claimed.pk, told={"address_said": "东头村工业区 1 号"}, by=office.town.clerk, at=office.at
    )
    claimed.refresh_from_db()
    assert missing(claimed, "legal_aid", office) == set()
    told = {"application_complete": "写好了", "receipt_kept": "收件回执"}
    with pytest.raises(RuleBroken, match="仲裁申请书已填写完整"):
        office.do(claimed, "file", kind="arbitration", conditions=told)
    fill(office, claimed, "arbitration")
    office.do(claimed, "file", kind="arbitration", conditions=told)
    assert office.procedure(claimed, "arbitration").state == "filed"


def test_an_application_out_of_time_says_so(office, claimed):
    limitation.settle_employment(
        claimant_id=claimed.claimants.get().pk, employment=Employment.ENDED, ended_on=date(2025, 6, 30),
        by=office.town.clerk, at=office.at,
    )  # fmt: skip
    assert "在仲裁时效内" in missing(claimed, "arbitration", office)


def test_documents_get_one_record_of_everything_and_only_those_who_handle_may_have_it(office, claimed):
    facts = case_facts(case_id=claimed.pk, by=office.town.clerk, at=office.at)
    assert (facts.title, facts.employer_name) == ("欠薪〔2026〕1号", office.employer.name)
    (one,) = facts.claims
    assert (one.name, one.account.owed) == ("张三", 1_500_001)
    assert [row.kind for row in facts.procedures] == ["case"]
    assert facts.arbitration.applicants[0].claimant == one.claimant
    with pytest.raises(NotFound):
        case_facts(case_id=claimed.pk, by=office.town.stranger, at=office.at)
    from dataclasses import replace

    looker = replace(office.officer, powers=frozenset({"cases.view"}))
    with pytest.raises(NotAllowed):
        case_facts(case_id=claimed.pk, by=looker, at=office.at)


def test_the_page_takes_a_paper_and_masks_names(as_, office, claimed):
    clerk, at = as_("clerk"), f"/office/cases/{claimed.pk}/apply/legal_aid/"
    page = clerk.get(at).content.decode()
    assert "免予核查" in page
    assert "张三" not in page
    proof = SimpleUploadedFile("身份证.pdf", b"%PDF-1.7 id")
    page = clerk.post(f"{at}papers/", {"need": "身份证明", "file": proof}, follow=True).content.decode()
    assert "身份证.pdf" in page
    assert clerk.get(f"/office/cases/{claimed.pk}/apply/court/").status_code == 404


def test_what_was_paid_after_the_calculation_is_asked_for_no_more(office, claimed):
    worker = claimed.claimants.get()
    told = {"months": [{"month": "2026-09", "wage_yuan": "6000"}]}
    mediating.calculate(claimant_id=worker.pk, told=told, by=office.town.clerk, at=office.at)
    office.later(days=3)
    ledger.write(
        case_id=claimed.pk, claimant_id=worker.pk, kind=Kind.PAID, amount_fen=200_000, on=local_date(office.at),
        proof="ab" * 32, by=office.town.clerk, at=office.at,
    )  # fmt: skip
    (applicant,) = application(claimed, "arbitration", on=local_date(office.at)).applicants
    assert (applicant.total_fen, applicant.lines[-1].amount_fen) == (400_000, -200_000)


def refused_aid(office):
    case = office.case(name="张三")
    office.do(case, "accept")
    door = acts.open_door(case_id=case.pk, kind="legal_aid", by=office.town.clerk, at=office.at)
    door.state = "filed"
    begin_state(door, by=office.town.clerk, at=office.at)
    office.do(case, "decline", kind="legal_aid", conditions={"grounds_known": "材料不足"})
    return case


def clock_of(office, case):
    return clocks.of(f"cases.procedure:{office.procedure(case, 'legal_aid').pk}").filter(stopped_at=None).get()


def test_an_objection_to_a_refusal_of_aid_has_its_own_five_days_and_leads_back_to_work_when_upheld(office):
    case = refused_aid(office)
    assert clock_of(office, case).law_param == "local_next_step_days", "no law says by when to object"
    office.do(case, "object", kind="legal_aid", conditions={"objection_kept": "区司法局收件回执"})
    assert (office.procedure(case, "legal_aid").state, clock_of(office, case).law_param) == (
        "objecting", "la_objection_days"
    )  # fmt: skip
    office.do(case, "reconsidered", kind="legal_aid", conditions={"objection_result": "责令改正决定书"})
    office.do(case, "assign", kind="legal_aid", conditions={"lawyer_named": "周律师"})
    assert office.procedure(case, "legal_aid").state == "assigned"


def test_an_objection_that_is_not_upheld_ends_the_aid_tells_the_worker_and_leaves_the_other_doors_open(office):
    case = refused_aid(office)
    office.do(case, "object", kind="legal_aid", conditions={"objection_kept": "区司法局收件回执"})
    with pytest.raises(RuleBroken, match="书面结果"):
        office.do(case, "upheld", kind="legal_aid")
    office.do(case, "upheld", kind="legal_aid", conditions={"objection_result": "维持决定书"})
    assert office.procedure(case, "legal_aid").ended_at is not None
    assert "维持不予援助" in Message.objects.filter(from_filer=False).latest("pk").words
    acts.open_door(case_id=case.pk, kind="arbitration", by=office.town.clerk, at=office.at)
    acts.open_door(case_id=case.pk, kind="legal_aid", by=office.town.clerk, at=office.at)
