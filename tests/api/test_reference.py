"""docs/reference/api.md: every operation stands in it with its powers, and its commands run as they stand."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from anxin.adapters.api.problems import TITLES
from anxin.apps.intake.models import Filing
from anxin.apps.payroll.models import WageFile
from anxin.apps.warning.models import Warning

from .test_acts import payroll
from .test_interface import operations

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(GET|POST) (\S+)` \| (.*?) \|", re.MULTILINE)


def test_the_table_names_every_operation_with_its_powers_and_no_other():
    told = {(method.lower(), path): re.findall(r"`([\w.]+)`", powers) for method, path, powers in ROW.findall(PAGE)}
    kept = {(method, path.removeprefix("/api/v1")): one["x-powers"] for method, path, one in operations()}
    assert told == kept


def test_every_parameter_of_an_operation_is_named_on_the_page():
    missing = [
        f"{path} {one['name']}" for _, path, operation in operations() for one in operation["parameters"]
        if not re.search(rf"[`{{]{re.escape(one['name'])}[`}}]", PAGE)
    ]  # fmt: skip
    assert not missing


def test_every_refusal_is_explained():
    told = {int(status) for status in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}
    assert told == set(TITLES)


@pytest.mark.slow
def test_the_examples_run_as_they_stand(live_server, own, key, tmp_path):
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed: the examples of docs/reference/api.md were NOT run")
    (tmp_path / "payroll.xlsx").write_bytes(payroll(own.employer))
    (tmp_path / "bank.csv").write_text(
        "交易流水号,交易日期,收款账号,交易金额,摘要\nT1,2026-10-12,1,5000,工资\n", encoding="utf-8"
    )
    (tmp_path / "slip.png").write_bytes(b"\x89PNG\r\n\x1a\nslip")
    (tmp_path / "transfer.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    commands, answers = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL), []
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ANXIN": live_server.url, "KEY": key()}
    for command in commands:
        filed = Filing.objects.filter(channel="platform").values_list("pk", flat=True).first()
        command = command.replace("/warnings/1/", f"/warnings/{own.warning.pk}/").replace(
            "/filings/1/", f"/filings/{filed}/"
        )
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, command + done.stdout + done.stderr
        answers.append(json.loads(done.stdout))
    assert len(commands) == 10
    assert [row["id"] for row in answers[1]["items"]] == [own.employer.pk]
    assert [row["fen"] for row in answers[2]["items"]] == [500_000]
    assert answers[3]["due"] == "2026-05-07"
    assert set(WageFile.objects.filter(source="api").values_list("kind", flat=True)) == {"payroll", "bank"}
    assert (answers[6]["added"], answers[7]["added"]) == (2, 1)
    assert Filing.objects.get(channel="platform").attachments.count() == 3
    assert Warning.objects.get().state == "closed"
