"""How claimants are named on a page: masked, told apart by the tail of the telephone."""

from __future__ import annotations

from anxin.apps.cases.gone import masked
from anxin.apps.cases.models import Case
from anxin.base.vault.sealing import open_


def names_of(case: Case) -> dict[int, str]:
    """Each claimant's masked name by number, in the order they came."""
    return {
        one.pk: f"{masked(open_(one.name_sealed))}{one.phone_tail and f'（{one.phone_tail}）'}"
        for one in case.claimants.order_by("pk")
    }
