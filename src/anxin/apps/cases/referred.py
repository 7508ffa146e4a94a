"""How events call a case: by the number that offices write, and whoever a public-order matter is about: by their place in its list."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse

from anxin.apps.cases.models import Case, Disorder, DisorderPerson
from anxin.base.eventlog.referring import Kind, Referred
from anxin.base.scope import Scope


def _cases(numbers: Collection[int], scope: Scope) -> Mapping[int, Referred]:
    rows = Case.objects.within(scope).filter(pk__in=numbers).only("pk", "year", "number")
    return {one.pk: Referred(one.title, reverse("cases:detail", args=[one.pk])) for one in rows}


def _persons(numbers: Collection[int], scope: Scope) -> Mapping[int, Referred]:
    """By number, as the page of the matter lists them; names are seen there for a purpose only."""
    reached = Disorder.objects.within(scope)
    matters = DisorderPerson.objects.filter(pk__in=numbers, disorder__in=reached).values_list("disorder", flat=True)
    found: dict[int, Referred] = {}
    for matter in set(matters):
        everybody = DisorderPerson.objects.filter(disorder=matter).order_by("pk").values_list("pk", flat=True)
        found |= {pk: Referred(f"人员 {place}") for place, pk in enumerate(everybody, 1) if pk in numbers}
    return found


REFERRED = {"cases.case": Kind(_cases, "一件案件"), "cases.disorder_person": Kind(_persons, "一名人员")}
