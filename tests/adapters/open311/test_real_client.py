"""The door driven by a client that others wrote: georeport from PyPI, over real HTTP."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
from georeport import GeoReport

from anxin.adapters.open311.offered import ATTRIBUTES, SERVICES

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "open311.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_line_is_kept_open(monkeypatch):
    """A line kept open would be closed by the test server's thread after the test has gone."""
    monkeypatch.setattr(requests.sessions, "default_headers", lambda: {"Connection": "close"})


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_definitions_and_requests(live_server, town, key, form):
    base = f"{live_server.url}/open311/v2"
    text = key("intake.view")
    told = {"service_code": "complaint", "description": "欠我两个月工资", "api_key": text}
    made = [requests.post(f"{base}/requests.json", data=told, timeout=20).json()[0] for _ in range(2)]
    client = GeoReport(base, jurisdiction="330602013", output_format=form)
    services = client.get_service_list()
    assert [one["service_code"] for one in services] == ["complaint", "report", "lead", "enquiry"]
    definition = client.get_service_definition("complaint")
    assert definition["service_code"] == "complaint"
    listed = client.get_service_requests(status="open")
    assert {one["service_request_id"] for one in listed} == {one["service_request_id"] for one in made}
    one = client.get_service_request(made[0]["service_request_id"])
    assert (one["status"], one["service_name"]) == ("open", "欠薪投诉")


def test_georeport_sees_a_refusal_as_its_http_error(live_server, town):
    client = GeoReport(f"{live_server.url}/open311/v2")
    with pytest.raises(requests.HTTPError) as caught:
        client.get_service_definition("pothole")
    assert caught.value.response.status_code == 404


@pytest.mark.slow
def test_the_examples_of_the_reference_page_run_as_they_stand(live_server, town, key):
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed: the examples of docs/reference/open311.md were NOT run")
    commands = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "ANXIN": live_server.url, "KEY": key()}
    done = subprocess.run(
        ["bash", "-ec", "\n".join(commands)], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert '"status": "open"' in done.stdout
    assert "回执编号" in done.stdout


def test_the_reference_page_names_every_service_and_attribute():
    assert not [one.code for one in (*SERVICES, *ATTRIBUTES) if f"`{one.code}`" not in PAGE]
