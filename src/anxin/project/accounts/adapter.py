"""What allauth is told about this office: no sign-up; logging in and out, passwords and second factors are events."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from anxin.base.actors import Actor, system
from anxin.base.eventlog.log import record
from anxin.base.people.events import FactorChanged, LoggedIn, LoggedOut, LoginFailed, PasswordChanged
from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.base.vault.sealing import open_, seal
from anxin.kernel.clock import SystemClock, local_date
from anxin.project.accounts import demo, duties
from anxin.ui.access import address_of, instant_of

METHODS = {"password": "密码", "totp": "动态码", "webauthn": "通行密钥", "recovery_codes": "恢复码"}
FACTORS = {
    "mfa/email/totp_activated": ("totp", True),
    "mfa/email/totp_deactivated": ("totp", False),
    "mfa/email/webauthn_added": ("webauthn", True),
    "mfa/email/webauthn_removed": ("webauthn", False),
    "mfa/email/recovery_codes_generated": ("recovery_codes", True),
}


class OfficeAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types  # type: ignore[misc]
    """Accounts are made by the system administrator; nobody signs up, and nothing is sent by mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Sign-up is closed."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """After logging in: the first room that is open to this person."""
        return duties.first_page(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as the rest of the product reads it; a server behind a socket of its own machine has none."""
        return address_of(request) or "127.0.0.1"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """User names are given, never made up from an e-mail address."""

    def pre_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse | None:
        """Demonstration accounts of privileged roles have a known second factor from the start."""
        if settings.SETTINGS.demo:
            demo.ensure_factor(user)
        answer: HttpResponse | None = super().pre_login(request, user, **options)
        return answer

    def post_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse:
        """Note the log-in, and what the person must do before anything else."""
        at = instant_of(request)
        duties.begin(request, user, at)
        record(LoggedIn(person=user.pk, method=_methods(request)), by=actor_for(user, local_date(at)), at=at)
        answer: HttpResponse = super().post_login(request, user, **options)
        if user.language == settings.LANGUAGE_CODE:
            # The usual one leaves the choice to the browser; what somebody else chose on this computer goes.
            answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
        else:
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return answer

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever logged in within the last ten minutes is not asked again; everybody else is."""
        began = context.request.session.get(duties.BEGAN, 0)
        return bool(instant_of(context.request).timestamp() - began > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def logout(self, request: HttpRequest) -> None:
        """Note that the person left."""
        by = getattr(request, "actor", None)
        if isinstance(by, Actor) and by.person_id is not None:
            record(LoggedOut(person=by.person_id, why="本人退出"), by=by, at=instant_of(request))
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a failure against an account that exists; unknown names leave no trace that could fill the log."""
        account = Account.objects.filter(username=credentials.get("username", "")).first()
        if account is not None:
            record(LoginFailed(person=account.pk), by=system("login"), at=instant_of(request))

    def set_password(self, user: Account, password: str) -> None:
        """A password of one's own ends the duty to change it."""
        user.must_change_password = False
        super().set_password(user, password)
        at = instant_of(context.request)
        record(PasswordChanged(person=user.pk), by=actor_for(user, local_date(at)), at=at)

    def send_notification_mail(self, template_prefix: str, user: Account, *rest: Any, **more: Any) -> None:
        """allauth would write a mail about a changed factor here; the log is told instead."""
        if template_prefix in FACTORS:
            kind, added = FACTORS[template_prefix]
            at = instant_of(context.request) if context.request else SystemClock().now()
            event = FactorChanged(person=user.pk, kind=kind, added=added)
            record(event, by=actor_for(user, local_date(at)), at=at)


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are sealed by the vault before they are stored."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "动态码不对，没有通过。动态码每 30 秒换一次，请填手机上最新的一组；还不行，请核对手机时间，或用一个恢复码。"
        ),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return str(seal(text))

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return open_(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """A privileged person keeps at least one factor besides the recovery codes."""
        return duties.may_remove(authenticator)


def _methods(request: HttpRequest) -> str:
    """How the person proved who they are, e.g. 密码、动态码."""
    found = []
    for one in request.session.get("account_authentication_methods", []):
        key = str(one.get("type") or one.get("method", ""))
        found.append(METHODS.get(key, "密码"))
    return "、".join(dict.fromkeys(found)) or "密码"
