"""The receiver: who may report, what the robot says where, and that nobody in a group is given away."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.apps import apps
from django.db import connection

from anxin.adapters.onebot import ports
from anxin.adapters.onebot.conversation import FIXED_WORDS
from anxin.adapters.onebot.models import Met, Offer
from anxin.apps.intake.models import Filing
from anxin.base.jobs.models import Job
from anxin.base.vault.sealing import open_
from anxin.kernel.clock import SystemClock

from .conftest import GROUP, OWED, ROBOT, SITE, WORKER, called, event, words_of

pytestmark = pytest.mark.django_db


def private_words():
    """What waits to be said in private, opened."""
    return [json.loads(open_(one.payload["sealed"])) for one in Job.objects.filter(kind="onebot.say").order_by("pk")]


def text_of(told):
    return "".join(one["data"]["text"] for one in told["params"]["message"])


def test_only_a_signed_event_is_read(onebot, group):
    assert onebot.send(event("帮助"), secret="").status_code == 401
    assert onebot.send(event("帮助"), secret="guessed").status_code == 403
    assert onebot.send(event("帮助"), secret="", **{"X-Signature": "sha1=中文"}).status_code == 403
    assert onebot.send(event("帮助")).status_code == 200


@pytest.mark.parametrize("path", ["/onebot/v11/", "/onebot/v11", "/onebot/v11/http", "/onebot/v11/http/"])
def test_the_usual_addresses_lead_there(onebot, group, path):
    assert onebot.send(event("帮助"), path=path).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"post_type": 1}', b"\xff\xfe", b'{"post_type": "message"}']
)
def test_what_is_no_event_is_refused_or_passed_over(onebot, group, body):
    assert onebot.send(body).status_code in {400, 403}


def test_too_much_is_not_read(onebot, group):
    assert onebot.send(event("长" * 200_000)).status_code == 413


def test_without_a_secret_there_is_no_receiver(client, small_town):
    assert client.post("/onebot/v11/", b"{}", content_type="application/json").status_code == 404


def test_an_event_from_outside_the_window_is_refused_and_one_met_before_does_nothing(onebot, group):
    now = int(SystemClock().now().timestamp())
    for time in (now - 400, now + 400, 0, -1, True, "now", 10**30):
        assert onebot.send(event("帮助", time=time)).status_code == 403, time
    told = event("帮助")
    assert onebot.send(told).status_code == 200
    assert onebot.send(told).status_code == 204


def test_a_heartbeat_shows_that_the_line_is_up(onebot, group, client):
    beat = {"time": int(SystemClock().now().timestamp()), "self_id": ROBOT, "post_type": "meta_event",
            "meta_event_type": "heartbeat", "status": {}, "interval": 5000}  # fmt: skip
    assert onebot.send(beat).status_code == 204
    assert apps.get_model("onebot.Line").objects.get().way == "http"


def test_in_a_group_it_answers_when_called_or_asked_in_the_fixed_words_and_else_is_silent(onebot, group):
    assert "/report/" in words_of(onebot.send(called("怎么投诉？")))
    assert onebot.send(event("怎么投诉才有用啊大家说说")).status_code == 204
    for words in FIXED_WORDS:
        assert words_of(onebot.send(event(f"{words}？"))), words
    for talk in ("今天食堂吃什么", "下午开会", "工资几号发", ""):
        assert onebot.send(event(talk)).status_code == 204, talk
    assert "还不会" in words_of(onebot.send(called("明天下雨吗")))


def test_a_call_to_everybody_or_to_another_is_no_call_to_it(onebot, group):
    for qq in ("all", str(WORKER)):
        message = [{"type": "at", "data": {"qq": qq}}, {"type": "text", "data": {"text": "怎么查进度呢"}}]
        assert onebot.send(event(message=message)).status_code == 204
    assert onebot.send(event(message=f"[CQ:at,qq={ROBOT}1] 怎么查进度呢")).status_code == 204


def test_messages_as_text_with_codes_are_read_too(onebot, group):
    assert "/query/" in words_of(onebot.send(event(message=f"[CQ:at,qq={ROBOT}] 怎么查进度呢")))
    assert "/query/" in words_of(onebot.send(event(message=f"[CQ:at,qq={ROBOT},name=x] 怎么查&#91;进度&#93;呢")))


@pytest.mark.parametrize("hear", [event, called])
def test_a_complaint_is_offered_a_link_in_private_once_a_day_and_the_group_is_told_nothing(onebot, group, hear):
    for words in (OWED, "他们欠我三个月工资", OWED):
        assert onebot.send(hear(words)).status_code == 204
    (told,) = private_words()
    assert (told["action"], told["params"]["user_id"], told["params"]["group_id"]) == (
        "send_private_msg",
        WORKER,
        GROUP,
    )
    assert f"{SITE}/report/" in text_of(told)
    assert onebot.send(hear(OWED, person=WORKER + 1)).status_code == 204
    assert len(private_words()) == 2
    assert Filing.objects.count() == 0


def test_the_link_opens_the_form_with_the_groups_employer_filled_in(onebot, group, employer, client):
    onebot.send(event(OWED))
    address = re.search(r"/report/\S+", text_of(private_words()[0]))[0]
    page = client.get(address)
    assert page.context["values"]["employer_id"] == str(employer.pk)
    assert not client.get(address[:-1]).context["values"].get("employer_id")


def test_an_offer_that_did_not_arrive_is_made_again_when_they_say_it_again(onebot, group):
    onebot.send(event(OWED))
    Offer.objects.update(state="failed")
    onebot.send(event(OWED))
    assert len(private_words()) == 2
    onebot.send(event(OWED))
    assert len(private_words()) == 2, "one that is on its way is not sent twice"


def test_the_next_day_it_may_offer_again(onebot, group):
    onebot.send(event(OWED))
    Offer.objects.update(person="of-yesterday")
    onebot.send(event(OWED))
    assert len(private_words()) == 2


def test_in_a_group_nobody_registered_it_neither_reads_nor_speaks(onebot, group, small_town, now):
    from anxin.adapters.onebot.groups import retire

    for told in (called("怎么投诉", group=GROUP + 1), event(OWED, group=GROUP + 1), event("帮助", group=GROUP + 1)):
        assert onebot.send(told).status_code == 204
    retire(group=group.pk, by=small_town.clerk, at=now)
    assert onebot.send(called("怎么投诉")).status_code == 204
    assert (private_words(), Met.objects.count()) == ([], 0)


def test_it_does_not_talk_to_itself_nor_to_the_anonymous(onebot, group):
    assert onebot.send(called("怎么投诉", person=ROBOT)).status_code == 204
    assert onebot.send(event(OWED, anonymous={"id": 1, "name": "x", "flag": "y"})).status_code == 204
    assert private_words() == []


def test_in_private_a_complaint_becomes_a_filing_with_its_receipt(onebot, group, employer, client):
    told = event(f"投诉：{OWED}", kind="private", sub_type="group", sender={"group_id": GROUP})
    words = words_of(onebot.send(told))
    filing = Filing.objects.get()
    assert (filing.channel, filing.words, filing.identity, filing.employer) == ("qq", OWED, "confidential", employer)
    code = "".join(one for one in words.split("，")[1] if one.isdigit())
    assert "办理情况" in client.post("/query/", {"code": code}).content.decode()
    assert onebot.send(told).status_code == 204
    assert Filing.objects.count() == 1


def test_in_private_it_answers_and_asks_before_it_files(onebot, group):
    assert "/query/" in words_of(onebot.send(event("怎么查进度", kind="private")))
    assert "投诉 " in words_of(onebot.send(event(OWED, kind="private")))
    assert "太短" in words_of(onebot.send(event("投诉 欠薪", kind="private")))
    assert "没有找到" in words_of(onebot.send(event("你好", kind="private")))
    assert Filing.objects.count() == 0


def test_no_number_of_qq_is_written_down_or_logged(onebot, group, caplog):
    caplog.set_level(logging.DEBUG)
    for told in (event(OWED), called("怎么投诉"), event(f"投诉 {OWED}", kind="private", sender={"group_id": GROUP})):
        onebot.send(told)
    assert Offer.objects.exists()
    assert Job.objects.exists()
    assert Filing.objects.exists()
    numbers = (str(WORKER), str(GROUP), str(ROBOT))
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table for row in cursor.fetchall() for number in numbers if number in repr(row)]
    assert not found
    assert not [number for number in numbers if number in caplog.text]


def test_another_answerer_is_asked_what_it_does_not_know_and_only_a_sure_answer_is_given(onebot, group, monkeypatch):
    from anxin.adapters.onebot.answers import Known

    def answerer(text, *, on):
        return [Known(f"加班费按规定算。{on.year}", 0.95 if "加班" in text else 0.3)]

    monkeypatch.setattr(ports.PORTS, "answerer", answerer)
    assert "加班费按规定算" in words_of(onebot.send(called("加班费怎么算")))
    assert "还不会" in words_of(onebot.send(called("食堂几点开门")))
    assert "/query/" in words_of(onebot.send(called("怎么查进度")))


def test_figures_come_from_the_law_of_the_day(onebot, group):
    from datetime import date

    from anxin.law import book

    hours = book("330602013").get("local_first_reply_hours", on=date(2026, 11, 24)).value
    assert f"{hours} 小时" in words_of(onebot.send(called("多久答复")))


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("没签劳动合同怎么办", "没签劳动合同怎么办？"),
        ("周末加班工资几倍", "加班工资怎么算？"),
        ("最低工资多少", "最低工资是多少"),
    ],
)
def test_a_question_of_policy_is_answered_from_the_knowledge_base_with_its_article_and_page(
    onebot, group, asked, answered
):
    words = words_of(onebot.send(called(asked)))
    assert words.startswith("【")
    assert answered in words.partition("】")[0]
    assert "依据：《" in words
    assert f"详见 {SITE}/advice/" in words
    assert onebot.send(event(asked)).status_code == 204


@pytest.mark.parametrize("asked", ["明天下雨吗", "食堂几点开门", "厂里招人吗", "红包发一个", "群主在吗"])
def test_what_the_knowledge_base_does_not_know_is_not_guessed(onebot, group, asked):
    assert "还不会" in words_of(onebot.send(called(asked)))


def test_halves_of_characters_and_nul_are_no_words(onebot, group):
    words = words_of(onebot.send(event("投诉 \ud800老板欠我\x00三个月工资", kind="private", message_id="\udfff1")))
    assert "已登记" in words
    assert Filing.objects.get().words == "?老板欠我三个月工资"
