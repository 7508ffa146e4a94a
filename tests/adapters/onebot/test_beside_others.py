"""The robot beside two that others wrote on libraries from PyPI (aiocqhttp, nonebot2): one OneBot talks to all three.

Those libraries take the same place as the robot: they receive events and send actions. So the same OneBot sends each the same
signed events and opens the same sockets, and whatever they agree on, the robot must do too: which caller is refused and how,
which action goes where with which header and parameters. Each runs as a process of its own; ours is `anxin serve` itself.
"""

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

import pytest
from nonebot.adapters.onebot.v11 import Adapter, GroupMessageEvent, Message, PrivateMessageEvent
from nonebot.compat import type_validate_python
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from anxin.adapters.onebot.signature import signed

from ... import migrated
from ...ports import free_port
from .conftest import GROUP, OWED, ROBOT, SECRET, SITE, TOKEN, WORKER, called, event

ROOT = Path(__file__).resolve().parents[3]
PEERS = Path(__file__).parent / "peers"
pytestmark = pytest.mark.slow
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


def _wait_for(port, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError("it never listened")


@pytest.fixture(scope="module")
def anxin(tmp_path_factory):
    interface, port, sockets, data = Interface(), free_port(), free_port(), tmp_path_factory.mktemp("robot")
    migrated.copy_file(data / "anxin.sqlite3")
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "ANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "anxin.project.settings",
        "PYTHONPATH": "src", "ANXIN_PUBLIC_URL": SITE, "ANXIN_ONEBOT_SECRET": SECRET, "ANXIN_ONEBOT_TOKEN": TOKEN,
        "ANXIN_ONEBOT_API": interface.start(), "ANXIN_ONEBOT_PORT": str(sockets),
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "-c", PREPARE.replace("{group}", str(GROUP))], cwd=ROOT, env=env, check=True, timeout=180
    )
    serve = [sys.executable, "-m", "anxin.project.cli.main", "serve", "--port", str(port), "--workers", "1"]
    with running(serve, port, env=env):
        _wait_for_page(f"http://127.0.0.1:{port}/healthz")
        yield Robot(f"http://127.0.0.1:{port}/onebot/v11/", f"ws://127.0.0.1:{sockets}/onebot/v11/ws", interface)


def _wait_for_page(url):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError("the pages never answered")


@pytest.fixture(scope="module")
def others():
    with contextlib.ExitStack() as stack:
        found = {}
        for name, events, sockets in (("aiocqhttp", "/", "/ws/"), ("nonebot", "/onebot/v11/", "/onebot/v11/ws")):
            interface, port = Interface(), free_port()
            command = [sys.executable, str(PEERS / f"with_{name}.py"), str(port), SECRET, TOKEN, interface.start()]
            stack.enter_context(running(command, port))
            found[name] = Robot(f"http://127.0.0.1:{port}{events}", f"ws://127.0.0.1:{port}{sockets}", interface)
        yield found


@pytest.fixture(scope="module")
def all_three(anxin, others):
    return {"anxin": anxin, **others}


def same(answers):
    """What all agree on."""
    assert len({json.dumps(one, sort_keys=True) for one in answers.values()}) == 1, answers
    return answers["anxin"]


def waited(interface, count, seconds=30):
    deadline = time.monotonic() + seconds
    while len(interface.taken) < count and time.monotonic() < deadline:
        time.sleep(0.1)
    return interface.taken[:count]


def shape(told):
    """Parameters by name and type; a message by the types of its segments."""
    return {name: type(value).__name__ for name, value in sorted(told.items()) if name != "self_id"}


def plain(message):
    """A message as nonebot reads it."""
    return type_validate_python(Message, message).extract_plain_text()


def spoken(line, told):
    """The action that an event brings on the same line, answered as OneBot answers."""
    line.send(json.dumps(told))
    frame = json.loads(line.recv(timeout=20))
    line.send(json.dumps({"status": "ok", "retcode": 0, "data": {"message_id": 1}, "echo": frame["echo"]}))
    return frame["action"].removesuffix("_async"), frame["params"]


def test_all_three_let_the_same_sockets_in(all_three):
    assert same({name: robot.enters() for name, robot in all_three.items()}) is True
    assert same({name: robot.enters(token="") for name, robot in all_three.items()}) is False
    assert same({name: robot.enters(token="guessed") for name, robot in all_three.items()}) is False


def test_on_a_socket_all_three_say_the_same_things_to_the_same_people(all_three):
    said = {}
    for name, robot in all_three.items():
        with robot.open() as line:
            said[name] = [spoken(line, called("怎么投诉")), spoken(line, event(OWED))]
    for number, (action, person) in enumerate((("send_group_msg", None), ("send_private_msg", WORKER))):
        assert same({name: [one[number][0], shape(one[number][1])] for name, one in said.items()})[0] == action
        told = said["anxin"][number][1]
        assert (told["group_id"], told.get("user_id")) == (GROUP, person)
        assert "/report/" in plain(told["message"])


def test_over_http_all_three_refuse_the_same_callers(all_three):
    for how, status in (({"secret": ""}, 401), ({"secret": "guessed"}, 403)):
        assert same({name: robot.send(event("帮助"), **how)[0] for name, robot in all_three.items()}) == status
    assert same({name: robot.send(event("下午开会"))[0] for name, robot in all_three.items()}) == 204


def test_over_http_all_three_write_to_the_person_by_the_same_action(all_three):
    person = WORKER + 7
    for robot in all_three.values():
        robot.interface.taken.clear()
        assert robot.send(event(OWED, person=person))[0] == 204
    taken = {name: waited(robot.interface, 1)[0] for name, robot in all_three.items()}
    path, bearer, media, _shape = same(
        {name: [path, bearer, media, shape(told)] for name, (path, bearer, media, told) in taken.items()}
    )
    assert (path, bearer, media) == ("/send_private_msg", f"Bearer {TOKEN}", "application/json")
    told = taken["anxin"][3]
    assert (told["user_id"], told["group_id"]) == (person, GROUP)
    assert f"{SITE}/report/" in plain(told["message"])


def test_an_event_that_came_by_both_ways_is_answered_once(anxin):
    told = called("怎么查进度")
    with anxin.open() as line:
        assert spoken(line, told)[0] == "send_group_msg"
    assert anxin.send(told)[0] == 204


def test_events_and_actions_may_have_a_line_each(anxin):
    with anxin.open(role="API") as actions, anxin.open(role="Event") as events:
        events.send(json.dumps(called("多久答复")))
        frame = json.loads(actions.recv(timeout=20))
        assert frame["action"] == "send_group_msg"
        actions.send(json.dumps({"status": "ok", "retcode": 0, "data": None, "echo": frame["echo"]}))


def test_a_line_lives_through_nonsense_and_old_events(anxin):
    with anxin.open() as line:
        for frame in (
            "",
            "{",
            "[]",
            "null",
            "[" * 50_000,
            json.dumps(event("帮助", time=1)),
            json.dumps({"echo": "x"}),
        ):
            line.send(frame)
        line.send(b"\xff\xfe")
        assert spoken(line, event("帮助"))[0] == "send_group_msg"


def test_the_events_of_these_tests_are_events_to_nonebot_too():
    for told, kind in ((event("x"), GroupMessageEvent), (called("x"), GroupMessageEvent)):
        assert isinstance(Adapter.json_to_event(told), kind)
    assert isinstance(Adapter.json_to_event(event("x", kind="private")), PrivateMessageEvent)
