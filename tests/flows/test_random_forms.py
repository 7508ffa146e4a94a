"""Nobody's typing ends in an error of the server: each person's pages, fifty forms filled at random, always the same ones."""

from __future__ import annotations

import random

import httpx
import pytest

from .random_forms import Careless
from .test_every_page import PEOPLE, office  # noqa: F401 -- the fixture: one small town, one server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORMS = 50


@pytest.mark.parametrize("person", ["", *PEOPLE])
def test_no_form_filled_at_random_ends_in_an_error(office, person):  # noqa: F811
    cookies = {"sessionid": office.cookies[person]} if person else {}
    start = {"/office/"} if person else {"/", "/report/", "/query/", "/advice/"}
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=120, cookies=cookies) as client:
        careless = Careless(client, random.Random(f"20261130{person}"), start)
        careless.go(FORMS)
    assert careless.errors == []
    assert careless.sent >= FORMS
