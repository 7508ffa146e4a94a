"""The ledger of public-order matters: apart from the cases, checked before told, heard before concluded, decided by two, and destroyed."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from anxin.apps.cases.actions import disorder as acts
from anxin.apps.cases.actions import disorder_moving as moving
from anxin.apps.cases.actions import disorder_people as people
from anxin.apps.cases.actions import ledger
from anxin.apps.cases.actions.disorder import Report, Row
from anxin.apps.cases.actions.handling import Told
from anxin.apps.cases.disorders import disorder, look_of, named, seen_now, subject_of
from anxin.apps.cases.models import Disorder, DisorderCheck, DisorderPerson
from anxin.apps.payroll.api import WorkerPay
from anxin.base import clocks
from anxin.base.actors import NotAllowed
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import in_words
from anxin.base.scope import Scope
from anxin.domain.casework.crosscheck import Claimed, Verdict
from anxin.domain.casework.ledger import Kind
from anxin.kernel.clock import FixedClock, local_date
from anxin.kernel.outcome import BadInput, NotFound, RuleBroken
from anxin.project import middleware

pytestmark = pytest.mark.django_db
GOOD, BAD = "11010519491231002X", "110105194912310021"
ORDERS = frozenset({"cases.order", "cases.order_handle", "cases.view", "cases.handle"})
REASONS = {"reasons": "考勤和流水均已核对"}


@pytest.fixture
def clerk(office):
    return replace(office.town.clerk, id="person:81", name="钱经办", powers=ORDERS)


@pytest.fixture
def head(office):
    return replace(office.town.clerk, id="person:82", name="孙主任", powers=ORDERS | {"cases.order_approve"})


@pytest.fixture
def matter(office, clerk):
    return put(office, clerk)


def put(office, clerk, **more):
    told = Report(
        "project",
        "包工头带着三十人名单到项目部要钱，堵住大门两小时。",
        "东头村工地",
        local_date(office.at),
        "项目部报告",
        **more,
    )
    by = replace(clerk, id="system:test")
    return acts.report(place_path=office.town.east.path, told=told, by=by, at=office.at)


def do(office, matter, verb, by, **conditions):
    return moving.perform(disorder_id=matter.pk, verb=verb, told=Told(conditions), by=by, at=office.at)


def concern(office, matter, by, name="李四"):
    return people.add_concerned(disorder_id=matter.pk, name=name, by=by, at=office.at)


def hear(office, matter, by, one):
    people.tell_person(person_id=one.pk, how="当面送达陈述通知书", by=by, at=office.at)
    do(office, matter, "tell", by, checked="名单、考勤、流水已比对")


def verdicts(matter, office, one):
    found = seen_now(disorder(office.town.clerk.scope, matter.pk), office.town.clerk.scope).checked
    return {each.id: each.verdict for each in found.persons[one.pk]}


def test_nothing_is_concluded_before_everybody_concerned_was_told_and_heard_or_let_the_days_pass(
    office, clerk, head, matter
):
    with pytest.raises(RuleBroken, match="已列明当事人"):
        do(office, matter, "tell", clerk, checked="已比对")
    one = concern(office, matter, clerk)
    with pytest.raises(RuleBroken, match="每名当事人都已告知"):
        do(office, matter, "tell", clerk, checked="已比对")
    with pytest.raises(RuleBroken, match="还没有告知此人"):
        people.reply(person_id=one.pk, words="钱是工资", files=[], by=clerk, at=office.at)
    hear(office, matter, clerk, one)
    with pytest.raises(NotFound, match="没有"):
        do(office, matter, "refer_police", clerk, **REASONS, receiver_named="派出所")
    with pytest.raises(RuleBroken, match="期限届满"):
        do(office, matter, "silent", clerk)
    with pytest.raises(RuleBroken, match="每名当事人都已陈述"):
        do(office, matter, "heard", clerk)
    people.reply(person_id=one.pk, words="三十人都是我带来干活的", files=["ab" * 32], by=clerk, at=office.at)
    do(office, matter, "heard", clerk)
    do(office, matter, "refer_police", clerk, **REASONS, receiver_named="皋埠派出所，回执见卷")
    matter.refresh_from_db()
    assert matter.state == "deciding", "one person alone concludes nothing"
    with pytest.raises(RuleBroken, match="不能审批自己"):
        moving.approve(disorder_id=matter.pk, by=replace(clerk, powers=head.powers), at=office.at)
    with pytest.raises(NotAllowed):
        moving.approve(disorder_id=matter.pk, by=replace(clerk, id="person:83"), at=office.at)
    moving.approve(disorder_id=matter.pk, by=head, at=office.at)
    matter.refresh_from_db()
    assert matter.state == "police"
    assert [(step["by"], step["approved"]) for step in matter.steps][-1] == ("钱经办", "孙主任")
    clock = clocks.of(subject_of(matter.pk)).get(stopped_at=None)
    assert clock.law_param == "pso118_case_days"
    assert "李四" not in clock.title
    with pytest.raises(RuleBroken, match="已有结论"):
        people.reply(person_id=one.pk, words="补充", files=[], by=clerk, at=office.at)


def test_silence_is_waited_for_to_the_end_of_the_period_and_a_late_reply_is_still_taken(office, clerk, head, matter):
    one = concern(office, matter, clerk)
    hear(office, matter, clerk, one)
    office.later(days=8)
    do(office, matter, "silent", clerk)
    people.reply(person_id=one.pk, words="刚从外地回来", files=[], by=clerk, at=office.at)
    do(office, matter, "refer_court", clerk, **REASONS, receiver_named="已告知向越城区人民法院起诉")
    moving.decline(disorder_id=matter.pk, by=head, at=office.at)
    with pytest.raises(RuleBroken, match="已写明退回的理由"):
        do(office, matter, "recheck", clerk)
    do(office, matter, "recheck", clerk, recheck_reason="陈述中提到另有考勤表，须核对")
    matter.refresh_from_db()
    assert matter.state == "checking"


def test_the_list_is_set_against_attendance_payroll_bank_and_settlement(office, clerk, monkeypatch):
    matter = put(office, clerk, employer_id=office.employer.pk)
    rows = [
        Row("张三", GOOD, 600_000, "6222 0001"), Row("李四", BAD, 600_000, "62220001"), Row("王五", "", 3_800_000),
        Row("赵六", "", 600_000, "62220009"),
    ]  # fmt: skip
    acts.take_claims(disorder_id=matter.pk, rows=rows, file="ab" * 32, by=clerk, at=office.at)
    zhang, li, wang, zhao = DisorderPerson.objects.order_by("pk")
    assert verdicts(matter, office, zhang)["attendance"] is Verdict.UNKNOWN
    assert verdicts(matter, office, zhang)["payroll"] is Verdict.UNKNOWN
    attended = [Row("张三", GOOD, days=26), Row("赵六", GOOD[:-1], days=3), Row("王五", days=0)]
    acts.take_attendance(disorder_id=matter.pk, rows=attended, file="cd" * 32, by=clerk, at=office.at)
    acts.note_settlement(disorder_id=matter.pk, amount_fen=5_600_000, by=clerk, at=office.at)
    assert verdicts(matter, office, zhang)["attendance"] is Verdict.AGREES
    assert verdicts(matter, office, li)["attendance"] is Verdict.DIFFERS
    assert verdicts(matter, office, zhao)["attendance"] is Verdict.AGREES, (
        "a name is enough where the claim gives no number"
    )
    assert verdicts(matter, office, li)["identity"] is Verdict.DIFFERS
    assert verdicts(matter, office, zhang)["account"] is Verdict.DIFFERS
    assert verdicts(matter, office, wang)["account"] is Verdict.UNKNOWN
    whole = {one.id: one.verdict for one in seen_now(disorder(clerk.scope, matter.pk), clerk.scope).checked.whole}
    assert whole["settlement"] is Verdict.DIFFERS
    asked = []

    def pay(scope, *, employer_id, worker_ids):
        asked.append((employer_id, set(worker_ids)))
        return {}

    monkeypatch.setattr("anxin.apps.cases.disorders.pay_of_workers", pay)
    assert verdicts(matter, office, zhang)["payroll"] is Verdict.DIFFERS
    assert asked == [(office.employer.pk, set())]


def test_the_claims_of_the_case_are_taken_once_and_the_case_never_shows_the_matter(office, clerk, as_, monkeypatch):
    case = office.case()
    office.do(case, "accept")
    told = {"by": office.town.clerk, "at": office.at}
    one = ledger.add_claimant(case_id=case.pk, name="张三", **told)
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.CLAIMED, amount_fen=600_000, on=local_date(office.at), **told
    )
    matter = put(office, clerk, case_id=case.pk)
    assert acts.take_from_case(disorder_id=matter.pk, by=clerk, at=office.at) == 1
    assert acts.take_from_case(disorder_id=matter.pk, by=clerk, at=office.at) == 0
    monkeypatch.setattr(
        "anxin.apps.cases.disorders.pay_of_workers", lambda *a, **k: {one.worker_id: WorkerPay(600_000, 600_000)}
    )
    found = seen_now(disorder(clerk.scope, matter.pk), clerk.scope).checked
    assert {each.id: each.verdict for each in found.persons[DisorderPerson.objects.get().pk]}[
        "payroll"
    ] is Verdict.DIFFERS
    page = as_("clerk").get(f"/office/cases/{case.pk}/").content.decode()
    assert "涉薪治安〔" not in page
    assert "涉薪治安〔" not in as_("clerk").get("/office/cases/").content.decode()


def test_who_is_cleared_is_found_by_no_search_at_once_and_a_cleared_matter_forgets_everybody(
    office, clerk, head, matter
):
    one, other = concern(office, matter, clerk), concern(office, matter, clerk, "王五")
    assert [each.pk for each in named(clerk.scope, " 李四 ")] == [matter.pk]
    people.clear_person(person_id=one.pk, why="当天不在本地", by=clerk, at=office.at)
    assert not named(clerk.scope, "李四").exists()
    assert not named(clerk.scope, "").exists()
    with pytest.raises(RuleBroken, match="已排除"):
        people.tell_person(person_id=one.pk, how="电话", by=clerk, at=office.at)
    do(office, matter, "clear", clerk, **REASONS)
    assert named(clerk.scope, "王五").exists(), "until the second person has approved"
    moving.approve(disorder_id=matter.pk, by=head, at=office.at)
    assert not named(clerk.scope, "王五").exists()
    other.refresh_from_db()
    assert (other.name_hash, other.concerned) == ("", False)


def test_an_entry_is_destroyed_when_its_time_is_over_by_two_persons_and_only_then(office, clerk, head, matter):
    concern(office, matter, clerk)
    acts.look(disorder_id=matter.pk, reason="通知当事人陈述", by=clerk, at=office.at)
    do(office, matter, "clear", clerk, **REASONS)
    moving.approve(disorder_id=matter.pk, by=head, at=office.at)
    with pytest.raises(RuleBroken, match="期限届满"):
        do(office, matter, "destroy", clerk)
    office.later(days=370)
    do(office, matter, "destroy", clerk)
    with pytest.raises(RuleBroken, match="不能审批自己"):
        moving.approve(disorder_id=matter.pk, by=replace(clerk, powers=head.powers), at=office.at)
    moving.approve(disorder_id=matter.pk, by=head, at=office.at)
    matter.refresh_from_db()
    assert matter.state == "destroyed"
    assert matter.words == moving.GONE
    assert (matter.steps, matter.files, matter.where) == ([], [], "")
    assert not matter.persons.exists()
    assert not clocks.of(subject_of(matter.pk)).filter(stopped_at=None).exists()
    stopped = EventRow.objects.filter(type="clocks.stopped", subject=subject_of(matter.pk)).order_by("-seq")[0]
    assert stopped.data["late"] is False, "the end of a time of keeping misses nothing"
    with pytest.raises(RuleBroken, match="已经销毁"):
        do(office, matter, "note", clerk)


def claimed(office, clerk, monkeypatch, paid):
    """A matter in which one worker claims 6,000 yuan, set against what the bank says that was paid."""
    matter = put(office, clerk, employer_id=office.employer.pk)
    acts.take_claims(
        disorder_id=matter.pk, rows=[Row("张三", GOOD, 600_000)], file="ab" * 32, by=clerk, at=office.at
    )  # fmt: skip
    pay(monkeypatch, paid)
    return matter


def pay(monkeypatch, fen):
    told = {None: WorkerPay(600_000, fen)}
    monkeypatch.setattr("anxin.apps.cases.disorders.pay_of_workers", lambda *a, **k: told)
    monkeypatch.setattr("anxin.apps.cases.disorders._claimed", lambda one, pay: told_of(one, fen))


def told_of(one, fen):
    return Claimed(
        one.pk, one.claimed_fen, one.number_hash, one.number_ok, days=one.days, due_fen=600_000, paid_fen=fen
    )


def test_what_the_deciders_saw_is_frozen_with_its_moment_and_hash_and_stands_beside_todays_figures(
    office, clerk, head, as_, monkeypatch
):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(office.at))
    matter = claimed(office, clerk, monkeypatch, 0)
    saw = seen_now(disorder(clerk.scope, matter.pk), clerk.scope).sha256
    do(office, matter, "clear", clerk, **REASONS)
    asked = DisorderCheck.objects.get()
    assert (asked.facts_sha256, asked.at, asked.name, asked.approved) == (saw, office.at, "钱经办", False)
    page = as_("leader").get(f"/office/cases/disorders/{matter.pk}/").content.decode()
    assert "送审时所见核对" in page
    assert "与今天相同" in page
    pay(monkeypatch, 600_000)
    page = as_("leader").get(f"/office/cases/disorders/{matter.pk}/").content.decode()
    assert "今天有 1 处不同" in page
    assert "银行流水中没有付给此人的工资" in page
    assert page.count("银行流水显示应发的已经付清") > 1, "beside today's, and in today's own list"
    with pytest.raises(RuleBroken, match="有变化"):
        moving.approve(disorder_id=matter.pk, seen=saw, by=head, at=office.at)
    moving.approve(disorder_id=matter.pk, by=head, at=office.later(hours=1).at)
    first, second = DisorderCheck.objects.order_by("pk")
    assert (second.facts_sha256 == saw, second.name, second.at, second.approved) == (False, "孙主任", office.at, True)
    matter.refresh_from_db()
    assert matter.steps[-1]["checks"] == [first.pk, second.pk]
    told = [in_words(one) for one in EventRow.objects.filter(type__startswith="cases.disorder_").order_by("seq")][-2:]
    assert [first.facts_sha256[:8] in told[0], second.facts_sha256[:8] in told[1]] == [True, True]
    page = as_("leader").get(f"/office/cases/disorders/{matter.pk}/").content.decode()
    assert "批准时所见核对" in page
    office.later(days=370)
    do(office, matter, "destroy", clerk)
    moving.approve(disorder_id=matter.pk, by=head, at=office.at)
    assert not DisorderCheck.objects.exists()


def test_whoever_looks_after_everywhere_finds_people_and_the_search_stands_in_the_log_of_this_office(
    office, clerk, matter, as_, settings
):
    concern(office, matter, clerk)
    everywhere = replace(clerk, scope=Scope.everywhere())
    assert acts.search(words="李四", reason="核对是否重复", by=everywhere, at=office.at) == [matter]
    row = EventRow.objects.get(type="cases.disorder_searched")
    assert (row.place_path, row.data["found"]) == (office.town.town.path, 1)
    with pytest.raises(NotFound, match="没有管辖地域"):
        acts.search(words="李四", reason="核对是否重复", by=replace(clerk, scope=Scope()), at=office.at)


def test_names_are_shown_for_a_reason_for_half_an_hour_and_the_log_keeps_the_reason_but_no_name(office, clerk, matter):
    concern(office, matter, clerk)
    with pytest.raises(BadInput, match="用途"):
        acts.look(disorder_id=matter.pk, reason="看", by=clerk, at=office.at)
    acts.look(disorder_id=matter.pk, reason="通知当事人陈述", by=clerk, at=office.at)
    assert look_of(matter, by=clerk.id, at=office.at + timedelta(minutes=29))
    assert look_of(matter, by=clerk.id, at=office.at + timedelta(minutes=31)) is None
    assert look_of(matter, by="person:82", at=office.at) is None
    assert acts.search(words="李四", reason="核对是否重复", by=clerk, at=office.at) == [matter]
    said = "".join(str(one.data) for one in EventRow.objects.all())
    assert "通知当事人陈述" in said
    assert "李四" not in said


def test_a_report_says_what_is_missing_and_other_places_and_powers_reach_nothing(office, clerk, matter):
    empty = Report("project", "堵门", " ", local_date(office.at) + timedelta(days=1), "")
    with pytest.raises(BadInput) as refused:
        acts.report(place_path=office.town.east.path, told=empty, by=clerk, at=office.at)
    assert {one.where for one in refused.value.faults} == {"经过", "地点", "报告人", "发生日期"}
    nobody = replace(clerk, powers=frozenset({"cases.view", "cases.handle"}))
    with pytest.raises(NotAllowed):
        acts.look(disorder_id=matter.pk, reason="想看一看", by=nobody, at=office.at)
    elsewhere = replace(clerk, scope=type(clerk.scope)(("33/3307/",)))
    with pytest.raises(NotFound):
        do(office, matter, "note", elsewhere)
    assert disorder(clerk.scope, matter.pk)
    with pytest.raises(NotFound):
        disorder(elsewhere.scope, matter.pk)
    one = concern(office, matter, clerk)
    hear(office, matter, clerk, one)
    with pytest.raises(RuleBroken, match="退回再核查"):
        acts.note_settlement(disorder_id=matter.pk, amount_fen=100, by=clerk, at=office.at)


def sheet(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-600:])
    return answer.content.decode()


def test_a_clerk_reports_reads_the_lists_hears_the_person_and_a_head_approves_on_the_screen(
    as_, office, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(office.at))
    browser = as_("clerk")
    assert "没有涉薪治安事项" in said(browser.get("/office/cases/disorders/"))
    told = {
        "kind": "project", "words": "包工头拿着三十人名单要钱，堵住大门两小时。", "place": office.town.east.path,
        "where": "东头村工地", "happened_on": "2026-11-22", "reporter": "项目部王某", "employer": office.employer.uscc,
        "papers": SimpleUploadedFile("现场.pdf", b"%PDF-1.7 photo"),
    }  # fmt: skip
    page = said(browser.post("/office/cases/disorders/report/", told, follow=True))
    matter = Disorder.objects.get()
    url = f"/office/cases/disorders/{matter.pk}/"
    assert "涉薪治安〔2026〕1号" in page
    assert "项目部王某" not in page
    claims = sheet(
        ["姓名", "身份证号", "主张金额", "收款账号"],
        ["张三", BAD, "6000", "62220001"],
        ["李四", GOOD, "6,000.00", "62220001"],
    )
    page = said(browser.post(f"{url}claims/", {"file": claims}, follow=True))
    assert "已读入主张名单" in page
    assert "校验位不对" in page
    assert "张三" not in page
    attendance = sheet(["姓名", "身份证号", "出勤天数"], ["李四", GOOD, "26"])
    assert "考勤 26 天" in said(browser.post(f"{url}attendance/", {"file": attendance}, follow=True))
    page = said(browser.post(f"{url}claims/", {"file": sheet(["姓名", "主张金额"], ["王五", "六千多"])}, follow=True))
    assert "没有读入" in page
    browser.post(f"{url}settlement/", {"amount": "12000"})
    page = said(browser.get(url))
    assert "分毫不差" in page
    sha = matter.files[0]
    assert "请先在事项页写明用途" in browser.get(f"{url}files/{sha}/").content.decode()
    page = said(browser.post(f"{url}look/", {"reason": "通知当事人陈述"}, follow=True))
    assert "张三" in page
    assert "项目部王某" in page
    assert browser.get(f"{url}files/{sha}/").status_code == 200
    one = matter.persons.order_by("pk").first()
    person = f"{url}persons/{one.pk}"
    browser.post(f"{person}/concern/")
    browser.post(f"{person}/tell/", {"how": "当面送达陈述通知书"})
    said(browser.post(f"{url}do/tell/", {"disorder-tell-condition-checked": "已比对"}, follow=True))
    page = said(browser.post(f"{person}/reply/", {"words": "我确实干了二十天"}, follow=True))
    assert "我确实干了二十天" in page
    browser.post(f"{url}do/heard/")
    page = said(browser.post(f"{url}do/clear/", {"disorder-clear-condition-reasons": "有工友证明"}, follow=True))
    assert "已送审" in page
    page = said(browser.post("/office/cases/disorders/find/", {"words": "张三", "reason": "核对是否重复"}, follow=True))
    assert "涉薪治安〔2026〕1号" in page
    browser.post(f"{url}pending/approve/")
    matter.refresh_from_db()
    assert matter.state == "deciding", "a clerk approves nothing"
    leader = as_("leader")
    said(leader.post(f"{url}pending/approve/", follow=True))
    matter.refresh_from_db()
    assert matter.state == "cleared"
    browser = as_("clerk")
    page = said(browser.post("/office/cases/disorders/find/", {"words": "张三", "reason": "核对是否重复"}, follow=True))
    assert "没有找到" in page
    with django_assert_max_num_queries(20):
        page = said(browser.get("/office/cases/disorders/", {"q": "东头", "state": "cleared"}))
    assert "涉薪治安〔2026〕1号" in page
    assert browser.get("/office/cases/disorders/?export=xlsx").status_code == 200
    assert as_("inspector").get(url).status_code == 403
