"""Places and employers (地域、用人单位), and what the key itself may do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Query, Router

from anxin.adapters.api.access import guarded
from anxin.adapters.api.paging import Paging, page
from anxin.adapters.api.shapes import EmployerDetail, Employers, Focus, Id, MeOut, Places, Short
from anxin.apps.payroll.api import debts, history
from anxin.apps.registry.api import Employer, employer, employers
from anxin.apps.warning.api import assessment_of
from anxin.base.actors import Actor
from anxin.base.places.models import Place
from anxin.base.places.queries import in_use
from anxin.base.places.queries import places as places_within
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.period import Month
from anxin.ui.access import actor_in, instant_of

router = Router(tags=["台账"])
MONTHS = 12


class Wanted(Paging):
    """Which employers."""

    q: Short = ""
    focus: Focus | None = None
    status: Literal["active", "closed"] | None = None


@router.get("/me", response=MeOut, **guarded("本密钥的权限和地域"))
def me(request: HttpRequest) -> dict[str, Any]:
    actor = actor_in(request)
    own = Place.objects.filter(path__in=actor.scope.paths).order_by("path")
    return {
        "id": actor.id,
        "name": actor.name,
        "powers": sorted(actor.powers),
        "places": [_place(one) for one in own],
    }


@router.get("/places", response=Places, **guarded("地域列表"))
def places(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    rows = in_use(actor_in(request).scope, local_date(instant_of(request)))
    return page(rows, (("path", str),), asked, _place)


@router.get("/employers", response=Employers, **guarded("企业列表与检索（名称、拼音、信用代码）", "registry.view"))
def employer_list(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    rows = employers(actor_in(request).scope)
    for word in asked.q.lower().split():
        rows = rows.filter(search__contains=word)
    chosen = {"focus": asked.focus, "status": asked.status}
    rows = rows.filter(**{key: value for key, value in chosen.items() if value})
    return page(rows, (("pk", int),), asked, _employer)


@router.get("/employers/{employer_id}", response=EmployerDetail, **guarded("企业详情", "registry.view"))
def employer_detail(request: HttpRequest, employer_id: Path[Id]) -> dict[str, Any]:
    actor = actor_in(request)
    found = employer(actor.scope, employer_id)
    wages, warnings = actor.may("payroll.view"), actor.may("warning.view")
    last = Month.of_day(local_date(instant_of(request)))
    return {
        **_employer(found),
        "address": found.address,
        "contract_count": found.contract_count,
        "insured_count": found.insured_count,
        "pay_day": found.pay_day,
        "opened_on": found.opened_on,
        "closed_on": found.closed_on,
        "debt": debt_of(actor.scope, found.pk) if wages else None,
        "history": [_month(one) for one in history(found.pk, last=last, months=MONTHS)] if wages else None,
        "assessment": _assessment(found.pk) if warnings else None,
    }


def debt_of(scope: Scope, employer_id: int) -> dict[str, Any] | None:
    """What an employer still owes, as the interface says it; None when it owes nothing."""
    found = debts(scope).filter(employer_id=employer_id).values("fen", "workers", "since", "months").first()
    return found and {**found, "since": month_text(found["since"])}


def month_text(code: int) -> str:
    """202610 as "2026-10"."""
    return f"{code // 100:04d}-{code % 100:02d}"


def named(row: Any) -> dict[str, Any] | None:
    """Something by number and name; None when there is nothing."""
    return None if row is None else {"id": row.pk, "name": row.name}


def code_of(path: str) -> str:
    """The code of a place from its path."""
    return path.rstrip("/").rpartition("/")[2]


def home_of(by: Actor) -> str:
    """Where something lies that names no place: in the town of this deployment, else in the first place the key reaches."""
    found = places_within(by.scope).filter(code=settings.SETTINGS.town).values_list("path", flat=True).first()
    return found or by.scope.paths[0]


def _month(one: Any) -> dict[str, Any]:
    return {**asdict(one), "month": month_text(one.month)}


def _assessment(employer_id: int) -> dict[str, Any] | None:
    found = assessment_of(employer_id)
    if found is None:
        return None
    return {"level": found.level, "score": found.score, "klass": found.klass, "as_of": found.as_of}


def _place(one: Place) -> dict[str, Any]:
    parts = one.path.strip("/").split("/")
    parent = parts[-2] if len(parts) > 1 else None
    return {"code": one.code, "name": one.name, "kind": one.kind, "parent": parent, "path": one.path}


def _employer(one: Employer) -> dict[str, Any]:
    return {
        "id": one.pk,
        "uscc": one.uscc,
        "name": one.name,
        "sector": one.sector,
        "focus": one.focus,
        "status": one.status,
        "place": code_of(one.place_path),
        "village": one.village.name,
        "head_count": one.head_count,
    }
