"""A timeline names who acted, whatever they acted with, and which clock an event of clocks is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from anxin.adapters.api.models import ApiToken
from anxin.apps.intake.actions.receiving import receive, subject_of
from anxin.apps.intake.said import Said
from anxin.ui.history import history

pytestmark = pytest.mark.django_db
SAID = Said(words="三个月没有发工资，一共一万八。", channel="platform")


@pytest.fixture
def key(now):
    return ApiToken.objects.create(
        name="区 12345 平台", digest="0" * 64, powers=["intake.receive"], places=["/"], created_at=now,
        expires_at=now + timedelta(days=1),
    ).pk  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "who"),
    [("token:{key}", "接口：区 12345 平台"), ("token:999999", "已停用的接口密钥"), ("person:999999", "已停用账号"),
     ("public:web", "来访人"), ("bot:onebot", "QQ 群机器人"), ("timer:clocks", "系统")],
)  # fmt: skip
def test_whoever_acted_is_named(small_town, now, key, actor, who):
    by = replace(small_town.clerk, id=actor.format(key=key))
    filing = receive(said=SAID, by=by, at=now).filing
    assert {one.who for one in history(subject_of(filing), small_town.clerk.scope)} == {who}


def test_an_event_of_a_clock_says_which_clock(small_town, now):
    filing = receive(said=SAID, by=small_town.clerk, at=now).filing
    [words] = [one.words for one in history(subject_of(filing), small_town.clerk.scope) if "开始计时" in one.words]
    assert words.startswith("首次答复：投诉（其他平台，回执尾号 ")
