"""Second factors of the demonstration accounts (演示账号): known to whoever runs the server, to nobody else."""

from __future__ import annotations

import base64
import hashlib
import hmac

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings

from anxin.base.people.models import Account
from anxin.project.accounts import duties
from anxin.project.demo import PASSWORD

PRIVILEGED = ("head", "system_admin", "security_admin", "audit_admin")


def secret_of(username: str) -> str:
    """The account's secret, derived from the server's own key, so that no two servers share it."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo-totp:{username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode("ascii")


def ensure_factor(account: Account) -> bool:
    """Give a demonstration account its factor, when it still has the public password and no factor; answers whether it did."""
    if account.username not in PRIVILEGED or duties.has_factor(account) or not account.check_password(PASSWORD):
        return False
    TOTP.activate(account, secret_of(account.username))
    return True


def current_code(username: str) -> str:
    """The six digits that hold now."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret_of(username), counters[len(counters) // 2])))
