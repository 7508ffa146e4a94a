"""What the mediation room shows and what its rows prove."""

from __future__ import annotations

from datetime import date

from anxin.apps.cases.models import Agreement, Procedure, Sitting


def sittings(procedure: Procedure) -> list[Sitting]:
    """The sittings of a mediation, the next or last first."""
    return list(Sitting.objects.filter(procedure=procedure).order_by("-starts_at", "-pk"))


def agreement_of(procedure: Procedure) -> Agreement | None:
    """The agreement of a mediation."""
    return Agreement.objects.filter(procedure=procedure).first()


def met_in_room(procedure: Procedure) -> frozenset[str]:
    """The conditions that the rows of the room meet: a date is set, minutes are kept, an agreement was checked and signed."""
    rows = [one for one in sittings(procedure) if not one.cancelled]
    agreed = agreement_of(procedure) is not None
    found = {
        "date_set": any(one.held_at is None for one in rows),
        "minutes_kept": any(one.held_at is not None for one in rows),
        "amount_checked": agreed,
        "signed": agreed,
    }
    return frozenset(name for name, holds in found.items() if holds)


def first_due(procedure: Procedure) -> date | None:
    """The first day on which something is due by the agreement."""
    found = agreement_of(procedure)
    days = [date.fromisoformat(day) for line in found.lines for day, _ in line["parts"]] if found else []
    return min(days, default=None)
