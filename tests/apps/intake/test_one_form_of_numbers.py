"""The migration that finds telephones of earlier days by the one form of their numbers."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.models import Fellow, Filing
from anxin.apps.intake.said import FellowSaid, Said
from anxin.base.vault.sealing import keyed_hash

pytestmark = pytest.mark.django_db
MIGRATION = import_module("anxin.apps.intake.migrations.0013_one_form_of_numbers")


def test_numbers_kept_as_they_were_dialled_are_found_by_their_one_form_and_twice_changes_nothing(small_town, now):
    said = Said(words="三个月没发工资", channel="web", phone="88001234", fellows=(FellowSaid("赵六", "13900000002"),))
    number = receive(said=said, by=small_town.clerk, at=now).filing
    Filing.objects.update(phone_hash=keyed_hash("88001234"))
    for _twice in range(2):
        MIGRATION.one_form(apps, None)
        assert Filing.objects.get(pk=number).phone_hash == keyed_hash("057588001234")
        assert Fellow.objects.get().phone_hash == keyed_hash("13900000002")


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("+8613900000002", "13900000002"), ("88001234", "057588001234"), ("057588001234", "057588001234"), ("8657588001234", "057588001234"),
        ("57588001234", "057588001234"), ("12345", "12345"), ("微信同号", "微信同号"),
    ],
)  # fmt: skip
def test_it_reads_numbers_as_filings_do_now(said, plain):
    assert MIGRATION.plain(said, "0575") == plain
