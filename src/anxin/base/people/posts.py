"""Acts upon posts (任职): the security administrator says who holds which role where, and never for himself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.people.accounts import lock, refuse_leaving_none
from anxin.base.people.events import PostAssigned, PostEnded
from anxin.base.people.models import Account, Post
from anxin.base.people.powers import ADMINISTRATORS, PRIVILEGED, Role, role_name
from anxin.base.places.models import Place
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound, RuleBroken

GRANT = "people.grant"
HAND_OVER = "people.hand_over"


@transaction.atomic
def assign(
    *,
    account_id: int,
    role: Role,
    place_id: int,
    valid_from: date,
    valid_to: date | None = None,
    deputy_for_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Post:
    """Give an account a role in a place for a time, as its holder or as a deputy (代理) of one."""
    account, place = _party(account_id, by=by), _place(place_id, by=by)
    _refuse_dates(valid_from, valid_to)
    if not account.is_active:
        raise RuleBroken("account_disabled", "该账号已停用，请先启用。")
    refuse_mixture(
        account, role=role, place=place, since=valid_from, until=valid_to, deputy_for_id=deputy_for_id
    )  # fmt: skip
    if deputy_for_id is not None:
        _refuse_deputy(account, deputy_for_id, role=role, place=place, since=valid_from, until=valid_to)
    post = Post.objects.create(
        account=account, role=role, place=place, valid_from=valid_from, valid_to=valid_to, deputy_for_id=deputy_for_id
    )
    if role in PRIVILEGED:
        # Whoever becomes privileged logs in anew, so that the second factor is asked for.
        account.session_round += 1
        account.save(update_fields=["session_round"])
    record(
        PostAssigned(
            person=account.pk, post=post.pk, role=role, path=place.path,
            since=valid_from, until=valid_to, deputy_for=deputy_for_id,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    return post


@transaction.atomic
def end(*, post_id: int, last_day: date, by: Actor, at: datetime) -> Post:
    """End a post with the close of a day; the history keeps it."""
    post = _post(post_id, by=by)
    return _end(post, last_day=last_day, handed_to=None, by=by, at=at)


@transaction.atomic
def end_deputy(*, post_id: int, by: Actor, at: datetime) -> Post:
    """End a deputy's post today because one of the two leaves; it only takes powers away, so whoever hands over may do it."""
    require(by, HAND_OVER)
    post = Post.objects.select_for_update(of=("self",)).filter(pk=post_id).exclude(deputy_for=None).first()
    if post is None or not by.scope.covers(post.place.path):
        raise NotFound("no_post", "没有这项代理，或不在您的管辖地域内。")
    return _end(post, last_day=local_date(at) - timedelta(days=1), handed_to=None, by=by, at=at)


@transaction.atomic
def hand_over(*, post_id: int, to_id: int, first_day: date, by: Actor, at: datetime) -> Post:
    """Pass a post to another account from a day on; the first holder keeps it until the day before."""
    old = _post(post_id, by=by)
    if to_id == old.account_id:
        raise RuleBroken("same_person", "接任者与卸任者是同一人。")
    new = assign(
        account_id=to_id, role=Role(old.role), place_id=old.place_id, valid_from=first_day, valid_to=old.valid_to,
        by=by, at=at,
    )  # fmt: skip
    _end(old, last_day=first_day - timedelta(days=1), handed_to=to_id, by=by, at=at)
    return new


def refuse_mixture(
    account: Account, *, role: Role, place: Place, since: date, until: date | None, deputy_for_id: int | None = None
) -> None:
    """Refuse posts that do not go together: administrators hold nothing else, and powers never leak to another place.

    A colleague of the same role may deputise: that person's work is theirs for the time, in that person's name.
    """
    others = list(_overlapping(account, since, until).select_related("place"))
    same = [other for other in others if other.role == role and other.place_id == place.pk]
    if any(other.deputy_for_id == deputy_for_id for other in same):
        raise RuleBroken("post_held", "该账号这段时间已担任此职。")
    roles = {Role(other.role) for other in others} | {role}
    if len(roles) > 1 and roles & ADMINISTRATORS:
        held = "、".join(role_name(one) for one in sorted(roles - {role}))
        raise RuleBroken(
            "administrators_separated",
            f"三员分立：系统、安全、审计管理员不得兼任其他角色。该账号这段时间已任{held}，请另建账号。",
        )
    # An actor has one set of powers over one set of places, so different roles must share one place.
    if len(roles) > 1 and len({other.place_id for other in others} | {place.pk}) > 1:
        raise RuleBroken("roles_in_places", "一个账号在不同地域不能担任不同角色，请用另一个账号，或先结束原任职。")


def _overlapping(account: Account, since: date, until: date | None) -> QuerySet[Post]:
    found = Post.objects.filter(account=account).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=since))
    return found if until is None else found.filter(valid_from__lte=until)


def _end(post: Post, *, last_day: date, handed_to: int | None, by: Actor, at: datetime) -> Post:
    if post.valid_to is not None and post.valid_to < local_date(at):
        raise RuleBroken("post_ended", "该任职已经结束。")
    if handed_to is None and Role(post.role) in ADMINISTRATORS:
        refuse_leaving_none(post.account, at)
    post.valid_to = max(last_day, post.valid_from - timedelta(days=1))
    post.save(update_fields=["valid_to"])
    record(
        PostEnded(
            person=post.account_id, post=post.pk, role=post.role, path=post.place.path,
            until=post.valid_to, handed_to=handed_to,
        ),
        by=by,
        at=at,
    )  # fmt: skip
    return post


def _party(account_id: int, *, by: Actor) -> Account:
    account = lock(account_id, by=by)
    require(by, GRANT)
    if by.person_id == account.pk:
        raise RuleBroken("own_powers", "任何人不得变更自己的任职和权限。")
    return account


def _place(place_id: int, *, by: Actor) -> Place:
    place = Place.objects.filter(pk=place_id).first()
    if place is None or not by.scope.covers(place.path):
        raise NotFound("no_place", "没有这个地域，或不在您的管辖地域内。")
    if place.active_to is not None:
        raise RuleBroken("place_closed", "该地域已经停用。")
    return place


def _post(post_id: int, *, by: Actor) -> Post:
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None or not by.scope.covers(post.place.path):
        raise NotFound("no_post", "没有这项任职，或不在您的管辖地域内。")
    _party(post.account_id, by=by)
    return post


def _refuse_dates(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise RuleBroken("post_dates", "任职结束日早于开始日。")


def _refuse_deputy(
    account: Account, principal_id: int, *, role: Role, place: Place, since: date, until: date | None
) -> None:
    """A deputy has an end day, stands in for somebody else, and for what that person holds."""
    if until is None:
        raise RuleBroken("deputy_without_end", "代理须写明结束日期。")
    if principal_id == account.pk:
        raise RuleBroken("deputy_of_oneself", "不能代理自己。")
    held = Post.objects.running(since).filter(account_id=principal_id, role=role, place=place)
    if not held.exists():
        raise RuleBroken("deputy_of_nothing", "被代理人在该地域没有担任此职。")
