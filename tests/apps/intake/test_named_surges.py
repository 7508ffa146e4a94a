"""Many filings about an employer in no register: grouped by what they call it, alarmed, laid together, and nobody turned away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anxin.apps.cases.models import Case
from anxin.apps.intake.about import About
from anxin.apps.intake.actions.filing import understand
from anxin.apps.intake.actions.gathering import gather, leave_apart
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Filing
from anxin.apps.intake.said import Said
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.outcome import RuleBroken

pytestmark = pytest.mark.django_db
SAID = Said(words="老板三个月没发工资了", channel="web", name="王五")
SPELLINGS = (
    "红星服装厂",
    "绍兴红星服装厂",
    "绍兴市越城区皋埠街道红星服装有限公司",
    "红星服装（没挂牌）",
    "东头村红星服装厂",
)


def come(town, at, many, **more):
    found = []
    for number in range(many):
        said = replace(SAID, employer_said=SPELLINGS[number % len(SPELLINGS)], **more)
        found.append(receive(said=said, by=town.clerk, at=at + timedelta(minutes=number)).filing)
    return found


def about():
    return About(named=Filing.objects.exclude(named="").values_list("named", flat=True)[0])


def test_ten_spellings_of_one_workshop_raise_one_alarm_that_leads_to_its_page(small_town, now, clerk):
    come(small_town, now, 4)
    come(small_town, now, 6, place_code=small_town.west.code)
    assert Filing.objects.values("named").distinct().count() == 1
    [alarm] = clocks.of(about().subject)
    assert (alarm.kind, alarm.law_param, alarm.url) == ("intake.surge", "local_surge_hours", about().url)
    assert "红星服装" in alarm.title
    [told] = EventRow.objects.filter(type="intake.surge_noticed")
    assert (told.data["filings"], told.data["employer"]) == (10, None)
    assert "红星" not in str(told.data)
    page = clerk.get(alarm.url).content.decode()
    assert "10 件未处理的诉求" in page
    assert "不在台账里" in page
    assert "绍兴红星服装厂" in page
    done = clerk.post(alarm.url, follow=True)
    assert "已合并为一件" in done.content.decode()
    assert Filing.objects.filter(state="joined").count() == 9


def test_forty_become_one_case_and_whoever_comes_later_comes_into_it(small_town, now):
    numbers = come(small_town, now, 40)
    hour = now + timedelta(hours=1)
    run_until_idle(hour)
    [case] = Case.objects.all()
    assert set(Filing.objects.filter(case_id=case.pk).values_list("pk", flat=True)) == set(numbers)
    late = come(small_town, hour, 3)
    run_until_idle(hour + timedelta(minutes=5))
    assert Filing.objects.filter(pk__in=late, case_id=case.pk).count() == 3
    by_hand = come(small_town, hour + timedelta(minutes=6), 1)
    assert gather(about=about(), by=small_town.clerk, at=hour + timedelta(minutes=8)).case_id == case.pk
    assert Filing.objects.get(pk=by_hand[0]).case_id == case.pk
    assert Case.objects.count() == 1
    assert [one.outcome for one in clocks.of(about().subject)] == ["gathered"]


def test_who_comes_after_that_case_was_closed_is_a_matter_of_their_own(small_town, now):
    come(small_town, now, 40)
    hour = now + timedelta(hours=1)
    run_until_idle(hour)
    case = Case.objects.get()
    Case.objects.update(open=False)
    late = come(small_town, hour, 2)
    run_until_idle(hour + timedelta(minutes=5))
    assert Case.objects.count() == 2
    assert set(Filing.objects.exclude(case_id=case.pk).values_list("pk", flat=True)) == set(late)


def test_once_somebody_said_they_are_different_matters_they_stay_apart(small_town, now):
    come(small_town, now, 39)
    leave_apart(about=about(), by=small_town.clerk, at=now + timedelta(hours=1))
    come(small_town, now + timedelta(hours=1), 1)
    run_until_idle(now + timedelta(hours=3))
    assert not Case.objects.exists()


def test_nobody_of_another_town_sees_or_ends_the_alarm(small_town, now):
    come(small_town, now, 10)
    for act in (gather, leave_apart):
        with pytest.raises(RuleBroken):
            act(about=about(), by=small_town.stranger, at=now)
    assert clocks.of(about().subject).get().stopped_at is None


def test_names_that_set_nobody_apart_and_questions_raise_no_alarm(small_town, now):
    for _each in range(12):
        receive(said=replace(SAID, employer_said="服装厂"), by=small_town.clerk, at=now)
        receive(said=replace(SAID, employer_said="红星服装厂", kind="enquiry"), by=small_town.clerk, at=now)
        receive(said=SAID, by=small_town.clerk, at=now)
    assert not EventRow.objects.filter(type="intake.surge_noticed").exists()


def test_a_filing_whose_employer_was_found_in_the_register_counts_for_that_employer(
    small_town, now, an_employer, clerk
):
    numbers = come(small_town, now, 10)
    for number in numbers:
        understand(
            filing_id=number, kind="complaint", employer_id=an_employer.pk, workers=None, amount_fen=None, since=None,
            by=small_town.clerk, at=now,
        )  # fmt: skip
    assert "没有未处理的诉求" in clerk.get(about().url).content.decode()
    receive(said=replace(SAID, employer_id=an_employer.pk), by=small_town.clerk, at=now + timedelta(minutes=30))
    told = EventRow.objects.filter(type="intake.surge_noticed")
    assert [one.data["employer"] for one in told] == [None], "the eleventh crosses no mark"
    assert gather(about=About(an_employer.pk), by=small_town.clerk, at=now).pk == numbers[0]


def test_the_thresholds_are_the_town_s_own_where_it_set_them(small_town, now, settings, tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "law: 本街道\ndoc_no: '-'\nchecked: '2026-11-23'\nparameters:\n"
        "- {id: local_surge_filings, value: 3, from: '2019-02-20', article: '-', verified: true, url: ''}\n",
        encoding="utf-8",
    )
    settings.SETTINGS = replace(settings.SETTINGS, law_overrides=tmp_path)
    come(small_town, now, 3)
    assert EventRow.objects.filter(type="intake.surge_noticed").count() == 1
