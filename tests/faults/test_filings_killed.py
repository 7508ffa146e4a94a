"""Filings through a served installation whose processes are killed again and again: what was acknowledged is there, whole."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import threading
import time
import urllib.parse

import pytest

from anxin.project.supervising import descendants

from ..ports import free_port
from .conftest import own_installation, wait_until

pytestmark = pytest.mark.slow
CLIENTS, KILLS = 6, 4
KEY = """
from datetime import timedelta
from anxin.adapters.api.permissions import MANAGE
from anxin.adapters.api.tokens import issue
from anxin.base.actors import Actor
from anxin.base.places.models import Place
from anxin.base.scope import Scope
Place.objects.get_or_create(code="330602013", defaults={"name": "皋埠街道", "kind": "town", "path": "33/3306/330602/330602013/"})
head = Actor("person:1", "test", Scope.everywhere(), frozenset({MANAGE}))
print(issue(name="test", powers=("intake.receive",), places=("33/3306/330602/330602013/",), expires_at=NOW() + timedelta(days=2), by=head, at=NOW())[1])
"""


@pytest.fixture
def served(tmp_path):
    with own_installation(tmp_path) as installation:
        port = free_port()
        key = installation.run(KEY)
        server = installation.command("serve", "--port", str(port), "--workers", "2")
        threading.Thread(target=server.stderr.read, daemon=True).start()
        try:
            wait_until(lambda: _ask(port, "GET", "/healthz")[0] == 200)
            yield installation, server, port, key
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _ask(port, method, path, body=None, headers=None):
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asking.request(method, path, body, headers or {})
        answer = asking.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        asking.close()


def _client(number, port, key, stop, acknowledged):
    """File by the machine interface and by Open311 in turn until told to stop; note what was acknowledged."""
    count = 0
    while not stop.is_set():
        count += 1
        name = f"c{number}-{count}"
        headers = {"Authorization": f"Bearer {key}"}
        if count % 2:
            body = json.dumps({"external_id": name, "words": f"拖欠工资 {name}", "phone": "057588000000"})
            told = _ask(port, "POST", "/api/v1/filings", body.encode(), headers | {"Content-Type": "application/json"})
            taken = json.loads(told[1])["id"] if told[0] in (200, 201) else None
        else:
            form = urllib.parse.urlencode({"service_code": "complaint", "address_string": "x", "description": f"拖欠工资 {name}", "attribute[external_id]": name})  # fmt: skip
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            told = _ask(port, "POST", "/open311/v2/requests.json", form.encode(), headers)
            taken = int(json.loads(told[1])[0]["service_request_id"]) if told[0] in (200, 201) else None
        if taken is not None:
            acknowledged[taken] = f"拖欠工资 {name}"
        else:
            time.sleep(0.05)


def test_every_acknowledged_filing_is_there_with_its_clock_and_event_after_its_server_was_killed(served):
    installation, server, port, key = served
    stop, acknowledged = threading.Event(), {}
    clients = [
        threading.Thread(target=_client, args=(number, port, key, stop, acknowledged)) for number in range(CLIENTS)
    ]
    for one in clients:
        one.start()
    chance = random.Random(20261124)
    for _ in range(KILLS):
        seen = len(acknowledged)
        wait_until(lambda seen=seen: len(acknowledged) > seen + 20)
        time.sleep(chance.random() / 4)
        for child in descendants(server.pid):
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                continue
    seen = len(acknowledged)
    wait_until(lambda: len(acknowledged) > seen + 10)
    stop.set()
    for one in clients:
        one.join()

    stored = dict(installation.rows("SELECT id, words FROM intake_filing"))
    assert {number: stored.get(number) for number in acknowledged} == acknowledged
    clocks = [one for (one,) in installation.rows("SELECT subject FROM clocks_clock WHERE kind = 'intake.first_reply'")]
    events = [one for (one,) in installation.rows("SELECT subject FROM eventlog_eventrow WHERE type = 'intake.filing_received'")]  # fmt: skip
    whole = sorted(f"intake.filing:{number}" for number in stored)
    assert sorted(clocks) == whole
    assert sorted(events) == whole
    assert "no fault" in installation.run(VERIFY)
    assert len(acknowledged) > KILLS * 20


VERIFY = """
from anxin.base.eventlog.verifying import verify
found = verify()
print("no fault" if found.sound else found)
"""
