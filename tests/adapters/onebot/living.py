"""Anxin and other robots as processes of their own, and the OneBot that talks to them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from anxin.adapters.onebot.signature import signed

from ... import migrated
from ...ports import free_port
from .conftest import GROUP, ROBOT, SECRET, SITE, TOKEN

ROOT = Path(__file__).resolve().parents[3]
PEERS = Path(__file__).parent / "peers"
PREPARE = """
import django
django.setup()
from anxin.adapters.onebot.groups import register
from anxin.apps.registry.models import Park
from anxin.base.actors import system
from anxin.base.places.actions import ensure_tree
from anxin.base.places.models import Place
from anxin.kernel.clock import SystemClock
ensure_tree()
town = Place.objects.get(code="330602013")
park = Park.objects.create(code="P1", name="皋埠小微园", place=town, place_path=town.path)
register(number="{group}", label="园区群", employer="", park=park.pk, by=system("test"), at=SystemClock().now())
"""


@dataclass
class Interface:
    """The HTTP interface of OneBot: takes every action and remembers it."""

    taken: list = field(default_factory=list)
    answer: dict = field(default_factory=lambda: {"status": "ok", "retcode": 0, "data": {"message_id": 1}})

    def start(self):
        taken, told = self.taken, self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                taken.append((self.path, self.headers["Authorization"], self.headers["Content-Type"], body))
                answer = json.dumps(told.answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"


@dataclass
class Robot:
    """A robot that runs: where it takes events, where its socket is, and what it said by the HTTP interface."""

    events: str
    socket: str
    interface: Interface

    def send(self, told, *, secret=SECRET, **headers):
        """Status and answer of one event over HTTP."""
        body = json.dumps(told).encode()
        headers = {"Content-Type": "application/json", "X-Self-ID": str(ROBOT)} | headers
        if secret:
            headers["X-Signature"] = signed(body, secret)
        try:
            with urllib.request.urlopen(urllib.request.Request(self.events, body, headers), timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def open(self, token=TOKEN, *, robot=ROBOT, role="Universal"):
        headers = {"X-Self-ID": str(robot), "X-Client-Role": role}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return connect(self.socket, additional_headers=headers, open_timeout=20, proxy=None)

    def enters(self, **how):
        """Whether a socket opens and stays open."""
        try:
            with self.open(**how) as line, contextlib.suppress(TimeoutError):
                line.recv(timeout=0.3)
        except (InvalidStatus, ConnectionClosed):
            return False
        return True


@contextlib.contextmanager
def running(command, port, **more):
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True, **more
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def _wait_for(port, process=None):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process is None or process.poll() is None, process.stderr.read()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("it never listened")


@contextlib.contextmanager
def served(data, api):
    """`anxin serve` with a registered group; says everything by the HTTP interface at `api`, or on the line it was called by."""
    port, sockets = free_port(), free_port()
    migrated.copy_file(data / "anxin.sqlite3")
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "ANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "anxin.project.settings",
        "PYTHONPATH": "src", "ANXIN_PUBLIC_URL": SITE, "ANXIN_ONEBOT_SECRET": SECRET, "ANXIN_ONEBOT_TOKEN": TOKEN,
        "ANXIN_ONEBOT_API": api, "ANXIN_ONEBOT_PORT": str(sockets),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", PREPARE.replace("{group}", str(GROUP))], cwd=ROOT, env=env, check=True, timeout=180
    )
    serve = [sys.executable, "-m", "anxin.project.cli.main", "serve", "--port", str(port), "--workers", "1"]
    with running(serve, port, env=env):
        _wait_for_page(f"http://127.0.0.1:{port}/healthz")
        _wait_for(sockets)
        yield f"http://127.0.0.1:{port}/onebot/v11/", f"ws://127.0.0.1:{sockets}/onebot/v11/ws"


def _wait_for_page(url):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError("the pages never answered")


def waited(interface, count, seconds=30):
    deadline = time.monotonic() + seconds
    while len(interface.taken) < count and time.monotonic() < deadline:
        time.sleep(0.1)
    return interface.taken[:count]
