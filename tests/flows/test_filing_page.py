"""A filing's page in Chromium: what is asked of the clerk stands first, on the office's screen and on a phone; and what it prints."""

from __future__ import annotations

import subprocess

import pytest

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Filing
from anxin.apps.intake.said import Said
from anxin.kernel.clock import SystemClock

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "我在老周饭店干了大半年，老板从八月份开始就没发过工资，一个月六千五，一共欠我三个月，找他好几次都说没钱，同车间还有七个人也没拿到，求帮忙讨回来。"
OFFICE, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 800}


@pytest.fixture
def filing(as_clerk, live_server, small_town):
    """Opens the page of a filing of a kind, as a clerk has it open."""
    page = as_clerk

    def opened(kind="complaint"):
        said = Said(words=WORDS, kind=kind, name="李六", phone="13900112233", identity="confidential", channel="web")
        number = receive(said=said, by=small_town.clerk, at=SystemClock().now()).filing
        page.goto(f"{live_server.url}/office/intake/{number}/")
        return page

    return opened


def bottom(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["y"] + box["height"]


def test_the_words_and_the_form_that_settles_them_fit_the_office_s_screen(filing):
    page = filing()
    page.set_viewport_size(OFFICE)
    assert bottom(page, "#understand button") <= OFFICE["height"]
    page.set_viewport_size(PHONE)
    assert bottom(page, "#id_kind") <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_who_asks_is_answered_first(filing):
    page = filing("enquiry")
    page.set_viewport_size(OFFICE)
    assert bottom(page, "#talk textarea") <= OFFICE["height"]
    assert page.locator("main h2").all_inner_texts()[:3] == ["所述内容", "与当事人往来", "核定"]


def test_the_first_button_is_what_the_filing_asks_for(filing):
    """An enquiry is answered and closed; a complaint becomes a case."""
    first = ".head .actions .button:not(.quiet)"
    page = filing("enquiry")
    assert page.locator(first).all_inner_texts() == ["答复"]
    assert page.locator("#understand .button:not(.quiet)").count() == 0
    page.click(first)
    page.fill("#talk textarea", "每月十五日前发，没有发可以来反映。")
    page.click("#talk .button:has-text('发送')")
    page.wait_for_selector("text=已办理")
    assert page.locator(first).all_inner_texts() == ["答复办结"]
    page.click(first)
    page.wait_for_selector("text=已办理")
    assert Filing.objects.get().state == Filing.State.ANSWERED
    page = filing("complaint")
    assert page.locator(first).all_inner_texts() == ["核对后转为案件"]


def test_a_list_of_few_rows_ends_with_its_last_row(filing, live_server):
    page = filing()
    page.set_viewport_size(OFFICE)
    page.goto(f"{live_server.url}/office/intake/")
    gap = page.evaluate(
        "(w => w.clientHeight - w.querySelector('table').offsetHeight)(document.querySelector('.listing .table-wrap'))"
    )
    assert gap == 0


def test_by_keyboard_the_fields_come_in_the_order_they_are_read(filing):
    page = filing()
    page.focus("#id_kind")
    order = []
    for _each in range(8):
        order.append(page.evaluate("document.activeElement.name || document.activeElement.innerText.trim()"))
        page.keyboard.press("Tab")
    # A date has three stops in it.
    assert order[:6] == ["kind", "employer", "employer_said", "workers", "amount", "since"]
    page.focus("#id_amount")
    page.fill("#id_amount", "19500")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已办理")
    assert Filing.objects.get().amount_fen == 1_950_000


@pytest.mark.parametrize(("language", "foot"), [("zh-hans", "第 1 页，共 1 页"), ("en", "Page 1 of 1")])
def test_the_foot_of_a_printed_page_speaks_the_language_of_the_page(filing, tmp_path, language, foot):
    page = filing()
    page.evaluate(
        """async language => {
            const csrfmiddlewaretoken = document.querySelector('input[name=csrfmiddlewaretoken]').value;
            await fetch('/i18n/setlang/', {method: 'POST', body: new URLSearchParams({csrfmiddlewaretoken, language})});
        }""",
        language,
    )
    page.reload()
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert foot in said.stdout
    assert ("第 1 页" in said.stdout) is (language == "zh-hans")


def test_who_comes_back_to_the_list_stands_on_the_row_that_was_opened(filing, live_server):
    filing()
    page = filing("enquiry")
    page.goto(f"{live_server.url}/office/intake/?channel=web")
    page.keyboard.press("j")
    page.keyboard.press("j")
    opened = page.evaluate("document.activeElement.href")
    page.keyboard.press("x")
    assert page.inner_text("[data-count]") == "1"
    page.keyboard.press("Enter")
    page.wait_for_url(opened)
    page.go_back()
    page.wait_for_function("href => document.activeElement.href === href", arg=opened)
    assert page.url.endswith("?channel=web")
