"""The fuzz gate: whatever is sent to whatever operation by whatever key, no failure of ours, and every answer as the schema says."""

from __future__ import annotations

import os
import re
from datetime import date
from functools import lru_cache

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.permissions import OFFERED
from anxin.adapters.api.tokens import revoke
from anxin.base.actors import system
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import SystemClock

from .conftest import MARK
from .test_interface import written
from .test_other_town import ROWS

GATES = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
LONGER = os.environ.get("API_FUZZ")
EXAMPLES = int(LONGER or 5)
"""Per operation, key, kind of data and kind of address: some 1,000 requests, half a minute of one core. The gate asks the same
each time; API_FUZZ=200 asks anew, and more."""
KEYS = ("none", "read-only", "other town", "full")
WORTHLESS = ("revoked", "unknown", "session")
EXPECTED = {"none": {401}, "read-only": {200, 403}, "other town": {200, 404}, "full": {200}}
"""What fitting requests must have met, so that the gate does not pass by refusing everything."""
READS = tuple(one for one in OFFERED if one.endswith(".view"))
NOT_TOLD = {"other town": "本镇"}
"""What the answers to a key must not hold; to every other key it is the mark of the other town."""


@pytest.fixture
def one_connection():
    """Requests share the test's connection, as they do with Django's own client; else a server's end of one closes it."""
    ends = (signals.request_started, signals.request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    yield
    for one in ends:
        one.connect(close_old_connections)


def key_of(kind, key, own, other):
    if kind == "none":
        return ""
    if kind == "other town":
        return key(place=other.town)
    return key(*(READS if kind == "read-only" else ()))


def known(operation, side):
    """The real numbers of one side for an operation's address, so that more than refusals is met."""
    filled = {name: getattr(side, row).pk for name, row in ROWS.items() if f"{{{name}}}" in operation.path}
    return filled | ({"param_id": "insp_investigation_days"} if "{param_id}" in operation.path else {})


def without_keys(schema):
    """The schema as if no key were asked for: unfitting data would break the key first, and nothing behind it be met."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            operation.pop("security")
    return schema


@lru_cache(maxsize=1)
def loaded():
    """The schema with the product behind it; building its strategies costs more than the requests."""
    schema = schemathesis.openapi.from_dict(without_keys(written()))
    schema.app = get_wsgi_application()
    return schema


def can_be_broken(operation, *, path_too):
    """Whether a request of this operation has any part that could be made unfitting."""
    raw = operation.definition.raw
    return "requestBody" in raw or any(path_too or one["in"] != "path" for one in raw["parameters"])


def asked(operation, mode, addressed, headers, examples=EXAMPLES):
    """Send what fits the schema, or what does not, to one operation; every answer with what was sent."""
    answers = []

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=not LONGER, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(mode, path_parameters=addressed))
    def sent(case):
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=GATES)
        answers.append(answer)

    sent()
    return answers


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "unfitting"])
@pytest.mark.parametrize("kind", KEYS)
def test_no_request_breaks_the_interface_or_its_schema(key, own, other, kind, mode):
    schema = loaded()
    text, met = key_of(kind, key, own, other), {}
    headers = {"Authorization": f"Bearer {text}"} if text else {}
    for found in schema.get_all_operations():
        operation = found.ok()
        numbers = known(operation, own)
        for addressed in (None, numbers) if numbers else (None,):
            if mode is GenerationMode.NEGATIVE and not can_be_broken(operation, path_too=addressed is None):
                met.setdefault(operation.label, set())
                continue
            for answer in asked(operation, mode, addressed, headers):
                met.setdefault(operation.label, set()).add(answer.status_code)
                assert (answer.status_code == 401) == (kind == "none"), operation.label
                assert NOT_TOLD.get(kind, MARK) not in answer.text, operation.label
    assert len(met) == len(list(schema.get_all_operations())) > 20
    if mode is GenerationMode.POSITIVE:
        assert EXPECTED[kind] <= set.union(*met.values()), met


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("power", OFFERED)
def test_a_key_of_one_power_opens_what_asks_for_that_power_and_nothing_else(key, own, other, small_town, power):
    keys = {"town": key(power), "village": key(power, place=small_town.west)}
    for found in loaded().get_all_operations():
        operation = found.ok()
        asks = operation.definition.raw["x-powers"]
        for where, text in keys.items():
            headers = {"Authorization": f"Bearer {text}"}
            for answer in asked(operation, GenerationMode.POSITIVE, known(operation, own), headers, int(LONGER or 1)):
                assert (answer.status_code == 403) == (not set(asks) <= {power}), (operation.label, where)
                assert MARK not in answer.text, operation.label
                assert where == "town" or "本镇" not in answer.text, operation.label


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("kind", WORTHLESS)
def test_a_revoked_key_an_unknown_one_and_a_log_in_open_nothing(key, own, other, client, small_town, kind):
    headers = {"Authorization": "Bearer unknown"}
    if kind == "revoked":
        headers = {"Authorization": f"Bearer {key()}"}
        revoke(key=ApiToken.objects.latest("pk").pk, by=system("test"), at=SystemClock().now())
    if kind == "session":
        account = Account.objects.create_account("head", name="某人", password="long enough 2026")
        Post.objects.create(account=account, role="head", place=small_town.town, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        headers = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    for found in loaded().get_all_operations():
        operation = found.ok()
        for answer in asked(operation, GenerationMode.POSITIVE, known(operation, own), headers, int(LONGER or 1)):
            assert answer.status_code == 401, operation.label


@pytest.mark.django_db
def test_a_method_that_an_address_does_not_take_is_refused_as_a_problem_that_names_those_it_takes(machine):
    one = machine()
    for path, methods in written()["paths"].items():
        url = re.sub(r"\{\w+\}", "1", path)
        for method in ("put", "patch", "delete"):
            answer = getattr(one.client, method)(url, headers={"Authorization": f"Bearer {one.text}"})
            assert answer.status_code == 405, url
            assert answer["Content-Type"] == "application/problem+json"
            assert set(answer["Allow"].lower().split(", ")) == set(methods)
            assert answer.json()["status"] == 405
