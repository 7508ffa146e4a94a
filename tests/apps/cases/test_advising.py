"""The next step by a case's own facts: what its rows say is what the adviser's rules read, and the page shows both."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import crime, ledger, limitation
from anxin.apps.cases.advising import told_of
from anxin.base.files.store import put
from anxin.domain.advice.door import Standing
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.limitation import Employment
from anxin.kernel.clock import local_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(office):
    """A case, and a function that puts a worker with what is owed on its ledger."""
    case = office.case()
    office.do(case, "accept")
    doing = {"by": office.town.clerk, "at": office.at}

    def one(name, fen, left=None):
        worker = ledger.add_claimant(case_id=case.pk, name=name, **doing)
        day = local_date(office.at)
        ledger.write(case_id=case.pk, claimant_id=worker.pk, kind=Kind.ESTABLISHED, amount_fen=fen, on=day, **doing)
        if left:
            limitation.settle_employment(claimant_id=worker.pk, employment=Employment.ENDED, ended_on=left, **doing)
        return worker

    return case, one, doing


def test_of_several_workers_who_left_first_and_is_owed_most_count(office, claim):
    case, one, doing = claim
    first = one("张三", 2_000_000, date(2026, 9, 30))
    one("李四", 500_000, date(2026, 8, 31))
    crime.settle_months(claimant_id=first.pk, months=4, **doing)
    told = told_of(case, on=local_date(office.at))
    assert (told.ended_on, told.amount_fen, told.total_fen, told.months) == (date(2026, 8, 31), 2_000_000, 2_500_000, 4)
    assert told.last_claimed_on == local_date(office.at), "the day of the filing"
    assert {told.order_expired, told.agreement, told.filed_elsewhere, told.boss_gone} == {False}


def test_until_the_ledger_has_a_line_what_was_claimed_and_since_when_is_told(office):
    told = {"workers": 3, "amount_fen": 900_000, "since": date(2026, 8, 1)}
    case, day = office.case(**told), local_date(office.at)
    said = told_of(case, on=day)
    assert (said.total_fen, said.amount_fen, said.workers) == (900_000, None, 3), (
        "of three workers nobody knows yet who is owed what"
    )
    assert said.months == (day.year - 2026) * 12 + day.month - 8
    alone = told_of(office.case(employer_id=None, workers=1, amount_fen=300_000), on=day)
    assert (alone.total_fen, alone.amount_fen, alone.months) == (300_000, 300_000, None)


def test_a_part_paid_later_begins_the_limitation_anew_for_the_adviser_as_on_the_case_page(office, claim):
    case, one, doing = claim
    paid, unpaid = one("张三", 2_000_000, date(2026, 9, 30)), one("李四", 500_000)
    paper = put(io.BytesIO(b"%PDF-1.7 slip"), name="slip.pdf", **doing).sha256
    filed = local_date(office.at)
    later = {"by": office.town.clerk, "at": office.on("2026-12-15").at}
    part = {"kind": Kind.PAID, "amount_fen": 100_000, "on": date(2026, 12, 15), "proof": paper}
    ledger.write(case_id=case.pk, claimant_id=paid.pk, **part, **later)
    assert told_of(case, on=date(2026, 12, 16)).last_claimed_on == filed, "nothing interrupted the other worker's"
    ledger.write(case_id=case.pk, claimant_id=unpaid.pk, **part, **later)
    assert told_of(case, on=date(2026, 12, 16)).last_claimed_on == date(2026, 12, 15)


def test_an_order_that_ran_out_and_an_employer_in_hiding_are_told_until_the_wages_are_paid(office, claim):
    case, one, doing = claim
    worker = one("张三", 2_000_000)
    paper = put(io.BytesIO(b"%PDF-1.7 order"), name="order.pdf", **doing).sha256
    crime.record_order(
        case_id=case.pk, document="限期整改指令书", number="", issued_on=local_date(office.at), deadline=date(2026, 11, 30),
        amount_fen=2_000_000, file=paper, **doing,
    )  # fmt: skip
    crime.find(case_id=case.pk, question="evasion", answer=["逃跑、藏匿"], words="现场笔录", **doing)
    assert not told_of(case, on=date(2026, 11, 30)).order_expired
    after = told_of(case, on=date(2026, 12, 1))
    assert after.order_expired
    assert after.boss_gone
    ledger.write(
        case_id=case.pk,
        claimant_id=worker.pk,
        kind=Kind.PAID,
        amount_fen=2_000_000,
        on=date(2026, 12, 1),
        proof=paper,
        by=office.town.clerk,
        at=office.on("2026-12-01").at,
    )
    paid = told_of(case, on=date(2026, 12, 2))
    assert not paid.order_expired
    assert paid.amount_fen is None


def test_the_page_shows_the_doors_and_the_facts_they_rest_on(office, claim, as_):
    case, one, _ = claim
    one("张三", 2_000_000, date(2026, 9, 30))
    page = as_("clerk").get(reverse("cases:next", args=[case.pk]))
    assert page.status_code == 200
    assert "2026" in page.text
    assert "20,000.00" in page.text
    assert {one.id for one in page.context["doors"]} >= {"inspection", "arbitration", "mediation", "legal_aid"}
    assert any(one.standing == Standing.FIRST for one in page.context["doors"])


def test_after_arbitration_did_not_decide_in_time_the_adviser_sends_to_court(as_, office, claim):
    case, one, _doing = claim
    one("张三", 2_000_000)
    procedure = acts.begin(case, "arbitration", by=office.town.clerk, at=office.at, state="filed")
    assert told_of(case, on=local_date(office.at)).to_court is False
    office.later(days=10).do(case, "lapse", kind="arbitration")
    assert office.procedure(case, "arbitration").pk == procedure.pk
    assert told_of(case, on=local_date(office.at)).to_court is True
    page = as_("clerk").get(reverse("cases:next", args=[case.pk])).content.decode()
    assert "向法院起诉" in page
    assert "已经提出，请按通知参加" not in page
