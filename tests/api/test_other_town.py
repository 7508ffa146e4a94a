"""Nothing of another town is ever said or touched, by whatever door; new endpoints join by themselves."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anxin.apps.payroll.models import WageFile
from anxin.apps.warning.models import Warning
from anxin.base.files.models import StoredFile

from .conftest import MARK
from .test_interface import operations

ROWS = {
    "employer_id": "employer", "warning_id": "warning", "file_id": "file", "report_id": "report", "filing_id": "filing",
}  # fmt: skip


def paths(method):
    return [path.removeprefix("/api/v1") for kind, path, _ in operations() if kind == method]


def addressed(path, side):
    """The path with the numbers of one side filled in."""

    def number(found):
        return "insp_investigation_days" if found[1] == "param_id" else str(getattr(side, ROWS[found[1]]).pk)

    return re.sub(r"\{(\w+)\}", number, path)


def marks(side):
    """What must not be said: the mark in every text, and the numbers that carry none."""
    return [
        MARK,
        side.employer.uscc,
        f"{'*' * 14}{side.worker.id_tail}",
        side.town.code,
        side.town.name,
        side.file.sha256,
    ]


def questions(own, other):
    """Every way to ask a list: plain, by words of the other town, by its numbers, page by page."""
    yield {}
    yield {"limit": 200}
    yield {"q": MARK}
    yield {"q": other.employer.uscc}
    yield {"employer": other.employer.pk}
    yield {"place": other.town.code}
    yield {"due_before": "2099-01-01T00:00:00Z"}


def said(machine, path, query):
    """Everything an endpoint says to one question, to the last page, with its headers."""
    text, cursor = "", ""
    while cursor is not None:
        answer = machine.ask(path, **query, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code in {200, 404, 422}, (path, answer.content)
        text += answer.content.decode() + str(answer.headers)
        cursor = answer.json().get("next")
    return text


def test_no_endpoint_says_anything_of_another_town(machine, own, other):
    one, asked = machine(), 0
    for path in paths("get"):
        for query in questions(own, other):
            for limit in ({}, {"limit": 1} if "limit" not in query else {}):
                text = said(one, addressed(path, own), query | limit)
                assert not [mark for mark in marks(other) if mark in text], (path, query)
                asked += 1
    assert asked > 200


def test_details_of_another_town_are_not_there_whatever_number_is_guessed(machine, own, other):
    one, guessed = machine(), [path for path in paths("get") if "_id}" in path and "{param_id}" not in path]
    assert len(guessed) >= 5
    for path in guessed:
        mine, theirs = one.ask(addressed(path, own)), one.ask(addressed(path, other))
        assert (mine.status_code, theirs.status_code) == (200, 404), path
        assert not [mark for mark in marks(other) if mark in theirs.content.decode()]
        absent = one.ask(re.sub(r"\{\w+\}", "987654", path))
        assert absent.json() == theirs.json(), "the answer must not tell whether the row exists elsewhere"


def test_the_other_towns_own_key_sees_the_marks_so_that_the_tests_above_can_fail(machine, own, other):
    theirs = machine(place=other.town)
    seen = {path for path in paths("get") if MARK in said(theirs, addressed(path, other), {})}
    assert {"/employers", "/employers/{employer_id}", "/warnings", "/warnings/{warning_id}", "/debts", "/arrears",
            "/wage-files", "/wage-files/{file_id}", "/clocks", "/filings", "/filings/{filing_id}"} <= seen  # fmt: skip


def test_a_key_of_one_village_sees_not_the_next_one(machine, own, small_town):
    next_door = machine(place=small_town.west)
    for path in (
        "/employers",
        "/warnings",
        "/debts",
        "/arrears",
        "/wage-files",
        "/weekly-reports",
        "/clocks",
        "/filings",
    ):
        assert next_door.ask(path).json() == {"items": [], "next": None}, path


def test_no_act_reaches_another_towns_rows(machine, own, other):
    one, before = machine(), Warning.objects.filter(pk=other.warning.pk).values().get()
    kept, files = StoredFile.objects.count(), WageFile.objects.count()
    words = "到厂查了十月的考勤和工资表。"
    for verb, body in (("verify", {"finding": "true", "words": words}), ("answer", {"words": words})):
        assert one.send(f"/warnings/{other.warning.pk}/{verb}", body).status_code == 404
    proof = SimpleUploadedFile("proof.pdf", b"%PDF-1.4\n%%EOF\n")
    form = {"closing": "bank", "note": words, "evidence": proof}
    assert one.send(f"/warnings/{other.warning.pk}/close", data=form).status_code == 404
    for told in ({"employer": other.employer.pk}, {"place": other.town.code}, {"place": other.village.code}):
        form = {"kind": "payroll", "file": SimpleUploadedFile("a.csv", "姓名,应发\n张三,1\n".encode())} | told
        answer = one.send("/wage-files", data=form, headers={"Idempotency-Key": f"key-{told}".replace(" ", "")[:9]})
        assert answer.status_code in {404, 422}, answer.content
    assert Warning.objects.filter(pk=other.warning.pk).values().get() == before
    assert (StoredFile.objects.count(), WageFile.objects.count()) == (kept, files)


@pytest.mark.parametrize("power", ["payroll.view", "warning.view", "registry.view"])
def test_a_key_with_one_power_sees_not_the_other_town_either(machine, own, other, power):
    one = machine(power)
    for path in paths("get"):
        for side in (own, other):
            text = one.ask(addressed(path, side)).content.decode()
            assert not [mark for mark in marks(other) if mark in text], path


MORE = ("expand", "include", "embed", "fields", "select", "with", "depth")
"""How other interfaces let a caller draw related rows into an answer; here an answer is one power's and grows by nothing."""


@pytest.mark.parametrize("power", ["registry.view", "warning.view"])
def test_no_parameter_draws_more_into_an_answer_than_the_key_may_read(machine, own, other, power):
    one = machine(power)
    for path in paths("get"):
        plain = one.ask(addressed(path, own))
        for value in ("*", "employer,worker,warnings,filings,wages"):
            grown = one.ask(addressed(path, own), **dict.fromkeys(MORE, value))
            assert (grown.status_code, grown.content) == (plain.status_code, plain.content), path


def test_no_operation_declares_a_parameter_that_grows_the_answer():
    for _, path, operation in operations():
        assert not {one["name"] for one in operation["parameters"]} & set(MORE), path
