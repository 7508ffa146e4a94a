"""The robot beside two that others wrote on libraries from PyPI (aiocqhttp, nonebot2): one OneBot talks to all three.

Those libraries take the same place as the robot: they receive events and send actions. So the same OneBot sends each the same
signed events and opens the same sockets, and whatever they agree on, the robot must do too: which caller is refused and how,
which action goes where with which header and parameters. Each runs as a process of its own; ours is `anxin serve` itself.
"""

from __future__ import annotations

import contextlib
import json
import sys

import pytest
from nonebot.adapters.onebot.v11 import Adapter, GroupMessageEvent, Message, PrivateMessageEvent
from nonebot.compat import type_validate_python

from ...ports import free_port
from .conftest import GROUP, OWED, SECRET, SITE, TOKEN, WORKER, called, event
from .living import PEERS, Interface, Robot, running, served, waited

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def anxin(tmp_path_factory):
    interface = Interface()
    with served(tmp_path_factory.mktemp("robot"), interface.start()) as (events, sockets):
        yield Robot(events, sockets, interface)


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
