"""Hand-over of everything when a person leaves (离岗交接): in one transaction, one event per kind, a list that is signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from anxin.base.actors import Actor, require
from anxin.base.clocks.actions import hand_on as hand_clock_on
from anxin.base.eventlog.log import record
from anxin.base.people.accounts import lock, refuse_leaving_none
from anxin.base.people.events import AccountDisabled, WorkHandedOver
from anxin.base.people.holdings import CLOCKS, Held, Holding, clocks_held, deputies, in_hand, kinds
from anxin.base.people.models import Account, HandOver, Post
from anxin.base.people.posts import end_deputy
from anxin.base.people.powers import ADMINISTRATORS
from anxin.base.people.queries import account as account_in_reach
from anxin.base.people.queries import account_within
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput, Fault, NotFound, RuleBroken

POWER = "people.hand_over"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who takes over: everything, a kind, or a single thing; the nearer choice counts."""

    everything: int | None = None
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_thing: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def heir(self, kind: str, number: int) -> int | None:
        """Who takes one thing over; None when nobody was named for it."""
        return self.by_thing.get((kind, number)) or self.by_kind.get(kind) or self.everything


@transaction.atomic
def hand_over(*, leaver_id: int, wanted: Wanted, disable: bool, by: Actor, at: datetime) -> HandOver:
    """Give everything that somebody has in hand to others: all of it or, when one thing cannot go, nothing.

    Disabling in the same act only takes powers away, so the head of the office may do it; enabling stays with the
    system administrator.
    """
    require(by, POWER)
    account_in_reach(by.scope, leaver_id)
    leaver = lock(leaver_id, by=by)
    if disable:
        _refuse_disabling(leaver, by=by, at=at)
    held = in_hand([leaver_id], by.scope, at)
    if not held and not disable:
        raise RuleBroken("nothing_in_hand", "此人名下没有需要交接的事项。")
    lines, faults = _handed(leaver_id, held, wanted, by=by, at=at)
    if faults:
        raise BadInput("hand_over_refused", "没有交接，任何事项都没有变动：", faults)
    place = by.scope.paths[0]
    sheet = HandOver.objects.create(
        place_path=place, leaver=leaver, lines=lines, disabled=disable, by=by.id, by_name=by.name[:60], at=at
    )
    labels = {one.kind: one.term for one in kinds()}
    for (kind, to), count in sorted(Counter((line["kind"], line["to"]) for line in lines).items()):
        event = WorkHandedOver(
            person=leaver_id, to=to, kind=kind, what=labels[kind], count=count, sheet=sheet.pk, path=place
        )
        record(event, by=by, at=at)
    if disable and leaver.is_active:
        leaver.is_active = False
        leaver.session_round += 1
        leaver.save(update_fields=["is_active", "session_round"])
        record(AccountDisabled(person=leaver_id), by=by, at=at)
    return sheet


def _handed(
    leaver_id: int, held: Mapping[str, list[Held]], wanted: Wanted, *, by: Actor, at: datetime
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Each thing given to its heir by its room's own act; what cannot go is a fault that names the thing and the remedy."""
    lines, faults = [], []
    for kind in kinds():
        for one in held.get(kind.kind, []):
            to = wanted.heir(kind.kind, one.number)
            try:
                _one(kind, one, to, leaver_id, by=by, at=at)
            except AnxinError as error:
                faults.append(Fault(one.words, error.message, "请为这一件另选接手人"))
            else:
                lines.append(
                    {"kind": kind.kind, "label": kind.term, "words": one.words, "url": one.url, "to": to}
                )  # fmt: skip
    return lines, faults


def _one(kind: Holding, one: Held, to: int | None, leaver_id: int, *, by: Actor, at: datetime) -> None:
    if to is None:
        raise RuleBroken("no_heir", "没有选接手人。")
    if to == leaver_id:
        raise RuleBroken("same_person", "接手人就是移交人。")
    require(by, POWER, one.place_path)
    account_within(to, place_path=one.place_path, power=kind.power, at=at)
    kind.hand_on(number=one.number, holder=leaver_id, to_id=to, by=by, at=at)


def _refuse_disabling(leaver: Account, *, by: Actor, at: datetime) -> None:
    if by.person_id == leaver.pk:
        raise RuleBroken("own_account", "不能停用自己的账号，请由系统管理员在交接后停用。")
    if Post.objects.running(local_date(at)).filter(account=leaver, role__in=ADMINISTRATORS).exists():
        raise RuleBroken("administrators_separated", "系统、安全、审计管理员的账号只能由系统管理员停用。")
    refuse_leaving_none(leaver, at)


def sheets(scope: Scope) -> QuerySet[HandOver]:
    """The hand-overs within reach, the newest first."""
    return HandOver.objects.within(scope).select_related("leaver").order_by("-at", "-pk")


def sheet(scope: Scope, number: int) -> HandOver:
    """One hand-over within reach."""
    found = sheets(scope).filter(pk=number).first()
    if found is None:
        raise NotFound("no_hand_over", "没有这份交接单，或不在您的管辖地域内。")
    return found


def _clock(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    hand_clock_on(clock_id=number, to_id=to_id, by=by, at=at)


def _deputy(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    end_deputy(post_id=number, by=by, at=at)


HOLDINGS = (
    Holding(
        "people.deputy", _("代理职务（随离岗终止，需要的由安全管理员另行登记）"), "cockpit.view", deputies, _deputy
    ),
    Holding(CLOCKS, _("其他正在计时的事项"), "cockpit.view", clocks_held, _clock),
)
"""What belongs to no room: deputies, and clocks that nothing else takes along; registered after all the others."""
