"""A worker files on a phone in Chromium: the device shows its little work by itself, and pressing twice files once."""

from __future__ import annotations

import pytest

from anxin.apps.intake.models import Filing
from anxin.apps.intake.web.answers import STEPS
from anxin.domain.intake.slowing import LEAST_BITS, bits_shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def to_the_last_page(phone, address):
    """Answer only what must be answered, without a name, one question a screen."""
    phone.goto(f"{address}/report/")
    phone.fill("[name=words]", "三个月没有发工资，一共一万八。")
    for _step in STEPS[:-1]:
        if phone.locator("[name=identity]").count():
            phone.check("[name=identity][value=anonymous]")
        phone.click("button:has-text('下一步')")
        phone.wait_for_load_state()
    assert phone.locator("input[data-ticket]").count() == 1


@pytest.fixture
def last_page(page, live_server, small_town):
    """The page that sums up what was said, reached by answering only the first question."""
    page.set_viewport_size({"width": 360, "height": 740})
    to_the_last_page(page, live_server.url)
    return page


def test_the_device_works_while_the_page_is_read_and_the_filing_goes_to_the_inbox(last_page):
    last_page.wait_for_function("document.querySelector('input[data-ticket]').value !== ''")
    number, answer = last_page.evaluate(
        "(one => [one.dataset.ticket, one.value])(document.querySelector('input[data-ticket]'))"
    )
    assert bits_shown(number, answer) >= LEAST_BITS
    last_page.click("button:has-text('提交')")
    last_page.wait_for_selector("text=已登记")
    assert Filing.objects.get().state == "inbox"


def test_pressed_before_the_work_is_done_it_waits_and_then_files_once(last_page):
    last_page.evaluate("document.querySelector('input[data-ticket]').value = ''")
    last_page.click("button:has-text('提交')")
    last_page.wait_for_selector("text=已登记")
    last_page.go_back()
    last_page.click("button:has-text('提交')")
    last_page.wait_for_selector("text=已登记")
    assert Filing.objects.count() == 1


def test_without_javascript_it_is_taken_in_all_the_same(page, live_server, small_town):
    bare = page.context.browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    phone = bare.new_page()
    to_the_last_page(phone, live_server.url)
    phone.click("button:has-text('提交')")
    assert "已登记" in phone.content()
    bare.close()
