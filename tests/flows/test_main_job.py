"""The whole main job in Chromium: log in, hand in a payroll and a bank file, see who was not paid, the warning, the weekly report."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from anxin.apps.registry.models import Employer
from anxin.apps.registry.naming import focus_of, search_text
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock, local_date
from anxin.kernel.ids import id_check_digit, uscc_check_digit
from anxin.kernel.period import Month

from .pressing import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = Path(os.environ.get("ANXIN_SHOTS", "test-output/screenshots"))
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
TWICE = """[...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n)"""
PASSWORD = "correct horse battery staple"
NAME = "绍兴演示云裳制衣有限公司（演示）"


def number(order):
    first = f"33069919900101{order:03d}"
    return first + id_check_digit(first)


@pytest.fixture
def office(small_town):
    """A clerk who can log in, and an employer that agreed to pay on the tenth."""
    first = "91330699MA0000001"
    village = small_town.east
    Employer.objects.create(
        uscc=first + uscc_check_digit(first), name=NAME, search=search_text(NAME, None), sector="manufacturing",
        focus=focus_of("manufacturing", in_park=False), village=village, grid=small_town.grid, place_path=small_town.grid.path,
        pay_day=10, head_count=3,
    )  # fmt: skip
    today = local_date(SystemClock().now())
    for username, role in (("clerk1", "clerk"), ("leader1", "leader")):
        account = Account.objects.create_account(username, name=f"测试{username}", password=PASSWORD)
        Post.objects.create(account=account, role=role, place=small_town.town, valid_from=today - timedelta(days=30))
    return small_town


@pytest.fixture
def files(tmp_path):
    """A payroll of three for the month before last, and a bank file that pays one in full, one in part, one not at all."""
    month = Month.of_day(local_date(SystemClock().now())).plus(-2)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{NAME}{month.year}年{month.number}月工资表"])
    sheet.append(["序号", "姓名", "身份证号", "应发工资", "实发工资", "银行账号"])
    for order, name in enumerate(("测试甲", "测试乙", "测试丙"), start=1):
        sheet.append([order, name, number(order), 5000, 5000, f"800999000000000000{order}"])
    sheet.append(["合计", None, None, 15000, 15000, None])
    payroll = tmp_path / "工资表.xlsx"
    book.save(payroll)
    book.close()
    paid = month.next().first.replace(day=9)
    rows = [
        f"T1,1,{NAME},8009990000000000001,测试甲,5000.00,{paid},{month.year}年{month.number}月工资,成功",
        f"T2,1,{NAME},8009990000000000002,测试乙,2000.00,{paid},{month.year}年{month.number}月工资,成功",
    ]
    bank = tmp_path / "银行流水.csv"
    head = "流水号,付款编号,付款户名,收款账号,收款户名,金额,交易日期,摘要,状态"
    bank.write_text("\n".join([head, *rows]) + "\n", encoding="gb18030")
    return payroll, bank


@pytest.fixture
def page():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        yield context.new_page()
        context.close()
        browser.close()


def look(page, name):
    """A screenshot, and axe: no serious or critical violation."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    twice = page.evaluate(TWICE)
    assert not twice, f"{name}: two fields of one id, a label of one leads to the other: {twice}"
    bad = [
        (v["id"], [n["html"][:160] for n in v["nodes"][:3]])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert not bad, f"{name}: {bad}"


def log_in(page, url, username):
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    press(page, "button:has-text('登录')")


def test_a_clerk_sees_who_was_not_paid_and_prints_the_report(live_server, office, files, page, settings, tmp_path):
    from anxin.base.jobs.worker import run_until_idle

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.ALLOWED_HOSTS = ["*"]
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    log_in(page, live_server.url, "clerk1")
    assert page.locator("h1").inner_text() == "今日"
    look(page, "today-empty")

    page.goto(f"{live_server.url}/office/payroll/upload/")
    page.set_input_files("input[type=file]", [str(path) for path in files])
    look(page, "upload")
    press(page, "main form button.button:not(.quiet)")
    page.goto(
        "about:blank"
    )  # the page asks every two seconds how far the file is, on the connection that the work below has too
    run_until_idle(SystemClock().now())
    page.goto(f"{live_server.url}/office/payroll/files/")
    look(page, "files")
    run_until_idle(SystemClock().now() + timedelta(minutes=1))

    page.goto(f"{live_server.url}/office/payroll/arrears/")
    assert NAME in page.content()
    assert "8,000.00" in page.content()
    look(page, "arrears")
    press(page, f"a:has-text('{NAME}')")
    look(page, "employer-wages")

    page.goto(f"{live_server.url}/office/warning/")
    assert NAME in page.content()
    look(page, "warnings")
    press(page, f"a:has-text('{NAME}')")
    look(page, "warning")
    press(page, "button:has-text('开始核查')")
    assert "核查中" in page.content()

    page.goto(f"{live_server.url}/office/documents/")
    press(page, "button:has-text('编制周报')")
    look(page, "weekly-report")
    assert "8,000.00" in page.content()
    press(page, "table a:has-text('8,000.00')")
    look(page, "weekly-report-rows")
    assert NAME in page.content()
    assert not errors


@pytest.mark.parametrize(
    "address",
    [
        "/office/",
        "/office/registry/",
        "/office/payroll/",
        "/office/warning/",
        "/office/documents/",
        "/office/organisation/duty/",
    ],
)
def test_main_pages_hold_on_a_phone_and_in_the_dark(live_server, office, page, settings, address):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.ALLOWED_HOSTS = ["*"]
    log_in(page, live_server.url, "clerk1")
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url + address)
    look(page, f"phone{address.replace('/', '-')}dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
