"""Posters: a page for each employer or site within reach, each code signed, a whole park at once."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from anxin.apps.intake import posters
from anxin.apps.registry.models import Employer, Park, Project
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.kernel.ids import uscc_check_digit

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, small_town):
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def park(small_town, an_employer):
    made = Park.objects.create(code="P1", name="演示园", place=small_town.east, place_path=small_town.east.path)
    first = "91330602MA28B0002"
    for number in range(3):
        Employer.objects.create(
            uscc=first[:-1] + str(number) + uscc_check_digit(first[:-1] + str(number)), name=f"园内{number}厂", search=f"园内{number}厂",
            sector="manufacturing", focus="park", village=small_town.east, place_path=small_town.east.path, park=made,
        )  # fmt: skip
    return made


def test_a_whole_park_is_printed_at_once_and_nothing_else(clerk, park, an_employer):
    chosen = clerk.get("/office/intake/posters/", {"what": "employers", "park": park.code}).content.decode()
    assert "3 张海报" in chosen
    assert an_employer.name not in chosen
    sheets = clerk.get("/office/intake/posters/print/", {"what": "employers", "park": park.code}).content.decode()
    assert sheets.count('class="sheet poster"') == 3
    assert all(f"园内{number}厂" in sheets for number in range(3))
    assert sheets.count("<svg") == 3


def test_a_site_s_poster_names_site_and_general_contractor(clerk, small_town, an_employer):
    Project.objects.create(code="X1", name="云栖花园二期", place=small_town.east, place_path=small_town.east.path, contractor=an_employer)  # fmt: skip
    Project.objects.create(code="X2", name="早已完工", place=small_town.east, place_path=small_town.east.path, contractor=an_employer, ended_on=date(2025, 1, 1))  # fmt: skip
    sheets = clerk.get("/office/intake/posters/print/", {"what": "sites"}).content.decode()
    assert "云栖花园二期" in sheets
    assert an_employer.name in sheets
    assert "早已完工" not in sheets


def test_the_code_on_the_poster_opens_the_form_of_that_employer(client, clerk, an_employer, monkeypatch):
    drawn = []
    monkeypatch.setattr(posters, "drawn", lambda url: drawn.append(url) or "")
    clerk.get("/office/intake/posters/print/", {"what": "employers", "words": an_employer.name[:4]})
    [url] = drawn
    assert parse_qs(urlsplit(url).query)["p"]
    page = client.get(url.partition("testserver")[2]).content.decode()
    assert re.search(rf'name="employer_id" value="{an_employer.pk}"', page)


def test_nobody_prints_posters_of_another_place(an_employer):
    assert posters.of_employers(Scope(("44/",))) == []
    assert posters.of_sites(Scope(("44/",))) == []


def test_nothing_chosen_and_nothing_found_are_said(clerk, an_employer):
    assert "没有符合条件" not in clerk.get("/office/intake/posters/").content.decode()
    assert "没有符合条件" in clerk.get("/office/intake/posters/", {"words": "没有这家"}).content.decode()
    assert "没有选定" in clerk.get("/office/intake/posters/print/", {"words": "没有这家"}).content.decode()


def test_a_code_changed_by_a_letter_names_nobody(an_employer):
    good = posters.code_of(an_employer.pk)
    assert posters.named_by(good) == posters.Named(an_employer.pk, an_employer.name)
    assert posters.named_by(good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]) is None
    assert posters.named_by(posters.code_of(10**6)) is None
