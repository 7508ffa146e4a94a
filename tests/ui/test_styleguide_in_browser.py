"""Every component in Chromium: readable for all (axe), in both themes, on a desk and on a phone, and working under the strict policy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("anxin_ui_addresses")]
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's loop runs in this thread, until after the database is emptied.
SHOTS = Path(os.environ.get("ANXIN_SHOTS", "test-output/screenshots"))
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = {"desk": (1366, 768), "phone": (360, 800)}
PAGES = {
    "styleguide": "/office/ui/styleguide/",
    "worker": "/office/ui/styleguide/public/",
    "paper": "/office/ui/styleguide/print/",
}


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = True
    return live_server.url


def page_of(chromium, size, theme):
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale="zh-CN")
    page = context.new_page()
    page.errors = []
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("name", list(PAGES))
def test_every_component_can_be_read_by_everybody(chromium, address, name, size, theme):
    page = page_of(chromium, size, theme)
    page.goto(address + PAGES[name])
    page.wait_for_load_state("networkidle")
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=SHOTS / f"{name}-{size}-{theme}.png", full_page=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    bad = [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found["violations"]]
    assert not bad
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert not page.errors
    page.context.close()


def test_a_chart_is_drawn_under_the_strict_policy(chromium, address):
    page = page_of(chromium, "desk", "light")
    page.goto(address + PAGES["styleguide"])
    page.wait_for_selector("[data-chart] canvas")
    page.hover("[data-chart] canvas", position={"x": 300, "y": 150})
    assert not page.errors
    page.context.close()


def test_what_cannot_be_undone_is_asked_with_its_consequence(chromium, address):
    page = page_of(chromium, "desk", "light")
    page.goto(address + PAGES["styleguide"])
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.fill("input[name=amount]", "100")
    page.fill("input[name=day]", "2026-11-15")
    page.click("button:has-text('移送公安机关')")
    assert "移送后不能撤回" in page.locator("#confirm").inner_text()
    page.click("#confirm button:has-text('取消')")
    assert not sent
    page.click("button:has-text('移送公安机关')")
    with page.expect_request(lambda request: request.method == "POST"):
        page.click("#confirm button:has-text('确定')")
    page.context.close()


def test_what_was_typed_is_still_there_after_leaving(chromium, address):
    page = page_of(chromium, "desk", "light")
    page.goto(address + PAGES["styleguide"])
    page.fill("textarea[name=facts]", "老板说下月再发")
    page.check("input[name=urgent]")
    page.goto(address + PAGES["paper"])
    page.goto(address + PAGES["styleguide"])
    assert page.input_value("textarea[name=facts]") == "老板说下月再发"
    assert page.is_checked("input[name=urgent]")
    page.context.close()


ROOM = """<!doctype html><meta charset="utf-8"><script src="/static/ui/forms.js" type="module"></script><body class="office">{toast}
<details><summary>排期</summary><form method="post" action="/office/room/"><input name="where"><select name="body"><option>村</option><option>镇</option></select>
<button>排期</button></form></details>"""
BESIDE = """<!doctype html><script src="/static/ui/forms.js" type="module"></script><body class="plain"><form method="post" action="/office/room/"><input
name="login"><button>in</button></form>"""
TOAST = '<div class="toast toast-error">没有排期：已经过去</div>'


def refusing(page, address):
    """A page with a folded form, filled in; `answers` holds what comes next when it is sent."""
    room, answers = address + "/office/room/", [ROOM.format(toast="")]
    page.route("**/office/room/", lambda route: route.fulfill(body=answers[0], content_type="text/html"))
    page.goto(room)
    page.click("summary")
    page.fill("[name=where]", "上蒋村调解室")
    page.select_option("[name=body]", "镇")
    return answers


def held(page):
    page.wait_for_load_state("networkidle")
    return (
        page.input_value("[name=where]"),
        page.input_value("[name=body]"),
        page.locator("details").get_attribute("open") is not None,
    )


def test_what_was_refused_stands_in_its_form_again_and_what_was_done_does_not(chromium, address):
    page = page_of(chromium, "desk", "light")
    answers = refusing(page, address)
    answers[0] = ROOM.format(toast=TOAST)
    page.click("details button")
    assert held(page) == ("上蒋村调解室", "镇", True)
    answers[0] = ROOM.format(toast="")
    page.click("details button")
    assert held(page) == ("", "村", False)
    page.context.close()


def test_what_was_sent_after_the_session_ended_is_there_after_logging_in(chromium, address):
    page = page_of(chromium, "desk", "light")
    answers = refusing(page, address)
    answers[0] = BESIDE
    page.click("details button")
    page.fill("[name=login]", "clerk1")
    answers[0] = ROOM.format(toast="")
    page.click("form button")
    assert held(page) == ("上蒋村调解室", "镇", True)
    page.context.close()


def test_the_keyboard_finds_explains_and_the_theme_is_remembered(chromium, address):
    page = page_of(chromium, "desk", "light")
    page.goto(address + PAGES["styleguide"])
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.click("[data-theme-toggle]")
    page.click("[data-theme-toggle]")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.context.close()


def test_a_printed_page_has_its_head_and_no_menu(chromium, address, tmp_path):
    page = page_of(chromium, "desk", "dark")
    page.goto(address + PAGES["styleguide"])
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".menu").is_visible()
    assert page.locator(".print-head").is_visible()
    assert page.locator("a.button").count()
    assert not page.locator("a.button >> visible=true").count()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()
