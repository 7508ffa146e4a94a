"""Help of people outside the town: with an account that covers the place they see the case and write; without one they are asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.cases.actions import archive, assisting, joining, work
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions.assisting import Asked
from anxin.apps.cases.files import files_of
from anxin.apps.cases.models import Assistance
from anxin.apps.organisation.models import Unit
from anxin.base.clocks.models import Clock
from anxin.base.people.models import Account
from anxin.base.places.models import Place
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import BadInput, RuleBroken

pytestmark = pytest.mark.django_db
COURT = Asked("越城区人民法院执行局", "王法官", "0575-00000001", "查询被执行人账户", date(2026, 11, 30))


@pytest.fixture
def case(office):
    found = office.case()
    office.do(found, "accept")
    return found


def running(case):
    return Clock.objects.filter(kind__startswith="cases.assistance.", stopped_at=None)


def test_an_inspector_of_the_district_helps_sees_the_case_and_writes_in_it(as_, office, case):
    district = Place.objects.get(path="/".join(office.town.town.path.split("/")[:3]) + "/")
    inspector = as_("inspector", district)
    account = Account.objects.get(username="a-inspector")
    clerk = as_("clerk")
    page = clerk.get(f"/office/cases/{case.pk}/").content.decode()
    assert f"某inspector（{district.name}）" in page, "whoever sits outside the town is told from those within"
    clerk.post(f"/office/cases/{case.pk}/helpers/", {"account": account.pk})
    assert case.co_handlers.get().account == account
    inspector = as_("inspector", district)
    assert inspector.post(f"/office/cases/{case.pk}/notes/", {"words": "已到现场"}).status_code == 302
    assert case.notes.get().words == "已到现场"
    with pytest.raises(RuleBroken, match="管辖地域"):
        work.add_co_handler(
            case_id=case.pk, account_id=Account.objects.create(username="none", name="无").pk, by=office.town.clerk, at=office.at
        )  # fmt: skip


def test_a_unit_without_account_is_asked_by_name_with_a_clock_and_its_answer_is_kept(as_, office, case):
    clerk, page = as_("clerk"), f"/office/cases/{case.pk}/"
    asked = {"unit": COURT.unit, "person": COURT.person, "contact": COURT.contact, "asked": COURT.asked}
    clerk.post(f"{page}assistance/", {**asked, "due_on": "2026-11-30"})
    found = Assistance.objects.get()
    clock = running(case).get()
    assert (clock.title, clock.due_at.date()) == (f"{case.title} 待越城区人民法院执行局答复协办", date(2026, 11, 30))
    assert "0575" not in found.contact_sealed
    shown = clerk.get(page).content.decode()
    assert "王法官 0575-00000001" in shown
    assert "待答复" in shown
    letter = SimpleUploadedFile("复函.pdf", b"%PDF-1.7 answer")
    clerk.post(f"{page}assistance/{found.pk}/answer/", {"words": "账户余额三千元", "file": letter})
    found.refresh_from_db()
    assert (found.answer, running(case).count()) == ("账户余额三千元", 0)
    assert "账户余额三千元" in clerk.get(page).content.decode()
    assert clerk.get(f"{page}assistance/{found.pk}/file/").status_code == 200
    assert found.file in files_of(case)
    with pytest.raises(RuleBroken, match="已有答复"):
        assisting.call_off_help(assistance_id=found.pk, by=office.town.clerk, at=office.at)


def test_a_registered_unit_gives_its_liaison_person_and_nothing_is_asked_without_a_whom_a_what_and_a_day(office, case):
    unit = Unit.objects.create(code="ga", name="皋埠派出所", liaison_name="陈警官", place_path=office.town.town.path)
    told = {"case_id": case.pk, "by": office.town.clerk, "at": office.at}
    found = assisting.ask_for_help(
        told=replace(COURT, unit="", person="", contact="13800000000", registered=unit.pk), **told
    )
    assert (found.unit, found.person, found.registered) == ("皋埠派出所", "陈警官", unit.pk)
    with pytest.raises(BadInput) as refused:
        assisting.ask_for_help(told=Asked("", "", "", "", date(2026, 11, 23)), **told)
    assert len(refused.value.faults) == 5
    assisting.call_off_help(assistance_id=found.pk, by=office.town.clerk, at=office.at)
    assert not running(case).exists()


def test_nothing_is_awaited_in_a_case_that_went_into_another(office, case):
    assisting.ask_for_help(case_id=case.pk, told=COURT, by=office.town.clerk, at=office.at)
    other = acts.open_from_filing(filing_id=office.filing(), by=office.town.clerk, at=office.at, alone=True)
    office.do(other, "accept")
    joining.merge(case_id=case.pk, into=other.pk, by=office.town.clerk, at=office.at)
    assert not running(case).exists()


def test_a_destroyed_case_keeps_no_person_of_another_unit(office, case):
    assisting.ask_for_help(case_id=case.pk, told=COURT, by=office.town.clerk, at=office.at)
    archive._empty_case(case)
    left = Assistance.objects.get()
    assert (left.unit, left.person, left.answer) == (COURT.unit, "", "")
    assert "0575" not in open_(left.contact_sealed) + left.asked
