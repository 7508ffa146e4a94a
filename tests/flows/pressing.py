"""Pressing what leads to another page, and waiting for that page: a click of Playwright's waits for no answer."""

from __future__ import annotations

from contextlib import contextmanager


@contextmanager
def led_on(page):
    """What is done inside leads to another page, which has come when this is left; in vain fails with the words on the screen."""
    from playwright.sync_api import TimeoutError as NeverCame

    try:
        with page.expect_navigation():
            yield
    except NeverCame as never:
        raise AssertionError(f"nothing led on from {page.url}:\n{page.inner_text('body')}") from never


def press(page, target):
    """Click a locator, or the first that a selector finds, and wait for the page it leads to."""
    with led_on(page):
        (page.locator(target).first if isinstance(target, str) else target).click()
