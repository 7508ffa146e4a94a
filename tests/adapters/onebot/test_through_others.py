"""Anxin behind a robot that a town has already (aiocqhttp, nonebot2, both from PyPI): the libraries themselves talk with a served Anxin.

A OneBot tells the other robot its events, as QQ's programs do. That robot parses them with its library, writes them anew, signs
or frames them, and hands them to `anxin serve`; what Anxin says comes back to it as a quick operation, by the HTTP interface or on
the line, is read by the library's models and goes to QQ by the library's own calls. So each library is both the OneBot that
Anxin hears and the one that it speaks to. What the two libraries declare is the standard's `send_*` without `group_id` for strangers;
that one parameter, which the implementations add, goes through both.
"""

from __future__ import annotations

import ast
import sqlite3
import sys
from pathlib import Path

import aiocqhttp
import nonebot.adapters.onebot.v11 as nonebot_v11
import pytest
from nonebot.adapters.onebot.v11 import Message
from nonebot.compat import type_validate_python

from ...ports import free_port
from .conftest import GROUP, OWED, ROBOT, SECRET, SITE, TOKEN, WORKER, called, event
from .living import PEERS, Interface, Robot, running, served, waited

pytestmark = pytest.mark.slow
EVENTS = {"aiocqhttp": "/", "nonebot": "/onebot/v11/"}
BEYOND = {"group_id"}
"""What the implementations take beside the standard, so that a stranger from a group can be written to."""


def relay(kind, port, api, way, anxin):
    command = [sys.executable, str(PEERS / f"relay_{kind}.py"), str(port), SECRET, TOKEN, api, way, anxin]
    return running(command, port)


@pytest.fixture(scope="module", params=sorted(EVENTS))
def behind(request, tmp_path_factory):
    """A robot that passes on by HTTP and one by socket, each written on one library, before one Anxin of their own."""
    kind, data = request.param, tmp_path_factory.mktemp(request.param)
    ports = {"http": free_port(), "socket": free_port()}
    qq = {way: Interface() for way in ports}
    with served(data, f"http://127.0.0.1:{ports['http']}/gateway") as (events, sockets):
        addresses = {"http": events, "socket": sockets}
        with (
            relay(kind, ports["http"], qq["http"].start(), "http", addresses["http"]),
            relay(kind, ports["socket"], qq["socket"].start(), "socket", addresses["socket"]),
        ):
            found = {way: Robot(f"http://127.0.0.1:{port}{EVENTS[kind]}", "", qq[way]) for way, port in ports.items()}
            yield kind, found, data / "anxin.sqlite3"


def told_to_qq(robot, told):
    """What reaches QQ after an event: action, and words as nonebot's model reads them."""
    robot.interface.taken.clear()
    status, _answer = robot.send(told)
    assert status in (200, 204)
    path, bearer, _media, params = waited(robot.interface, 1)[0]
    assert bearer == f"Bearer {TOKEN}"
    return path.strip("/").removesuffix("_async"), params


def words_of(params):
    return type_validate_python(Message, params["message"]).extract_plain_text()


@pytest.mark.parametrize("way", ["http", "socket"])
def test_a_call_in_the_group_is_answered_in_the_group(behind, way):
    _kind, robots, _data = behind
    action, params = told_to_qq(robots[way], called("怎么投诉"))
    assert action in ("send_group_msg", "send_msg")
    assert (params["group_id"], "/report/" in words_of(params)) == (GROUP, True)


@pytest.mark.parametrize(("way", "person"), [("http", WORKER + 1), ("socket", WORKER + 2)])
def test_a_complaint_in_the_group_is_answered_in_private_by_the_same_library(behind, way, person):
    _kind, robots, _data = behind
    action, params = told_to_qq(robots[way], event(OWED, person=person))
    assert action == "send_private_msg"
    assert (params["user_id"], params["group_id"]) == (person, GROUP)
    assert f"{SITE}/report/" in words_of(params)


@pytest.mark.parametrize(("way", "person"), [("http", WORKER + 3), ("socket", WORKER + 4)])
def test_a_filing_in_private_is_taken_in_and_its_receipt_arrives(behind, way, person):
    _kind, robots, data = behind
    told = event(f"投诉 {OWED}", kind="private", person=person)
    action, params = told_to_qq(robots[way], told)
    assert action in ("send_private_msg", "send_msg")
    assert params["user_id"] == person
    assert "已登记，回执编号" in words_of(params)
    before = filed(data)
    assert robots[way].send(told)[0] in (200, 204)
    told_to_qq(robots[way], called("查进度"))
    assert filed(data) == before > 0


@pytest.mark.parametrize("way", ["http", "socket"])
def test_an_event_told_as_text_with_codes_comes_through_as_well(behind, way):
    _kind, robots, _data = behind
    text = f"[CQ:at,qq={ROBOT}] 多久答复"
    action, params = told_to_qq(robots[way], event("", message=text, raw_message=text))
    assert action in ("send_group_msg", "send_msg")
    assert words_of(params)


def filed(data):
    with sqlite3.connect(f"file:{data}?mode=ro", uri=True) as db:
        return db.execute("SELECT COUNT(*) FROM intake_filing WHERE channel = 'qq'").fetchone()[0]


def declared(stub, action):
    """The parameters that a library's own stub gives an action, with those that must be there."""
    found = [
        one for one in ast.walk(ast.parse(stub.read_text(encoding="utf-8")))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == action
    ]  # fmt: skip
    assert found
    told = found[0].args
    needed = {one.arg for one, default in zip(told.kwonlyargs, told.kw_defaults, strict=True) if default is None}
    return {one.arg for one in told.kwonlyargs}, needed


@pytest.mark.parametrize("stub", [Path(nonebot_v11.__file__).parent / "bot.pyi", Path(aiocqhttp.__file__).parent / "api.pyi"], ids=["nonebot", "aiocqhttp"])  # fmt: skip
def test_what_anxin_says_has_the_parameters_that_the_libraries_declare(stub):
    from anxin.adapters.onebot.conversation import Say
    from anxin.adapters.onebot.speaking import action_of

    for say in (Say("group", "5", "7", "x"), Say("private", "5", "7", "x"), Say("private", "", "7", "x")):
        action, params = action_of(say)
        known, needed = declared(stub, action)
        assert needed <= set(params) <= known | (BEYOND if action == "send_private_msg" else set())
        assert all(isinstance(params[name], int) for name in set(params) - {"message"})
