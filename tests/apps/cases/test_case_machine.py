"""The case machine, walked at random over the real acts: whatever people do and in whatever order, nothing is left without an owner and
a clock, every sum stays equal to the fen, and a case closes only on the worker's yes, on bank proof, or for a stated reason.

Each walk lives in a savepoint of its own. The gate walks the same ways each time; CASE_WALKS=200 walks new ones, and more of them.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import confirming, crime, handling, joining, ledger
from anxin.apps.cases.actions.handling import Told, offered
from anxin.apps.cases.actions.listing import find_for_listing
from anxin.apps.cases.clock_rules import rules_of
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.knowing import STATE_CLOCK, computed, procedure_subject, subject_of
from anxin.apps.cases.limits import BROUGHT, limits_of, nearest
from anxin.apps.cases.models import Case, CaseFiling, LedgerEntry, Procedure
from anxin.apps.cases.papering import papers_of
from anxin.apps.cases.ports import PORTS
from anxin.base import clocks
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.domain.casework.crime import Service
from anxin.domain.casework.grounds import listed
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.papers import HeldPaper, shown
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken

from .conftest import MONDAY, Office

pytestmark = pytest.mark.django_db
LONGER = os.environ.get("CASE_WALKS")
WALKS = int(LONGER or "12")
PROOF = "ab" * 32
DOORS = sorted(name for name, table in case_types().items() if table.door)


class Walk(RuleBasedStateMachine):
    """One office, a few cases, and time that passes; `written` is what the ledger must say."""

    town: object
    employer: object

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.office = Office(self.town, self.employer, at=MONDAY)
        self.written = Counter()
        self.closed = {}
        self.papers = []
        PORTS.papers_of_case = lambda case_id: tuple(paper for of, paper in self.papers if of == case_id)

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @property
    def clerk(self):
        return self.town.clerk

    @initialize(filings=st.integers(1, 2), accepted=st.booleans(), door=st.sampled_from(["", *DOORS]))
    def somebody_files(self, filings, accepted, door):
        for _ in range(filings):
            case = acts.open_from_filing(filing_id=self.office.filing(), by=self.clerk, at=self.office.at, alone=True)
            self._claim(case, 12_345)
        if accepted:
            self.office.do(case, "accept")
            if door:
                acts.open_door(case_id=case.pk, kind=door, by=self.clerk, at=self.office.at)

    def _claim(self, case, fen):
        claimant = ledger.add_claimant(case_id=case.pk, name="张三", by=self.clerk, at=self.office.at)
        ledger.write(
            case_id=case.pk, claimant_id=claimant.pk, kind=Kind.CLAIMED, amount_fen=fen, on=local_date(self.office.at),
            by=self.clerk, at=self.office.at,
        )  # fmt: skip
        self.written[Kind.CLAIMED] += fen

    # --- what people do ---------------------------------------------------------------------------------------------

    @rule(days=st.integers(1, 45))
    def days_pass(self, days):
        self.office.later(days=days)

    @rule(data=st.data())
    def a_verb_is_used(self, data):
        self._use_a_verb(data)

    @rule(data=st.data())
    def another_verb_is_used(self, data):
        """Twice as often as anything else, because this is the work."""
        self._use_a_verb(data)

    def _use_a_verb(self, data):
        self.office.later(minutes=1)
        found = [
            (procedure, one.move)
            for procedure in Procedure.objects.filter(ended_at=None, pending__isnull=True).select_related("case")
            for one in offered(procedure, self.clerk, at=self.office.at)
            if one.allowed and one.move.verb not in {"merge", "archive"}
        ]
        if not found:
            return
        procedure, move = data.draw(st.sampled_from(found), label="verb")
        table = case_types()[procedure.kind]
        shows = shown(move, papers_of(procedure))
        stated = [need for need in move.needs if need not in computed(procedure.kind) and need not in shows]
        on = local_date(self.office.at)
        words = {
            need: next(iter(listed(law_book(), table.grounds.get(need, ""), on=on)), "已核实，见卷") for need in stated
        }
        after = table.next_state(procedure.state, move)
        days = {after.date: local_date(self.office.at) + timedelta(days=7)} if after.date else {}
        days |= {move.since: local_date(self.office.at)} if move.since else {}
        proved = self._proved(procedure.case)
        try:
            handling.perform(
                procedure_id=procedure.pk, verb=move.verb, told=Told(words, days), by=self.clerk, at=self.office.at
            )
        except RuleBroken as refused:
            raise AssertionError(f"{procedure.kind}.{move.verb} was offered and then refused") from refused
        if move.verb == "close_paid":
            assert proved, "closed as paid without the worker's yes and without proof"
            self.closed[procedure.case_id] = "paid"

    @rule(data=st.data(), served=st.booleans())
    def a_paper_is_issued(self, data, served):
        """What it shows need not be stated; whether anybody uses it is open."""
        wanted = [
            (one.case_id, name)
            for one in Procedure.objects.filter(ended_at=None).order_by("pk")
            for move in case_types()[one.kind].moves_from(one.state)
            for name in sorted(move.papers)
        ]
        if wanted:
            case, name = data.draw(st.sampled_from(wanted), label="paper")
            day, n = local_date(self.office.at), len(self.papers) + 1
            self.papers.append((case, HeldPaper(name, n, name, f"{n}号", day, day if served else None)))

    @precondition(lambda self: Procedure.objects.filter(pending__isnull=False, ended_at=None).exists())
    @rule(yes=st.booleans())
    def what_waits_is_decided_by_another_person(self, yes):
        waiting = Procedure.objects.filter(pending__isnull=False, ended_at=None).first()
        with pytest.raises(RuleBroken, match="不能审批自己"):
            handling.approve(procedure_id=waiting.pk, by=self.clerk, at=self.office.at)
        if not yes:
            handling.decline(procedure_id=waiting.pk, reason="尚缺材料", by=self._head(), at=self.office.at)
            return
        verb = waiting.pending["verb"]
        try:
            handling.approve(procedure_id=waiting.pk, by=self._head(), at=self.office.at)
        except RuleBroken:
            return
        if verb == "close_otherwise":
            self.closed[waiting.case_id] = "reason"

    @rule(kind=st.sampled_from(DOORS), data=st.data())
    def a_door_is_opened(self, kind, data):
        case = data.draw(st.sampled_from(list(Case.objects.order_by("pk"))), label="case")
        try:
            acts.open_door(case_id=case.pk, kind=kind, by=self.clerk, at=self.office.at)
        except RuleBroken:
            assert case.state != "handling" or case.procedures.filter(kind=kind, ended_at=None).exists()

    @rule(data=st.data())
    def a_worker_is_put_on_the_ledger(self, data):
        case = (
            data.draw(st.sampled_from(list(Case.objects.filter(open=True))), label="case") if self._any_open() else None
        )
        if case is not None:
            self._claim(case, 100)

    @rule(data=st.data(), kind=st.sampled_from(Kind), fen=st.integers(1, 10**7))
    def a_line_is_written(self, data, kind, fen):
        pairs = [(case, one) for case in Case.objects.order_by("pk") for one in case.claimants.order_by("pk")]
        if not pairs:
            return
        case, claimant = data.draw(st.sampled_from(pairs), label="claimant")
        on = local_date(self.office.at)
        ledger.write(
            case_id=case.pk, claimant_id=claimant.pk, kind=kind, amount_fen=fen, on=on,
            due=on + timedelta(days=30) if kind is Kind.PROMISED else None, proof=PROOF if kind is Kind.PAID else "",
            by=self.clerk, at=self.office.at,
        )  # fmt: skip
        self.written[kind] += fen

    @rule(data=st.data())
    def everything_owed_is_paid(self, data):
        """Otherwise a walk at random would hardly ever pay anybody to the fen."""
        pairs = [(case, one) for case in Case.objects.filter(open=True) for one in case.claimants.all()]
        if not pairs:
            return
        case, _ = data.draw(st.sampled_from(pairs), label="case")
        on = local_date(self.office.at)
        for claimant, left in self._left(case).items():
            if left > 0:
                ledger.write(
                    case_id=case.pk, claimant_id=claimant, kind=Kind.PAID, amount_fen=left, on=on, proof=PROOF,
                    by=self.clerk, at=self.office.at,
                )  # fmt: skip
                self.written[Kind.PAID] += left

    @rule(paid=st.booleans(), data=st.data())
    def a_worker_answers(self, paid, data):
        rows = list(CaseFiling.objects.filter(case__state="confirming", paid_at=None))
        if rows:
            row = data.draw(st.sampled_from(rows), label="filing")
            confirming.answer_paid(filing_id=row.filing, paid=paid, by=self.clerk, at=self.office.at)
            assert paid or Case.objects.get(pk=row.case_id).state == "handling"

    @rule(data=st.data())
    def an_employer_is_ordered_to_pay_and_what_a_listing_asks_for_is_looked_into(self, data):
        """Otherwise no walk at random would ever meet the preconditions of a listing."""
        worked_on = [one for one in Case.objects.order_by("pk") if not one.is_final]
        if not worked_on:
            return
        case = data.draw(st.sampled_from(worked_on), label="case")
        on, told = local_date(self.office.at), {"by": self.clerk, "at": self.office.at}
        order = crime.record_order(
            case_id=case.pk, document="限期整改指令书", number="", issued_on=on, deadline=on, amount_fen=100, file=PROOF, **told
        )  # fmt: skip
        crime.serve(
            order_id=order.pk, method=Service.RECIPIENT, on=on, where="东头村厂区", note="", files=[PROOF], **told
        )
        answers = {
            "migrant": True,
            "mass": True,
            "pub_category": ["其他重大违法"],
            "pub_private": False,
            "c_grounds": [],
        }
        for question, answer in answers.items():
            find_for_listing(case_id=case.pk, question=question, answer=answer, words="见卷", **told)

    @rule(alone=st.booleans())
    def another_filing_comes(self, alone):
        if Case.objects.count() < 4:
            acts.open_from_filing(filing_id=self.office.filing(), by=self.clerk, at=self.office.at, alone=alone)

    @rule(data=st.data())
    def cases_are_merged(self, data):
        numbers = list(Case.objects.values_list("pk", flat=True))
        one, other = data.draw(st.sampled_from(numbers)), data.draw(st.sampled_from(numbers))
        try:
            joining.merge(case_id=one, into=other, by=self.clerk, at=self.office.at)
        except RuleBroken:
            return
        assert not CaseFiling.objects.filter(case=one).exists()
        assert not LedgerEntry.objects.filter(case=one).exists()

    @rule(data=st.data())
    def a_case_is_split(self, data):
        many = [case for case in Case.objects.filter(state__in=joining.WORKED_ON) if case.claimants.count() > 1]
        if many and Case.objects.count() < 5:
            case = data.draw(st.sampled_from(many), label="case")
            one = case.claimants.order_by("pk").first()
            joining.split(case_id=case.pk, claimant_ids=[one.pk], by=self.clerk, at=self.office.at)

    # --- what must hold after every act -----------------------------------------------------------------------------

    @invariant()
    def every_open_state_has_an_owner_a_running_clock_and_a_way_on(self):
        for procedure in Procedure.objects.filter(ended_at=None).select_related("case"):
            state = case_types()[procedure.kind].states[procedure.state]
            assert not state.final, f"{procedure} is final but not ended"
            clock = clocks.of(procedure_subject(procedure.pk)).filter(kind=STATE_CLOCK, stopped_at=None).first()
            assert clock is not None, f"{procedure}: nobody owes anything"
            assert clock.owner
            assert state.owner
            assert procedure.pending or offered(procedure, self.clerk, at=self.office.at), f"{procedure}: no way on"

    @invariant()
    def what_has_ended_has_no_clock(self):
        for procedure in Procedure.objects.exclude(ended_at=None):
            running = clocks.of(procedure_subject(procedure.pk)).filter(stopped_at=None)
            assert not running.exists(), f"{procedure}: {[one.kind for one in running]}"

    @invariant()
    def every_sum_is_equal_to_the_fen(self):
        stored = Counter()
        for kind, fen in LedgerEntry.objects.values_list("kind", "amount_fen"):
            stored[Kind(kind)] += fen
        assert +stored == +self.written
        for entry in LedgerEntry.objects.select_related("claimant"):
            assert entry.case_id == entry.claimant.case_id

    @invariant()
    def no_clock_counts_by_another_rule_than_the_tables_of_today(self):
        found = rules_of(list(Clock.objects.filter(stopped_at=None, kind__startswith="cases.")))
        assert not found, found

    @invariant()
    def the_list_shows_what_the_clocks_say(self):
        for case in Case.objects.all():
            subjects = [procedure_subject(one.pk) for one in case.procedures.filter(ended_at=None)]
            ends = [c.due_at for s in subjects for c in clocks.of(s) if c.stopped_at is None and c.paused_at is None]
            assert case.due_at == min(ends, default=None)
            assert case.state == case.procedures.get(kind="case").state

    @invariant()
    def an_open_claim_has_its_alarm_and_a_closed_one_has_none(self):
        for case in Case.objects.all():
            running = clocks.of(subject_of(case.pk)).filter(stopped_at=None)
            ends = [local_date(one.due_at) for one in running]
            assert case.limited_on == min(ends, default=None)
            assert case.open or not ends
            if case.open:
                found = limits_of(case, on=local_date(self.office.at))
                due = [one.last_day for one in (nearest(found, door) for door in BROUGHT) if one]
                assert case.limited_on == min(due, default=None), "the alarm is of yesterday"
            if case.open and not case.claimants.exists() and not case.procedures.filter(kind="arbitration").exists():
                assert ends, "an open case without workers on the ledger has the strictest alarm"

    @invariant()
    def a_case_is_closed_only_for_a_reason(self):
        for case in Case.objects.filter(state="closed"):
            assert case.pk in self.closed
            if self.closed[case.pk] == "reason":
                assert case.procedures.get(kind="case").known["stated_reason"]["words"]
            assert case.closed_at is not None
            doors = case.procedures.filter(ended_at=None).exclude(kind="case").values_list("kind", flat=True)
            assert all(case_types()[kind].outlives for kind in doors), f"closed with a door open: {list(doors)}"

    @invariant()
    def a_paper_serves_one_step_that_calls_for_it(self):
        forms, taken = {paper.paper: paper.form for _case, paper in self.papers}, Counter()
        for row in EventRow.objects.filter(type="cases.moved"):
            move = case_types()[row.data["kind"]].verb(row.data["before"], row.data["verb"])
            taken.update(one for one in row.data["papers"] if forms[one] in move.documents)
        assert set(taken.values()) <= {1}

    # --- reckoned here once more, not by the code under test --------------------------------------------------------

    def _left(self, case):
        sums = {}
        for one in LedgerEntry.objects.filter(case=case):
            sums.setdefault(one.claimant_id, Counter())[Kind(one.kind)] += one.amount_fen
        return {
            worker: (found[Kind.ESTABLISHED] if Kind.ESTABLISHED in found else found[Kind.CLAIMED])
            - found[Kind.PAID]
            - found[Kind.WAIVED]
            for worker, found in sums.items()
        }

    def _proved(self, case):
        rows = CaseFiling.objects.filter(case=case)
        yes = rows.exclude(paid_at=None).count()
        left = self._left(case)
        unpaid = sum(left.get(one, 1) > 0 for one in case.claimants.values_list("pk", flat=True))
        beyond = max(rows.count() - case.claimants.count(), 0)
        return unpaid + beyond <= yes and (bool(yes) or bool(left))

    def _head(self):
        from dataclasses import replace

        return replace(self.clerk, id="person:79", name="赵主任")

    def _any_open(self):
        return Case.objects.filter(open=True).exists()


def test_whatever_is_done_in_whatever_order_nothing_is_lost(small_town, an_employer, monkeypatch):
    monkeypatch.setattr(PORTS, "papers_of_case", None)

    class Here(Walk):
        town, employer = small_town, an_employer

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not LONGER,
            database=None,
        ),
    )
