"""Who has a case in hand: the authority that it went to, by a name of its own, until it comes back to the town."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions.handling import Told
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.models import Case, Procedure
from anxin.apps.cases.receiving import Receiver, receivers
from anxin.apps.intake.models import Filing
from anxin.base.clocks import sweep
from anxin.kernel.outcome import BadInput

pytestmark = pytest.mark.django_db
MIGRATION = import_module("anxin.apps.cases.migrations.0015_receivers_of_running_referrals")
BRIGADE = Receiver("county_inspection", "越城区劳动保障监察大队")
WHY = {"referral_named": "张某的工资，属监察职权", "dossier_complete": "三份"}


@pytest.fixture
def accepted(office):
    case = office.case()
    office.do(case, "accept")
    return case


def test_a_referral_that_nobody_answers_comes_back_by_itself_and_the_worker_reads_who_has_it(office, accepted):
    office.do(accepted, "refer", conditions=WHY, to=BRIGADE)
    filing = Filing.objects.get().pk
    there = standing_for_filer(filing)
    assert there.holder.startswith("越城区劳动保障监察大队，街道欠薪工作办公室")
    assert there.done[-1][1] == "欠薪案件：移送主管机关，由越城区劳动保障监察大队接收"
    assert "张某" not in there.holder + there.done[-1][1], "the reasons are the office's own"
    sweep(by=office.town.clerk, at=office.on("2026-11-30", 20).at)
    assert office.procedure(accepted).state == "referred", "five working days are not over"
    sweep(by=office.town.clerk, at=office.on("2026-12-01").at)
    procedure = office.procedure(accepted)
    assert (procedure.state, procedure.receiver, procedure.case.held_by) == ("handling", "", "")
    assert "收回继续办理" in Filing.objects.get().messages.order_by("pk").last().words
    assert standing_for_filer(filing).holder.startswith("街道欠薪工作办公室")


def test_every_page_of_a_referred_case_names_the_authority_that_has_it(as_, office, accepted):
    clerk, page = as_("clerk"), f"/office/cases/{accepted.pk}/"
    refer = f"/office/cases/procedures/{office.procedure(accepted).pk}/refer/"
    form = clerk.get(page).content.decode()
    assert "接收机关类别" in form
    assert "公安机关" in form
    said = {f"case-refer-condition-{name}": words for name, words in WHY.items()}
    clerk.post(refer, {**said, "case-refer-authority": "police", "case-refer-receiver": "越城区公安分局"})
    assert office.procedure(accepted).authority == "police"
    for path in ("", "crime/", "graph/", "apply/arbitration/", "listing/listing/"):
        assert "越城区公安分局" in clerk.get(page + path).content.decode(), path
    assert "越城区公安分局" in clerk.get("/office/cases/").content.decode()
    office.do(accepted, "referral_returned")
    assert "现由以下机关办理" not in clerk.get(page).content.decode()


def test_without_a_full_name_the_table_names_the_authority_and_another_one_must_be_named(office, accepted):
    with pytest.raises(BadInput, match="没有移送"):
        office.do(accepted, "refer", conditions=WHY, to=Receiver("other"))
    office.do(accepted, "refer", conditions=WHY)
    assert Case.objects.get().held_by == "县级劳动保障监察机构（人力资源社会保障行政部门）"
    assert "town" not in dict(receivers())


def test_the_police_have_a_case_that_was_transferred_until_they_decline(office, accepted):
    procedure = acts.begin(accepted, "transfer", by=office.inspector, at=office.at, state="sent")
    Procedure.objects.filter(pk=procedure.pk).update(receiver="越城区公安分局", authority="police")
    told = {"kind": "transfer", "by": office.inspector}
    office.do(accepted, "redirect", **told)
    assert Case.objects.get().held_by == "越城区公安分局", "whoever has it stays named"
    office.do(accepted, "redirect", **told, to=Receiver("police", "柯桥区公安分局"))
    assert Case.objects.get().held_by == "柯桥区公安分局"
    office.do(accepted, "declined", **told, conditions={"notice_kept": "不予立案通知书"})
    assert Case.objects.get().held_by == ""


def test_what_waits_for_approval_keeps_its_receiver():
    told = Told({"a": "b"}, receiver=BRIGADE)
    assert Told.of(told.to_json()).receiver == BRIGADE


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("移送越城区人力资源和社会保障局：张某的工资", "越城区人力资源和社会保障局"),
        ("因本案不归本街道管辖，理由附后", "接收机关"),
    ],
)
def test_receivers_of_earlier_referrals_are_read_out_of_their_words_once(office, accepted, words, holder):
    office.do(accepted, "refer", conditions={**WHY, "referral_named": words}, to=BRIGADE)
    Procedure.objects.update(receiver="", authority="")
    MIGRATION.read_receivers(apps, None)
    assert (Procedure.objects.get().receiver, Case.objects.get().held_by) == (holder, holder)


def test_whoever_filed_reads_the_ground_of_a_refusal_and_not_what_the_office_wrote_besides(office):
    case = office.case()
    office.do(case, "refuse", conditions={"ground_stated": "不属劳动保障监察范围：与张某的借款有关"})
    words = Filing.objects.get().messages.order_by("pk").last().words
    assert "不属劳动保障监察范围。" in words
    assert "张某" not in words


def test_whoever_filed_reads_each_door_that_was_opened(office, accepted):
    acts.open_door(case_id=accepted.pk, kind="mediation", by=office.town.clerk, at=office.at)
    acts.open_door(case_id=accepted.pk, kind="listing", by=office.town.clerk, at=office.at)
    done = [words for _at, words in standing_for_filer(Filing.objects.get().pk).done]
    assert done == ["欠薪案件：受理", "转入调解，不必重新申请"]
