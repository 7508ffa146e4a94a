"""The five holes that were found in a product like this one (Open Zaak 1.29.3), each looked for here on every page.

The first, a parameter that draws more into an answer than the key may read, is in tests/api/test_other_town.py; the second,
lists that leak beyond their scope, is the matrix in test_rights.py.
"""

from __future__ import annotations

import logging
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import models

from anxin.base.people.models import Account
from anxin.base.people.powers import Role
from anxin.base.places.models import Place
from anxin.project.masking import MaskingFormatter

from .addresses import addresses
from .asking import enter, enter_as_everybody, text_of, ways

pytestmark = pytest.mark.django_db
BREAK_OUT = """'"x7=1 ><b x7>"""
"""Breaks out of an attribute, of a tag's text and of a script's string, wherever one was written without escaping."""
HOSTILE = {
    "long": "9" * 5000, "zero": "a\x00b", "column": "employer__password", "like": "%_" * 100,
    "negative": "-99999999999999999999", "sort": "-owner__account__password",
}  # fmt: skip
"""What a query may hold that costs, or asks behind the columns of a list."""


class Broken(HTMLParser):
    """Finds the tag or attribute that a text made."""

    found = ""

    def handle_starttag(self, tag, attrs):
        if any(name == "x7" for name, _ in attrs):
            self.found = self.get_starttag_text() or tag


def poison(side):
    """Write the breaking text into every free text of every row there is."""
    for row in [*side.rows.values(), side.village, side.account]:
        told = {
            field.name: BREAK_OUT[: field.max_length]
            for field in row._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and isinstance(getattr(row, field.name), str)
            and getattr(row, field.name).startswith(side.mark)
            and (field.max_length or 99) >= len(BREAK_OUT)
        }
        if told and row._meta.app_label != "eventlog":
            row._meta.model._base_manager.filter(pk=row.pk).update(**told)


def test_no_text_of_a_row_becomes_markup_on_a_page_or_in_a_paper(client, towns):
    poison(towns.own)
    assert Place.objects.get(pk=towns.own.pk).name == BREAK_OUT == Account.objects.get(pk=towns.own.pk).name
    enter_as_everybody(client, towns.own.town)
    shown, wrong = 0, []
    for one in addresses():
        answer = client.get(one.at(towns.own))
        for each in [answer, *(client.get(one.at(towns.own), way) for way in ways(answer, "x7")[:1])]:
            text = text_of(each)
            shown += "x7" in text
            if "html" in each.get("Content-Type", ""):
                parser = Broken()
                parser.feed(text)
                wrong += [f"{one.name} {parser.found}"] if parser.found else []
            elif "openxmlformats" in each.get("Content-Type", "") and "<b x7>" in text:
                wrong.append(f"{one.name} writes it into a file")
    assert not wrong
    assert shown > 20, shown


def test_no_query_reaches_behind_the_columns_of_a_list_nor_breaks_it(client, towns):
    enter_as_everybody(client, towns.own.town)
    wrong, lists = [], 0
    for one in addresses():
        url = one.at(towns.own)
        answer = client.get(url)
        listing = (answer.context or {}).get("listing") if answer.status_code == 200 and answer.context else None
        if listing is None:
            continue
        lists += 1
        keys = [key for each in listing.table.filters for key in (each.key, f"{each.key}_from", f"{each.key}_to")]
        for name, value in HOSTILE.items():
            asked = client.get(url, dict.fromkeys([*keys, "sort", "page", "size", "cols"], value))
            drawn = (asked.context or {}).get("listing") if asked.context else None
            if asked.status_code != 200 or (drawn is not None and value.lstrip("-") in str(drawn._order())):
                wrong.append(f"{url} {name} {asked.status_code}")
    assert not wrong
    assert lists > 20


def test_a_failure_tells_no_secret_on_its_page_in_its_headers_or_in_the_log(client, towns, monkeypatch, caplog):
    password, number, bearer = "correct horse battery", "330602199001011234", "key-that-opens-doors"
    kept = settings.SETTINGS
    enter(client, towns.own.town, Role.CLERK)
    session = client.cookies["sessionid"].value

    def fails(*args, **kwargs):
        raise RuntimeError(f"no worker {number}")

    monkeypatch.setattr("anxin.apps.registry.web.views.queries.employers", fails)
    caplog.set_level(logging.DEBUG)
    answer = client.post(
        f"/office/registry/?q={number}", {"password": password}, headers={"Authorization": f"Bearer {bearer}"}
    )
    assert answer.status_code == 500
    written = "\n".join(
        MaskingFormatter().format(one) for one in caplog.records if not one.name.startswith("django.db")
    )
    assert "RuntimeError" in written
    secrets = [password, number, bearer, session, kept.secret_key, *(one.hex() for one in kept.vault_keys)]
    secrets += [str(one) for one in kept.vault_keys]
    for secret in secrets:
        assert secret not in text_of(answer)
        assert secret not in written
    assert "Traceback" not in text_of(answer)


def test_the_page_of_settings_shows_no_secret(client, towns):
    enter(client, towns.own.town, Role.SYSTEM_ADMIN)
    kept = settings.SETTINGS
    text = text_of(client.get("/office/settings/deployment/"))
    assert "ANXIN_DATA" in text
    for secret in (kept.secret_key, *(one.hex() for one in kept.vault_keys), *(str(one) for one in kept.vault_keys)):
        assert secret not in text
