"""The whole way in Chromium, through a simulated year: a worker's first word on a phone, receipt, desk, acceptance, mediation that fails,
inspection, order to pay, unpaid, dossier and police, paid in part and denied, paid in full, closed by the worker's yes, shelved.

Nobody's clock is trusted: at the end every clock of the year is counted again, day by day, from the notices of the State Council.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import yaml

from anxin.apps.cases.crime import QUESTIONS
from anxin.apps.cases.events import PaidAnswered
from anxin.apps.cases.models import Case
from anxin.apps.registry.models import Employer
from anxin.apps.registry.naming import focus_of, search_text
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs import schedules
from anxin.base.jobs.models import Job, JobState
from anxin.base.jobs.worker import run_until_idle
from anxin.base.people.models import Account, Post
from anxin.domain.casework.crime import Service
from anxin.domain.casework.ledger import Kind
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.ids import uscc_check_digit
from anxin.law import book
from anxin.project import middleware

from .pressing import led_on, press
from .test_main_job import PASSWORD, log_in, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "绍兴演示长河制衣有限公司（演示）"
PDF = {"name": "文书.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}
PICTURE = {"name": "张贴.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"0" * 64}
NOTICES = Path(__file__).resolve().parents[2] / "src/anxin/law/data/cn/calendar"


class Watch:
    """A clock that a test sets; between two settings it stands still."""

    def __init__(self):
        self.at = datetime(2025, 2, 10, 2, 0, tzinfo=UTC)

    def now(self):
        return self.at


@dataclass
class Year:
    """An office and a worker, each at a screen of their own, while the year goes by."""

    url: str
    watch: Watch
    desk: object
    phone: object
    code: str = ""

    def on(self, day, hour=10, who=None):
        """Let the nights pass, the last three weeks one by one, with all that the keeper does in them; then somebody logs in."""
        self.desk.goto("about:blank")  # no page asks anything while this thread works on the one connection both have
        target = datetime.combine(date.fromisoformat(day), time(hour), tzinfo=SHANGHAI).astimezone(UTC)
        while self.watch.at.astimezone(SHANGHAI).date() < target.astimezone(SHANGHAI).date():
            ahead = target.astimezone(SHANGHAI).date() - self.watch.at.astimezone(SHANGHAI).date()
            night = self.watch.at.astimezone(SHANGHAI).date() + timedelta(days=7 if ahead.days > 21 else 1)
            self.watch.at = datetime.combine(night, time(4), tzinfo=SHANGHAI).astimezone(UTC)
            schedules.tick(self.watch.at)
            run_until_idle(self.watch.at)
        self.watch.at = target
        if who:
            self.desk.context.clear_cookies()
            log_in(self.desk, self.url, who)

    def case(self):
        self.desk.goto(f"{self.url}/office/cases/{Case.objects.get().pk}/")

    def verb(self, door, verb, conditions=(), dates=None, note="", file=None):
        """Use a verb of a procedure, as a person does: open it, say what it asks, send."""
        self.case()
        cards = self.desk.locator("section.card[id^=procedure]").all()
        card = [one for one in cards if one.locator("h2").inner_text().startswith(door)][-1]
        form = card.locator("details.verb", has=self.desk.locator(f"summary:text-is('{verb}')"))
        assert form.count() == 1, f"{door}：不能办理{verb}：\n{self.desk.inner_text('body')}"
        form.locator("summary").click()
        for field, words in zip(form.locator("input[name*='condition-']").all(), conditions, strict=True):
            field.fill(words)
        for field, day in zip(form.locator("input[type=date]").all(), dates or (), strict=True):
            field.fill(day)
        if note:
            form.locator("textarea").fill(note)
        if file:
            form.locator("input[type=file]").set_input_files(file)
        with led_on(self.desk):
            form.locator("form[data-draft] button.button").click()
            if form.locator("form[data-confirm]").count():
                self.desk.locator("dialog[open] button").first.click()
        return self.said(f"已办理：{verb}", "已送审")

    def said(self, *any_of):
        """What the page answered; a refusal fails the test with its words."""
        words = self.desk.inner_text("body")
        assert any(one in words for one in any_of), f"{any_of}: {words}"
        return words

    def fold(self, summary, within="main"):
        """Open a folded form and hand it out."""
        found = self.desk.locator(
            f"{within} details", has=self.desk.locator(f"summary:text-matches('^{summary}')")
        ).last
        found.locator("summary").first.click()
        return found

    def standing(self):
        self.phone.goto(f"{self.url}/query/")
        self.phone.fill("input[name=code]", self.code)
        press(self.phone, "main button")
        return self.phone.locator("main").inner_text()

    def line(self, kind, yuan, proof=None):
        self.case()
        form = self.fold("记一笔", "#ledger")
        form.get_by_label("性质").select_option(kind)
        form.get_by_label("金额（元）").fill(yuan)
        if proof:
            form.locator("input[type=file]").set_input_files(proof)
        press(self.desk, form.locator("button.button"))
        self.said("已记入台账")


@pytest.fixture
def year(live_server, small_town, settings, monkeypatch):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.ALLOWED_HOSTS = ["*"]
    watch = Watch()
    monkeypatch.setattr(middleware, "CLOCK", watch)
    first = "91330699MA0000002"
    Employer.objects.create(
        uscc=first + uscc_check_digit(first), name=NAME, search=search_text(NAME, None), sector="manufacturing",
        focus=focus_of("manufacturing", in_park=False), village=small_town.east, grid=small_town.grid,
        place_path=small_town.grid.path, pay_day=10, head_count=40,
    )  # fmt: skip
    posts = {"clerk1": ["clerk"], "inspector1": ["inspector"], "chief1": ["inspector"]}
    for username, roles in posts.items():
        account = Account.objects.create_account(username, name=f"测试{username}", password=PASSWORD)
        for role in roles:
            Post.objects.create(account=account, role=role, place=small_town.town, valid_from=date(2025, 1, 1))
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        desk = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
        phone = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="zh-CN", java_script_enabled=False, is_mobile=True
        ).new_page()
        yield Year(live_server.url, watch, desk, phone)
        browser.close()


def the_worker_files(year):
    phone = year.phone
    phone.goto(f"{year.url}/report/")
    phone.fill("textarea[name=words]", "在长河制衣做缝纫工，去年九月起四个月工资没有发，老板说没有钱，一共两万元。")
    press(phone, "button:has-text('下一步')")
    phone.fill("input[name=employer_said]", "长河制衣")
    phone.fill("input[name=address_said]", "东头村工业路")
    press(phone, "button:has-text('下一步')")
    phone.fill("input[name=amount]", "2万")
    phone.fill("input[name=since]", "2024-09")
    press(phone, "button:has-text('下一步')")
    press(phone, "button:has-text('下一步')")
    phone.set_input_files("input[type=file]", PICTURE)
    press(phone, "button:has-text('下一步')")
    phone.fill("input[name=name]", "测试甲")
    phone.fill("input[name=phone]", "057500000001")
    press(phone, "button:has-text('下一步')")
    press(phone, "button:has-text('提交')")
    year.code = re.sub(r"\D", "", phone.locator(".receipt strong").inner_text())
    assert len(year.code) == 16
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def the_desk_accepts(year):
    year.on("2025-02-10", 14, who="clerk1")
    desk = year.desk
    desk.goto(f"{year.url}/office/intake/")
    press(desk, "main tbody a >> nth=0")
    form = desk.locator("form[action*=understand]")
    form.locator("input[name*=employer]").first.fill("长河制衣")
    press(desk, form.locator("button"))
    press(desk, "button:has-text('转为案件')")
    year.said("已转为案件")
    look(desk, "year-case")
    year.verb("欠薪案件", "受理", note="三日内与您联系，请保持电话畅通。")
    assert "三日内与您联系" in year.standing()


def mediation_fails(year):
    desk = year.desk
    year.on("2025-02-12", who="clerk1")
    year.case()
    form = year.fold("登记主张人")
    form.get_by_label("姓名").fill("测试甲")
    press(desk, form.locator("button.button"))
    year.line(Kind.CLAIMED, "20000")
    year.case()
    press(desk, "form:has(input[value=mediation]) button")
    year.said("程序已启动")
    press(desk, "a:has-text('进入调解室')")
    form = year.fold("排期")
    form.get_by_label("日期").fill("2025-02-19")
    form.get_by_label("时间").fill("09:30")
    form.get_by_label("地点").fill("街道调解室")
    form.get_by_label("调解员").fill("王调解")
    press(desk, form.locator("button.button"))
    year.said("已排期")
    look(desk, "year-room")
    year.verb("调解", "排期", ["双方电话同意"])
    year.on("2025-02-19", who="clerk1")
    year.verb("调解", "开始调解", ["二月十二日电话通知双方"])
    year.verb("调解", "调解不成", note="单位不到场，调解不成，转监察办理。")


def the_inspection_orders(year):
    desk = year.desk
    year.on("2025-02-21", who="inspector1")
    year.case()
    press(desk, "form:has(input[value=inspection]) button")
    year.said("程序已启动")
    year.verb("劳动保障监察", "立案")
    year.on("2025-02-21", 11, who="chief1")
    year.case()
    press(desk, "button:text-is('批准')")
    year.said("已批准并办理")
    year.on("2025-02-21", 12, who="inspector1")
    year.case()
    year.verb("劳动保障监察", "登记调查", ["李监察、赵监察"])
    year.on("2025-04-01", who="inspector1")
    year.line(Kind.ESTABLISHED, "20000")
    year.verb("劳动保障监察", "调查终结")
    year.on("2025-04-07", who="inspector1")
    year.line(Kind.ORDERED, "20000")
    year.verb(
        "劳动保障监察", "责令限期支付", ["已听取单位陈述", "责令七日内付清", "张贴并拍照"], ["2025-04-14"], file=PDF
    )
    press(desk, "a:has-text('涉罪审查')")
    form = year.fold("登记其他机关作出的责令支付文书")
    form.get_by_label("支付期限").fill("2025-04-14")
    form.get_by_label("责令金额（元）").fill("20000")
    form.locator("input[type=file]").set_input_files(PDF)
    press(desk, form.locator("button.button"))
    year.said("已登记责令支付文书")
    form = year.fold("登记送达")
    form.get_by_label("送达方式").select_option(label=Service.POSTED.term)
    form.get_by_label("送达日期").fill("2025-04-07")
    form.get_by_label("送达地点").fill("东头村厂区大门")
    form.get_by_label("情况").fill("厂门紧锁，无人应答")
    form.locator("input[type=file]").set_input_files(PICTURE)
    press(desk, form.locator("button.button"))
    year.said("已登记送达")
    assert "责令限期支付" in year.standing()


def it_goes_to_the_police(year):
    desk = year.desk
    year.on("2025-04-15", who="inspector1")
    year.verb("劳动保障监察", "期满未付")
    press(desk, "a:has-text('涉罪审查')")
    form = year.fold("登记欠薪月数")
    form.get_by_label("欠薪月数（整月）").fill("4")
    press(desk, form.locator("button.button"))
    year.said("已登记欠薪月数")
    for number in range(len(QUESTIONS)):
        card = desk.locator("section.card", has=desk.locator("h2:text-is('查明情况')"))
        form = card.locator("details").nth(number)
        form.locator("summary").click()
        yes_no = form.locator("input[type=radio]")
        if yes_no.count():
            yes_no.nth(0 if number == QUESTIONS.index("able_to_pay") else 1).check()
        form.get_by_label("依据").fill("银行流水和现场笔录")
        press(desk, form.locator("button.button"))
        year.said("已登记查明情况")
    look(desk, "year-crime")
    year.verb("劳动保障监察", "转入涉罪移送程序", ["责令期满未付，账户有流水"])
    year.verb("涉嫌犯罪移送", "提交移送报告", ["李监察、赵监察"])
    year.verb("涉嫌犯罪移送", "批准移送")
    year.on("2025-04-16", who="chief1")
    year.case()
    press(desk, "button:text-is('批准')")
    year.said("已批准并办理")
    year.on("2025-04-16", 15, who="inspector1")
    fill_the_dossier(year)
    year.verb("涉嫌犯罪移送", "移送公安机关", ["公安收件回执"], file=PDF)
    year.on("2025-04-18", who="inspector1")
    year.verb("涉嫌犯罪移送", "公安决定立案", ["立案告知书"], file=PDF)
    year.on("2025-04-21", who="inspector1")
    year.verb("涉嫌犯罪移送", "移交物品和材料", ["移交清单回执"], file=PDF)


def fill_the_dossier(year):
    year.case()
    press(year.desk, "a:has-text('涉罪审查')")
    for number in range(30):
        if "材料齐全" in year.desk.locator("#dossier").inner_text():
            break
        lacking = year.desk.locator("#dossier li", has_text="○").first.inner_text()
        form = year.fold("归入材料", "#dossier")
        form.get_by_label("材料").select_option(
            label=lacking.removeprefix("○").strip().rpartition("：")[2].split(" / ")[0]
        )
        file = {**PDF, "name": f"材料{number}.pdf", "buffer": b"%PDF-1.7\n" + str(number).encode()}
        form.locator("input[type=file]").set_input_files(file)
        press(year.desk, form.locator("button.button"))
        year.said("已归入移送材料")
    look(year.desk, "year-dossier")


def the_wages_are_paid(year):
    year.on("2025-05-20", who="inspector1")
    year.line(Kind.PAID, "15000", proof=PDF)
    year.on("2025-05-22", who="clerk1")
    year.verb("欠薪案件", "报告已付清")
    assert "工资到账了吗" in year.standing()
    press(year.phone, "button[value=no]")
    assert "还没有到账" in year.phone.locator("main").inner_text()
    assert Case.objects.get().state == "handling"
    year.on("2025-06-10", who="inspector1")
    year.line(Kind.PAID, "5000", proof=PDF)
    year.verb("涉嫌犯罪移送", "刑事程序结束", ["全部付清，公安撤销案件"])
    year.on("2025-06-11", who="clerk1")
    year.verb("欠薪案件", "报告已付清")
    year.standing()
    press(year.phone, "button[value=yes]")
    assert "工资已到账" in year.phone.locator("main").inner_text()
    year.on("2025-06-12", who="clerk1")
    year.verb("欠薪案件", "付清结案")
    assert "已结案" in year.standing()
    look(year.desk, "year-closed")


def working(day):
    """Whether a day is worked, read from the notices and the week alone."""
    for row in yaml.safe_load((NOTICES / f"{day.year}.yaml").read_text(encoding="utf-8"))["notices"]:
        for one in row["days"]:
            if day.isoformat() in one["work"]:
                return True
            first, _, last = str(one["rest"]).partition("..")
            if first <= day.isoformat() <= (last or first):
                return False
    return day.weekday() < 5


def counted(clock):
    """When a clock must end, by hand: hours to the second; days from the next one on, and never on a day of rest."""
    law = book("330602013").nearest(clock.law_param, on=clock.law_date)[0]
    started, left = clock.started_at.astimezone(SHANGHAI), int(law.value)
    if law.unit == "hours":
        return clock.started_at + timedelta(hours=left)
    day = started.date()
    while left:
        day += timedelta(days=1)
        left -= law.unit != "working_days" or working(day)
    while not working(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI)


def test_a_workers_first_word_leads_to_wages_paid_within_a_year_whose_every_clock_is_right(year):
    the_worker_files(year)
    the_desk_accepts(year)
    mediation_fails(year)
    the_inspection_orders(year)
    it_goes_to_the_police(year)
    the_wages_are_paid(year)
    year.on("2026-02-09", who="clerk1")
    assert not Job.objects.filter(state=JobState.DEAD).exists()
    statutory = [one for one in Clock.objects.exclude(law_param="") if not one.pauses and not one.extensions]
    wrong = [
        (one.kind, one.law_param, str(one.started_at), str(one.due_at), str(counted(one)))
        for one in statutory
        if abs(one.due_at - counted(one)) > timedelta(seconds=1)
    ]
    assert not wrong
    assert len(statutory) >= 15, "a year of work runs many clocks"
    assert EventRow.objects.filter(type=PaidAnswered.type).count() == 2
