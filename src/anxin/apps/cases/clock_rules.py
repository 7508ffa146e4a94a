"""By which rule the clocks of procedures count today, where they were set on another one before a table was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anxin.apps.cases import timing
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.knowing import OF_PROCEDURE, STATE_CLOCK, duty_clock
from anxin.apps.cases.models import Procedure
from anxin.apps.cases.orders import last_order
from anxin.base.clocks.models import Clock
from anxin.base.clocks.rules import Rule
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.tables import ORDER_EXPIRED_ON, CaseType
from anxin.kernel.clock import local_date, local_midnight

NO_ORDER = "本案没有登记责令支付文书，请先登记，再按其期限届满之日重算"


def procedure_of(subject: str) -> int:
    """The number of the procedure that a clock is about; 0 when it is about something else."""
    return int(subject.removeprefix(OF_PROCEDURE)) if subject.startswith(OF_PROCEDURE) else 0


def rules_of(found: Sequence[Clock]) -> dict[int, Rule]:
    """The rule of each clock of a procedure that was set on another one."""
    numbers = {one.pk: procedure_of(one.subject) for one in found if one.law_param}
    rows = Procedure.objects.filter(ended_at=None).select_related("case").in_bulk(set(numbers.values()))
    told = ((one, rows.get(numbers.get(one.pk, 0))) for one in found)
    rules = ((one.pk, _rule(one, row)) for one, row in told if row is not None)
    return {number: rule for number, rule in rules if rule is not None}


def _rule(clock: Clock, procedure: Procedure) -> Rule | None:
    table = case_types()[procedure.kind]
    if clock.kind != STATE_CLOCK:
        return _of_duty(clock, table)
    state = table.states[procedure.state]
    if not state.clock or not procedure.clock:
        return None
    if from_order(table, procedure):
        return _from_order(clock, procedure, state.clock)
    since = datetime.fromisoformat(procedure.clock["started"])
    return Rule(state.clock, since, _by(state.clock, since)) if clock.law_param != state.clock else None


def _of_duty(clock: Clock, table: CaseType) -> Rule | None:
    """The rule of a duty, where the moves that begin it agree on one."""
    name = clock.kind.removeprefix(duty_clock(""))
    params = {move.starts[name] for move in table.moves if name in move.starts}
    if clock.law_param in params or len(params) != 1 or not timing.is_known(param := params.pop()):
        return None
    return Rule(param, clock.started_at, _by(param, clock.started_at))


def from_order(table: CaseType, procedure: Procedure) -> bool:
    """Whether the clock of the state counts from the last day of the order to pay, and was set when it did not."""
    leading = [move for move in table.moves if move.to == procedure.state]
    return any(move.since == ORDER_EXPIRED_ON for move in leading) and ORDER_EXPIRED_ON not in procedure.dates


def _from_order(clock: Clock, procedure: Procedure, param: str) -> Rule:
    order = last_order(procedure.case)
    if order is None:
        return Rule(param, clock.started_at, "", lacking=NO_ORDER)
    since = local_midnight(order.deadline)
    return Rule(param, since, f"改自责令支付文书的最后一天 {order.deadline} 起算：{_by(param, since)}")


def _by(param: str, since: datetime) -> str:
    value = law_book().nearest(param, on=local_date(since))[0]
    return f"期限规定已更正，按{value.citation.in_words()}计算"
