"""What the robot does about a message: in a group it answers little and accuses nobody; a person's affairs stay private."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction

from anxin.adapters.onebot.answers import FIXED_WORDS
from anxin.adapters.onebot.groups import SHOWN, group_of
from anxin.adapters.onebot.hearing import Heard, heard, time_of
from anxin.adapters.onebot.models import Group, Line, Met, Offer
from anxin.adapters.onebot.ports import PORTS
from anxin.apps.intake.api import Said, receive
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash
from anxin.domain.intake.receipts import in_groups
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput

WINDOW = timedelta(minutes=5)
"""An event older or newer than this is not acted upon; one met within it is acted upon once."""
NOTED_EVERY = timedelta(minutes=1)
MOST_WORDS = 400
_FILES = re.compile(r"^(?:我要)?(?P<kind>投诉|举报|登记)[\s:：,，、]+(?P<words>.+)$", re.DOTALL)
_KINDS = {"投诉": "complaint", "登记": "complaint", "举报": "report"}


class Stale(AnxinError):
    """An event from outside the window: a replay, or a clock that is wrong."""


@dataclass(frozen=True, slots=True)
class Say:
    """Something to say; `offer` is the offer it delivers. Numbers of QQ and words are kept out of every print."""

    to: Literal["group", "private"]
    group: str = field(repr=False)
    person: str = field(repr=False)
    words: str = field(repr=False)
    offer: int | None = None


def take(event: Mapping[str, Any], *, way: Literal["http", "socket"], at: datetime) -> Sequence[Say]:
    """Deal with one event, once; answers with what is to be said. An event met before brings nothing."""
    said_at = datetime.fromtimestamp(min(time_of(event), 2**33), UTC)
    if abs(at - said_at) > WINDOW:
        raise Stale("onebot.stale", "上报时间与服务器时间相差超过 5 分钟，未处理。请核对两端时钟。")
    _note_line(way, at)
    message = heard(event)
    if message is None:
        return ()
    try:
        with transaction.atomic():
            said = _reply(message, at)
            if said:
                Met.objects.filter(at__lt=at - 3 * WINDOW).delete()
                Met.objects.create(digest=_digest(message), at=at)
    except IntegrityError:
        # Talk that needs no answer is not written down; of an answer given twice the second is taken back whole.
        if not Met.objects.filter(digest=_digest(message)).exists():
            raise
        return ()
    return said


def _digest(message: Heard) -> str:
    named = message.message or f"{message.time}|{message.words}"
    return keyed_hash(f"qq-event:{message.robot}|{message.kind}|{message.group}|{message.person}|{named}")


def _note_line(way: str, at: datetime) -> None:
    known = Line.objects.filter(way=way)
    if not known.filter(heard_at__gt=at - NOTED_EVERY).exists() and not known.update(heard_at=at):
        Line.objects.get_or_create(way=way, defaults={"heard_at": at})


def _reply(message: Heard, at: datetime) -> Sequence[Say]:
    group = group_of(message.group)
    if message.kind == "private":
        return [_say(message, "private", _private_words(message, group, at))]
    if group is None or not message.words:
        return ()
    fixed = _plain(message.words) in FIXED_WORDS
    if not fixed and PORTS.complains(message.words):
        return _offer(message, group, at)
    if not fixed and not message.called:
        return ()
    answer = PORTS.answer(message.words, on=local_date(at))
    if answer is not None:
        return [_say(message, "group", answer.words)]
    return [_say(message, "group", "这个问题我还不会，请私聊我或联系街道欠薪工作办公室。")] if message.called else ()


def _say(message: Heard, to: Literal["group", "private"], words: str, offer: int | None = None) -> Say:
    short = words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"
    return Say(to, message.group, message.person, short, offer)


def _plain(words: str) -> str:
    return words.strip(" ？?。！!，,、~～")


def _offer(message: Heard, group: Group, at: datetime) -> Sequence[Say]:
    """The filing link, in private and once a day; the group is told nothing."""
    day = local_date(at)
    Offer.objects.filter(day__lt=day - SHOWN).delete()
    person = keyed_hash(f"qq-person:{message.person}|{day}")
    offer, made = Offer.objects.get_or_create(person=person, defaults={"group": group, "day": day})
    # One that never arrived did not disturb anybody: whoever says it again is offered the link again.
    again = offer.state == Offer.State.FAILED and Offer.objects.filter(pk=offer.pk).update(state=Offer.State.WAITING)
    return [_say(message, "private", _invitation(group), offer.pk)] if made or again else ()


def _invitation(group: Group | None) -> str:
    path = PORTS.report_path(group.employer_id, group.park_id) if group else PORTS.report_path(None, None)
    link = f"{settings.SETTINGS.public_url}{path}"
    return (
        f"您好，我是街道欠薪工作办公室的机器人。如果您的工资被拖欠，可以在这里登记：{link} 不用登录，可以匿名。"
        "也可以直接回复“投诉 ”加上事情经过。只有办案人员能看到，群里不会显示。没有此事请忽略，今天不再打扰。"
    )


def _private_words(message: Heard, group: Group | None, at: datetime) -> str:
    filed = _FILES.match(message.words)
    if filed:
        return _file(message, group, kind=_KINDS[filed["kind"]], words=filed["words"], at=at)
    if _plain(message.words) not in FIXED_WORDS and PORTS.complains(message.words):
        return _invitation(group)
    answer = PORTS.answer(message.words, on=local_date(at))
    return answer.words if answer else f"没有找到现成的答案。{_invitation(group)}"


def _file(message: Heard, group: Group | None, *, kind: str, words: str, at: datetime) -> str:
    """File by the act every channel uses. Who speaks is not kept: the receipt code is the only way back to them."""
    employer = group.employer_id if group else None
    said = Said(
        words=words,
        channel="qq",
        kind=kind,
        identity="confidential",
        external_id=_digest(message),
        employer_id=employer,
        employer_said="" if employer or not group else group.label,
    )
    robot = Actor("bot:onebot", "QQ 群机器人", Scope.everywhere(), frozenset({"intake.receive"}))
    try:
        received = receive(said=said, by=robot, at=at)
    except BadInput as error:
        return error.in_words()
    return (
        f"已登记，回执编号 {in_groups(received.code)}，请保存。凭编号查进度、留言、补充材料和联系电话："
        f"{settings.SETTINGS.public_url}/query/ 系统没有保存您的 QQ 号。"
    )
