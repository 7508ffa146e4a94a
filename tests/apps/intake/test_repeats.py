"""Repeats across channels: found in the background, marked in the inbox, compared side by side, joined or told apart by one key."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anxin.apps.intake.actions import comparing
from anxin.apps.intake.actions.comparing import compare, liken, tell_apart
from anxin.apps.intake.actions.filing import join, part
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Compared, Filing, Twin
from anxin.apps.intake.queries import alike, filings, marked
from anxin.apps.intake.said import FellowSaid, Said
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs import handlers
from anxin.base.jobs.models import Job
from anxin.kernel.outcome import NotFound, RuleBroken

pytestmark = pytest.mark.django_db
WORDS = "东头村红星服装厂三个月没有发工资，一共欠我一万八千块"
SAID = Said(words=WORDS, channel="web")


@pytest.fixture
def come(small_town, now):
    return lambda **more: receive(said=replace(SAID, **more), by=small_town.clerk, at=now).filing


def counts(town):
    return dict(marked(filings(town.clerk.scope), town.clerk.scope).values_list("pk", "repeats"))


def test_nearly_the_same_words_by_two_channels_and_one_telephone_are_found(come, small_town, now, an_employer):
    web = come(phone="13900000002")
    hotline = come(channel="hotline", words="东头村红星服装厂３个月没发工资，一共欠我一万八千块！")
    fellow = come(words="我们几个人的工钱都没给", fellows=(FellowSaid("赵六", "139 0000 0002"),))
    other = come(words="请问最低工资标准是多少", kind="enquiry")
    assert compare(at=now) == 4
    assert counts(small_town) == {web: 2, hotline: 1, fellow: 1, other: 0}
    assert compare(at=now) == 0
    named = [come(words=f"第{number}次反映：{number * 7919}", employer_id=an_employer.pk) for number in range(2)]
    compare(at=now)
    assert [counts(small_town)[one] for one in named] == [1, 1]


def test_what_is_joined_or_told_apart_is_no_repeat_any_more_until_it_is_taken_back(come, small_town, now):
    first, second, third = come(), come(channel="hotline"), come(channel="letter")
    compare(at=now)
    act = {"by": small_town.clerk, "at": now}
    tell_apart(filing_id=first, other_id=third, **act)
    assert counts(small_town) == {first: 1, second: 2, third: 1}
    assert [one.filing.pk for one in alike(Filing.objects.get(pk=first), small_town.clerk.scope)] == [second]
    join(filing_id=second, to_id=first, **act)
    assert counts(small_town) == {first: 0, second: 0, third: 0}
    part(filing_id=second, **act)
    liken(filing_id=third, other_id=first, **act)
    assert counts(small_town) == {first: 2, second: 2, third: 2}
    told = EventRow.objects.filter(type__in=["intake.filings_told_apart", "intake.filings_likened"])
    assert [one.data["other"] for one in told.order_by("seq")] == [third, first]
    with pytest.raises(RuleBroken):
        liken(filing_id=third, other_id=first, **act)
    with pytest.raises(RuleBroken):
        tell_apart(filing_id=first, other_id=first, **act)
    with pytest.raises(NotFound):
        tell_apart(filing_id=first, other_id=second, by=small_town.stranger, at=now)


def test_a_person_s_word_stands_also_before_the_background_came_by(come, small_town, now):
    first, second = come(), come(channel="hotline")
    tell_apart(filing_id=first, other_id=second, by=small_town.clerk, at=now)
    compare(at=now)
    assert counts(small_town) == {first: 0, second: 0}


def test_much_at_once_is_compared_turn_after_turn_and_drills_and_old_filings_not_at_all(
    come, small_town, now, monkeypatch
):
    monkeypatch.setattr(comparing, "AT_ONCE", 2)
    monkeypatch.setattr(comparing, "WRITTEN", 1)
    monkeypatch.setattr("anxin.apps.intake.jobs.AT_ONCE", 2)
    receive(said=SAID, by=small_town.clerk, at=now - timedelta(weeks=3))
    receive(said=SAID, by=replace(small_town.clerk, drill=True), at=now)
    come(), come()
    run = handlers.handler_of("intake.compare").run
    job = handlers.JobContext(1, "intake.compare", {}, now, system("intake"), 1, lambda *_: None)
    assert [run(job)["compared"] for _turn in range(3)] == [2, 1, 0]
    assert Job.objects.filter(kind="intake.compare").count() == 1
    assert Twin.objects.count() == 2
    Compared.objects.update(upto=0)
    assert run(job)["compared"] == 2, "a run that was killed before it was noted is done again"
    assert Twin.objects.count() == 2


def test_a_clerk_compares_joins_by_a_key_and_takes_it_back(come, clerk, now, small_town):
    first, second = come(phone="13900000002"), come(channel="hotline", phone="13900000002", workers=3)
    compare(at=now)
    page = clerk.get("/office/intake/").content.decode()
    assert page.count("可能重复 1") == 2
    address = f"/office/intake/{second}/alike/"
    assert address in page
    assert "可能重复 1" in clerk.get("/office/intake/?repeated=1").content.decode()
    assert "没有符合筛选条件" in clerk.get("/office/intake/?repeated=0").content.decode()
    beside = clerk.get(address).content.decode()
    assert 'data-key="m"' in beside
    assert 'data-key="n"' in beside
    assert "文字相近 100%" in beside
    apart = clerk.post(f"{address}{first}/apart/", follow=True).content.decode()
    assert "不是同一件事" in apart
    assert "没有与这一件相近的诉求" in apart
    assert "文字相近" in clerk.post(f"{address}{first}/liken/", follow=True).content.decode()
    joined = clerk.post(f"{address}{first}/join/", follow=True)
    assert joined.request["PATH_INFO"] == f"/office/intake/{first}/"
    assert Filing.objects.get(pk=second).joined_to_id == first
    assert "不能再并" in clerk.post(f"{address}{first}/join/", follow=True).content.decode()
    assert clerk.post(f"{address}{first}/apart/", follow=True).status_code == 200


def test_the_inbox_asks_no_more_for_fifty_repeats_than_for_two(come, clerk, now, django_assert_max_num_queries):
    for _each in range(12):
        come()
    compare(at=now)
    with django_assert_max_num_queries(16):
        clerk.get("/office/intake/")


def test_of_another_town_not_even_the_number_of_repeats_is_told(come, small_town, now):
    come(), come()
    compare(at=now)
    rows = marked(Filing.objects.all(), small_town.stranger.scope)
    assert set(rows.values_list("repeats", flat=True)) == {0}
