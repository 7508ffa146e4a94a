"""Filings: received once, answered in time, joined and parted, and nobody's identity shown without a record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from anxin.apps.cases.models import Case
from anxin.apps.intake.about import About
from anxin.apps.intake.actions import filing as acts
from anxin.apps.intake.actions import receiving, talk
from anxin.apps.intake.actions.gathering import gather, leave_apart
from anxin.apps.intake.actions.identity import ask, decide, reveal
from anxin.apps.intake.actions.receiving import receive, subject_of
from anxin.apps.intake.models import Filing
from anxin.apps.intake.queries import alike, filings, in_figures
from anxin.apps.intake.said import FellowSaid, Said
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.verifying import verify
from anxin.base.jobs.worker import run_until_idle
from anxin.base.people.models import Account, Post
from anxin.base.scope import Scope
from anxin.base.vault.signing import opened_text, sealed_text
from anxin.domain.intake.receipts import Receipt, read_code
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db
PHONE = "13900000002"
SAID = Said(words="在东头做工，欠三个月工资两万五", channel="web", name="王五", phone=PHONE, place_code="330602013201")


def test_a_filing_is_acknowledged_with_a_code_a_clock_and_an_event(small_town, now):
    received = receive(said=SAID, by=small_town.clerk, at=now)
    filing = Filing.objects.get(pk=received.filing)
    assert read_code(received.code) == received.code
    assert talk.of_code(received.code) == filing
    assert filing.place_path == small_town.east.path
    (clock,) = clocks.of(subject_of(filing.pk))
    assert clock.due_at == now + timedelta(hours=24)
    assert clock.law_param == "local_first_reply_hours"
    assert clock.why
    assert EventRow.objects.get(type="intake.filing_received").subject == subject_of(filing.pk)


def test_the_receipt_is_signed_and_says_nothing_personal(small_town, now):
    received = receive(said=SAID, by=small_town.clerk, at=now)
    payload = opened_text(sealed_text(received.receipt.payload()))
    assert payload is not None
    assert Receipt.of_payload(payload) == received.receipt
    assert "王五" not in payload.decode()
    assert PHONE not in payload.decode()


def test_the_same_message_twice_is_one_filing_with_one_receipt(small_town, now):
    said = replace(SAID, channel="12345", external_id="WO-2026-1")
    first = receive(said=said, by=small_town.clerk, at=now)
    second = receive(said=said, by=small_town.clerk, at=now + timedelta(hours=1))
    assert (second.filing, second.code, second.again) == (first.filing, first.code, True)
    assert second.receipt == first.receipt
    assert Filing.objects.count() == 1


def test_neither_names_nor_telephones_lie_open_in_the_tables_or_the_log(small_town, now):
    receive(said=replace(SAID, fellows=[FellowSaid("赵六", "13700000003")]), by=small_town.clerk, at=now)
    rows = [str(row) for row in Filing.objects.values()] + [str(row) for row in EventRow.objects.values()]
    stored = " ".join([*rows, str(list(Filing.objects.get().fellows.values()))])
    for secret in ("王五", PHONE, "赵六", "13700000003"):
        assert secret not in stored


def test_who_stays_anonymous_is_not_kept_even_when_a_name_was_sent_along(small_town, now):
    received = receive(said=replace(SAID, identity="anonymous"), by=small_town.clerk, at=now)
    filing = Filing.objects.get(pk=received.filing)
    assert (filing.filer_name_sealed, filing.phone_sealed, filing.phone_hash, filing.phone_tail) == ("", "", "", "")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (replace(SAID, words="  欠 "), "太短"),
        (replace(SAID, words="长" * 20_001), "附件"),
        (replace(SAID, kind="joke"), "重新选择"),
        (replace(SAID, workers=-1), "负数"),
        (replace(SAID, place_code="000"), "列表"),
    ],
)
def test_what_cannot_be_a_filing_is_refused_with_the_remedy_and_nothing_is_kept(small_town, now, said, words):
    with pytest.raises(BadInput) as refused:
        receive(said=said, by=small_town.clerk, at=now)
    assert words in "".join(one.in_words() for one in refused.value.faults)
    assert not Filing.objects.exists()


def test_the_first_message_to_the_filer_is_the_first_reply_and_stops_its_clock(small_town, now):
    received = receive(said=SAID, by=small_town.clerk, at=now)
    talk.write(
        filing_id=received.filing, words="已收到，明天联系您。", by=small_town.clerk, at=now + timedelta(hours=2)
    )
    (clock,) = clocks.of(subject_of(received.filing))
    assert clock.outcome == "answered"
    assert in_figures(small_town.clerk.scope).silent == 0
    talk.write(filing_id=received.filing, words="补充一句。", by=small_town.clerk, at=now + timedelta(hours=3))
    assert Filing.objects.get(pk=received.filing).answered_at == now + timedelta(hours=2)


def test_the_filer_writes_back_by_code_alone_and_a_wrong_code_finds_nothing(small_town, now):
    received = receive(said=SAID, by=small_town.clerk, at=now)
    public = Actor("public:web", "来访人", Scope.everywhere(), frozenset({"intake.receive"}))
    talk.write_back(code=received.code, words="还有两个工友", by=public, at=now)
    assert Filing.objects.get().messages.get().from_filer
    with pytest.raises(NotFound):
        talk.write_back(code="0" * 16, words="猜一个", by=public, at=now)
    with pytest.raises(BadInput):
        talk.write_back(code=received.code, words="  ", by=public, at=now)


def test_joined_filings_share_one_answer_and_can_be_parted_again(small_town, now):
    first, second = (receive(said=SAID, by=small_town.clerk, at=now).filing for _ in range(2))
    [found] = alike(Filing.objects.get(pk=second), small_town.clerk.scope)
    assert (found.filing.pk, found.why[0]) == (first, "同一电话")
    acts.join(filing_id=second, to_id=first, by=small_town.clerk, at=now)
    assert [one.pk for one in filings(small_town.clerk.scope).filter(state="inbox")] == [first]
    assert [one.outcome for one in clocks.of(subject_of(second))] == ["joined"]
    with pytest.raises(RuleBroken):
        acts.join(filing_id=first, to_id=second, by=small_town.clerk, at=now)
    acts.part(filing_id=second, by=small_town.clerk, at=now + timedelta(hours=5))
    running = [one for one in clocks.of(subject_of(second)) if one.stopped_at is None]
    assert [one.due_at for one in running] == [now + timedelta(hours=24)]


def test_a_complaint_is_not_closed_by_an_answer_but_an_enquiry_is(small_town, now):
    complaint = receive(said=SAID, by=small_town.clerk, at=now).filing
    enquiry = receive(said=replace(SAID, kind="enquiry"), by=small_town.clerk, at=now).filing
    for one in (complaint, enquiry):
        talk.write(filing_id=one, words="答复如下。", by=small_town.clerk, at=now)
    with pytest.raises(RuleBroken):
        acts.close_answered(filing_id=complaint, by=small_town.clerk, at=now)
    assert acts.close_answered(filing_id=enquiry, by=small_town.clerk, at=now).state == "answered"


def test_identity_is_shown_only_with_a_reason_and_leaves_a_record(small_town, now):
    received = receive(said=SAID, by=small_town.clerk, at=now)
    with pytest.raises(BadInput):
        reveal(filing_id=received.filing, reason="看", by=small_town.clerk, at=now)
    assert not EventRow.objects.filter(type="intake.identity_shown").exists()
    shown = reveal(filing_id=received.filing, reason="电话核实欠薪月份", by=small_town.clerk, at=now)
    assert (shown.name, shown.phone) == ("王五", PHONE)
    assert EventRow.objects.filter(type="intake.identity_shown").count() == 1
    nobody = replace(small_town.clerk, powers=frozenset({"intake.view"}))
    with pytest.raises(NotAllowed):
        reveal(filing_id=received.filing, reason="电话核实欠薪月份", by=nobody, at=now)


def test_a_filer_in_confidence_is_shown_only_when_a_second_person_agrees_and_is_told(small_town, now):
    filing = receive(said=replace(SAID, identity="confidential"), by=small_town.clerk, at=now).filing
    first, second = (replace(small_town.clerk, id=f"person:{number}", name="某经办") for number in (901, 902))
    why = "电话核实欠薪月份"
    with pytest.raises(RuleBroken, match="保密"):
        reveal(filing_id=filing, reason=why, by=first, at=now)
    look = ask(filing_id=filing, reason=why, by=first, at=now)
    assert ask(filing_id=filing, reason=why, by=first, at=now).pk == look.pk
    assert [one.kind for one in clocks.of(f"intake.look:{look.pk}")] == ["intake.identity_look"]
    with pytest.raises(RuleBroken, match="自己"):
        decide(look_id=look.pk, agreed=True, by=first, at=now)
    with pytest.raises(NotFound):
        decide(look_id=look.pk, agreed=True, by=small_town.stranger, at=now)
    with pytest.raises(NotAllowed):
        decide(look_id=look.pk, agreed=True, by=replace(second, powers=frozenset({"intake.view"})), at=now)
    decide(look_id=look.pk, agreed=True, by=second, at=now)
    with pytest.raises(RuleBroken, match="已有人决定"):
        decide(look_id=look.pk, agreed=False, by=second, at=now)
    with pytest.raises(RuleBroken):
        reveal(filing_id=filing, reason=why, by=second, at=now)
    for _ in range(2):
        assert reveal(filing_id=filing, reason="", by=first, at=now + timedelta(hours=1)).phone == PHONE
    [told] = Filing.objects.get(pk=filing).messages.all()
    assert why in told.words
    assert not told.from_filer
    assert Filing.objects.get(pk=filing).answered_at is None
    with pytest.raises(RuleBroken):
        reveal(filing_id=filing, reason=why, by=first, at=now + timedelta(hours=25))
    assert [one.outcome for one in clocks.of(f"intake.look:{look.pk}")] == ["agreed"]


def test_a_refused_look_shows_nothing_and_a_named_filer_needs_no_second_person(small_town, now):
    filing = receive(said=replace(SAID, identity="confidential"), by=small_town.clerk, at=now).filing
    look = ask(filing_id=filing, reason="电话核实欠薪月份", by=small_town.clerk, at=now)
    decide(look_id=look.pk, agreed=False, by=replace(small_town.clerk, id="person:902"), at=now)
    with pytest.raises(RuleBroken):
        reveal(filing_id=filing, reason="电话核实欠薪月份", by=small_town.clerk, at=now)
    named = receive(said=replace(SAID, identity="named"), by=small_town.clerk, at=now).filing
    with pytest.raises(RuleBroken, match="不需要申请"):
        ask(filing_id=named, reason="电话核实欠薪月份", by=small_town.clerk, at=now)
    assert not EventRow.objects.filter(type="intake.identity_shown").exists()


def test_another_town_neither_sees_nor_handles_a_filing(small_town, now):
    received = receive(said=SAID, by=small_town.clerk, at=now)
    assert not filings(small_town.stranger.scope).exists()
    with pytest.raises(NotFound):
        talk.write(filing_id=received.filing, words="我来答复。", by=small_town.stranger, at=now)


def test_a_surge_is_told_once_and_nobody_is_turned_away(small_town, now, an_employer):
    said = replace(SAID, employer_id=an_employer.pk)
    for minute in range(25):
        receive(said=said, by=small_town.clerk, at=now + timedelta(minutes=minute))
    assert Filing.objects.count() == 25
    told = EventRow.objects.filter(type="intake.surge_noticed").order_by("seq")
    assert [one.recorded_at for one in told] == [now + timedelta(minutes=9), now + timedelta(minutes=19)]
    [alarm] = clocks.of(f"registry.employer:{an_employer.pk}")
    assert (alarm.kind, alarm.started_at, alarm.stopped_at) == ("intake.surge", now + timedelta(minutes=9), None)


def test_a_surge_becomes_one_matter_by_one_act_and_can_be_parted_again(small_town, now, an_employer):
    said = replace(SAID, employer_id=an_employer.pk)
    numbers = [
        receive(said=said, by=small_town.clerk, at=now + timedelta(minutes=minute)).filing for minute in range(40)
    ]
    asked = receive(said=replace(said, kind="enquiry"), by=small_town.clerk, at=now + timedelta(hours=1)).filing
    head = gather(about=About(an_employer.pk), by=small_town.clerk, at=now + timedelta(hours=2))
    assert head.pk == numbers[0]
    assert Filing.objects.filter(joined_to=head).count() == 39
    assert Filing.objects.get(pk=asked).state == "inbox"
    assert [one.outcome for one in clocks.of(f"registry.employer:{an_employer.pk}")] == ["gathered"]
    late = receive(said=said, by=small_town.clerk, at=now + timedelta(hours=3)).filing
    assert gather(about=About(an_employer.pk), by=small_town.clerk, at=now + timedelta(hours=4)).pk == head.pk
    assert Filing.objects.get(pk=late).joined_to_id == head.pk
    acts.part(filing_id=late, by=small_town.clerk, at=now + timedelta(hours=5))
    assert Filing.objects.get(pk=late).state == "inbox"


def test_filings_of_different_matters_stay_apart_and_the_alarm_stops(small_town, now, an_employer):
    for minute in range(10):
        receive(said=replace(SAID, employer_id=an_employer.pk), by=small_town.clerk, at=now + timedelta(minutes=minute))
    with pytest.raises(NotAllowed):
        gather(about=About(an_employer.pk), by=replace(small_town.clerk, powers=frozenset({"intake.view"})), at=now)
    leave_apart(about=About(an_employer.pk), by=small_town.clerk, at=now + timedelta(hours=1))
    assert not Filing.objects.exclude(joined_to=None).exists()
    with pytest.raises(RuleBroken):
        leave_apart(about=About(an_employer.pk), by=small_town.clerk, at=now + timedelta(hours=1))


def _surge(town, employer, at, many):
    said = replace(SAID, employer_id=employer.pk)
    return [receive(said=said, by=town.clerk, at=at + timedelta(minutes=one)).filing for one in range(many)]


def test_forty_filings_become_one_case_and_the_alarm_goes_on_until_a_person_has_looked(small_town, now, an_employer):
    numbers = _surge(small_town, an_employer, now, 40)
    hour = now + timedelta(hours=1)
    run_until_idle(hour)
    [case] = Case.objects.all()
    assert set(Filing.objects.filter(case_id=case.pk).values_list("pk", flat=True)) == set(numbers)
    assert case.state == "received"
    told = EventRow.objects.filter(type="intake.surge_noticed").order_by("seq")
    assert [one.data["filings"] for one in told] == [10, 20, 40]
    [alarm] = clocks.of(f"registry.employer:{an_employer.pk}")
    assert alarm.stopped_at is None
    head_clock = clocks.of(f"intake.filing:{numbers[0]}").get(kind="intake.first_reply")
    assert (head_clock.started_at, head_clock.stopped_at) == (now, None)
    late = _surge(small_town, an_employer, hour, 3)
    run_until_idle(hour + timedelta(minutes=5))
    assert Filing.objects.filter(pk__in=late, case_id=case.pk).count() == 3
    gather(about=About(an_employer.pk), by=small_town.clerk, at=hour + timedelta(hours=1))
    alarm.refresh_from_db()
    assert alarm.outcome == "gathered"


def test_who_names_the_whole_name_of_a_registered_employer_named_that_employer(small_town, now, an_employer):
    said = replace(SAID, employer_said=f" {an_employer.name} ")
    assert Filing.objects.get(pk=receive(said=said, by=small_town.clerk, at=now).filing).employer == an_employer
    part = replace(SAID, employer_said=an_employer.name[:-2])
    assert Filing.objects.get(pk=receive(said=part, by=small_town.clerk, at=now).filing).employer is None
    an_employer.pk, an_employer.uscc = None, None
    an_employer.save()
    assert Filing.objects.get(pk=receive(said=said, by=small_town.clerk, at=now).filing).employer is None


def test_what_a_person_holds_or_has_parted_the_system_leaves_alone(small_town, now, an_employer):
    numbers = _surge(small_town, an_employer, now, 39)
    acts.join(filing_id=numbers[1], to_id=numbers[0], by=small_town.clerk, at=now)
    acts.part(filing_id=numbers[1], by=small_town.clerk, at=now)
    talk.write(filing_id=numbers[2], words="我们今天下午去工地。", by=small_town.clerk, at=now)
    _surge(small_town, an_employer, now + timedelta(hours=1), 1)
    run_until_idle(now + timedelta(hours=2))
    assert Filing.objects.filter(case_id=None).count() == 2
    assert {one.pk for one in Filing.objects.filter(case_id=None)} == {numbers[1], numbers[2]}


def test_once_a_person_said_they_are_different_matters_the_system_does_not_join_them(small_town, now, an_employer):
    _surge(small_town, an_employer, now, 39)
    leave_apart(about=About(an_employer.pk), by=small_town.clerk, at=now + timedelta(hours=1))
    _surge(small_town, an_employer, now + timedelta(hours=1), 1)
    run_until_idle(now + timedelta(hours=3))
    assert not Case.objects.exists()


def test_confirming_a_surge_brings_what_was_laid_aside_into_its_case(small_town, now, an_employer):
    numbers = _surge(small_town, an_employer, now, 40)
    hour = now + timedelta(hours=1)
    run_until_idle(hour)
    case = Case.objects.get()
    aside = receive(said=replace(SAID, employer_id=an_employer.pk, aside=True), by=small_town.clerk, at=hour).filing
    head = gather(about=About(an_employer.pk), by=small_town.clerk, at=hour + timedelta(minutes=1))
    assert (head.pk, head.case_id) == (numbers[0], case.pk)
    assert Filing.objects.get(pk=aside).case_id == case.pk
    assert Case.objects.count() == 1


def test_nobody_gathers_filings_of_another_town(small_town, now, an_employer):
    receive(said=replace(SAID, employer_id=an_employer.pk), by=small_town.clerk, at=now)
    with pytest.raises(RuleBroken, match="没有待合并"):
        gather(about=About(an_employer.pk), by=small_town.stranger, at=now)


def test_the_page_of_a_surge_gathers_and_leads_to_the_one_filing(client, small_town, now, an_employer):
    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    numbers = [receive(said=replace(SAID, employer_id=an_employer.pk, workers=2), by=small_town.clerk, at=now).filing for _ in range(12)]  # fmt: skip
    address = f"/office/intake/together/{an_employer.pk}/"
    page = client.get(address).content.decode()
    assert "12 件未处理的诉求" in page
    assert "合计 24 人" in page
    done = client.post(address, follow=True)
    assert done.request["PATH_INFO"] == f"/office/intake/{numbers[0]}/"
    assert "已合并为一件" in done.content.decode()
    assert "没有未处理" not in client.get(address).content.decode()
    assert client.post(address, {"apart": "1"}, follow=True).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads share no database in memory; bench/intake.py does it on a file"
)
def test_many_who_file_at_once_each_get_their_own_receipt_and_the_chain_stays_whole(small_town, now):
    def file(number):
        try:
            told = Said(words=f"第{number}个人也没有拿到工资", channel="web", external_id=f"m{number // 2}")
            return receive(said=told, by=small_town.clerk, at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(file, range(40)))
    assert Filing.objects.count() == 20, "the same message twice is one filing"
    assert len({one.code for one in found}) == 20
    assert verify().sound


def test_drills_and_questions_raise_no_alarm(small_town, now, an_employer):
    said = replace(SAID, employer_id=an_employer.pk)
    for minute in range(12):
        receive(said=said, by=replace(small_town.clerk, drill=True), at=now + timedelta(minutes=minute))
        receive(said=replace(said, kind="enquiry"), by=small_town.clerk, at=now + timedelta(minutes=minute))
    assert not clocks.of(f"registry.employer:{an_employer.pk}").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
def test_two_filings_at_the_same_instant_do_not_miss_the_mark_together(small_town, now, an_employer, monkeypatch):
    said = replace(SAID, employer_id=an_employer.pk)
    for _ in range(8):
        receive(said=said, by=small_town.clerk, at=now)
    both_stored, count = Barrier(2, timeout=20), receiving.surges

    def counted_when_both_are_stored(taken):
        both_stored.wait()
        return count(taken)

    def file(_number):
        try:
            with transaction.atomic():
                receive(said=said, by=small_town.clerk, at=now + timedelta(minutes=1))
        finally:
            connection.close()

    monkeypatch.setattr(receiving, "surges", counted_when_both_are_stored)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(file, range(2)))
    assert Filing.objects.count() == 10
    assert EventRow.objects.filter(type="intake.surge_noticed").count() == 1
    assert clocks.of(f"registry.employer:{an_employer.pk}").count() == 1


def test_one_telephone_is_found_again_whatever_channel_wrote_it_down(small_town, now):
    written = ("0575-8800 1234", "057588001234", "（0575）88001234")
    numbers = [receive(said=replace(SAID, phone=one), by=small_town.clerk, at=now).filing for one in written]
    last = Filing.objects.get(pk=numbers[-1])
    assert {one.filing.pk for one in alike(last, small_town.clerk.scope)} == set(numbers[:-1])
    assert last.phone_tail == "1234"
