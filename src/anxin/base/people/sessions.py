"""Who acts in a request: the logged-in account with the powers and places of its posts on that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from anxin.base.actors import Actor
from anxin.base.people.models import Account, Post
from anxin.base.people.powers import powers_of
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date


def posts_on(account: Account, on: date) -> list[Post]:
    """The posts an account holds on a day."""
    running = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    return list(Post.objects.filter(running, account=account).select_related("place"))


def actor_for(account: Account, on: date) -> Actor:
    """The account as an actor: the powers of all its roles, over the places of all its posts."""
    posts = posts_on(account, on)
    return Actor(
        id=f"person:{account.pk}",
        name=account.name,
        scope=Scope(tuple(sorted({post.place.path for post in posts}))),
        powers=powers_of({post.role for post in posts}),
    )


def actor_of(request: Any) -> Actor | None:
    """The actor of a request, or None when nobody is logged in."""
    account = request.user
    if not account.is_authenticated or not account.is_active:
        return None
    return actor_for(account, local_date(request.now))
