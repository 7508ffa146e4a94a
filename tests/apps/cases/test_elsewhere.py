"""A town of another province handles a case with the rules of the whole country."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings as django_settings

from anxin.apps.cases.actions import case as acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_shandong(settings):
    settings.SETTINGS = replace(django_settings.SETTINGS, town="370102001", law_overrides=None)


def test_a_case_is_opened_accepted_and_inspected_elsewhere_and_its_pages_answer(as_, office):
    case = office.case()
    office.do(case, "accept")
    acts.open_door(case_id=case.pk, kind="inspection", by=office.inspector, at=office.at)
    office.do(case, "accept", kind="inspection", by=office.inspector)
    office.agree(case, "inspection")
    said = {"suspension_ground": "单位停业"}
    office.do(case, "suspend", kind="inspection", by=office.inspector, conditions=said)
    office.agree(case, "inspection")
    assert office.procedure(case, "inspection").clock["pauses"], (
        "the province's duty to tell within days does not exist here"
    )
    acts.open_door(case_id=case.pk, kind="mediation", by=office.town.clerk, at=office.at)
    case.refresh_from_db()
    assert (case.state, case.due_at is not None) == ("handling", True)
    clerk = as_("clerk")
    room = office.procedure(case, "mediation").pk
    for page in ("", "crime/", "apply/arbitration/", "apply/legal_aid/"):
        assert clerk.get(f"/office/cases/{case.pk}/{page}").status_code == 200, page
    assert clerk.get(f"/office/cases/mediation/{room}/").status_code == 200
    for listing in ("listing", "publication", "rating"):
        acts.open_door(case_id=case.pk, kind=listing, by=office.inspector, at=office.at)
        assert clerk.get(f"/office/cases/{case.pk}/listing/{listing}/").status_code == 200
