"""What is typed at the desk is on the server before it is filed: sealed, its writer's alone, never lost, gone once filed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from anxin.apps.intake.actions import drafting
from anxin.apps.intake.actions.drafting import Typed, register, save
from anxin.apps.intake.models import DeskDraft, Filing
from anxin.apps.intake.said import Said
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs import handlers
from anxin.base.people.models import Account, Post
from anxin.base.vault.rotation import places
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
DESK = "/office/intake/new/"
CALL = {"channel": "hotline", "kind": "complaint", "identity": "named"}
KEY, PAGE, OTHER_PAGE = "a" * 16, "b" * 16, "c" * 16
SAID = Said(words="东头做工三个月没发工资", channel="12345", external_id="RX-1")


def typing(client, words, *, key=KEY, page=PAGE, seen="", **more):
    """One autosave as the page's script sends it."""
    told = {**CALL, "draft": key, "page": page, "seen": seen, "words": words, **more}
    return client.post(f"{DESK}save/", told).json()


def colleague(town, name="second"):
    other = Account.objects.create(username=name, name="另一经办")
    Post.objects.create(account=other, role="clerk", place=town, valid_from=date(2020, 1, 1))
    browser = Client()
    browser.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def writer(small_town):
    """The clerk as an actor with an account."""
    account = Account.objects.create(username="writer", name="某经办")
    return replace(small_town.clerk, id=f"person:{account.pk}")


def typed(words, key=KEY, page=PAGE, seen=""):
    return Typed(key, page, seen, {"words": words})


def test_an_interrupted_call_is_there_again_on_another_machine_and_nobody_else_sees_it(clerk, small_town):
    typing(clerk, "我们十二个人", phone="13900000002")
    assert "已自动保存" in typing(clerk, "我们十二个人三个月没发", phone="13900000002", name="王某")["words"]
    page = clerk.get(DESK).content.decode()
    assert "我们十二个人三个月没发" in page
    assert 'value="13900000002"' in page
    assert f'name="draft" value="{KEY}"' in page
    assert Filing.objects.count() == 0
    other = colleague(small_town.town)
    assert "十二个人" not in other.get(f"{DESK}?draft={KEY}").content.decode()
    assert other.post(f"{DESK}drafts/{KEY}/throw/").status_code == 404


def test_no_word_of_a_draft_lies_open_and_its_column_is_sealed_anew_with_the_others(clerk):
    typing(clerk, "我们十二个人", phone="13900000002", name="王某")
    stored = str(list(DeskDraft.objects.values())) + str(list(EventRow.objects.values()))
    assert not any(secret in stored for secret in ("十二", "13900000002", "王某"))
    assert ("DeskDraft", "told_sealed") in {(one.model.__name__, one.field) for one in places()}


def test_an_empty_page_makes_no_draft_and_a_key_that_is_none_is_refused(clerk):
    assert typing(clerk, "")["draft"] == KEY
    assert DeskDraft.objects.count() == 0
    assert clerk.post(f"{DESK}save/", {"draft": "../x", "page": PAGE, "words": "一"}).status_code == 400


def test_several_calls_wait_at_once_and_the_next_page_is_empty(clerk):
    typing(clerk, "第一位来电人的事")
    told = {**CALL, "draft": KEY, "page": PAGE, "seen": "", "words": "第一位来电人的事，等一下"}
    assert clerk.post(f"{DESK}park/", told)["Location"] == f"{DESK}?new=1"
    assert typing(clerk, "第一位来电人的事，等一下")["waits"] is True
    typing(clerk, "第二位来电人的事", key="d" * 16, page=OTHER_PAGE)
    again = clerk.get(DESK).content.decode()
    assert "第二位来电人的事</textarea>" in again
    assert "第一位来电人的事，等一下</a>" in again
    assert "第一位来电人的事，等一下</textarea>" in clerk.get(f"{DESK}?draft={KEY}").content.decode()
    assert typing(clerk, "第一位来电人又说", page="e" * 16, seen=PAGE)["waits"] is False
    assert "第一位来电人又说</textarea>" in clerk.get(DESK).content.decode()
    fresh = clerk.get(f"{DESK}?new=1").content.decode()
    assert not any(f"{words}</textarea>" in fresh for words in ("又说", "的事"))
    assert fresh.count("位来电人") == 2


def test_what_another_page_wrote_unread_is_never_overwritten(clerk):
    typing(clerk, "在甲机上写的")
    moved = typing(clerk, "在乙机上接着写的", page=OTHER_PAGE, seen=PAGE)
    assert moved["draft"] == KEY
    apart = typing(clerk, "甲机上又写了一句", page=PAGE)
    assert apart["draft"] != KEY
    assert "另存" in apart["words"]
    page = clerk.get(f"{DESK}?draft={KEY}").content.decode()
    assert "在乙机上接着写的</textarea>" in page
    assert "甲机上又写了一句</a>" in page


def test_a_draft_is_gone_with_its_filing_and_a_late_saving_brings_nothing_back(clerk):
    typing(clerk, "东头做工三个月没发工资", phone="13900000002")
    clerk.post(DESK, {**CALL, "words": "东头做工三个月没发工资", "draft": KEY, "page": PAGE})
    assert Filing.objects.get().words == "东头做工三个月没发工资"
    assert DeskDraft.objects.get().told_sealed == ""
    assert typing(clerk, "东头做工三个月没发工资")["waits"] is True
    assert "三个月" not in clerk.get(DESK).content.decode()
    assert DeskDraft.objects.get().told_sealed == ""


def test_what_is_refused_stays_a_draft_with_its_filing_undone(writer, now):
    save(typed=typed("好"), by=writer, at=now)
    with pytest.raises(BadInput):
        register(said=replace(SAID, words="好"), draft=KEY, by=writer, at=now)
    assert DeskDraft.objects.get().filed_at is None


def test_where_the_number_was_registered_before_what_was_typed_now_stays(writer, now):
    register(said=SAID, draft="", by=writer, at=now)
    save(typed=typed("同一工单，补充说了别的"), by=writer, at=now)
    assert register(said=replace(SAID, words="同一工单，补充说了别的"), draft=KEY, by=writer, at=now).again
    assert drafting.told_in(DeskDraft.objects.get())["words"] == "同一工单，补充说了别的"


def test_a_draft_thrown_away_is_taken_back_by_one_key(clerk):
    typing(clerk, "打错了的一通")
    page = clerk.post(f"{DESK}drafts/{KEY}/throw/", follow=True).content.decode()
    assert "草稿已丢弃" in page
    assert f"{DESK}drafts/{KEY}/back/" in page
    assert "打错了的一通" not in clerk.get(DESK).content.decode()
    assert "打错了的一通" in clerk.post(f"{DESK}drafts/{KEY}/back/", follow=True).content.decode()


def test_drafts_are_forgotten_after_their_time_and_a_second_round_forgets_nothing_more(writer, now):
    for days, key in ((15, "1" * 16), (13, "2" * 16), (2, "3" * 16), (2, "4" * 16)):
        save(typed=typed("来电", key=key), by=writer, at=now - timedelta(days=days))
    drafting.throw_away(key="3" * 16, by=writer, at=now - timedelta(days=2))
    register(said=SAID, draft="4" * 16, by=writer, at=now - timedelta(days=2))
    run = handlers.handler_of("intake.forget_drafts").run
    job = handlers.JobContext(1, "intake.forget_drafts", {}, now, system("clock-keeper"), 1, lambda *_: None)
    assert (run(job)["removed"], run(job)["removed"]) == (3, 0)
    assert list(DeskDraft.objects.values_list("key", flat=True)) == ["2" * 16]


def test_only_a_person_who_may_register_has_drafts(writer, small_town, now):
    with pytest.raises(NotAllowed):
        save(typed=typed("来电"), by=system("robot"), at=now)
    with pytest.raises(NotAllowed):
        save(typed=typed("来电"), by=replace(writer, powers=frozenset({"intake.view"})), at=now)
    with pytest.raises(NotFound):
        drafting.take_back(key=KEY, by=writer)
