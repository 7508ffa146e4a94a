"""A call taken at the desk without the mouse, in Chromium: what the machine read is filled in, likeness is seen, Ctrl+Enter registers."""

from __future__ import annotations

import pytest

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Filing
from anxin.apps.intake.said import Said
from anxin.kernel.clock import SystemClock

from .pressing import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CALL = "我们十二个人在东头村做工，老板欠了三个月工资，一共十五六万，今年8月起就没发。"


@pytest.fixture
def desk(as_clerk, live_server):
    """The desk as a clerk has it open."""
    page = as_clerk
    page.goto(f"{live_server.url}/office/intake/new/")
    page.wait_for_function("document.activeElement.name === 'words'")
    return page


def test_a_call_is_typed_checked_and_registered_by_the_keyboard_alone(desk, small_town):
    receive(said=Said(words="欠薪的事，昨天来过电话", channel="12345", phone="13900000007"), by=small_town.clerk, at=SystemClock().now())  # fmt: skip
    assert desk.evaluate("document.activeElement.name") == "words"
    desk.keyboard.insert_text(CALL)  # as an input method does: the machine reads it once, when it is whole
    key = desk.locator("#facts-read [data-fill=id_workers]").get_attribute("data-key")
    desk.keyboard.press(f"Alt+{key}")
    assert desk.input_value("[name=workers]") == "12"
    assert desk.evaluate("document.activeElement.name") == "workers"
    desk.keyboard.press(f"Alt+{desk.locator('#facts-read [data-fill=id_amount]').get_attribute('data-key')}")
    desk.focus("[name=phone]")
    desk.keyboard.type("13900000007")
    desk.wait_for_selector("#hints >> text=同一电话")
    desk.focus("[name=words]")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector("text=回执编号")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#desk")
    assert desk.evaluate("document.activeElement.name") == "words", "the next call may be typed at once"
    filing = Filing.objects.latest("pk")
    assert (filing.words, filing.workers, filing.amount_fen) == (CALL, 12, 15_000_000)


def test_an_employer_named_while_typing_is_hinted_without_leaving_the_words(desk, small_town):
    receive(said=Said(words="去年的活", channel="counter", employer_said="红梅制衣厂"), by=small_town.clerk, at=SystemClock().now())  # fmt: skip
    desk.keyboard.type("我们几个人在红梅制衣厂做工，", delay=40)
    desk.wait_for_selector("#hints >> text=同一单位")
    assert "红梅制衣厂" in desk.inner_text("#hints")
    assert desk.evaluate("document.activeElement.name") == "words"


def test_one_key_fills_in_everything_read_and_leaves_what_was_typed(desk):
    desk.fill("[name=workers]", "20")
    desk.focus("[name=words]")
    desk.keyboard.insert_text(CALL)
    desk.wait_for_selector("[data-fill-all]")
    desk.keyboard.press("Alt+0")
    assert desk.input_value("[name=workers]") == "20", "typed before"
    assert desk.input_value("[name=amount]") == "150000.00"
    assert desk.input_value("[name=since]") == "2026-08-01"
    filled = desk.evaluate("[...document.querySelectorAll('[data-fill][data-sure]')].map((one) => one.dataset.fill)")
    assert desk.evaluate("document.activeElement.id") == [one for one in filled if one != "id_workers"][-1]


def test_the_year_of_a_day_takes_four_digits(desk):
    """So where the year comes first 20261203 is typed in one go; a year of six digits waited for more and made it no day."""
    desk.focus("[name=reply_by]")
    desk.keyboard.type("120320269")  # month, day and year: the order of this browser's own language
    assert len(desk.input_value("[name=reply_by]")) == len("2026-12-03")


def test_the_whole_desk_fits_the_office_s_screen_and_a_phone_s_width(desk):
    """1366 by 768 without scrolling down to the button; nothing wider than 360 px on a phone."""
    button = desk.locator("#desk [data-park]").bounding_box()
    assert button["y"] + button["height"] <= 768
    desk.set_viewport_size({"width": 360, "height": 740})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_killed_page_loses_no_word_and_a_parked_call_waits_while_another_is_taken(desk, live_server):
    desk.keyboard.type("第一位来电人")
    desk.wait_for_selector("#draft-state:has-text('已自动保存')")
    desk.context.set_offline(True)
    desk.keyboard.type("，线断了还在说")
    desk.wait_for_selector("#draft-state:has-text('没有存到服务器')")
    context = desk.context
    desk.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{live_server.url}/office/intake/new/")
    again.wait_for_selector("#draft-state:has-text('已自动保存')")
    assert again.input_value("[name=words]") == "第一位来电人，线断了还在说"
    again.focus("[name=words]")
    again.keyboard.press("End")
    again.keyboard.type("，请等")
    again.keyboard.press("Control+Shift+Enter")
    again.wait_for_url("**/new/?new=1")
    again.wait_for_selector("#drafts >> text=第一位来电人，线断了还在说，请等")
    again.focus("[name=words]")
    again.keyboard.type("第二位来电人，工资没有发")
    again.keyboard.press("Control+Enter")
    again.wait_for_selector("text=回执编号")
    press(again, "text=还有 1 份没有登记完的来电")
    press(again, "#drafts >> text=第一位来电人，线断了还在说，请等")
    assert again.input_value("[name=words]") == "第一位来电人，线断了还在说，请等"
    assert Filing.objects.get().words == "第二位来电人，工资没有发"
    assert again.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('desk:'))") == []
