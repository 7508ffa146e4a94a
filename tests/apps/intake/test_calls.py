"""Call records of the exchange: each call once, no number open, and a missed call is a duty until it is answered in some way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.intake.actions import calling
from anxin.apps.intake.actions.calling import review_all, subject_of, take_in, undo
from anxin.apps.intake.actions.drafting import register
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.actions.wiping import carry_out, draw_up, wipe
from anxin.apps.intake.models import Call, CallBatch, Filing, Wiping
from anxin.apps.intake.queries import call_figures, calls
from anxin.apps.intake.said import FellowSaid, Said
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs import handlers
from anxin.base.people.models import Account
from anxin.base.vault.sealing import open_
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
WORKER, OTHER = "13900000002", "13700000003"
PAGE = "/office/intake/calls/"
HEAD = "开始时间,主叫,被叫,时长,接听/未接,录音文件"


@pytest.fixture
def exchange(tmp_path, small_town, now):
    """Takes in a file of calls, each told as minutes before now, caller, called, seconds and outcome."""

    def import_(*told, name="话单.csv", at=now):
        path = tmp_path / name
        path.write_text("\n".join([HEAD, *(row(now, *one) for one in told)]), encoding="utf-8")
        digest = f"{abs(hash(path.read_text(encoding='utf-8'))):064x}"
        return take_in(path=path, name=name, sha256=digest, place_path=small_town.town.path, by=small_town.clerk, at=at)

    return import_


def row(now, minutes, caller, called, seconds=0, outcome="未接"):
    started = (now - timedelta(minutes=minutes)).astimezone(SHANGHAI)
    return f"{started:%Y-%m-%d %H:%M:%S},{caller},{called},{seconds},{outcome},"


def test_a_call_that_a_later_file_tells_otherwise_is_named_and_stays_until_the_first_file_is_taken_back(
    exchange, small_town, now
):
    first = exchange((60, WORKER, "8001"), (50, OTHER, "8001", 20, "接听"))
    second = exchange((60, WORKER, "8001", 45, "接听"), (50, OTHER, "8001", 20, "接听"), name="更正.csv")
    assert (second.created, second.known, second.differing) == (0, 2, [2])
    assert [one.answered for one in Call.objects.order_by("started_at")] == [False, True]
    undo(batch_id=second.pk, by=small_town.clerk, at=now)
    undo(batch_id=first.pk, by=small_town.clerk, at=now)
    third = exchange((60, WORKER, "8001", 45, "接听"), (50, OTHER, "8001", 20, "接听"), name="更正.csv")
    assert (third.created, third.differing) == (2, [])
    assert [one.seconds for one in Call.objects.order_by("started_at")] == [45, 20]


def owed():
    """The telephones' last digits of missed calls whose clock runs."""
    running = [
        one
        for one in Call.objects.order_by("started_at")
        if any(c.stopped_at is None for c in clocks.of(subject_of(one.pk)))
    ]
    return [one.number_tail for one in running]


def said(phone=WORKER, **more):
    return Said(words="东头做工三个月没发工资", channel="hotline", phone=phone, **more)


def test_a_call_is_kept_once_however_often_it_is_exported_and_no_number_lies_open(exchange):
    first = exchange((60, WORKER, "8001", 65, "接听"), (50, OTHER, "8001"))
    again = exchange((50, OTHER, "8001"), (40, "8001", OTHER, 30, "接听"), name="又一份.csv")
    assert (first.created, again.created, again.known) == (2, 1, 1)
    stored = str(list(Call.objects.values())) + str(list(EventRow.objects.values()))
    assert WORKER not in stored
    assert OTHER not in stored
    assert {one.number_tail for one in Call.objects.all()} == {WORKER[-4:], OTHER[-4:]}


def test_the_same_file_twice_is_one_batch(exchange):
    assert exchange((60, WORKER, "8001")) == exchange((60, WORKER, "8001"))
    assert CallBatch.objects.count() == 1


def test_a_file_with_a_fault_or_a_call_yet_to_come_writes_nothing(exchange):
    for bad in ((50, "王某", "8001"), (-30, WORKER, "8001")):
        with pytest.raises(BadInput):
            exchange((60, WORKER, "8001"), bad)
    assert (Call.objects.count(), CallBatch.objects.count()) == (0, 0)


def test_somebody_who_rang_three_times_is_owed_one_call_back_by_the_law_book_s_time(exchange, now):
    exchange((60, WORKER, "8001"), (50, WORKER, "8001"), (40, WORKER, "8001"), (30, "匿名", "8001"))
    assert owed() == [WORKER[-4:]]
    [clock] = clocks.of(subject_of(Call.objects.earliest("started_at").pk))
    assert clock.due_at == now - timedelta(minutes=60) + timedelta(hours=24)
    assert clock.law_param == "local_missed_call_hours"
    exchange((90, WORKER, "8001"), name="更早的.csv")
    assert owed() == [WORKER[-4:]]


@pytest.mark.parametrize(
    ("then", "left"),
    [
        ((10, "8001", WORKER, 30, "接通"), 0),
        ((10, WORKER, "8001", 30, "接听"), 0),
        ((10, "8001", WORKER, 0, "无应答"), 1),
        ((90, "8001", WORKER, 30, "接通"), 1),
        ((10, "8001", OTHER, 30, "接通"), 1),
    ],
)
def test_only_a_talk_with_that_number_after_the_missed_call_ends_the_duty(exchange, then, left):
    exchange((60, WORKER, "8001"), (50, WORKER, "8001"))
    exchange(then, name="晚些.csv")
    assert len(owed()) == left
    assert Call.objects.filter(ended="back").count() == (0 if left else 2)
    assert EventRow.objects.filter(type="intake.missed_call_ended").count() == (0 if left else 1)


def test_a_filing_typed_at_the_desk_from_that_telephone_ends_it_at_once_and_is_linked(exchange, small_town, now):
    exchange((60, WORKER, "8001"))
    account = Account.objects.create(username="writer", name="某经办")
    by = replace(small_town.clerk, id=f"person:{account.pk}")
    received = register(said=said(phone="139 0000 0002"), draft="", by=by, at=now)
    assert owed() == []
    assert Call.objects.get().filing_id == received.filing
    assert Call.objects.get().ended == "filing"


def test_a_filing_that_came_by_another_way_ends_it_at_the_next_round_and_a_second_round_changes_nothing(
    exchange, small_town, now
):
    exchange((60, WORKER, "8001"), (30, OTHER, "8001"))
    receive(said=said(), by=small_town.clerk, at=now)
    run = handlers.handler_of("intake.review_calls").run
    job = handlers.JobContext(1, "intake.review_calls", {}, now, system("intake"), 1, lambda *_: None)
    assert (run(job)["ended"], run(job)["ended"]) == (1, 0)
    assert owed() == [OTHER[-4:]]


def test_a_person_s_word_ends_every_call_that_number_left_open(exchange, small_town, now):
    exchange((60, WORKER, "8001"), (50, WORKER, "8001"), (40, OTHER, "8001"))
    last = Call.objects.get(started_at=now - timedelta(minutes=50))
    with pytest.raises(BadInput):
        calling.explain(call_id=last.pk, words="好", by=small_town.clerk, at=now)
    calling.explain(call_id=last.pk, words="用手机回拨，问社保", by=small_town.clerk, at=now)
    assert owed() == [OTHER[-4:]]
    with pytest.raises(RuleBroken):
        calling.explain(call_id=last.pk, words="用手机回拨，问社保", by=small_town.clerk, at=now)
    with pytest.raises(NotFound):
        calling.explain(call_id=last.pk, words="用手机回拨，问社保", by=small_town.stranger, at=now)


def test_what_was_missed_weeks_ago_is_history_and_no_duty(exchange):
    exchange((60 * 24 * 8, WORKER, "8001"))
    assert owed() == []
    assert Call.objects.get().ended == ""


def test_a_file_taken_back_leaves_nothing_and_what_its_talks_had_ended_is_owed_again(exchange, small_town, now):
    exchange((60, WORKER, "8001"))
    later = exchange((10, "8001", WORKER, 30, "接通"), (5, OTHER, "8001"), name="晚些.csv")
    assert owed() == [OTHER[-4:]]
    with pytest.raises(NotFound):
        undo(batch_id=later.pk, by=small_town.stranger, at=now)
    for _twice in range(2):
        undo(batch_id=later.pk, by=small_town.clerk, at=now)
    assert owed() == [WORKER[-4:]]
    assert Call.objects.count() == 1
    assert exchange((10, "8001", WORKER, 30, "接通"), name="晚些.csv").created == 1


def test_the_figures_say_how_calls_were_met(exchange, small_town, now):
    exchange((60, WORKER, "8001", 65, "接听"), (50, OTHER, "8001"), (40, "8001", OTHER, 0, "未接"), (5, "13800000004", "8001", 9, "接听"))  # fmt: skip
    receive(said=said(), by=small_town.clerk, at=now - timedelta(minutes=58))
    receive(said=said(phone="13800000004"), by=small_town.clerk, at=now)
    review_all(by=small_town.clerk, at=now)
    found = call_figures(small_town.clerk.scope, since=now - timedelta(days=1))
    assert (found.incoming, found.answered, found.missed, found.owed) == (3, 2, 1, 1)
    assert found.share == 2 / 3
    assert found.to_filing == (120 + 300) // 2
    nobody = call_figures(small_town.stranger.scope, since=now - timedelta(days=1))
    assert (nobody.incoming, nobody.share, nobody.to_filing) == (0, None, None)
    assert calls(small_town.stranger.scope).count() == 0


def test_who_may_not_handle_filings_takes_in_no_calls(exchange, small_town, now, tmp_path):
    with pytest.raises(NotAllowed):
        take_in(
            path=tmp_path, name="a", sha256="a", place_path=small_town.town.path, at=now,
            by=replace(small_town.clerk, powers=frozenset({"intake.view"})),
        )  # fmt: skip


def test_a_clerk_takes_a_file_in_reads_its_faults_rings_back_and_takes_it_back(clerk, settings, tmp_path, small_town):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    upload = lambda text: clerk.post(f"{PAGE}import/", {"file": SimpleUploadedFile("话单.csv", text.encode("gb18030"))}, follow=True)  # noqa: E731 # fmt: skip
    bad = upload(f"{HEAD}\n2026-11-23,{WORKER},8001,0,未接,\n")
    assert bad.status_code == 400
    assert "第 2 行 A 列（开始时间）" in bad.content.decode()
    page = upload(
        f"{HEAD}\n2026-01-05 09:00:00,{WORKER},8001,0,未接,\n2026-01-05 09:00:00,8001,8002,5,接听,\n"
    ).content.decode()
    assert "已导入 1 条通话" in page
    assert "…0002" in page
    assert "未接，待回拨" in page
    one = Call.objects.get()
    address = f"{PAGE}{one.pk}/"
    assert WORKER not in clerk.get(address).content.decode()
    assert WORKER not in clerk.post(f"{address}number/", {"reason": ""}, follow=True).content.decode()
    assert WORKER in clerk.post(f"{address}number/", {"reason": "回拨未接来电"}).content.decode()
    assert EventRow.objects.filter(type="vault.revealed").count() == 1
    assert "请写明怎样处理的" in clerk.post(f"{address}explain/", {"words": ""}, follow=True).content.decode()
    assert "用手机回拨" in clerk.post(f"{address}explain/", {"words": "已用手机回拨"}, follow=True).content.decode()
    assert "没有符合筛选条件" in clerk.get(f"{PAGE}?outcome=owed").content.decode()
    assert "…0002" in clerk.get(f"{PAGE}?outcome=missed&tail=0002&way=in&filed=0&day_from=2026-01-01").content.decode()
    assert clerk.get(f"{PAGE}?export=xlsx")["Content-Type"].startswith("application/vnd.openxml")
    clerk.post(f"{PAGE}import/{CallBatch.objects.get().pk}/undo/")
    assert Call.objects.count() == 0


def test_the_list_asks_the_database_as_often_for_fifty_calls_as_for_one(clerk, exchange, django_assert_max_num_queries):
    exchange(*((one, f"1390000{one:04d}", "8001", 5, "接听") for one in range(1, 61)))
    with django_assert_max_num_queries(14):
        clerk.get(PAGE)


def test_a_landline_is_one_number_with_and_without_its_area_code(exchange, small_town, now):
    exchange((60, "057588001234", "8001"), (50, "88001235", "8001"))
    for phone in ("8800 1234", "0575-88001235"):
        receive(said=said(phone=phone), by=small_town.clerk, at=now)
    review_all(by=small_town.clerk, at=now)
    assert owed() == []
    assert Call.objects.exclude(filing=None).count() == 2


def test_a_fellow_worker_s_call_is_ended_by_the_group_s_filing_and_a_reveal_shows_the_whole_number(
    exchange, small_town, now
):
    exchange((60, WORKER, "8001"), (50, "88001234", "8001"))
    group = said(phone=OTHER, fellows=(FellowSaid("赵六", "139 0000 0002"), FellowSaid("钱七", "0575-88001234")))
    by = replace(small_town.clerk, id=f"person:{Account.objects.create(username='writer', name='某经办').pk}")
    received = register(said=group, draft="", by=by, at=now)
    assert owed() == []
    assert {one.filing_id for one in Call.objects.all()} == {received.filing}
    assert open_(Call.objects.get(number_tail="1234").number_sealed) == "057588001234"


def test_who_is_calling_is_found_among_fellow_workers_while_the_call_is_typed(clerk, small_town, now):
    receive(said=said(phone="", fellows=(FellowSaid("赵六", "88001234"),)), by=small_town.clerk, at=now)
    hints = clerk.post("/office/intake/new/hints/", {"phone": "0575 8800 1234"}).content.decode()
    assert "同一电话" in hints


def test_the_page_of_a_call_says_which_filings_bear_its_number(exchange, clerk, small_town, now):
    exchange((60 * 24 * 3, "88001234", "8001"), (50, OTHER, "8001"), (40, "匿名", "8001"))
    group = replace(said(phone=""), words="十几个人的工钱都没给", fellows=(FellowSaid("赵六", "0575-88001234"),))
    receive(said=group, by=small_town.clerk, at=now)
    pages = [clerk.get(f"{PAGE}{one.pk}/").content.decode() for one in Call.objects.order_by("started_at")]
    assert ["十几个人的工钱" in page for page in pages] == [True, False, False]


def test_with_a_filer_s_name_the_number_goes_from_the_calls_that_led_to_the_filing(exchange, small_town, now):
    exchange((60, WORKER, "8001", 65, "接听"), (50, OTHER, "8001", 65, "接听"))
    received = receive(said=said(), by=small_town.clerk, at=now)
    review_all(by=small_town.clerk, at=now)
    wipe(Filing.objects.get(pk=received.filing), why="wish", by=small_town.clerk, at=now)
    assert [one.number_tail for one in Call.objects.order_by("started_at")] == ["", OTHER[-4:]]


def test_numbers_kept_too_long_go_with_the_yearly_protocol_and_the_figures_stay(exchange, small_town, now):
    exchange((60, WORKER, "8001"), (50, OTHER, "8001", 40, "接听"))
    later = now.replace(year=now.year + 3, month=1, day=2)
    assert draw_up(by=system("intake"), at=now) == 0
    draw_up(by=system("intake"), at=later)
    draw_up(by=system("intake"), at=later)
    [found] = Wiping.objects.all()
    assert (found.calls, found.filings, found.calls_until.year) == (2, [], now.year)
    act = {"protocol_id": found.pk, "by": small_town.clerk, "at": later}
    with pytest.raises(BadInput):
        carry_out(keep=(), keep_calls=True, reason="", **act)
    carry_out(keep=(), reason="", **act)
    assert not Call.objects.exclude(number_sealed="", number_hash="", number_tail="", recording="").exists()
    assert owed() == []
    assert call_figures(small_town.clerk.scope, since=now - timedelta(days=1)).incoming == 2
    told = EventRow.objects.get(type="intake.wiping_done").data
    assert (told["filings"], told["calls"]) == (0, 2)
    again = exchange((60, WORKER, "8001"), (50, OTHER, "8001", 40, "接听"), (40, OTHER, "8001", 5, "接听"), at=later)
    assert (again.created, again.known) == (1, 2)


def test_numbers_kept_longer_come_again_next_year(exchange, small_town, now, clerk):
    exchange((60, WORKER, "8001", 40, "接听"))
    at = now.replace(year=now.year + 3, month=1, day=2)
    draw_up(by=system("intake"), at=at)
    page = f"/office/intake/wipings/{Wiping.objects.get().pk}/"
    assert "1 条通话" in clerk.get(page).content.decode()
    carry_out(
        protocol_id=Wiping.objects.get().pk,
        keep=(),
        keep_calls=True,
        reason="关联案件在诉讼",
        by=small_town.clerk,
        at=at,
    )
    assert "继续保留" in clerk.get(page).content.decode()
    assert Call.objects.get().number_tail == WORKER[-4:]
    draw_up(by=system("intake"), at=at)
    assert Wiping.objects.count() == 1
    draw_up(by=system("intake"), at=at.replace(year=at.year + 1))
    assert Wiping.objects.count() == 2
