"""Acts upon accounts (账号): the system administrator makes and disables them and resets passwords, and gives no powers."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.events import AccountDisabled, AccountEnabled, AccountMade, PasswordReset
from anxin.base.people.models import Account, Post
from anxin.base.people.powers import Role
from anxin.base.people.queries import accounts_within
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

MANAGE = "people.manage"
_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create(*, username: str, title: str, by: Actor, at: datetime) -> tuple[Account, str]:
    """Make an account without any power; answers it with its one-time password, which is shown once and kept nowhere."""
    require(by, MANAGE)
    faults = []
    if not _USERNAME.fullmatch(username):
        faults.append(Fault("用户名", "须以小写字母开头，3 至 40 位小写字母、数字、点、横线", "例如 zhang.wei"))
    elif Account.objects.filter(username=username).exists():
        faults.append(Fault("用户名", "已经使用", "请换一个"))
    if not title.strip() or len(title.strip()) > 60:
        faults.append(Fault("姓名", "未填写或超过 60 字", "请填写姓名"))
    if faults:
        raise BadInput("account_refused", "账号没有建立。", faults)
    password = one_time_password()
    account = Account.objects.create_account(username, name=title.strip(), password=password)
    account.must_change_password = True
    account.save(update_fields=["must_change_password"])
    record(AccountMade(person=account.pk), by=by, at=at)
    return account, password


@transaction.atomic
def reset_password(*, account_id: int, by: Actor, at: datetime) -> str:
    """Give an account a one-time password; every session of it ends, and it must be changed at the next log-in."""
    account = lock(account_id, by=by)
    require(by, MANAGE)
    _not_oneself(account, by, "请在“我的账号”中修改自己的密码。")
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    record(PasswordReset(person=account.pk), by=by, at=at)
    return password


@transaction.atomic
def disable(*, account_id: int, by: Actor, at: datetime) -> Account:
    """Stop an account from logging in; its open sessions end at once, what it did stays."""
    account = lock(account_id, by=by)
    require(by, MANAGE)
    _not_oneself(account, by, "不能停用自己的账号。")
    if not account.is_active:
        raise RuleBroken("account_disabled", "该账号已经停用。")
    refuse_leaving_none(account, at)
    account.is_active = False
    # Another round, so that no old session comes alive again with the account.
    account.session_round += 1
    account.save(update_fields=["is_active", "session_round"])
    record(AccountDisabled(person=account.pk), by=by, at=at)
    return account


@transaction.atomic
def enable(*, account_id: int, by: Actor, at: datetime) -> Account:
    """Let a disabled account log in again."""
    account = lock(account_id, by=by)
    require(by, MANAGE)
    if account.is_active:
        raise RuleBroken("account_enabled", "该账号正在使用。")
    account.is_active = True
    account.save(update_fields=["is_active"])
    record(AccountEnabled(person=account.pk), by=by, at=at)
    return account


def one_time_password() -> str:
    """Sixteen letters and digits that are not mistaken for each other, in groups of four."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(drawn[start : start + 4] for start in range(0, 16, 4))


def lock(account_id: int, *, by: Actor) -> Account:
    """The account within the actor's reach, or the actor's own, locked until the transaction ends."""
    reached = Q(pk__in=accounts_within(by.scope).values("pk")) | Q(pk=by.person_id)
    account = Account.objects.select_for_update().filter(reached, pk=account_id).first()
    if account is None:
        raise NotFound("no_account", "没有这个账号，或不在您的管辖地域内。")
    return account


def refuse_leaving_none(account: Account, at: datetime) -> None:
    """Refuse to leave the product without a system or a security administrator: nobody could mend it from within."""
    on = local_date(at)
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        holding = Post.objects.running(on).filter(role=role, account__is_active=True)
        if holding.filter(account=account).exists() and not holding.exclude(account=account).exists():
            raise RuleBroken("last_administrator", "这是最后一名系统（安全）管理员，请先任命接任者。")


def _not_oneself(account: Account, by: Actor, words: str) -> None:
    if by.person_id == account.pk:
        raise RuleBroken("own_account", words)
