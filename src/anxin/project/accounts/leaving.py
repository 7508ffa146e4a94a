"""Pages of the hand-over when a person leaves (离岗交接): who has what in hand, who takes it, and the list that is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anxin.base.actors import Actor
from anxin.base.people import handing_over as acts
from anxin.base.people import queries
from anxin.base.people.holdings import Held, in_hand, kinds, orphaned
from anxin.base.people.models import Account, HandOver, Post
from anxin.base.people.powers import ADMINISTRATORS
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.sentences import spoken

SHOWN = 30
"""How many earlier hand-overs the page lists."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of things in hand as the page shows it, with what was chosen for it."""

    key: str
    label: object
    things: list[tuple[Held, int | None]]
    chosen: int | None


@needs(acts.POWER)
def hand_overs_page(request: HttpRequest) -> HttpResponse:
    """Who has how much in hand, those who cannot log in first; and what was handed over before."""
    actor, at = actor_in(request), instant_of(request)
    people = list(queries.accounts_within(actor.scope))
    counted = _counted(in_hand([one.pk for one in people], actor.scope, at))
    rows = [(one, counted.get(one.pk, 0)) for one in people]
    rows.sort(key=lambda row: (row[0].is_active or not row[1], -row[1]))
    stuck = sum(count for one, count in rows if not one.is_active)
    context = {
        "title": _("离岗交接"),
        "lead": _("%(n)s 件事项的承办人已停用，请交接。") % {"n": stuck} if stuck else _("没有无人可办的事项。"),
        "rows": rows,
        "sheets": acts.sheets(actor.scope)[:SHOWN],
    }
    return render(request, "people/hand_overs.html", context)


def _counted(held: Mapping[str, list[Held]]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for some in held.values():
        for one in some:
            counted[one.holder] = counted.get(one.holder, 0) + 1
    return counted


@needs(acts.POWER)
def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that somebody has in hand, with who shall take it; then the act."""
    actor, at = actor_in(request), instant_of(request)
    leaver, faults = queries.account(actor.scope, pk), []
    wanted = _wanted(request)
    if request.method == "POST":
        try:
            disable = request.POST.get("disable") == "1"
            sheet = acts.hand_over(leaver_id=pk, wanted=wanted, disable=disable, by=actor, at=at)
        except AnxinError as error:
            faults = [error.message, *(one.in_words() for one in (error.faults if isinstance(error, BadInput) else ()))]
        else:
            messages.success(request, _("已交接 %(n)s 件。请打印交接单，由双方签字。") % {"n": len(sheet.lines)})
            return redirect("settings:hand_over_sheet", sheet.pk)
    held = in_hand([pk], actor.scope, at)
    context = {
        "title": _("工作交接：%(name)s") % {"name": leaver.name},
        "leaver": leaver,
        "kinds": _kinds(held, wanted),
        "count": sum(len(some) for some in held.values()),
        "heirs": _heirs(actor, pk, at),
        "wanted": wanted,
        "faults": faults,
        "own": actor.person_id == pk,
    }
    return render(request, "people/hand_over.html", context, status=422 if faults else 200)


def _kinds(held: Mapping[str, list[Held]], wanted: acts.Wanted) -> list[Kind]:
    return [
        Kind(
            one.kind,
            one.label,
            [(thing, wanted.by_thing.get((one.kind, thing.number))) for thing in held[one.kind]],
            wanted.by_kind.get(one.kind),
        )
        for one in kinds()
        if one.kind in held
    ]


def _heirs(actor: Actor, leaver: int, at: Any) -> list[tuple[Account, str]]:
    """Who may take over: active colleagues within reach who hold a post today, with what they are."""
    posts = Post.objects.running(local_date(at)).exclude(role__in=ADMINISTRATORS).select_related("place")
    roles: dict[int, list[str]] = {}
    for post in posts:
        roles.setdefault(post.account_id, []).append(f"{spoken(post.get_role_display())}·{post.place.name}")
    people = queries.accounts_within(actor.scope).filter(is_active=True, pk__in=roles).exclude(pk=leaver)
    return [(one, "、".join(roles[one.pk])) for one in people.order_by("name", "pk")]


def _wanted(request: HttpRequest) -> acts.Wanted:
    """What the form chose: `to` for everything, `to:kind` for a kind, `to:kind:number` for one thing."""
    by_kind: dict[str, int] = {}
    by_thing: dict[tuple[str, int], int] = {}
    for name in request.POST:
        head, _colon, rest = name.partition(":")
        to = _number(request.POST.get(name, ""))
        if head != "to" or not rest or to is None:
            continue
        kind, _colon, which = rest.partition(":")
        number = _number(which)
        if number is not None:
            by_thing[kind, number] = to
        elif not which:
            by_kind[kind] = to
    return acts.Wanted(_number(request.POST.get("to", "")), by_kind, by_thing)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


@needs(acts.POWER)
def sheet_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The hand-over list for print, with the lines for signatures."""
    sheet = acts.sheet(actor_in(request).scope, pk)
    context = {"title": _("工作交接单"), "sheet": sheet, "groups": _groups(sheet), "at": sheet.at}
    return render(request, "people/hand_over_sheet.html", context)


def _groups(sheet: HandOver) -> list[tuple[str, list[tuple[str, str]]]]:
    names = dict(Account.objects.filter(pk__in={one["to"] for one in sheet.lines}).values_list("pk", "name"))
    labels = {one.kind: str(one.label) for one in kinds()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in sheet.lines:
        label = labels.get(one["kind"], one["label"])
        groups.setdefault(label, []).append((one["words"], names.get(one["to"], "")))
    return list(groups.items())


def stuck_within(actor: Actor, at: Any) -> int:
    """How many things within reach lie with accounts that can no longer log in."""
    return sum(orphaned(actor.scope, at).values())


def in_hand_of(account: Account, actor: Actor, at: Any) -> int:
    """How many things somebody has in hand; only the number, for an administrator who sees no business data."""
    return sum(len(some) for some in in_hand([account.pk], actor.scope, at).values())
