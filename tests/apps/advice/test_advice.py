"""Consultation: two people stand behind an answer, workers read it with the law of the day, and nothing of a question is kept."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from anxin.apps.advice import queries
from anxin.apps.advice.actions import answer as acts
from anxin.apps.advice.actions.answer import Written
from anxin.apps.advice.models import AnswerVersion, Unanswered
from anxin.base.eventlog.models import EventRow
from anxin.base.people.models import Account, Post
from anxin.domain.advice.answers import Answer
from anxin.kernel.clock import FixedClock
from anxin.kernel.outcome import BadInput, NotAllowed, RuleBroken
from anxin.project import middleware
from anxin.project.cli import main

pytestmark = pytest.mark.django_db
OURS = Answer("our-way", "office", "你们周末上班吗？", ("周六开门吗", "星期天有人吗"), "周末有人值班，24小时电话打得通；也可以先在网上提交。", ("gp_hotline_24h",))  # fmt: skip
BETTER = Answer("our-way", "office", "你们周末上班吗？", ("周六开门吗",), "周末有人值班，电话{gp_hotline_24h}打得通；也可以先在网上提交。", ("gp_hotline_24h",))  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh(monkeypatch, now):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(now))
    queries._laid.cache_clear()
    queries._index.cache_clear()


def person(place, role):
    account = Account.objects.create_account(f"{role}-{place.pk}", name=f"某{role}", password="long enough 2026")
    Post.objects.create(account=account, role=role, place=place, valid_from=date(2020, 1, 1))
    return account


def visit(client, account):
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(small_town):
    return {role: person(small_town.town, role) for role in ("clerk", "head", "assistant")}


def text_of(response):
    return html.unescape(response.content.decode())


def ask(client, words):
    return client.post("/advice/", {"asked": words})


def form_of(answer, **more):
    listed = {"also": "\n".join(answer.also), "cites": "\n".join(answer.cites)}
    return {"name": answer.id, "topic": answer.topic, "question": answer.question, "words": answer.words, **listed, **more}  # fmt: skip


def test_a_worker_asks_reads_the_answer_and_its_article_and_the_law_of_an_earlier_day(client, small_town):
    page = text_of(ask(client, "没签合同能要双倍工资吗"))
    assert "/advice/ct-none/" in page
    answer = text_of(client.get("/advice/ct-none/"))
    assert "用工起1个月内应当签书面合同" in answer
    assert "劳动合同法" in answer
    early = text_of(client.get("/advice/st-contractor/?on=2015-01-01"))
    assert "还没有施行" in early
    assert client.get("/advice/no-such-answer/").status_code == 404


def test_what_nobody_answered_is_counted_and_its_words_are_kept_only_once_three_have_asked(client, small_town):
    question = "怎么给猫办医保 13800001111"
    for times in (1, 2, 3):
        assert "没有找到合适的解答" in text_of(ask(client, question))
        (row,) = Unanswered.objects.all()
        assert (row.count, row.words) == (times, "怎么给猫办医保" if times == 3 else "")
    assert "没有找到" not in text_of(ask(client, "最低工资是多少"))
    assert Unanswered.objects.count() == 1


def test_an_answer_needs_a_second_person_and_is_then_found_at_once(client, office):
    clerk = visit(client, office["clerk"])
    refused = clerk.post("/office/advice/new/", form_of(OURS))
    assert "手写的" in text_of(refused), "the hours are a value of the plan"
    assert clerk.post("/office/advice/new/", form_of(BETTER)).status_code == 302
    draft = AnswerVersion.objects.get()
    assert "没有找到" in text_of(ask(client, "周六开门吗"))
    assert "不能审批自己" in text_of(clerk.post(f"/office/advice/drafts/{draft.pk}/publish/", follow=True))
    visit(client, office["head"]).post(f"/office/advice/drafts/{draft.pk}/publish/")
    assert "电话24小时打得通" in text_of(client.get("/advice/our-way/"))
    assert "/advice/our-way/" in text_of(ask(client, "周六开门吗"))
    assert [row.type for row in EventRow.objects.filter(type__startswith="advice.").order_by("seq")] == [
        "advice.answer_drafted",
        "advice.answer_published",
    ]


def test_a_new_version_follows_the_shipped_one_and_the_old_stays_readable(client, office):
    shipped = queries.current()["md-what"]
    changed = Answer("md-what", "mediation", shipped.question, shipped.also, "调解不收费，收到申请{med_days}内没谈成就可以去仲裁。", shipped.cites)  # fmt: skip
    clerk = visit(client, office["clerk"])
    for _time in range(2):
        assert clerk.post("/office/advice/md-what/edit/", form_of(changed, reason="说得更清楚")).status_code == 302
    assert [one.state for one in queries.versions("md-what")] == ["draft", "dropped"]
    draft = AnswerVersion.objects.get(state="draft")
    visit(client, office["head"]).post(f"/office/advice/drafts/{draft.pk}/publish/")
    assert "调解不收费，收到申请15日内没谈成" in text_of(client.get("/advice/md-what/"))
    page = text_of(client.get("/office/advice/md-what/"))
    assert "说得更清楚" in page
    assert "某clerk" in page


def test_a_wrong_answer_is_withdrawn_at_once_by_one_person_and_can_come_back(client, office):
    head = visit(client, office["head"])
    assert "请写明撤下的原因" in text_of(head.post("/office/advice/md-what/withdraw/", {"reason": " "}, follow=True))
    head.post("/office/advice/md-what/withdraw/", {"reason": "条文改了"})
    assert client.get("/advice/md-what/").status_code == 404
    assert "md-what" in text_of(client.get("/office/advice/"))
    assert "已撤下" in text_of(client.get("/office/advice/md-what/"))
    visit(client, office["clerk"]).post("/office/advice/md-what/edit/", form_of(queries.shipped()["md-what"]))
    visit(client, office["head"]).post(f"/office/advice/drafts/{AnswerVersion.objects.get(state='draft').pk}/publish/")
    assert client.get("/advice/md-what/").status_code == 200


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/office/advice/md-what/", "/office/advice/md-what/"),
        ("https://evil.example/", "/office/advice/"),
        ("//evil.example/", "/office/advice/"),
        ("/\\\\evil.example/", "/office/advice/"),
        ("javascript:alert(1)", "/office/advice/"),
        ("", "/office/advice/"),
    ],
)
def test_after_a_refusal_a_form_leads_back_to_a_page_of_ours_and_nowhere_else(client, office, back, goes):
    answer = visit(client, office["head"]).post("/office/advice/md-what/withdraw/", {"reason": " ", "back": back})
    assert (answer.status_code, answer["Location"]) == (302, goes)


def test_without_the_power_nothing_is_written_or_published(small_town, office, now):
    with pytest.raises(NotAllowed):
        acts.draft(written=Written(BETTER), by=replace(small_town.clerk, powers=frozenset()), at=now)
    draft = acts.draft(written=Written(BETTER), by=small_town.clerk, at=now)
    for act in (acts.publish, acts.drop):
        with pytest.raises(NotAllowed):
            act(version_id=draft.pk, by=replace(small_town.clerk, powers=frozenset()), at=now)
    with pytest.raises(RuleBroken):
        acts.publish(version_id=draft.pk, by=small_town.clerk, at=now)
    with pytest.raises(BadInput):
        acts.draft(written=Written(OURS), by=small_town.clerk, at=now)


def test_the_office_sees_what_workers_ask_in_vain_and_takes_it_up(client, office):
    for _time in range(3):
        ask(client, "怎么给猫办医保")
    clerk = visit(client, office["clerk"])
    page = text_of(clerk.get("/office/advice/gaps/"))
    assert "怎么给猫办医保" in page
    assert clerk.get("/office/advice/gaps/?export=xlsx").status_code in (200, 302)
    clerk.post(f"/office/advice/gaps/{Unanswered.objects.get().pk}/settle/")
    assert "怎么给猫办医保" not in text_of(clerk.get("/office/advice/gaps/"))


def carried(page):
    """The hidden fields and what the inputs hold, as a browser would send them back."""
    found = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    found.pop("csrfmiddlewaretoken", None)
    found |= dict(re.findall(r'<input id="\w+" name="(\w+)"[^>]*value="([^"]*)"', page))
    return found


def test_the_calculator_walks_through_four_screens_and_says_what_the_command_says(client, small_town, tmp_path, capsys):
    page = text_of(client.post("/advice/calculator/", {"step": "job", "started_on": "2025-03-10", "ending": "resigned_for_arrears", "ended_on": "2026-10-31", "contract": "none"}))  # fmt: skip
    assert "说好每月多少工资" in page
    page = text_of(client.post("/advice/calculator/", {**carried(page), "step": "pay", "first": "2026-09", "count": "2", "wage": "6000", "paid": "1000"}))  # fmt: skip
    told = carried(page)
    assert (told["wage_1"], told["paid_0"], told["started_on"]) == ("6000", "1000", "2025-03-10")
    answer = client.post("/advice/calculator/", {**told, "step": "months", "holiday_hours_1": "8"})
    page = text_of(answer)
    facts = json.loads(re.search(r"<pre>(.*?)</pre>", page, re.DOTALL)[1])
    file = Path(tmp_path / "facts.json")
    file.write_text(json.dumps(facts), encoding="utf-8")
    capsys.readouterr()
    assert main.main(["law", "claim", str(file), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["trace"] in page
    assert f"{document['due_fen'] / 100:,.2f}" in page
    for line in document["lines"]:
        assert line["term"] in page
        assert html.unescape(line["formula"]) in page
    assert {"unpaid", "overtime", "double_wage", "severance", "extra"} == {line["id"] for line in document["lines"]}
    assert "请补充 2025-04 至 2026-03 的应得工资" in page, "the double wage of months that were not told"
    sheet = re.sub(r"<form.*?</form>|<details.*?</details>", "", page, flags=re.DOTALL)
    for printed in (
        document["trace"],
        "2026-09",
        "法定节日加班 8 小时",
        "入职 2025-03-10",
        document["lines"][0]["formula"],
    ):
        assert printed in sheet, "a form and what is folded up are not printed"
    assert not EventRow.objects.filter(type__startswith="advice.").exists()


def test_a_month_that_was_not_worked_in_full_is_told_with_a_box_and_owes_no_minimum_wage(client, small_town):
    told = {"contract": "signed", "first": "2026-01", "count": "2", "wage": "2000", "paid": "2000", "step": "months"}
    assert "低于最低工资的差额" in text_of(client.post("/advice/calculator/", told))
    page = text_of(client.post("/advice/calculator/", {**told, "part_0": "1", "part_1": "1"}))
    assert "低于最低工资的差额" not in page
    assert page.count("没有上满班") == 2
    assert "checked" in text_of(client.post("/advice/calculator/", {**told, "part_0": "1", "back": "months"}))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"step": "job", "ending": "dismissed", "contract": "signed"}, "请填离开的日期"),
        ({"step": "job", "contract": "late"}, "请填签合同的日期"),
        ({"step": "pay", "contract": "signed", "first": "下个月", "count": "1", "wage": "1", "paid": "0"}, "请选月份"),
        ({"step": "months", "contract": "signed", "first": "2026-01", "count": "1", "wage": "1", "paid": "0", "wage_0": "很多"}, "无法识别"),
        ({"step": "months", "contract": "signed", "first": "2026-01", "count": "1", "wage": "1", "paid": "0", "holiday_hours_0": "-8"}, "无法识别"),
        ({"step": "months", "contract": "signed", "first": "2026-01", "count": "1", "wage": "1", "paid": "0", "holiday_hours_0": "1/0"}, "无法识别"),
        ({"step": "months", "contract": "signed", "first": "9999-12", "count": "2", "wage": "1", "paid": "0", "wage_0": "5"}, "无法识别"),
        ({"step": "months", "contract": "signed", "first": "2026-01", "count": "99", "wage": "1", "paid": "0"}, "36"),
    ],
)  # fmt: skip
def test_the_calculator_says_what_it_does_not_understand_and_keeps_what_was_typed(client, small_town, said, words):
    answer = client.post("/advice/calculator/", said)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert all(value in text_of(answer) for name, value in said.items() if name.endswith("_0"))


def test_the_adviser_names_the_doors_with_their_last_days(client, small_town, now):
    left = (now - timedelta(days=360)).date()
    page = text_of(client.post("/advice/next/", {"ended": "yes", "ended_on": left.isoformat(), "says": ["boss_gone"]}))
    assert "劳动监察投诉" in page
    assert "先走这里" in page
    assert f"最后一天：{left.replace(year=left.year + 1)}" in page
    assert "时效从那天算起" in text_of(client.post("/advice/next/", {"ended": "yes"}))
    kept = {"ended": "yes", "ended_on": "2023-05-01", "says": ["kept_claiming"]}
    assert "时效从那天重新算" in text_of(client.post("/advice/next/", kept))
    assert "最后一天：2027-09-01" in text_of(client.post("/advice/next/", {**kept, "last_claimed_on": "2026-09-01"}))


def test_what_to_do_now_speaks_today_s_law_and_what_a_rule_was_that_of_the_day(client, small_town):
    now_page = text_of(client.get("/advice/owed-first/?on=2012-06-01"))
    assert "按今天的规定" in now_page
    assert "按这天看" not in now_page
    then = text_of(client.get("/advice/ot-rate/?on=2012-06-01"))
    assert "按这天看" in then
    assert "法释〔2020〕26号" not in then
    assert "21.75天" in then


def test_the_rarer_facts_of_the_calculator_reach_the_rules_and_stay_when_going_back(client, small_town):
    told = {
        "step": "months", "contract": "signed", "hours_system": "irregular", "first": "2026-08", "count": "2", "wage": "6000", "paid": "0",
        "later_paid": "7000", "order_deadline": "2026-09-30", "hourly_0": "30", "overtime_hours_0": "2",
    }  # fmt: skip
    page = text_of(client.post("/advice/calculator/", told))
    for words in (
        "后来付的 1,000.00 元",
        "每小时 30.00 元 × 2 小时",
        "不定时工作制",
        "只算到那天为止",
        "后来付过 7000 元",
        "每小时 30 元",
    ):
        assert words in page, words
    assert "<details open>" in text_of(client.post("/advice/calculator/", {**told, "back": "months"}))


def test_the_adviser_says_whom_to_go_to_and_by_when(client, small_town):
    page = text_of(client.post("/advice/next/", {"ended": "no", "says": ["award_unpaid", "iou"]}))
    for words in ("找谁、去哪里", "什么时候以前", "申请强制执行", "直接向法院起诉"):
        assert words in page, words
    assert "找破产管理人核对清单" in text_of(client.post("/advice/next/", {"ended": "no", "says": ["bankrupt"]}))


def test_the_result_goes_along_to_the_form_for_a_filing(client, small_town):
    page = text_of(
        client.post("/report/", {"step": "what", "back": "1", "words": "两个月工资没付清", "amount": "8000.00"})
    )
    assert "两个月工资没付清" in page
    assert 'name="amount" value="8000.00"' in page


def test_searching_seventy_answers_takes_no_query_per_answer(client, small_town, django_assert_max_num_queries):
    ask(client, "最低工资")
    with django_assert_max_num_queries(4):
        assert isinstance(queries.find("最低工资是多少"), list)


def test_in_a_town_of_another_province_the_adviser_speaks_by_national_law_and_says_so(client, settings, small_town):
    settings.SETTINGS = replace(settings.SETTINGS, town="370102001", law_overrides=None)
    page = text_of(client.post("/advice/next/", {"ended": "no", "says": ["boss_gone"]}))
    assert "60个工作日" in page
    assert "本省的规定还没有收录" in page
    assert "浙江" not in page
    assert "按全国通行的规定解答" in text_of(client.get("/advice/pay-cash-proof/"))
    assert "不是本地的规定" in text_of(client.get("/advice/mw-how-much/"))


def test_in_english_a_page_says_politely_that_its_answers_are_in_chinese_and_marks_them_so(client):
    pages = {
        "/advice/": None,
        "/advice/owed-first/": None,
        "/advice/calculator/": None,
        "/advice/next/": {"ended": "no"},
    }
    for address, told in pages.items():
        client.cookies["django_language"] = "en"
        page = client.post(address, told) if told else client.get(address)
        text = text_of(page)
        assert '<p class="notice" lang="en">Sorry' in text, address
        assert "are in Chinese only" in text
    assert re.search(r'<h2><span lang="zh-Hans">劳动监察投诉</span> <span class="tag">[A-Z]', text)
    client.cookies["django_language"] = "zh-hans"
    assert "Sorry" not in text_of(client.get("/advice/"))


def test_a_story_that_is_no_question_finds_the_first_step_all_the_same(client, db):
    page = client.post("/advice/", {"asked": "恳请镇政府协助八位民工讨回血汗钱，包工头拖欠两年了"}).content.decode()
    assert "找到的解答" in page
    found = page.split("找到的解答")[1].split("按类别看")[0]
    assert "/advice/owed-first/" in found
    assert not Unanswered.objects.exists()


def _claims():
    """Facts that between them give every kind of line and note."""
    whole = {
        "started_on": "2025-01-06",
        "ended_on": "2026-10-20",
        "ending": "dismissed",
        "no_contract": True,
        "later_paid_yuan": "900",
    }
    month = {
        "wage_yuan": "6000",
        "paid_yuan": "1000",
        "overtime_hours": "10",
        "rest_day_hours": "8",
        "holiday_hours": "4",
    }
    yield {**whole, "order_expired_unpaid": True, "order_deadline": "2026-10-31", "last_claimed_on": "2026-10-25",
           "months": [{"month": f"2026-{n:02}", **month, "deducted_yuan": "1500", "overtime_paid_yuan": "120"} for n in range(1, 10)]}  # fmt: skip
    yield {**whole, "ending": "resigned_for_arrears", "started_on": "2007-03-01", "average_wage_yuan": "7000", "counted_from": "2006-01-02",
           "months": [{"month": f"2026-{n:02}", "wage_yuan": "60000", "paid_yuan": "0"} for n in range(1, 10)]}  # fmt: skip
    yield {
        "started_on": "2026-01-05",
        "hours_system": "irregular",
        "months": [{"month": "2026-02", **month, "wage_yuan": "1800", "regular_yuan": "9000"}],
    }
    yield {
        "started_on": "2026-01-05",
        "hours_system": "comprehensive",
        "months": [{"month": "2026-02", **month, "hourly_yuan": "31.5"}, {"month": "2026-03"}],
    }
    yield {"started_on": "2026-01-05", "ending": "died", "ended_on": "2026-03-31",
           "months": [{"month": "2026-03", "part_time_hours": "60", "wage_yuan": "600", "paid_yuan": "100", "hourly_yuan": "10", "full_month": False}]}  # fmt: skip
    yield {
        "ending": "expired",
        "later_paid_yuan": "90000",
        "months": [{"month": "2005-03", **month}, {"month": "2026-11", **month}],
    }


def test_in_english_every_line_of_a_claim_is_english_but_for_the_titles_of_the_law():
    from django.utils.translation import override

    from anxin.domain.wages.claim import claim
    from anxin.domain.wages.claim_reading import facts_of
    from anxin.ui.sentences import HAN, cited, said

    seen, left = set(), set()
    for told in _claims():
        for line in claim(facts_of(told, on=date(2026, 11, 23), place="330602013"), queries.law()).lines:
            seen.add(line.term)
            with override("en"):
                words = [
                    said(line.term),
                    said(line.formula),
                    said(line.note),
                    *(re.sub("《.*?》", "", cited(one)) for one in line.citations),
                ]
            left |= {one for one in words if HAN.search(one)}
    assert left == set()
    assert len(seen) >= 12, seen


def test_the_sheet_of_the_calculator_in_english_says_the_facts_in_english(client, small_town):
    client.cookies["django_language"] = "en"
    told = {
        "step": "months", "started_on": "2025-03-03", "ending": "dismissed", "ended_on": "2026-10-31", "contract": "none", "first": "2026-08",
        "count": "1", "wage": "6000", "paid": "0", "later_paid": "30", "order_expired": "on", "order_deadline": "2026-11-01", "wage_0": "6000",
        "paid_0": "0", "overtime_hours_0": "3", "rest_day_hours_0": "2", "holiday_hours_0": "1", "overtime_paid_0": "5", "deducted_0": "9", "part_0": "1",
    }  # fmt: skip
    page = client.post("/advice/calculator/", told).content.decode()
    assert "6,000.00 yuan earned − 0.00 yuan paid − 9.00 yuan deducted" in html.unescape(page)
    sheet = re.sub(r"《.*?》|<[^>]+>", " ", page[page.index("<main") : page.index("</main>")].split("<form")[0])
    assert re.findall(r"[^\n]*[\u4e00-\u9fff][^\n]*", sheet) == []
    wrong = client.post("/advice/calculator/", {**told, "overtime_hours_0": "x"}).content.decode()
    assert "Aug 2026: overtime hours on working days" in html.unescape(wrong)
    assert "cannot be told" in wrong
