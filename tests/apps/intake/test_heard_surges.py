"""Many filings that name one employer only in their words: told to a person with what was read, and joined by nobody else."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from anxin.apps.cases.models import Case
from anxin.apps.intake import hearsay
from anxin.apps.intake.about import About, named_key
from anxin.apps.intake.actions.filing import understand
from anxin.apps.intake.actions.gathering import gather, gather_surge, leave_apart
from anxin.apps.intake.actions.listening import listen
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Compared, Filing, Heard
from anxin.apps.intake.said import Said
from anxin.apps.registry.models import Employer
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.outcome import RuleBroken

pytestmark = pytest.mark.django_db
WORDS = (
    "我在红星服装厂上班，三个月没发工资了",
    "投诉绍兴市红星服装有限公司拖欠工资，找老板不给",
    "東頭村紅星服裝廠欠薪兩個月",
    "红星服装厂的老板欠我们八个人的钱",
)
CHANNELS = ("open311", "platform", "qq", "hotline")


def come(town, at, many, words=WORDS, **more):
    """By four channels in turn, none with the field for the employer."""
    found = []
    for number in range(many):
        said = Said(words=words[number % len(words)], channel=CHANNELS[number % 4], name="王五")
        found.append(receive(said=replace(said, **more), by=town.clerk, at=at + timedelta(seconds=number)).filing)
    return found


def hear(at):
    return listen(by=system("intake"), at=at + timedelta(minutes=10))


def alarms():
    return list(Clock.objects.filter(kind="intake.surge"))


def test_forty_by_four_channels_raise_one_alarm_and_one_key_makes_them_one(small_town, now, clerk):
    numbers = come(small_town, now, 40)
    assert not alarms()
    hear(now)
    [alarm] = alarms()
    assert alarm.title == "疑似集中投诉：红星服装厂 24 小时内 40 件以上，其中 40 件的单位是从内容读出的，请核对"
    told = [row.data for row in EventRow.objects.filter(type="intake.surge_noticed").order_by("seq")]
    assert [(one["filings"], one["heard"]) for one in told] == [(10, 10), (20, 20), (40, 40)]
    assert "红星" not in str(told)
    run_until_idle(now + timedelta(minutes=11))
    assert not Case.objects.exists()
    assert Filing.objects.filter(state="inbox").count() == 40
    page = clerk.get(alarm.url).content.decode()
    assert "另有 40 件可能说的也是这家" in page
    assert "从内容读出，把握" in page
    assert page.count('name="also"') == 40
    done = clerk.post(alarm.url, {"also": numbers}, follow=True)
    assert "已合并为一件" in done.content.decode()
    assert Filing.objects.filter(joined_to=numbers[0], state="joined").count() == 39
    assert clocks.of(alarm.subject).get().outcome == "gathered"


def test_only_what_a_person_leaves_ticked_is_joined(small_town, now, clerk):
    numbers = come(small_town, now, 12)
    hear(now)
    [alarm] = alarms()
    clerk.post(alarm.url, {"also": numbers[:5]})
    assert set(Filing.objects.filter(state="joined").values_list("pk", flat=True)) == set(numbers[1:5])
    assert Filing.objects.filter(state="inbox").count() == 8


def test_the_field_and_the_words_are_counted_together_and_no_mark_is_told_twice(small_town, now):
    come(small_town, now, 6, words=("老板三个月没发工资了",), employer_said="红星服装厂")
    come(small_town, now, 4)
    hear(now)
    [alarm] = alarms()
    assert alarm.url == About(named=Filing.objects.exclude(named="")[0].named).url
    [told] = EventRow.objects.filter(type="intake.surge_noticed")
    assert (told.data["filings"], told.data["heard"]) == (10, 4)
    come(small_town, now + timedelta(minutes=20), 4, words=("老板三个月没发工资了",), employer_said="红星服装厂")
    assert EventRow.objects.filter(type="intake.surge_noticed").count() == 2  # by the field alone: at the desk, at once
    hear(now + timedelta(minutes=20))
    assert EventRow.objects.filter(type="intake.surge_noticed").count() == 2


def test_what_the_system_joins_by_itself_stays_without_what_was_only_read(small_town, now):
    come(small_town, now, 40, words=("老板三个月没发工资了",), employer_said="红星服装厂")
    read = come(small_town, now, 3)
    hear(now)
    run_until_idle(now + timedelta(minutes=11))
    assert Filing.objects.exclude(case_id=None).count() == 40
    assert not Filing.objects.filter(pk__in=read).exclude(case_id=None).exists()


def test_the_one_employer_of_the_register_that_bears_the_name_has_the_alarm(small_town, now, an_employer, clerk):
    an_employer.name = "绍兴市红星服装有限公司"
    an_employer.save()
    come(small_town, now, 6)
    come(small_town, now, 4, words=("没发工资",), employer_id=an_employer.pk)
    hear(now)
    [alarm] = alarms()
    assert alarm.subject == f"registry.employer:{an_employer.pk}"
    page = clerk.get(alarm.url).content.decode()
    assert "4 件未处理的诉求说的是同一家单位" in page
    assert "另有 6 件可能说的也是这家" in page


def test_a_filing_that_a_clerk_settled_otherwise_counts_no_longer(small_town, now, an_employer, clerk):
    numbers = come(small_town, now, 10)
    hear(now)
    [alarm] = alarms()
    for number in numbers[:9]:
        understand(
            filing_id=number, kind="complaint", employer_id=an_employer.pk, workers=None, amount_fen=None, since=None,
            by=small_town.clerk, at=now,
        )  # fmt: skip
    assert clerk.get(alarm.url).content.decode().count('name="also"') == 1
    leave_apart(about=About(named=Heard.objects.first().named), by=small_town.clerk, at=now)
    assert clocks.of(alarm.subject).get().outcome == "apart"


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("我在服装厂上班，没发工资",), {}),
        (WORDS, {"kind": "enquiry"}),
        (("红星服装厂旁边的工地没发工资",), {}),
    ],
)
def test_what_names_nobody_accuses_nobody_or_only_asks_raises_no_alarm(small_town, now, words, more):
    come(small_town, now, 12, words=words, **more)
    assert hear(now) == 12
    assert not alarms()


def test_each_is_read_once_and_young_ones_wait_for_the_next_turn(small_town, now):
    come(small_town, now, 3)
    assert listen(by=system("intake"), at=now + timedelta(seconds=5)) == 0
    assert hear(now) == 3
    assert hear(now) == 0
    assert Heard.objects.count() == 3
    Compared.objects.update(heard=0)
    assert hear(now) == 3
    assert Heard.objects.count() == 3


def test_nobody_of_another_town_sees_joins_or_ends_it(small_town, now):
    come(small_town, now, 10)
    hear(now)
    about = About(named=Heard.objects.first().named)
    with pytest.raises(RuleBroken):
        leave_apart(about=about, by=small_town.stranger, at=now)
    assert clocks.of(about.subject).get().stopped_at is None


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_the_names_of_the_register_are_read(small_town, now, clerk, monkeypatch):
    """In a town of a hundred thousand employers that took nineteen seconds."""
    held = []

    def watched(*some, **more):
        held.append(connection.in_atomic_block)
        return named_key(*some, **more)

    firm = Employer.objects.create(
        uscc="91330699MA0000001X", name="绍兴市红星服装有限公司", search="", sector="manufacturing", village=small_town.east,
        place_path=small_town.east.path,
    )  # fmt: skip
    about = About(firm.pk)
    receive(said=Said(words=WORDS[0], channel="web", employer_id=firm.pk), by=small_town.clerk, at=now)
    for act in (gather_surge, gather, leave_apart):
        monkeypatch.setattr(hearsay, "named_key", watched)
        cache.clear()
        with contextlib.suppress(RuleBroken):
            act(about=about, by=small_town.clerk, at=now)
        assert held, act
        # The employer's own key is worked out within again; the register's are known by then.
        assert held.count(True) <= 2, act
        held.clear()
