"""Posters: a page for each employer, site or park within reach, each code signed, counted, and put out of use; a whole park at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from anxin.apps.intake import posters
from anxin.apps.intake.actions.posters import print_out, restore, revoke
from anxin.apps.intake.models import Poster
from anxin.apps.intake.posters import Named, code_of, poster_of
from anxin.apps.registry.models import Employer, Park, Project
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.base.vault.signing import sealed_text
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.outcome import BadInput, NotAllowed, RuleBroken

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PRINT = "/office/intake/posters/print/"


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


@pytest.fixture
def site(small_town, an_employer):
    return Project.objects.create(code="X1", name="云栖花园二期", place=small_town.east, place_path=small_town.east.path, contractor=an_employer)  # fmt: skip


def at_gate(an_employer, **more):
    return Named(an_employer.place_path, an_employer.pk, an_employer.name, **more)


@pytest.fixture
def poster(small_town, an_employer):
    [(_, made)] = print_out(wanted=[at_gate(an_employer)], valid_until=None, by=small_town.clerk, at=AT)
    return made


def test_a_whole_park_with_its_gate_is_printed_at_once_and_nothing_else(clerk, park, an_employer):
    chosen = clerk.get("/office/intake/posters/", {"what": "employers", "park": park.code}).content.decode()
    assert "4 张海报" in chosen
    assert an_employer.name not in chosen
    sheets = clerk.post(f"{PRINT}?what=employers&park={park.code}").content.decode()
    assert sheets.count('class="sheet poster"') == sheets.count("<svg") == 4
    assert all(f"园内{number}厂" in sheets for number in range(3))
    assert "演示园</h2>" in sheets
    assert len(EventRow.objects.get(type="intake.posters_printed").data["posters"]) == 4


def test_a_park_s_own_poster_names_the_place_and_leaves_the_employer_open(client, clerk, park, small_town):
    assert "演示园</h2>" in clerk.post(f"{PRINT}?what=parks").content.decode()
    page = client.get("/report/", {"p": code_of(Poster.objects.get())}).content.decode()
    assert 'name="address_said" value="演示园"' in page
    assert f'name="place_code" value="{small_town.east.code}"' in page
    assert 'name="employer_id"' not in page


def test_a_site_s_poster_names_site_and_general_contractor(client, clerk, small_town, an_employer, site):
    Project.objects.create(code="X2", name="早已完工", place=small_town.east, place_path=small_town.east.path, contractor=an_employer, ended_on=date(2025, 1, 1))  # fmt: skip
    sheets = clerk.post(f"{PRINT}?what=sites").content.decode()
    assert "云栖花园二期" in sheets
    assert an_employer.name in sheets
    assert "早已完工" not in sheets
    page = client.get("/report/", {"p": code_of(Poster.objects.get())}).content.decode()
    assert an_employer.name in page
    assert 'name="address_said" value="云栖花园二期"' in page


def test_the_code_on_the_poster_opens_the_form_of_that_employer(client, clerk, an_employer, monkeypatch):
    drawn = []
    monkeypatch.setattr(posters, "drawn", lambda url: drawn.append(url) or "")
    clerk.post(f"{PRINT}?what=employers&words={an_employer.name[:4]}")
    [url] = drawn
    assert parse_qs(urlsplit(url).query)["p"]
    page = client.get(url.partition("testserver")[2]).content.decode()
    assert re.search(rf'name="employer_id" value="{an_employer.pk}"', page)


def test_nobody_prints_posters_of_another_place(an_employer, park, small_town):
    assert posters.of_employers(Scope(("44/",)), park=park.code) == []
    assert posters.of_sites(Scope(("44/",))) == posters.of_parks(Scope(("44/",))) == []
    with pytest.raises(NotAllowed):
        print_out(wanted=[at_gate(an_employer)], valid_until=None, by=small_town.stranger, at=AT)
    assert not Poster.objects.exists()


def test_a_park_in_which_nobody_is_registered_yet_has_its_own_poster(clerk, small_town):
    Park.objects.create(code="P9", name="新园", place=small_town.west, place_path=small_town.west.path)
    assert "新园" in clerk.get("/office/intake/posters/").content.decode()
    page = clerk.get("/office/intake/posters/", {"what": "parks", "words": "新"}).content.decode()
    assert "新园" in page
    for asked in ("what=parks&park=P9", f"what=parks&village={small_town.west.code}", "what=employers&park=P9"):
        assert clerk.post(f"{PRINT}?{asked}").content.decode().count("<svg") == 1
    assert [str(one) for one in Poster.objects.all()] == ["新园"]
    assert posters.parks(Scope((small_town.east.path,))) == []


@pytest.mark.parametrize("office", ["zh-hans", "en"])
def test_a_poster_is_chinese_whatever_the_office_reads_and_names_the_languages_behind_its_code(clerk, park, office):
    clerk.cookies["django_language"] = office
    page = clerk.post(f"{PRINT}?what=parks").content.decode()
    said = ("工资被拖欠？扫码反映", "Wages not paid? Scan and tell us", "不用登录，不要钱", "ئۇيغۇرچە", "Tiếng Việt")
    assert [words for words in said if words not in page] == []


def test_nothing_chosen_and_nothing_found_are_said(clerk, an_employer):
    assert "没有符合条件" not in clerk.get("/office/intake/posters/").content.decode()
    assert "没有符合条件" in clerk.get("/office/intake/posters/", {"words": "没有这家"}).content.decode()
    assert clerk.post(f"{PRINT}?words=没有这家").status_code == 422
    assert clerk.get(PRINT).status_code == 405
    past = clerk.post(f"{PRINT}?what=employers", {"valid_until": "2020-01-01"})
    assert (past.status_code, Poster.objects.exists()) == (422, False)


def test_a_code_changed_by_a_letter_or_never_printed_names_nobody(poster):
    good = code_of(poster)
    assert poster_of(good) == poster
    assert poster_of(good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1]) is None
    assert poster_of(sealed_text(b"poster2|999999")) is None
    assert poster_of(sealed_text(b"poster2|" + b"9" * 40)) is None


def test_printing_again_keeps_code_and_count_and_takes_the_new_day(client, poster, small_town, an_employer):
    client.get("/report/", {"p": code_of(poster)})
    [(_, again)] = print_out(wanted=[at_gate(an_employer)], valid_until=date(2026, 12, 31), by=small_town.clerk, at=AT)
    poster.refresh_from_db()
    assert (again.pk, poster.scans, poster.valid_until) == (poster.pk, 1, date(2026, 12, 31))


def test_opening_a_code_is_counted_and_nothing_else_is(client, poster):
    for _ in range(3):
        client.get("/report/", {"p": code_of(poster)})
    client.get("/report/", {"p": "made-up"})
    client.post("/report/", {"step": "what", "words": "欠三个月工资"})
    poster.refresh_from_db()
    assert poster.scans == 3
    assert poster.last_scan_on is not None
    columns = {one.name for one in Poster._meta.get_fields()}
    assert columns == {"id", "place_path", "employer", "site", "park", "valid_until", "revoked_at", "scans", "last_scan_on", "by", "printed_at"}  # fmt: skip


def test_a_code_put_out_of_use_or_over_opens_the_plain_form_and_says_so(client, poster, small_town, an_employer):
    def opened():
        return client.get("/report/", {"p": code_of(poster)}).content.decode()

    revoke(posters=[poster.pk], by=small_town.clerk, at=AT)
    assert "已经停用" in opened()
    assert an_employer.name not in opened()
    restore(posters=[poster.pk], by=small_town.clerk, at=AT)
    assert an_employer.name in opened()
    Poster.objects.update(valid_until=date(2020, 1, 1))
    assert an_employer.name not in opened()
    kinds = [one.type for one in EventRow.objects.filter(subject="intake.posters").order_by("seq")]
    assert kinds == ["intake.posters_printed", "intake.posters_revoked", "intake.posters_restored"]


def test_a_new_poster_takes_the_place_of_one_put_out_of_use(poster, small_town, an_employer):
    revoke(posters=[poster.pk], by=small_town.clerk, at=AT)
    [(_, new)] = print_out(wanted=[at_gate(an_employer)], valid_until=None, by=small_town.clerk, at=AT)
    assert new.pk != poster.pk
    with pytest.raises(RuleBroken):
        restore(posters=[poster.pk], by=small_town.clerk, at=AT)
    with pytest.raises(RuleBroken):
        revoke(posters=[new.pk], by=small_town.stranger, at=AT)


def test_too_many_are_refused(an_employer, small_town):
    many = [at_gate(an_employer, site=str(number)) for number in range(posters.MOST + 1)]
    with pytest.raises(BadInput):
        print_out(wanted=many, valid_until=None, by=small_town.clerk, at=AT)


def test_the_list_shows_counts_and_acts_on_what_is_ticked(clerk, poster, django_assert_max_num_queries):
    clerk.get("/report/", {"p": code_of(poster)})
    with django_assert_max_num_queries(20):
        page = clerk.get("/office/intake/posters/printed/").content.decode()
    assert "绍兴演示制衣有限公司" in page
    assert clerk.post("/office/intake/posters/printed/revoke/", {"pk": [poster.pk, "x"]}).status_code == 302
    assert "已停用" in clerk.get("/office/intake/posters/printed/", {"standing": "revoked"}).content.decode()
    assert clerk.post("/office/intake/posters/printed/restore/", {"pk": [poster.pk]}).status_code == 302
    assert clerk.post("/office/intake/posters/printed/burn/").status_code == 404
    poster.refresh_from_db()
    assert poster.revoked_at is None
