"""A timeline names who acted, whatever they acted with, and which clock an event of clocks is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from anxin.adapters.api.models import ApiToken
from anxin.apps.cases.actions.case import attach, open_from_filing
from anxin.apps.intake.actions.receiving import receive, subject_of
from anxin.apps.intake.models import Filing
from anxin.apps.intake.said import Said
from anxin.base.eventlog.referring import Referred, plainly, refer, references_in
from anxin.base.scope import Scope
from anxin.ui.history import Entry, history
from anxin.ui.templatetags.anxin import linked

pytestmark = pytest.mark.django_db
SAID = Said(words="三个月没有发工资，一共一万八。", channel="platform")


@pytest.fixture
def key(now):
    return ApiToken.objects.create(
        name="区 12345 平台", digest="0" * 64, powers=["intake.receive"], places=["/"], created_at=now,
        expires_at=now + timedelta(days=1),
    ).pk  # fmt: skip


@pytest.fixture
def a_case(small_town, now):
    filing = receive(said=SAID, by=small_town.clerk, at=now).filing
    return open_from_filing(filing_id=filing, by=small_town.clerk, at=now), filing


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


def test_what_an_event_refers_to_is_called_as_people_know_it_and_linked(small_town, now, a_case):
    case, filing = a_case
    [line] = [one for one in history(f"cases.case:{case.pk}", small_town.clerk.scope) if "形成案件" in one.words]
    tail = Filing.objects.get(pk=filing).code_tail
    assert line.words == f"由回执尾号 {tail} 的诉求形成案件"
    assert linked(line) == f'由<a href="/office/intake/{filing}/">回执尾号 {tail} 的诉求</a>形成案件'
    with override("en"):
        assert (
            linked(line)
            == f'Case opened from <a href="/office/intake/{filing}/">The filing with receipt ending {tail}</a>'
        )
    [line] = [one for one in history(subject_of(filing), small_town.clerk.scope) if one.words.startswith("转")]
    assert line.words == f"转{case.title}办理"


def test_what_is_gone_is_called_by_its_kind_and_markup_in_a_name_stays_text():
    sentence = f"交接给{refer('people.account', 999999)}"
    assert plainly(sentence, references_in([sentence], Scope.everywhere())) == "交接给（不在管辖地域内）"
    entry = Entry(None, "", "", f"导入<b>{refer('x', 1)}", {refer("x", 1): Referred("“<i>.xlsx”", "/a/?b=1&c=2")})
    assert linked(entry) == '导入&lt;b&gt;<a href="/a/?b=1&amp;c=2">“&lt;i&gt;.xlsx”</a>'


def test_many_lines_ask_once_for_what_they_refer_to(small_town, now, a_case, django_assert_max_num_queries):
    case, _filing = a_case
    for _again in range(3):
        attach(case, receive(said=SAID, by=small_town.clerk, at=now).filing, by=small_town.clerk, at=now)
    with django_assert_max_num_queries(5):
        assert (
            len([one for one in history(f"cases.case:{case.pk}", small_town.clerk.scope) if "归入本案" in one.words])
            == 3
        )
