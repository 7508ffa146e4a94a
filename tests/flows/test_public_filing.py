"""A worker files on a phone in Chromium: the device shows its little work by itself, and pressing twice files once."""

from __future__ import annotations

import pytest

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Filing, PrivacyWish
from anxin.apps.intake.said import Said
from anxin.apps.intake.web.answers import STEPS
from anxin.domain.intake.slowing import LEAST_BITS, bits_shown
from anxin.kernel.clock import SystemClock

from .pressing import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def to_the_last_page(phone, address):
    """Answer only what must be answered, without a name, one question a screen."""
    phone.goto(f"{address}/report/")
    phone.fill("[name=words]", "三个月没有发工资，一共一万八。")
    for _step in STEPS[:-1]:
        if phone.locator("[name=identity]").count():
            phone.check("[name=identity][value=anonymous]")
        press(phone, "button:has-text('下一步')")
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


SLOW_DEVICE = """
const digest = crypto.subtle.digest.bind(crypto.subtle);
const told = new Promise((go) => { window.goOn = go; });
crypto.subtle.digest = async (...what) => { await told; return digest(...what); };
"""


def test_pressed_twice_before_the_work_is_done_it_waits_and_files_once(page, live_server, small_town):
    page.add_init_script(SLOW_DEVICE)
    to_the_last_page(page, live_server.url)
    page.dblclick("button:has-text('提交')")
    assert page.locator("input[data-ticket]").input_value() == ""
    page.evaluate("goOn()")
    page.wait_for_selector("text=已登记")
    assert [one.state for one in Filing.objects.all()] == ["inbox"]


def test_without_javascript_it_is_taken_in_all_the_same(page, live_server, small_town):
    bare = page.context.browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="zh-CN"
    )
    phone = bare.new_page()
    to_the_last_page(phone, live_server.url)
    phone.click("button:has-text('提交')")
    phone.wait_for_selector("text=已登记")
    bare.close()


@pytest.mark.parametrize("language", ["vi", "en", "ug", "zh-hans"])
def test_what_is_said_after_choosing_a_language_arrives_and_nothing_is_wider_than_the_phone(
    page, live_server, small_town, language
):
    """The address that chose the language is not the one that forms go to: there everything said was dropped in silence."""
    said = Said(words="三个月没发", channel="web", identity="anonymous")
    code = receive(said=said, by=small_town.clerk, at=SystemClock().now()).code
    bare = page.context.browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="zh-CN"
    )
    phone = bare.new_page()
    phone.goto(f"{live_server.url}/query/?lang={language}")
    phone.fill("[name=code]", code)
    press(phone, "main form button.button")
    press(phone, f".languages [formaction='?lang={language}']")
    for words in ("Xin chào", "工资还没有到"):
        phone.fill("[name=words]", words)
        press(phone, "#answers button.button:last-of-type")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert list(Filing.objects.get().messages.order_by("at").values_list("words", flat=True)) == [
        "Xin chào",
        "工资还没有到",
    ]
    press(phone, "main form[action='/query/privacy/'] button.button")
    press(phone, f".languages [formaction='?lang={language}']")
    press(phone, "[name=kind][value=see]")
    assert PrivacyWish.objects.filter(kind="see").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    bare.close()


WITH_A_VOICE = """
const said = [];
const heard = [];
window.said = said;
window.heard = heard;
window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "zh_CN", localService: %s }, { lang: "vi-VN", localService: true }],
  speak: (part) => { said.push(part.text); heard.push([part.lang, part.text]); },
  cancel: () => said.push("—"),
  addEventListener() {},
} });
"""


@pytest.mark.parametrize(("on_the_device", "buttons"), [("true", 1), ("false", 0)])
def test_a_page_is_read_aloud_by_a_voice_of_the_device_itself_or_not_at_all(page, live_server, on_the_device, buttons):
    page.add_init_script(WITH_A_VOICE % on_the_device)
    page.goto(f"{live_server.url}/report/")
    page.wait_for_load_state("networkidle")
    assert page.locator(".aloud").count() == buttons
    if buttons:
        page.click(".aloud")
        heard = page.evaluate("window.said")
        assert page.locator("h1").inner_text() in heard
        assert all("\n\n" not in one for one in heard)
        page.click(".aloud")
        assert page.evaluate("window.said.at(-1)") == "—"


def test_on_a_vietnamese_page_each_piece_is_read_in_the_voice_of_its_own_language(page, live_server):
    page.add_init_script(WITH_A_VOICE % "true")
    page.goto(f"{live_server.url}/report/?lang=vi")
    page.wait_for_load_state("networkidle")
    piece = '<p>Xin chào <span lang="zh-Hans">工资条</span> <button>拍照</button><span lang="bo">ཨ</span>nhé</p>'
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", piece)
    page.click(".aloud")
    heard = page.evaluate("window.heard")
    assert heard[-3:] == [["vi-VN", "Xin chào"], ["zh_CN", "工资条"], ["vi-VN", "nhé"]]
    assert {lang for lang, _text in heard} == {"zh_CN", "vi-VN"}
    assert not any("\u4e00" <= letter <= "\u9fff" for lang, text in heard if lang == "vi-VN" for letter in text)
