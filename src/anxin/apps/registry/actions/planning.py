"""Turns typed rows of a file into records to write, looking up places, parks and employers and naming what is not found."""

from __future__ import annotations

from dataclasses import dataclass, field

from anxin.apps.registry.models import Employer, Park
from anxin.apps.registry.naming import short_place, tidy
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope


@dataclass(slots=True)
class Gazetteer:
    """Every place, park and employer that a row may name, within the importer's scope."""

    villages: dict[str, Place]
    grids: dict[str, Place]
    parks: dict[str, Park]
    employers_by_code: dict[str, Employer]
    employers_by_name: dict[str, list[Employer]] = field(default_factory=dict)

    @classmethod
    def load(cls, scope: Scope, *, employers: bool = False) -> Gazetteer:
        """Read the names once; employers only when the kind of file needs them."""
        places = list(Place.objects.filter(within(scope, "path"), kind__in=[PlaceKind.VILLAGE, PlaceKind.GRID]))
        parks = Park.objects.within(scope)
        made = cls(
            villages={_village_key(p): p for p in places if p.kind == PlaceKind.VILLAGE},
            grids={word: p for p in places if p.kind == PlaceKind.GRID for word in (p.code, tidy(p.name))},
            parks={word: park for park in parks for word in (park.code, tidy(park.name))},
            employers_by_code={},
        )
        if employers:
            for one in Employer.objects.within(scope):
                if one.uscc:
                    made.employers_by_code[one.uscc] = one
                made.employers_by_name.setdefault(tidy(one.name), []).append(one)
        return made

    def village(self, text: str) -> Place | None:
        return self.villages.get(short_place(text)) or next((p for p in self.villages.values() if p.code == text), None)

    def employer(self, name: str, uscc: str | None) -> Employer | None:
        """The employer meant by code, else by a name that only one employer has."""
        if uscc and uscc in self.employers_by_code:
            return self.employers_by_code[uscc]
        named = self.employers_by_name.get(tidy(name), [])
        return named[0] if len(named) == 1 else None


def _village_key(place: Place) -> str:
    return short_place(place.name)
