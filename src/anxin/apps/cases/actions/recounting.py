"""What follows in a procedure from a recomputed clock (重算期限): it keeps the same rule, and lists show the new day."""

from __future__ import annotations

from datetime import datetime

from anxin.apps.cases.actions.running import show_due
from anxin.apps.cases.clock_rules import from_order, procedure_of
from anxin.apps.cases.knowing import STATE_CLOCK
from anxin.apps.cases.models import Procedure
from anxin.base.actors import Actor
from anxin.base.clocks.events import ClockMoved
from anxin.base.clocks.models import Clock
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.tables import ORDER_EXPIRED_ON
from anxin.kernel.clock import local_date


def keep_recomputed(event: ClockMoved, *, seq: int, by: Actor, at: datetime) -> None:
    """A person had a clock recomputed: a later stop, extension or resumption of the procedure counts by the same rule."""
    number = procedure_of(event.of)
    if not event.why or not number:
        return
    procedure = Procedure.objects.select_related("case").get(pk=number)
    if event.kind == STATE_CLOCK and procedure.clock:
        clock = Clock.objects.get(pk=event.clock)
        if from_order(case_types()[procedure.kind], procedure):
            procedure.dates = {**procedure.dates, ORDER_EXPIRED_ON: local_date(clock.started_at).isoformat()}
        procedure.clock = {**procedure.clock, "param": clock.law_param, "started": clock.started_at.isoformat()}
        procedure.save(update_fields=["clock", "dates"])
    show_due(procedure)
