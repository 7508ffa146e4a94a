"""The desk and the settling of a filing: an employer is named in words, and only a whole name or a clear one is taken."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.apps.intake.models import Filing
from anxin.base.people.models import Account, Post

pytestmark = pytest.mark.django_db
CALL = {"channel": "hotline", "kind": "complaint", "identity": "named", "words": "三个月没有发工资，一共一万八。"}


@pytest.fixture
def clerk(client, small_town):
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(("said", "linked"), [("whole", True), ("part", False)])
def test_a_name_picked_whole_from_the_hints_links_the_call_to_the_register(clerk, an_employer, said, linked):
    name = an_employer.name if said == "whole" else an_employer.name[:4]
    assert clerk.post("/office/intake/new/", {**CALL, "employer_said": name}).status_code == 200
    filing = Filing.objects.get()
    assert filing.employer_said == name
    assert (filing.employer_id == an_employer.pk) is linked


def test_of_two_employers_with_one_name_neither_is_guessed(clerk, an_employer):
    first = an_employer.pk
    clerk.post("/office/intake/new/", CALL)
    an_employer.pk, an_employer.uscc = None, "91330602MA28A0009X"
    an_employer.save(force_insert=True)
    clerk.post("/office/intake/new/", {**CALL, "words": CALL["words"] + "请尽快。", "employer_said": an_employer.name})
    page = clerk.post(
        f"/office/intake/{Filing.objects.earliest('pk').pk}/understand/",
        {"kind": "complaint", "employer": an_employer.name}, follow=True,
    ).content.decode()  # fmt: skip
    assert "不止一家企业符合" in page
    assert first != an_employer.pk
    assert list(Filing.objects.values_list("employer", flat=True)) == [None, None]


def test_hints_offer_the_register_s_names_to_pick_from(clerk, an_employer):
    page = clerk.get("/office/intake/new/hints/", {"employer_said": an_employer.name[:4]}).content.decode()
    assert f'<option value="{an_employer.name}">' in page


def test_a_clerk_names_the_employer_by_part_of_its_name_or_its_code_and_an_unclear_one_is_refused(clerk, an_employer):
    clerk.post("/office/intake/new/", CALL)
    filing = Filing.objects.get()
    for words, found in (("没有这样一家", None), (an_employer.name[2:6], an_employer.pk), ("", an_employer.pk)):
        told = {"kind": "complaint", "employer": words}
        page = clerk.post(f"/office/intake/{filing.pk}/understand/", told, follow=True).content.decode()
        filing.refresh_from_db()
        assert filing.employer_id == found
        assert ("台账中没有这家企业" in page) is (found is None)
    assert f'value="{an_employer.uscc}"' in page
