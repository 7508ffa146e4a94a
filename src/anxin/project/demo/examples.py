"""Names on lists and public-order matters of the demonstration (列名、公布、涉薪治安), so that a newcomer sees these pages alive."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anxin.apps.cases.api import acts, cases
from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.kernel.clock import local_date
from anxin.project.demo.draws import stream
from anxin.project.demo.names import persons
from anxin.project.demo.town import Town

OLDER = timedelta(days=62)
"""The stories begin that long ago; cases that were opened later have none."""
CASES, PEOPLE = 4, 12


@transaction.atomic
def lay_out(town: Town, *, clerk: Account, head: Account, at: datetime) -> None:
    """Choose cases, those still open first and none whose ledger is settled, and people with invented names, and let the stories happen up to now."""
    rows = (
        cases(actor_for(clerk, local_date(at)).scope)
        .filter(state__in=("handling", "closed"), opened_at__lt=at - OLDER, employer__isnull=False)
        .exclude(open=False, claimants__isnull=False)
    )
    rng = stream(town.seed, "examples")
    names = [f"{one}（演示）" for one in persons(rng, rng.random(PEOPLE) < 0.4)]
    numbers = list(rows.order_by("-open", "opened_at", "pk").values_list("pk", flat=True)[:CASES])
    acts.lay_out_examples(
        case_ids=numbers, names=names, clerk=lambda when: actor_for(clerk, local_date(when)),
        head=lambda when: actor_for(head, local_date(when)), at=at,
    )  # fmt: skip
