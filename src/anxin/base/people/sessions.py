"""Who acts in a request: the logged-in account with the powers and places of its posts on that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from anxin.base.actors import Actor
from anxin.base.people.models import Account, Post, PowerChoice
from anxin.base.people.powers import PRIVILEGED, powers_of
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date

Choices = tuple[PowerChoice, ...]


def posts_on(account: Account, on: date) -> list[Post]:
    """The posts an account holds on a day."""
    return list(Post.objects.running(on).filter(account=account).select_related("place", "deputy_for"))


def choices_now() -> Choices:
    """What the office chose against the default powers."""
    return tuple(PowerChoice.objects.all())


def held_powers(roles: Iterable[str], choices: Choices) -> frozenset[str]:
    """The powers of a set of roles, by default and by the office's own choices."""
    held: set[str] = set()
    for role in set(roles):
        given = {one.power for one in choices if one.role == role and one.granted}
        taken = {one.power for one in choices if one.role == role and not one.granted}
        held |= (powers_of([role]) | given) - taken
    return frozenset(held)


def actor_from(account: Account, posts: list[Post], choices: Choices) -> Actor:
    """The account as an actor: the powers of all its roles, over the places of all its posts."""
    principals = {post.deputy_for_id for post in posts}
    alone = next(iter(principals)) if len(principals) == 1 else None
    return Actor(
        id=f"person:{account.pk}",
        name=account.name,
        scope=Scope(tuple(sorted({post.place.path for post in posts}))),
        powers=held_powers([post.role for post in posts], choices),
        on_behalf_of=f"person:{alone}" if alone else None,
    )


def actor_for(account: Account, on: date) -> Actor:
    """The account as an actor on a day."""
    return actor_from(account, posts_on(account, on), choices_now())


def is_privileged(posts: Iterable[Post]) -> bool:
    """Whether the posts ask for a second factor at log-in (多因素登录)."""
    return any(post.role in PRIVILEGED for post in posts)


ACTING_FOR = "anxin.acting_for"
"""In the session: whom a deputy (代理人) stands in for at the moment."""


def actor_of(request: Any) -> Actor | None:
    """The actor of a request, or None when nobody is logged in; notes whether a second factor is due, and for whom one deputises.

    Who holds posts of their own acts in their own name until they choose to stand in for somebody: then with that
    person's posts alone, so that each event says on whose behalf it was.
    """
    account = request.user
    if not account.is_authenticated or not account.is_active:
        return None
    posts = posts_on(account, local_date(request.now))
    request.privileged = is_privileged(posts)
    request.stands_in = {one.deputy_for_id: one.deputy_for for one in posts if one.deputy_for_id}
    request.holds_own = any(one.deputy_for_id is None for one in posts)
    actor = actor_from(account, _hat(posts, request.session.get(ACTING_FOR)), choices_now())
    request.acting_for = request.stands_in.get(actor.desk) if actor.on_behalf_of else None
    return actor


def _hat(posts: list[Post], chosen: int | None) -> list[Post]:
    """The posts somebody acts by now: those held for whom was chosen, else their own, else those for the first principal."""
    own = [one for one in posts if one.deputy_for_id is None]
    principals = sorted({one.deputy_for_id for one in posts if one.deputy_for_id is not None})
    if chosen in principals:
        return [one for one in posts if one.deputy_for_id == chosen]
    return own if own or not principals else [one for one in posts if one.deputy_for_id == principals[0]]
