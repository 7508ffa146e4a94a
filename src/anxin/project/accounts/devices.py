"""Open sessions (登录中的设备): on what, since when, from about where; ended one by one or all at once, each time as an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, ip_address

from allauth.usersessions.models import UserSession
from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.accounts import MANAGE, lock
from anxin.base.people.events import SessionsEnded
from anxin.base.people.models import Account
from anxin.kernel.outcome import NotFound

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge 浏览器"),
    ("QQBrowser", "QQ 浏览器"),
    ("Firefox", "火狐浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
MACHINES = (
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """One open session as its owner may recognise it."""

    number: int
    words: str
    network: str
    first_seen: datetime
    last_seen: datetime
    current: bool


def devices_of(account: Account, *, current: str | None = None) -> list[Device]:
    """The open sessions of an account, the latest first; those that ended by themselves are forgotten."""
    rows = UserSession.objects.purge_and_list(account)
    return [
        Device(
            number=one.pk,
            words=in_words(one.user_agent),
            network=masked(one.ip),
            first_seen=one.created_at,
            last_seen=one.last_seen_at,
            current=one.session_key == current,
        )
        for one in sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
    ]


def in_words(user_agent: str) -> str:
    """What a browser says of itself, as people call it.

    >>> in_words("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36")
    'Windows 电脑 · Chrome 浏览器'
    """
    machine = next((words for mark, words in MACHINES if mark in user_agent), "未知设备")
    browser = next((words for mark, words in BROWSERS if mark in user_agent), "未知浏览器")
    return f"{machine} · {browser}"


def masked(address: str) -> str:
    """About where in the network: enough to tell the office from elsewhere, too little to follow a person.

    >>> masked("192.168.3.77"), masked("2408:8400::1")
    ('192.168.*.*', '2408:8400:*')
    """
    one = ip_address(address)
    if isinstance(one, IPv4Address):
        return ".".join(str(one).split(".")[:2]) + ".*.*"
    first, second = one.exploded.split(":")[:2]
    return f"{first}:{second}:*"


@transaction.atomic
def end_one(*, account_id: int, number: int, by: Actor, at: datetime) -> None:
    """End one session of one's own, or, as a system administrator, of somebody else."""
    account = _may(account_id, by)
    found = UserSession.objects.filter(pk=number, user=account).first()
    if found is None:
        raise NotFound("no_session", "这个登录已经结束。请刷新页面。")
    found.end()
    record(SessionsEnded(person=account.pk, count=1, everywhere=False), by=by, at=at)


@transaction.atomic
def end_all(*, account_id: int, by: Actor, at: datetime, keep: str | None = None) -> Account:
    """End every session of an account but the one to `keep`; what nobody has listed ends, too, for the round is another."""
    account = _may(account_id, by)
    account.session_round += 1
    account.save(update_fields=["session_round"])
    ended, _ = UserSession.objects.filter(user=account).exclude(session_key=keep or "").delete()
    record(SessionsEnded(person=account.pk, count=ended, everywhere=True), by=by, at=at)
    return account


def _may(account_id: int, by: Actor) -> Account:
    account = lock(account_id, by=by)
    if by.person_id != account.pk:
        require(by, MANAGE)
    return account
