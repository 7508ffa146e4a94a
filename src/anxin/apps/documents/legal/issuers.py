"""In whose name a paper goes out (出具机关): the town for what a town may do, else the county's authority that holds the act."""

from __future__ import annotations

from django.conf import settings

from anxin.apps.documents.legal.forms import Form
from anxin.apps.documents.legal.values import Issuer
from anxin.apps.organisation.api import units
from anxin.base.actors import Actor, require
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.kernel.outcome import RuleBroken
from anxin.law import LawBook, book
from anxin.law.competence import competence

APPROVE = "documents.approve"
INSPECT = "cases.inspect"
"""Whoever holds this power may act as the county's labour inspection (劳动保障监察)."""

OFFICE = "预防和处置企业欠薪工作领导小组办公室"
INSPECTION = "人力资源和社会保障局"


def law_book() -> LawBook:
    """The law of this deployment."""
    return book(settings.SETTINGS.town, settings.SETTINGS.law_overrides)


def issuer_of(form: Form, town_path: str) -> Issuer:
    """The authority whose paper a form is."""
    town = Place.objects.select_related("parent").get(path=town_path)
    if is_of_the_town(form):
        office = units(Scope((town_path,))).filter(is_office=True).first()
        name = office.name if office else OFFICE
        return Issuer(town.path, name if town.name in name else f"{town.name}{name}", town.name[0])
    district = town.parent or town
    return Issuer(district.path, f"{district.name}{INSPECTION}", district.name[0])


def is_of_the_town(form: Form) -> bool:
    """Whether a town may issue the form itself."""
    return "town" in competence(settings.SETTINGS.law_overrides).act(form.act).holders


def require_competence(form: Form, *, by: Actor, place_path: str) -> None:
    """Refuse a paper that belongs to another authority, and say to which one it must be referred."""
    table = competence(settings.SETTINGS.law_overrides)
    acting = {"town", "county_inspection"} if by.may(INSPECT, place_path) else {"town"}
    other = table.refer_to(form.act, acting_as=acting)
    if other is not None:
        raise RuleBroken(
            "not_our_act",
            f"{form.title}由{other.name}出具，您不能签发。请用“转办函”移交。",
            table.act(form.act).citation,
        )


def require_approver(form: Form, *, by: Actor, place_path: str) -> None:
    """A town's paper is approved by its head; another authority's paper only by somebody who acts for that authority."""
    require(by, APPROVE if is_of_the_town(form) else INSPECT, place_path)
