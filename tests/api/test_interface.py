"""The machine interface: who gets in, what it answers, how it refuses, and that its pages leave nothing out."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import get_args

import pytest

from anxin.adapters.api import shapes
from anxin.adapters.api.endpoints.filings import NUMBER
from anxin.adapters.api.interface import api
from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.permissions import OFFERED
from anxin.apps.intake.models import Filing
from anxin.apps.payroll.models import FileKind, WageFile
from anxin.apps.registry.models import Focus
from anxin.apps.warning.models import Level, Warning
from anxin.base.people.powers import all_powers
from anxin.kernel.clock import SystemClock

from .conftest import fill


def written():
    """The schema as it is served."""
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


def operations():
    for path, methods in written()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def filled(path):
    path = path.replace("{param_id}", "insp_investigation_days").removeprefix("/api/v1")
    return re.sub(r"\{\w+_id\}", "1", path)


LISTS = (
    "/places",
    "/employers",
    "/warnings",
    "/debts",
    "/arrears",
    "/wage-files",
    "/weekly-reports",
    "/clocks",
    "/filings",
)


def test_the_schema_is_open_and_names_every_power(client, db):
    schema = client.get("/api/v1/openapi.json").json()
    assert schema == written()
    assert schema["info"]["title"] == "安薪机器接口"
    asked = {power for _, _, one in operations() for power in one["x-powers"]}
    assert asked == set(OFFERED)
    assert asked <= {power.key for power in all_powers()}


@pytest.mark.parametrize("text", ["", "wrong", "wrong key"])
def test_without_a_living_key_nothing_opens(machine, own, text):
    stranger = machine(text=text)
    for method, path, _ in operations():
        answer = stranger.ask(filled(path)) if method == "get" else stranger.send(filled(path), {})
        assert answer.status_code == 401, path
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["code"] == "api.no_key"


def test_an_operation_refuses_a_key_without_its_power_and_says_which(machine, own):
    for method, path, power in ((*one, power) for *one, said in operations() for power in said["x-powers"]):
        poor = machine(*(one for one in OFFERED if one != power))
        answer = poor.ask(filled(path)) if method == "get" else poor.send(filled(path), {})
        assert answer.status_code == 403, path
        assert power in answer.json()["detail"]


def test_a_browser_session_opens_nothing_here(client, own):
    assert client.get("/api/v1/employers").status_code == 401


def test_a_revoked_key_is_refused_at_once(machine, own):
    one = machine()
    assert one.ask("/me").status_code == 200
    ApiToken.objects.update(revoked_at=SystemClock().now())
    assert one.ask("/me").status_code == 401


def test_the_last_use_is_noted_once_a_minute(machine, own):
    one = machine()
    one.ask("/me")
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    one.ask("/me")
    assert ApiToken.objects.get().last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    one.ask("/me")
    assert ApiToken.objects.get().last_used_at >= first


def test_every_list_and_detail_answers_with_the_own_rows(machine, own):
    one = machine()
    for path in LISTS:
        assert one.ask(path).json()["items"], path
    for path, row in (
        ("employers", own.employer), ("warnings", own.warning), ("wage-files", own.file),
        ("weekly-reports", own.report), ("filings", own.filing),
    ):  # fmt: skip
        assert one.ask(f"/{path}/{row.pk}").json()["id"] == row.pk


def test_employers_are_found_by_name_and_by_code(machine, own):
    one = machine()
    for words in ("制衣", own.employer.uscc, own.employer.uscc.lower(), "绍兴 制衣"):
        assert [row["id"] for row in one.ask("/employers", q=words).json()["items"]] == [own.employer.pk], words
    assert one.ask("/employers", q="没有这样的").json()["items"] == []
    assert one.ask("/employers", focus="catering").json()["items"] == []


def test_wages_and_warnings_of_an_employer_need_their_own_power(machine, own):
    found = machine("registry.view").ask(f"/employers/{own.employer.pk}").json()
    assert (found["debt"], found["history"], found["assessment"]) == (None, None, None)
    found = machine("registry.view", "payroll.view", "warning.view").ask(f"/employers/{own.employer.pk}").json()
    assert found["debt"] == {"fen": 500_000, "workers": 1, "since": "2026-10", "months": 1}
    assert found["assessment"]["level"] == "red"
    assert [one["arrears_fen"] for one in found["history"] if one["month"] == "2026-10"] == [500_000]


def test_a_report_says_its_figures_and_what_they_mean(machine, own):
    found = machine("documents.view").ask(f"/weekly-reports/{own.report.pk}").json()
    assert found["total"]["figures"]["owed_fen"] == 500_000
    assert {one["key"] for one in found["indicators"]} == set(found["total"]["figures"])


def test_the_law_answers_on_a_day_with_its_source(machine, own):
    one = machine("registry.view")
    assert one.ask("/law/parameters/insp_investigation_days").json()["source"]["law"] == "劳动保障监察条例"
    assert one.ask("/law/parameters/insp_investigation_days", on="1990-01-01").status_code == 422
    assert one.ask("/law/parameters/no_such_thing").status_code == 404
    due = one.ask("/law/deadlines", **{"clock": "insp_investigation_days", "from": "2026-02-02"}).json()
    assert (due["due"], due["provisional"]) == ("2026-05-07", False)
    assert due["steps"]


def test_every_clock_of_the_law_can_be_asked(machine, own):
    from anxin.law import book
    from anxin.law.periods import is_period

    one, asked = machine("registry.view"), 0
    for parameter in book():
        answer = one.ask("/law/deadlines", **{"clock": parameter.id, "from": "2026-02-02T09:30"})
        assert answer.status_code in ({200, 422} if is_period(parameter) else {422}), (parameter.id, answer.content)
        asked += answer.status_code == 200
    assert asked > 20


@pytest.mark.parametrize("path", LISTS)
def test_paging_reads_every_row_once_whatever_the_page(machine, own, small_town, path):
    for number in range(2, 8):
        fill(small_town.town, small_town.west, number, "本镇") if number < 4 else None
    one = machine()
    whole = [json.dumps(row) for row in one.ask(path, limit=200).json()["items"]]
    assert len(whole) >= 3
    for limit in (1, 2, len(whole)):
        read, cursor = [], ""
        while cursor is not None:
            answer = one.ask(path, limit=limit, cursor=cursor).json()
            read += [json.dumps(row) for row in answer["items"]]
            assert len(answer["items"]) <= limit
            cursor = answer["next"]
        assert read == whole


@pytest.mark.parametrize(
    "cursor", ["x", "W10=", "WzEsMl0=", "eyJhIjoxfQ==", "WyJhIl0=", "W251bGxd", "WzFlOTk5XQ==", "=" * 8]
)
def test_a_cursor_that_is_not_ours_is_refused_with_its_remedy(machine, own, cursor):
    one = machine()
    for path in LISTS:
        answer = one.ask(path, cursor=cursor)
        if answer.status_code != 200:
            assert answer.status_code == 422
            assert answer.json()["faults"][0]["remedy"]
    assert one.ask("/warnings", cursor=cursor).status_code == 422


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"limit": "viel"}, {"cursor": "!"}])
def test_a_wrong_parameter_is_named_in_chinese(machine, own, query):
    answer = machine().ask("/employers", **query)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    fault = answer.json()["faults"][0]
    assert fault["where"].startswith("查询参数")
    assert not fault["what"].isascii()


def test_no_number_of_a_worker_or_filer_is_said(machine, own):
    one = machine()
    worker = one.ask("/arrears").json()["items"][0]["worker"]
    assert worker == {"name": "本***", "identity": "**************0001"}
    words = one.ask(f"/filings/{own.filing.pk}").json()["words"]
    assert "138" not in words
    assert "11010519491231" not in words
    assert "本镇老板欠我两个月工资" in words


@pytest.mark.parametrize("path", ["", "/"])
def test_the_root_says_where_the_schema_is_and_names_every_operation_without_a_key(client, db, path):
    answer = client.get(f"/api/v1{path}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    told = answer.json()
    assert client.get(told["openapi"]).json()["info"]["title"] == told["title"]
    listed = {
        (one["method"].lower(), one["url"].removeprefix("http://testserver"), *one["powers"])
        for one in told["operations"]
    }
    assert listed == {(method, at, *one["x-powers"]) for method, at, one in operations()}
    assert all(one["summary"] for one in told["operations"])
    refused = client.post(f"/api/v1{path}", {"x": "y"}, content_type="application/json")
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert refused["Content-Type"] == "application/problem+json"
    assert client.head(f"/api/v1{path}").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/filings/", "/employers/1/nothing"])
def test_an_address_that_does_not_exist_answers_as_a_problem(machine, own, path):
    answer = machine().ask(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_closed_sets_of_the_interface_are_those_of_the_rooms():
    for said, kept in (
        (shapes.Level, Level), (shapes.Focus, Focus), (shapes.WarningState, Warning.State),
        (shapes.Finding, Warning.Finding), (shapes.Closing, Warning.Closing), (shapes.FileKind, FileKind),
        (shapes.FileState, WageFile.State), (shapes.FilingState, Filing.State),
    ):  # fmt: skip
        assert set(get_args(said)) == set(kept.values)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("电话13800001234", "电话〔号码〕"), ("0575-8123 4567", "〔号码〕"), ("卡 6228 4803 9900 0000 018", "卡 〔号码〕"),
        ("11010519491231002X号", "〔号码〕号"), ("欠120000元", "欠120000元"), ("2026-10-15发工资", "2026-10-15发工资"),
        ("从2026-9-5到2026-10-15，120人", "从2026-9-5到2026-10-15，120人"),
    ],
)  # fmt: skip
def test_numbers_that_may_be_a_persons_are_hidden_and_days_and_amounts_are_not(said, shown):
    assert NUMBER.sub("〔号码〕", said) == shown
