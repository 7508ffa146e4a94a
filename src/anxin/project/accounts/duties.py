"""What a logged-in person must do before anything else (登录后的必办事项), and how long a session lasts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from anxin.base.people.models import Account, Post
from anxin.base.people.powers import PRIVILEGED
from anxin.base.people.sessions import actor_for
from anxin.kernel.clock import local_date
from anxin.ui.access import instant_of
from anxin.ui.menu import menu_for

BEGAN, SEEN, FACTOR_DUE = "anxin.began", "anxin.seen", "anxin.factor_due"
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
POLL = "Anxin-Poll"
SEEN_EVERY = 60


def begin(request: HttpRequest, account: Account, at: datetime) -> None:
    """Start the clocks of a session, and note whether a second factor is owed."""
    request.session[BEGAN] = request.session[SEEN] = int(at.timestamp())
    request.session[FACTOR_DUE] = must_have_factor(account, at) and not has_factor(account)


def must_have_factor(account: Account, at: datetime) -> bool:
    """Privileged roles log in with a second factor; a role that begins tomorrow counts, the session may last until then."""
    on = local_date(at)
    posts = Post.objects.running(on) | Post.objects.running(on + timedelta(days=1))
    return posts.filter(account=account, role__in=PRIVILEGED).exists()


def has_factor(account: Account) -> bool:
    """Whether the account has a code generator or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user=account, type__in=STRONG).exists())


def may_remove(authenticator: Any) -> bool:
    """Whether another factor is left, or none is needed."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG).exclude(pk=authenticator.pk)
    privileged = Post.objects.filter(account=authenticator.user, role__in=PRIVILEGED, valid_to__isnull=True)
    return bool(others.exists() or not privileged.exists())


def overdue(request: HttpRequest, at: datetime) -> str:
    """Why the session is over, in words; empty while it lasts. Notes that the person was here, at most once a minute.

    A page that asks again by itself is no person: its requests carry the header of polling and do not keep a session alive.
    """
    now = int(at.timestamp())
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if began is None or seen is None:
        request.session[BEGAN] = request.session[SEEN] = now
        return ""
    if now - began > settings.SETTINGS.session_hours * 3600:
        return f"登录已满 {settings.SETTINGS.session_hours} 小时"
    if now - seen > settings.SETTINGS.idle_minutes * 60:
        return f"{settings.SETTINGS.idle_minutes} 分钟没有操作"
    if now - seen >= SEEN_EVERY and POLL not in request.headers:
        request.session[SEEN] = now
        UserSession.objects.create_from_request(request)
    return ""


def owed(request: HttpRequest) -> str:
    """Where the person must go first; empty when nothing is owed."""
    account = request.user
    if isinstance(account, Account) and account.must_change_password:
        return reverse("account_change_password")
    if request.session.get(FACTOR_DUE):
        if isinstance(account, Account) and not has_factor(account):
            return reverse("mfa_index")
        request.session[FACTOR_DUE] = False
    return ""


def first_page(request: HttpRequest) -> str:
    """The first room of the menu that is open to the person; their own page when none is."""
    account = request.user
    if not isinstance(account, Account):
        return reverse("account_login")
    rooms = menu_for(actor_for(account, local_date(instant_of(request))), request.path)
    return rooms[0].url if rooms else reverse("settings:me")
