"""A town whose robot is configured, an employer with a registered group, and a OneBot that sends signed events."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from anxin.adapters.onebot.signature import signed
from anxin.kernel.clock import SystemClock

collect_ignore_glob = ["peers/*"]
"""Programs of their own, run as processes."""

SECRET, TOKEN = "hush-hush", "tok-1"
ROBOT, WORKER, GROUP = 2_800_000_001, 1_234_567_890, 987_654_321
SITE = "https://anxin.example"
OWED = "厂里两个月没发工资了，老板电话也不接"


@pytest.fixture
def configured(settings, tmp_path):
    settings.SETTINGS = replace(
        settings.SETTINGS, data_dir=tmp_path, public_url=SITE, onebot_secret=SECRET, onebot_token=TOKEN,
        onebot_api="http://127.0.0.1:9",
    )  # fmt: skip
    return settings.SETTINGS


@pytest.fixture
def employer(small_town):
    from anxin.apps.registry.models import Employer
    from anxin.kernel.ids import uscc_check_digit

    first = "91330602MA28A0001"
    return Employer.objects.create(
        uscc=first + uscc_check_digit(first), name="绍兴演示制衣有限公司（演示）", search="绍兴演示制衣有限公司 yanshizhiyi",
        sector="manufacturing", focus="park", village=small_town.east, place_path=small_town.east.path,
    )  # fmt: skip


@pytest.fixture
def group(small_town, employer, configured, now):
    from anxin.adapters.onebot.groups import register

    return register(
        number=str(GROUP), label="制衣厂用工群", employer=employer.uscc, park=None, by=small_town.clerk, at=now
    )


_NUMBER = iter(range(1, 10**9))


def event(words="", *, kind="group", person=WORKER, group=GROUP, time=None, **more):
    """An event as OneBot v11 sends it, with the message as segments."""
    told = {
        "time": int(SystemClock().now().timestamp()) if time is None else time,
        "self_id": ROBOT,
        "post_type": "message",
        "message_type": kind,
        "sub_type": "normal" if kind == "group" else "friend",
        "message_id": next(_NUMBER),
        "user_id": person,
        "message": [{"type": "text", "data": {"text": words}}],
        "raw_message": words,
        "font": 0,
        "sender": {"user_id": person, "nickname": "阿强"},
    }
    if kind == "group":
        told |= {"group_id": group, "anonymous": None}
    return told | more


def called(words, **more):
    """The same, with the robot mentioned by name."""
    message = [{"type": "at", "data": {"qq": str(ROBOT)}}, {"type": "text", "data": {"text": f" {words}"}}]
    return event(words, message=message, **more)


@dataclass
class OneBot:
    """Sends events to the receiver as OneBot does."""

    client: Any

    def send(self, told, *, secret=SECRET, path="/onebot/v11/", **headers):
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        if secret:
            headers = {"X-Signature": signed(body, secret)} | headers
        headers = {"X-Self-ID": str(ROBOT)} | headers
        return self.client.post(path, body, content_type="application/json", headers=headers)


@pytest.fixture
def onebot(client, configured):
    return OneBot(client)


def words_of(answer):
    """What the quick operation says in the same chat."""
    assert answer.status_code == 200, answer.content
    return "".join(one["data"]["text"] for one in answer.json()["reply"])
