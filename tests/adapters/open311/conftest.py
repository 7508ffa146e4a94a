"""A platform with a key of its town, an employer, and the standard's own schemas as a third party wrote them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from anxin.adapters.api.tokens import issue
from anxin.base.actors import system
from anxin.kernel.clock import SystemClock

SHARED = Path(os.environ.get("ANXIN_SHARED") or Path(__file__).resolve().parents[4] / "shared")
SCHEMAS = SHARED / "data" / "open311_schemas"


@pytest.fixture(scope="session")
def conforms():
    """Checks an answer against a schema of the standard's project."""
    if not SCHEMAS.is_dir():
        pytest.skip(f"the Open311 schemas are not there: {SCHEMAS}")
    texts = {path.name: json.loads(path.read_text()) for path in SCHEMAS.glob("*.json")}
    registry = Registry().with_resources(
        [(name, Resource(contents=text, specification=DRAFT4)) for name, text in texts.items()]
    )

    def check(name, answer):
        Draft4Validator(texts[name], registry=registry, format_checker=FormatChecker()).validate(answer)

    return check


@pytest.fixture
def data_dir(tmp_path, settings):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    return tmp_path


@pytest.fixture
def town(small_town, data_dir):
    return small_town


@pytest.fixture
def key(town):
    """The text of a key of this town."""

    def make(*powers, place=None):
        at = SystemClock().now()
        _, text = issue(
            name="市民平台", powers=powers or ("registry.view",), places=((place or town.town).path,),
            expires_at=at + timedelta(days=30), by=system("test"), at=at,
        )  # fmt: skip
        return text

    return make


@pytest.fixture
def employer(town):
    from anxin.apps.registry.models import Employer
    from anxin.kernel.ids import uscc_check_digit

    first = "91330602MA28A0001"
    return Employer.objects.create(
        uscc=first + uscc_check_digit(first), name="绍兴演示制衣有限公司（演示）", search="绍兴演示制衣有限公司 yanshizhiyi",
        sector="manufacturing", focus="park", village=town.east, place_path=town.east.path,
    )  # fmt: skip
