"""The fuzz gate: whatever is sent to whatever operation by whatever key, no failure of ours, and every answer as the schema says."""

from __future__ import annotations

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

from anxin.adapters.api.permissions import OFFERED

from .conftest import MARK
from .test_interface import written
from .test_other_town import ROWS

GATES = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
EXAMPLES = 5
"""Per operation, key, kind of data and kind of address: some 1,000 requests, half a minute of one core."""
KEYS = ("none", "read-only", "other town", "full")
EXPECTED = {"none": {401}, "read-only": {200, 403}, "other town": {200, 404}, "full": {200}}
"""What fitting requests must have met, so that the gate does not pass by refusing everything."""
READS = tuple(one for one in OFFERED if one.endswith(".view"))
PARTS = settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


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


def asked(operation, mode, addressed, headers):
    """Send what fits the schema, or what does not, to one operation; every answer with what was sent."""
    answers = []

    @PARTS
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
                assert kind == "other town" or MARK not in answer.text, operation.label
    assert len(met) == len(list(schema.get_all_operations())) > 20
    if mode is GenerationMode.POSITIVE:
        assert EXPECTED[kind] <= set.union(*met.values()), met
