"""`anxin serve`: starts everything, mends what dies, and leaves nothing behind when it is stopped."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import time
from pathlib import Path

import pytest

from anxin.project.supervising import descendants

from ..ports import free_port

pytestmark = pytest.mark.slow


@pytest.fixture
def port():
    return free_port()


def answers(port):
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_the_server_serves_mends_a_killed_child_and_stops_within_ten_seconds(installation, patience, port, how):
    server = installation.command("serve", "--port", str(port), "--workers", "1")
    try:
        lines = iter(server.stderr.readline, "")
        assert any(re.search(r"安薪已启动：http://127\.0\.0\.1:\d+/", line) for line in lines)
        assert answers(port)
        family = patience(lambda: len(found := descendants(server.pid)) >= 6 and found)
        killed = max(family[:5])  # the five children stand first, before the grandchildren
        os.kill(killed, signal.SIGKILL)
        assert any("重新启动" in line for line in lines)
        patience(lambda: len(descendants(server.pid)) >= len(family) and not alive(killed))
        assert answers(port)
        family = descendants(server.pid)
        server.send_signal(how)
        begun = time.monotonic()
        server.communicate(timeout=15)
        assert time.monotonic() - begun < 10
        assert server.returncode == 0
        assert not [pid for pid in family if alive(pid)]
    finally:
        server.kill()


def test_when_the_server_itself_is_killed_its_children_end_too(installation, patience, port):
    server = installation.command("serve", "--port", str(port), "--workers", "1")
    patience(lambda: answers(port))
    family = descendants(server.pid)
    server.kill()
    server.communicate()
    patience(lambda: not [pid for pid in family if alive(pid)], seconds=20)


def test_a_port_in_use_is_said_at_once(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = installation.command("serve", "--port", str(other.getsockname()[1]))
        _, said = server.communicate(timeout=60)
    assert server.returncode == 2
    assert "端口不可用" in said
