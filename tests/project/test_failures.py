"""Pages for what did not work: each says what to do and leads home, a worker to the workers' pages and an officer to the office."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from anxin.project import pages

WORDS = '老板欠我们三个月工资 <b>"急"</b>'


@pytest.fixture
def strict(db):
    """A browser whose forms are really checked."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def carried(page: str) -> list[tuple[str, str]]:
    return [
        (name, unescape(value))
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    ]


def test_a_workers_form_that_lay_open_too_long_is_sent_again_by_one_press(strict):
    first = strict.post("/report/", {"step": "what", "kind": "complaint", "words": WORDS})
    page = first.content.decode()
    assert first.status_code == 403
    assert "再次提交" in page
    assert "<b>" not in page
    again = dict(carried(page))
    assert again["words"] == WORDS
    second = strict.post("/report/", again)
    assert second.status_code == 200
    assert ("words", WORDS) in carried(second.content.decode())  # on the next step, the words carried along


def test_several_values_of_one_name_all_come_back(strict):
    page = strict.post("/query/", {"code": "1234", "way": ["a", "b"]}).content.decode()
    assert [pair for pair in carried(page) if pair[0] != "csrfmiddlewaretoken"] == [
        ("code", "1234"),
        ("way", "a"),
        ("way", "b"),
    ]


def test_the_office_sends_nothing_again(strict):
    page = strict.post("/office/intake/", {"act": "take", "pk": "1"})
    assert page.status_code == 403
    assert "再次提交" not in page.content.decode()
    assert 'name="pk"' not in page.content.decode()
    assert 'href="/office/"' in page.content.decode()


@pytest.mark.parametrize(
    ("path", "home"), [("/nothing/", "/"), ("/query/nothing/", "/"), ("/office/nothing/", "/office/")]
)
def test_a_page_that_is_not_there_leads_home(strict, path, home):
    page = strict.get(path)
    assert page.status_code == 404
    assert f'class="button" href="{home}"' in page.content.decode()


def test_an_error_leads_home_too_in_the_readers_language(strict, monkeypatch):
    def broken(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr(pages, "render", broken)
    page = strict.get("/", headers={"accept-language": "en"}, query_params={"lang": "en"})
    assert page.status_code == 500
    assert '<html lang="en">' in page.content.decode()
    assert 'class="button" href="/"' in page.content.decode()
