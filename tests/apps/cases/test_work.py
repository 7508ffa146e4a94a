"""Working together: queues, notes, co-handlers, replies, merging and splitting to the fen, the graph, archive and destruction."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.apps.cases import queries
from anxin.apps.cases.actions import archive, joining, ledger, work
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.gone import GONE
from anxin.apps.cases.graph import around
from anxin.apps.cases.models import (
    Agreement,
    Archived,
    Case,
    Claimant,
    Destruction,
    LedgerEntry,
    Procedure,
    RetentionRule,
)
from anxin.apps.intake.models import Filing
from anxin.base import clocks
from anxin.base.actors import system
from anxin.base.clocks.sweeping import sweep
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import path_of, put, remove_expired
from anxin.base.jobs.models import Job, JobState
from anxin.base.people.models import Account, Post
from anxin.base.vault.sealing import open_
from anxin.domain.casework.ledger import Kind, balances
from anxin.domain.casework.retention import kept_until, may_go
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

pytestmark = pytest.mark.django_db


def worker(office, case, name, fen, tail="0001"):
    one = ledger.add_claimant(case_id=case.pk, name=name, phone_tail=tail, by=office.town.clerk, at=office.at)
    ledger.write(
        case_id=case.pk, claimant_id=one.pk, kind=Kind.CLAIMED, amount_fen=fen, on=local_date(office.at),
        by=office.town.clerk, at=office.at,
    )  # fmt: skip
    return one


def owed(case, office):
    return sum(one.owed for one in balances(entries_of(case), on=local_date(office.at)).values())


def two_cases(office):
    first = office.case()
    second = acts.open_from_filing(filing_id=office.filing(), by=office.town.clerk, at=office.at, alone=True)
    return first, second


def person(office, role="clerk", name="某经办"):
    account = Account.objects.create(username=f"{role}-{name}", name=name)
    Post.objects.create(account=account, role=role, place=office.town.town, valid_from=date(2020, 1, 1))
    return account


def test_merging_moves_filings_workers_and_every_fen_and_ends_the_emptied_case(office):
    first, second = two_cases(office)
    worker(office, first, "张三", 1_800_001)
    worker(office, second, "李四", 700_003)
    lines = LedgerEntry.objects.count()
    joining.merge(case_id=second.pk, into=first.pk, by=office.town.clerk, at=office.at)
    first.refresh_from_db()
    second.refresh_from_db()
    assert owed(first, office) == 2_500_004
    assert (owed(second, office), second.state, second.open, second.merged_into) == (0, "merged", False, first)
    assert LedgerEntry.objects.count() == lines
    assert set(Filing.objects.values_list("case_id", flat=True)) == {first.pk}
    assert second.due_at is None, "no clock runs in an emptied case"
    assert EventRow.objects.filter(type="cases.merged", subject=f"cases.case:{first.pk}").exists()


def test_merging_is_refused_with_another_employer_an_open_door_or_a_case_that_is_closed(office):
    first, second = two_cases(office)
    with pytest.raises(RuleBroken, match="自己"):
        joining.merge(case_id=first.pk, into=first.pk, by=office.town.clerk, at=office.at)
    office.do(second, "accept")
    acts.open_door(case_id=second.pk, kind="mediation", by=office.town.clerk, at=office.at)
    with pytest.raises(RuleBroken, match="还有正在进行的程序"):
        joining.merge(case_id=second.pk, into=first.pk, by=office.town.clerk, at=office.at)
    joining.merge(case_id=first.pk, into=second.pk, by=office.town.clerk, at=office.at)
    other = office.case(employer_id=None, words="另一家厂也欠着工资没有给我们。")
    with pytest.raises(NotFound):
        joining.merge(case_id=other.pk, into=second.pk, by=office.town.stranger, at=office.at)
    office.do(other, "refuse", conditions={"ground_stated": "不属劳动保障监察范围"})
    with pytest.raises(RuleBroken, match="办理中"):
        joining.merge(case_id=other.pk, into=second.pk, by=office.town.clerk, at=office.at)


def test_two_cases_not_yet_accepted_are_merged_into_the_older_so_that_no_acceptance_comes_too_late(office):
    first = office.case()
    office.later(days=1)
    second = acts.open_from_filing(filing_id=office.filing(), by=office.town.clerk, at=office.at, alone=True)
    with pytest.raises(RuleBroken, match="受理期限先到"):
        joining.merge(case_id=first.pk, into=second.pk, by=office.town.clerk, at=office.at)
    before = Case.objects.get(pk=first.pk).due_at
    joining.merge(case_id=second.pk, into=first.pk, by=office.town.clerk, at=office.at)
    assert Case.objects.get(pk=first.pk).due_at == before


def test_splitting_moves_workers_with_their_lines_and_somebody_stays(office):
    case = office.case(workers=3, amount_fen=600)
    office.do(case, "accept")
    people = [worker(office, case, name, fen) for name, fen in (("张三", 100), ("李四", 200), ("王五", 300))]
    other = joining.split(case_id=case.pk, claimant_ids=[people[1].pk], by=office.town.clerk, at=office.at)
    case.refresh_from_db()
    assert (owed(case, office), owed(other, office)) == (400, 200)
    assert (case.workers, case.amount_fen, other.workers, other.amount_fen) == (2, 400, 1, 200)
    assert (other.state, other.number, other.due_at is not None) == ("handling", 2, True)
    origin = EventRow.objects.get(type="cases.taken_out", subject=f"cases.case:{other.pk}").data
    assert (origin["was"], origin["accepted"]) == (case.pk, True), "its own history says where it comes from"
    assert other.limited_on == case.limited_on, "the filing interrupted for everybody on the day the case was opened"
    with pytest.raises(RuleBroken, match="至少留一名"):
        joining.split(case_id=case.pk, claimant_ids=[people[0].pk, people[2].pk], by=office.town.clerk, at=office.at)
    with pytest.raises(RuleBroken, match="请选择"):
        joining.split(case_id=case.pk, claimant_ids=[people[1].pk], by=office.town.clerk, at=office.at)


def test_queues_count_what_they_show(office):
    first, second = two_cases(office)
    me, other = person(office), person(office, name="另一位")
    acts.assign(case_id=first.pk, owner_id=me.pk, by=office.town.clerk, at=office.at)
    work.add_co_handler(case_id=second.pk, account_id=me.pk, by=office.town.clerk, at=office.at)
    work.add_co_handler(case_id=second.pk, account_id=me.pk, by=office.town.clerk, at=office.at)
    scope = office.town.clerk.scope

    def counts(who):
        return queries.queue_counts(scope, who.pk, office.at)

    assert {name: n for name, n in counts(me).items() if n} == {"mine": 1, "unit": 1, "shared": 1, "unassigned": 1}
    assert {name: n for name, n in counts(other).items() if n} == {"unit": 1, "unassigned": 1}
    inspector = Account.objects.create(username="district", name="区监察员")
    Post.objects.create(account=inspector, role="inspector", place=office.town.elsewhere, valid_from=date(2020, 1, 1))
    assert counts(inspector)["unit"] == 0, "the office of another place is another unit"
    office.on("2026-12-20")
    assert (counts(me)["late"], counts(me)["late_mine"], counts(other)["late_mine"]) == (2, 1, 0)
    assert list(queries.queue("late_mine", scope, me.pk, office.at)) == [first]
    work.end_co_handler(case_id=second.pk, account_id=me.pk, by=office.town.clerk, at=office.at)
    assert counts(me)["shared"] == 0
    with pytest.raises(NotFound):
        work.end_co_handler(case_id=second.pk, account_id=me.pk, by=office.town.clerk, at=office.at)


def test_only_somebody_who_may_handle_cases_can_help(office):
    with pytest.raises(RuleBroken, match="没有办理权限"):
        work.add_co_handler(
            case_id=office.case().pk, account_id=person(office, "assistant").pk, by=office.town.clerk, at=office.at
        )


def test_a_reply_reaches_everybody_who_filed_and_a_note_nobody(office):
    case = office.case()
    acts.open_from_filing(filing_id=office.filing(), by=office.town.clerk, at=office.at)
    assert work.reply(case_id=case.pk, words="请于周五到窗口核对工资。", by=office.town.clerk, at=office.at) == 2
    work.note(case_id=case.pk, words="老板电话停机，明天去厂里。", by=office.town.clerk, at=office.at)
    said = [one.words for row in Filing.objects.all() for one in row.messages.all()]
    assert said == ["请于周五到窗口核对工资。"] * 2
    assert "停机" not in "".join(str(row.payload) for row in EventRow.objects.all())


def test_the_graph_ties_cases_of_one_legal_person_and_a_worker_who_claims_in_two(office, small_town):
    from anxin.apps.registry.models import Employer

    first, second = two_cases(office)
    Employer.objects.filter(pk=office.employer.pk).update(legal_person="周演示")
    sister = Employer.objects.create(
        name="绍兴演示二厂（演示）", search="x", sector="manufacturing", focus="park", village=small_town.east,
        place_path=small_town.east.path, legal_person="周演示",
    )  # fmt: skip
    third = office.case(employer_id=sister.pk)
    for case in (first, third):
        worker(office, case, "张三", 100, tail="7777")
    worker(office, second, "李四", 100)
    first.refresh_from_db()
    found = around(Case.objects.select_related("employer").get(pk=first.pk), office.town.clerk.scope)
    assert (len(found.of("employer")), len(found.of("case")), len(found.of("person"))) == (2, 3, 1)
    assert sorted(one.tie for one in found.lines) == [
        "主张人",
        "主张人",
        "同一法定代表人",
        "用人单位",
        "用人单位",
        "用人单位",
    ]
    nothing = around(Case.objects.select_related("employer").get(pk=first.pk), office.town.stranger.scope)
    assert len(nothing.of("case")) == 1, "nothing beyond the case itself for whoever may not see the others"


def closed_and_due(office):
    case = office.case(name="张三", phone="15000000001")
    worker(office, case, "张三", 100)
    office.do(case, "refuse", conditions={"ground_stated": "应当或已申请仲裁或已起诉"})
    path = office.town.town.path
    rule = archive.keep_rule(
        place_path=path, name="不予受理", years=3, basis="本街道保管期限表", by=office.town.clerk, at=office.at
    )
    return case, rule


def test_a_file_is_shelved_after_its_aftercare_kept_for_its_years_and_destroyed_by_two_persons(office):
    case, rule = closed_and_due(office)
    with pytest.raises(RuleBroken, match="期限届满"):
        archive.archive(case_id=case.pk, rule_id=rule.pk, by=office.town.clerk, at=office.at)
    assert not Archived.objects.exists()
    office.on("2027-01-05")
    shelved = archive.archive(case_id=case.pk, rule_id=rule.pk, by=office.town.clerk, at=office.at)
    assert (shelved.kept_until, Case.objects.get().state) == (date(2030, 12, 31), "archived")
    told = {"case_ids": [case.pk], "reason": "保管期满，无继续保存价值", "by": office.town.clerk}
    with pytest.raises(RuleBroken, match="尚在保管期限内"):
        archive.ask_destruction(**told, at=office.on("2030-12-31").at)
    protocol = archive.ask_destruction(**told, at=office.on("2031-01-02").at)
    with pytest.raises(RuleBroken, match="不能审批自己"):
        archive.destroy(protocol_id=protocol.pk, by=office.town.clerk, at=office.at)
    with pytest.raises(NotAllowed):
        archive.destroy(protocol_id=protocol.pk, by=office.officer, at=office.at)
    settled = Procedure.objects.create(
        case=case, place_path=case.place_path, kind="mediation", state="performed", opened_at=office.at
    )
    lines = [{"claimant": 1, "amount_fen": 100, "reason": "孩子住院急用钱", "parts": []}]
    Agreement.objects.create(
        procedure=settled, signed_on=date(2026, 12, 1), lines=lines, file="ab" * 32, by="person:1", at=office.at
    )
    archive.destroy(protocol_id=protocol.pk, by=office.head, at=office.at)
    (line,) = Agreement.objects.get().lines
    assert (line["reason"], line["amount_fen"]) == ("", 100), "a person's reason goes, the sum stays"
    kept = Case.objects.get()
    assert (kept.facts, open_(Claimant.objects.get().name_sealed)) == (archive.GONE, archive.GONE)
    assert owed(kept, office) == 100, "sums stay for the statistics"
    assert {one.wiped_at for one in Filing.objects.filter(case_id=case.pk)} == {office.at}, "its filers go with it"
    with pytest.raises(RuleBroken, match="已经执行"):
        archive.destroy(protocol_id=protocol.pk, by=office.head, at=office.at)
    assert Destruction.objects.get().title == "销毁〔2031〕1号"


def test_of_a_destroyed_case_nothing_can_be_opened_and_its_page_says_why(as_, office):
    case, rule = closed_and_due(office)
    proof, entry = paid_with_proof(office, case)
    office.on("2027-01-05")
    archive.archive(case_id=case.pk, rule_id=rule.pk, by=office.town.clerk, at=office.at)
    client, page, file = as_("head"), f"/office/cases/{case.pk}/", f"/office/cases/{case.pk}/ledger/{entry}/proof/"
    assert "另立新案" in said(client.get(page)), "the shelf says what to do with new facts"
    assert client.get(file).status_code == 200
    told = {"case_ids": [case.pk], "reason": "保管期满", "by": office.town.clerk}
    protocol = archive.ask_destruction(**told, at=office.on("2031-01-02").at)
    archive.destroy(protocol_id=protocol.pk, by=office.head, at=office.at)
    shown = said(client.get(page))
    assert "本案案卷已按销毁〔2031〕1号清册销毁" in shown
    assert GONE in shown, "whoever claimed is named by nothing"
    assert "（***" not in shown
    assert file not in shown
    assert client.get(file).status_code == 404, "the content is closed before the sweep comes"
    assert Job.objects.filter(kind="files.remove_expired", state=JobState.QUEUED).exists(), "and swept at once"
    remove_expired(on=local_date(office.at), by=system("files"), at=office.at)
    assert not path_of(proof).exists()
    graph = said(client.get(f"{page}graph/"))
    assert "主张人" not in graph.partition("<table")[2], "nobody hangs on a destroyed case any more"


def paid_with_proof(office, case):
    """A payment with its proof on the ledger of a case."""
    proof = put(io.BytesIO("银行回单".encode()), name="回单.txt", by=office.town.clerk, at=office.at).sha256
    one = Claimant.objects.filter(case=case).first()
    row = LedgerEntry.objects.create(
        case=case, claimant=one, kind="paid", amount_fen=1, on=local_date(office.at), proof=proof, by="person:1", at=office.at
    )  # fmt: skip
    return proof, row.pk


def test_the_shelf_is_offered_only_when_it_is_allowed_and_else_says_what_is_lacking(as_, office):
    case, _rule = closed_and_due(office)
    page = f"/office/cases/{case.pk}/"
    shown = said(as_("clerk").get(page))
    assert "归档：尚需 期限届满（" in shown
    assert f"{page}archive/" not in shown
    RetentionRule.objects.all().delete()
    assert "保管期限表" in said(as_("clerk").get(page)), "no list, no shelf"


def test_merging_is_offered_only_where_it_would_not_be_refused(as_, office):
    first, second = two_cases(office)
    clerk, press = as_("clerk"), "merge/"
    assert f"{second.pk}/{press}" in said(clerk.get(f"/office/cases/{second.pk}/"))
    for one in (first, second):
        office.do(one, "accept")
    acts.open_door(case_id=second.pk, kind="mediation", by=office.town.clerk, at=office.at)
    shown = said(clerk.get(f"/office/cases/{second.pk}/"))
    assert f"{second.pk}/{press}" not in shown
    assert "并案：被并案件还有正在进行的程序" in shown
    assert f"{first.pk}/{press}" in said(clerk.get(f"/office/cases/{first.pk}/"))


def test_a_case_is_found_by_its_number_as_papers_write_it(as_, office):
    case = office.case()
    found = said(as_("clerk").get("/office/cases/", {"q": case.title}))
    assert f"/office/cases/{case.pk}/" in found
    assert "没有符合" in said(as_("clerk").get("/office/cases/", {"q": case.title.replace("〔2026〕", "〔2025〕")}))


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(1, 100))
def test_a_file_is_never_kept_shorter_than_its_years(day, years):
    last = kept_until(day, years)
    assert last >= day.replace(year=day.year + years, day=min(day.day, 28))
    assert not may_go(last, on=last)
    assert not may_go(kept_until(day, None), on=date(9999, 1, 1))


def test_the_pages_of_work_do_what_they_show(as_, office):
    first, second = two_cases(office)
    people = [worker(office, first, name, 100) for name in ("张三", "李四")]
    clerk, at = as_("clerk"), f"/office/cases/{first.pk}/"
    me = Account.objects.get(username="a-clerk")
    assert "未分派 2" in said(clerk.get("/office/cases/"))
    said(clerk.post(f"{at}notes/", {"words": "明天去厂里"}, follow=True))
    assert "明天去厂里" in said(clerk.get(at))
    place = office.town.town.path
    told = {"place": place, "name": "请到窗口", "words": "请带身份证到窗口核对。"}
    assert "请到窗口" in said(clerk.post("/office/cases/shelf/templates/", told, follow=True))
    template = queries.templates(first.place_path).get()
    said(clerk.post(f"{at}reply/", {"template": template.pk, "words": "周五前。"}, follow=True))
    assert Filing.objects.get(case_id=first.pk).messages.get().words == "请带身份证到窗口核对。\n周五前。"
    said(clerk.post(f"{at}helpers/", {"account": me.pk}, follow=True))
    assert "欠薪〔2026〕1号" in said(clerk.get("/office/cases/?queue=shared"))
    said(clerk.post(f"{at}helpers/{me.pk}/end/", {}, follow=True))
    page = said(clerk.post(f"{at}split/", {"claimants": [people[0].pk]}, follow=True))
    assert f"已分案到{Case.objects.latest('pk').title}" in page
    assert "关系" in said(clerk.get(f"{at}graph/"))
    page = said(clerk.post(f"/office/cases/{second.pk}/merge/", {"into": first.pk}, follow=True))
    assert "已并入" in page
    said(clerk.post(f"/office/cases/shelf/templates/{template.pk}/drop/", {}, follow=True))
    assert not queries.templates(first.place_path).exists()


def test_a_template_of_replies_has_fields_by_name_and_versions(as_, office):
    case, clerk = office.case(), as_("clerk")
    place, address = office.town.town.path, "/office/cases/shelf/templates/"
    wrong = {"place": place, "name": "进展", "words": "{案件编码}已受理。"}
    assert "是否指：{案件编号}" in said(clerk.post(address, wrong, follow=True))
    assert not queries.templates(case.place_path).exists()
    for words in ("{案件编号}正在“{办理环节}”。", "{案件编号}：{用人单位}一案，{承办人}承办，期限{办理期限}。"):
        said(clerk.post(address, {"place": place, "name": "进展", "words": words}, follow=True))
    newest = queries.templates(case.place_path).get()
    said(clerk.post(f"/office/cases/{case.pk}/reply/", {"template": newest.pk}, follow=True))
    told = Filing.objects.get(case_id=case.pk).messages.get().words
    assert told == "欠薪〔2026〕1号：绍兴演示制衣有限公司（演示）一案，本办公室工作人员承办，期限2026年11月30日。"
    shown = said(clerk.get("/office/cases/shelf/"))
    assert "第 2 版" in shown
    first = {"place": place, "name": "进展", "words": "{案件编号}正在“{办理环节}”。"}
    said(clerk.post(address, first, follow=True))
    assert queries.templates(case.place_path).get().words == first["words"]


def test_the_shelf_is_kept_by_those_who_may(as_, office):
    head = as_("head")
    told = {"place": office.town.town.path, "name": "付清结案", "years": "10", "basis": "保管期限表"}
    assert "付清结案" in said(head.post("/office/cases/shelf/rules/", told, follow=True))
    case = office.case()
    office.do(case, "refuse", conditions={"ground_stated": "应当或已申请仲裁或已起诉"})
    rule = RetentionRule.objects.get()
    page = said(head.post(f"/office/cases/{case.pk}/archive/", {"rule": rule.pk}, follow=True))
    assert "期限届满" in page
    assert as_("clerk").post("/office/cases/shelf/rules/", told).status_code == 403


def said(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[-600:])
    return answer.content.decode()


def test_the_time_after_a_case_is_closed_is_over_and_not_missed_and_the_case_may_go_to_the_shelf(office):
    case, rule = closed_and_due(office)
    sweep(by=office.town.clerk, at=office.on("2027-01-05").at)
    assert not clocks.late(office.town.clerk.scope, office.at).filter(kind="cases.state").exists()
    told = EventRow.objects.filter(type="clocks.stopped").latest("seq")
    assert (told.data["outcome"], told.data["late"]) == ("over", False)
    archive.archive(case_id=case.pk, rule_id=rule.pk, by=office.town.clerk, at=office.at)
    assert Case.objects.get().state == "archived"


def test_a_destruction_that_is_not_agreed_to_is_sent_back_and_the_file_may_be_listed_again(as_, office):
    case, rule = closed_and_due(office)
    office.on("2027-01-05")
    archive.archive(case_id=case.pk, rule_id=rule.pk, by=office.town.clerk, at=office.at)
    told = {"case_ids": [case.pk], "reason": "保管期满，无继续保存价值", "by": office.town.clerk}
    protocol = archive.ask_destruction(**told, at=office.on("2031-01-02").at)
    with pytest.raises(BadInput, match="没有退回"):
        archive.decline_destruction(protocol_id=protocol.pk, reason=" ", by=office.head, at=office.at)
    with pytest.raises(NotAllowed):
        archive.decline_destruction(protocol_id=protocol.pk, reason="不同意", by=office.officer, at=office.at)
    press = f"/office/cases/shelf/destroy/{protocol.pk}/decline/"
    page = as_("head").post(press, {"reason": "尚有诉讼未了结"}, follow=True).content.decode()
    assert "已退回，案卷仍在架上" in page
    assert "尚有诉讼未了结" in page
    with pytest.raises(RuleBroken, match="已经退回"):
        archive.destroy(protocol_id=protocol.pk, by=office.head, at=office.at)
    again = archive.ask_destruction(**told, at=office.at)
    own = archive.decline_destruction(protocol_id=again.pk, reason="列错了", by=office.town.clerk, at=office.at)
    assert own.declined_why == "列错了", "whoever asked takes it back without anybody"
    assert Archived.objects.get().destroyed_at is None
