"""Answers of the knowledge base beside a filing that waits: put into the message by one press, sent by a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from anxin.apps.intake.actions.filing import close_answered
from anxin.apps.intake.actions.receiving import receive
from anxin.apps.intake.actions.talk import write
from anxin.apps.intake.models import Message
from anxin.apps.intake.said import Said

pytestmark = pytest.mark.django_db
SAID = Said(
    words="红星服装厂不签劳动合同，试用期六个月，是否合法？", channel="web", kind="enquiry", employer_said="红星服装厂"
)


@pytest.fixture
def come(small_town, now):
    return lambda **more: receive(said=replace(SAID, **more), by=small_town.clerk, at=now).filing


def test_an_answer_fits_is_put_into_the_message_with_its_article_and_nothing_is_sent_by_itself(come, small_town, clerk):
    page = reverse("intake:detail", args=[come()])
    shown = clerk.get(page)
    answer = next(one for one in shown.context["suggested"] if "没签劳动合同" in one.question)
    assert f"?answer={answer.name}#talk" in shown.text
    drafted = clerk.get(page, {"answer": answer.name})
    message = drafted.context["forms"]["write"].initial["words"]
    assert answer.words in message
    assert "依据：《" in message
    assert f"/advice/{answer.name}/" in message
    assert not Message.objects.exists()


def test_an_answer_nobody_suggested_is_not_put_into_the_message(come, clerk):
    page = reverse("intake:detail", args=[come()])
    assert not clerk.get(page, {"answer": "no-such-answer"}).context["forms"]["write"].initial["words"]


def test_nothing_is_suggested_once_the_filing_is_settled(come, small_town, clerk, now):
    filing = come()
    write(filing_id=filing, words="已答复，不签合同的要付双倍工资。", by=small_town.clerk, at=now)
    close_answered(filing_id=filing, by=small_town.clerk, at=now)
    assert not clerk.get(reverse("intake:detail", args=[filing])).context["suggested"]
