"""Acts upon log-in: the security administrator takes second factors away and lifts a lock."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db import transaction

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.accounts import lock
from anxin.base.people.events import FactorsReset, Unlocked
from anxin.base.people.models import Account
from anxin.kernel.outcome import RuleBroken

GRANT = "people.grant"


@transaction.atomic
def reset_factors(*, account_id: int, by: Actor, at: datetime) -> int:
    """Take all second factors of an account away (换手机、丢失密钥); its sessions end and it sets one up anew."""
    account = lock(account_id, by=by)
    require(by, GRANT)
    if by.person_id == account.pk:
        raise RuleBroken("own_account", "不能重置自己的多因素认证，请由另一名安全管理员办理。")
    count, _ = Authenticator.objects.filter(user=account).delete()
    account.session_round += 1
    account.save(update_fields=["session_round"])
    record(FactorsReset(person=account.pk, count=count), by=by, at=at)
    return int(count)


@transaction.atomic
def unlock(*, account_id: int, by: Actor, at: datetime) -> None:
    """Let a locked account try again before its quarter of an hour is over."""
    account = lock(account_id, by=by)
    require(by, GRANT)
    reset(username=account.username)
    record(Unlocked(person=account.pk), by=by, at=at)


def is_locked(account: Account, at: datetime) -> bool:
    """Whether too many failures lie within the time of the lock."""
    since = at - get_cool_off()
    failed = AccessAttempt.objects.filter(username=account.username, attempt_time__gte=since)
    return any(one.failures_since_start >= settings.AXES_FAILURE_LIMIT for one in failed)
