"""Every fact a rule asks for is gathered, or named as one that nothing gives yet; and figures are those of the day."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from anxin.apps.payroll.models import Breach, Dispute, WageFile
from anxin.apps.payroll.sheet_readings import sheet_readings
from anxin.apps.registry.api import employers
from anxin.apps.registry.models import PayAccount, Project
from anxin.apps.warning.gathering import gather
from anxin.apps.warning.observed import COUNTED, LATEST
from anxin.base.scope import Scope
from anxin.domain.risk.conditions import AtLeast, Atom, Every, facts_of
from anxin.domain.risk.parsing import parse_document
from anxin.domain.risk.rules import State
from anxin.law.data.rules import warning_documents

ON = date(2026, 11, 23)
WAITING = {"complaint_fen_30d", "complaint_repeat_share"}
"""Facts that only an alternative of an active rule asks for and that complaints do not carry before intake is built."""
ACTIVE = [
    rule
    for name, text in warning_documents().items()
    for rule in parse_document(name, text)
    if rule.state is State.ACTIVE
]


def facts_about(employer, on=ON):
    found = gather(employers(Scope.everywhere()).in_bulk([employer.pk]), scope=Scope.everywhere(), on=on)
    return found[0]


def lake(settings, tmp_path):
    from dataclasses import replace

    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    root = tmp_path / "lake"
    root.mkdir()
    return root


def stage(root, name, table, *, kind, town, at):
    import pyarrow.parquet as pq

    pq.write_table(table, root / name)
    return WageFile.objects.create(
        kind=kind,
        state="live",
        file_name=name,
        sha256=name,
        place_path=town.path,
        parts=[{"path": name}],
        by="x",
        at=at,
    )


@pytest.fixture
def rich(scene, settings, tmp_path, now):
    """An employer of whom everything is known that the product can know."""
    employer = scene.employer(sector="construction", registered_capital_fen=100_000_000)
    for _ in range(6):
        scene.months(scene.employer(sector="construction"), 1)
    scene.months(employer, 8, late=3, max_late=12, uninsured=2, below_minimum=1)
    scene.owes(employer, 300_000, month=202609)
    leaver = scene.worker(employer, left=date(2026, 10, 31))
    scene.owes(employer, 200_000, worker=leaver)
    Project.objects.create(
        code="P1", name="某工程", place=scene.town.east, place_path=scene.town.east.path, contractor=employer,
        price_fen=1, special_account=False, deposit_fen=0, real_name=False,
    )  # fmt: skip
    for kind in {*LATEST, *COUNTED, "gathering"}:
        scene.hears(employer, kind, 1.0)
    for back in range(2, 10):
        scene.hears(employer, "power", 1.0, on=ON - timedelta(days=30 * back))
        scene.hears(employer, "complaint", 1.0, on=ON - timedelta(days=7 * back))
    worker = scene.worker(employer)
    Dispute.objects.create(
        employer=employer, worker=worker, place_path=employer.place_path, month=202610, claimed_due_fen=1, reason="少算",
        by="x", at=now,
    )  # fmt: skip
    Breach.objects.create(
        employer=employer, worker=worker, place_path=employer.place_path, month=202610, kind="deduction", sure="finding"
    )
    root = lake(settings, tmp_path)
    PayAccount.objects.create(
        worker=leaver, employer=employer, account_hash=77, account_sealed="x", account_tail="0077"
    )
    payroll = pa.table(
        {"ent_id": [employer.pk] * 3, "worker_id": [1, 1, 2], "month": [202609, 202610, 202610],
         "due_cents": [500_000, 700_000, 600_000], "file": [1, 2, 2]}
    )  # fmt: skip
    stage(root, "p.parquet", payroll, kind="payroll", town=scene.town.town, at=now)
    bank = pa.table(
        {"payee_acct": [77, 77, 88], "status": ["failed", "ok", "failed"],
         "paid_date": pa.array([date(2026, 11, 15)] * 3, pa.date32())}
    )  # fmt: skip
    stage(root, "b.parquet", bank, kind="bank", town=scene.town.town, at=now)
    return employer


def test_every_fact_an_active_rule_asks_for_is_gathered(rich):
    found = facts_about(rich)
    asked = {fact for rule in ACTIVE for fact in facts_of(rule.when)} - WAITING
    assert not sorted(fact for fact in asked if getattr(found, fact) is None)


def _can_fire(condition, known):
    if isinstance(condition, Atom):
        return condition.fact in known and (condition.of is None or condition.of in known)
    parts = [_can_fire(part, known) for part in condition.parts]
    if isinstance(condition, Every):
        return all(parts)
    assert isinstance(condition, AtLeast)
    return sum(parts) >= condition.count


def test_every_active_rule_can_fire_on_facts_that_are_gathered(rich):
    found = facts_about(rich)
    known = {name for name in found.__slots__ if getattr(found, name) is not None}
    assert not [rule.id for rule in ACTIVE if not _can_fire(rule.when, known)]


def test_a_rule_set_aside_says_why():
    aside = {
        rule.id: rule.why_not
        for name, text in warning_documents().items()
        for rule in parse_document(name, text)
        if rule.state is State.REFERENCE
    }
    assert {"declared_unmatched.yellow", "anqing_2008_plan", "related.orange", "phoenix.orange"} <= set(aside)
    assert all(len(why) > 5 for why in aside.values())


def test_of_an_unknown_employer_nothing_counts_as_zero(scene):
    found = facts_about(scene.employer(head_count=None, contract_count=None))
    assert found.paid_share is None
    assert found.power_ratio is None
    assert found.complaints_7d is None
    assert found.payrolls_missing_months is None


def test_sheets_tell_the_highest_pay_and_transfers_sent_back(rich):
    found = facts_about(rich)
    assert (found.top_month_pay_fen, found.top_year_pay_fen) == (700_000, 1_200_000)
    assert found.failed_transfers == 1


def test_a_transfer_sent_back_counts_no_more_once_the_worker_is_paid(rich, scene):
    scene.pays_all(rich)
    assert facts_about(rich).failed_transfers == 0


def test_a_corrected_sheet_replaces_the_earlier_one(scene, settings, tmp_path, now):
    employer = scene.employer()
    root = lake(settings, tmp_path)
    columns = {"ent_id": [employer.pk], "worker_id": [1], "month": [202610]}
    stage(
        root,
        "1",
        pa.table({**columns, "due_cents": [9_000_000], "file": [1]}),
        kind="payroll",
        town=scene.town.town,
        at=now,
    )
    stage(
        root,
        "2",
        pa.table({**columns, "due_cents": [900_000], "file": [2]}),
        kind="payroll",
        town=scene.town.town,
        at=now,
    )
    readings = sheet_readings({employer.place_path}, on=ON)
    assert readings[employer.pk].top_month_fen == 900_000


def test_the_minimum_wage_is_that_of_the_law_book(scene):
    assert facts_about(scene.employer()).minimum_wage_fen in range(150_000, 400_000)


def test_who_left_and_is_still_owed_is_unsettled(scene):
    employer = scene.employer()
    scene.owes(employer, 100_000, worker=scene.worker(employer, left=date(2026, 11, 20)))
    scene.owes(employer, 100_000, worker=scene.worker(employer, left=date(2026, 12, 1)))
    scene.owes(employer, 100_000)
    assert facts_about(employer).leavers_unsettled == 1


def test_what_was_paid_only_later_was_still_owed_on_the_day(scene):
    employer = scene.employer()
    short = scene.owes(employer, 300_000, month=202609, open_now=100_000)
    scene.recovered(short, 200_000, ON)
    day_before = facts_about(employer, ON - timedelta(days=1))
    assert day_before.arrears_fen == 300_000
    assert (day_before.unpaid_workers, day_before.short_workers) == (1, 0)
    today = facts_about(employer)
    assert (today.arrears_fen, today.unpaid_workers, today.short_workers) == (100_000, 0, 1)


def test_nothing_is_owed_before_the_pay_day(scene):
    employer = scene.employer()
    scene.owes(employer, 300_000, month=202610)
    assert facts_about(employer, date(2026, 11, 14)).arrears_fen == 0
    assert facts_about(employer, date(2026, 11, 15)).arrears_fen == 300_000


def test_debt_growth_compares_with_thirty_days_ago(scene):
    employer = scene.employer()
    assert facts_about(employer).arrears_growth is None
    scene.owes(employer, 200_000, month=202609)
    scene.owes(employer, 100_000, month=202610)
    assert facts_about(employer).arrears_growth == 0.5


@pytest.mark.parametrize(("paid", "days"), [(0, 8), (1, 0)])
def test_a_pay_day_is_silent_while_no_fen_arrived(scene, paid, days):
    employer = scene.employer()
    scene.months(employer, 3, last=202609)
    scene.month(employer, 202610, paid_fen=paid)
    assert facts_about(employer).payday_silent_days == days


@pytest.mark.parametrize(
    ("last", "on", "days"),
    [(202610, ON, 0), (202609, ON, 8), (202609, date(2026, 11, 15), 0), (202609, date(2026, 11, 16), 1)],
)
def test_a_sheet_is_late_from_the_pay_day_on(scene, last, on, days):
    employer = scene.employer()
    scene.months(employer, 3, last=last)
    assert facts_about(employer, on).return_late_days == days


def test_a_delay_is_measured_against_the_same_trade(scene):
    employer = scene.employer()
    scene.month(employer, 202610, late=5, max_late=30)
    for _ in range(5):
        scene.month(scene.employer(), 202610)
    for _ in range(9):
        scene.month(scene.employer(sector="catering"), 202610, late=5, max_late=40)
    assert facts_about(employer).late_deviation == 10.0


def test_too_few_peers_say_nothing(scene):
    employer = scene.employer()
    scene.month(employer, 202610, late=5, max_late=30)
    scene.month(scene.employer(), 202610)
    assert facts_about(employer).late_deviation is None


def test_power_is_measured_against_the_employers_own_past(scene):
    employer = scene.employer()
    for back in range(1, 9):
        scene.hears(employer, "power", 1.0, on=ON - timedelta(days=30 * back))
    scene.hears(employer, "power", 0.4)
    assert facts_about(employer).power_deviation == -7.5


def test_an_observation_counts_only_once_it_is_known(scene):
    employer = scene.employer()
    scene.hears(employer, "lawsuit", on=date(2026, 11, 1), known_on=date(2026, 11, 20))
    scene.hears(scene.employer(), "lawsuit", on=date(2026, 10, 1))
    assert facts_about(employer, date(2026, 11, 19)).lawsuits_90d == 0
    assert facts_about(employer, date(2026, 11, 20)).lawsuits_90d == 1


@pytest.mark.parametrize("shift", range(7))
def test_a_surge_is_seen_wherever_the_week_begins(scene, shift):
    """Six complaints in three days make a surge on every weekday: windows roll and no Monday cuts them in two."""
    employer, on = scene.employer(), ON + timedelta(days=shift)
    for back in range(3):
        scene.hears(employer, "complaint", on=on - timedelta(days=back), source=f"信{back}", times=2)
    found = facts_about(employer, on)
    assert found.complaint_surge is True
    assert found.complaints_7d == 6


def test_windows_let_go_on_the_eighth_day(scene):
    employer = scene.employer()
    scene.hears(employer, "complaint", on=ON)
    assert facts_about(employer, ON + timedelta(days=6)).complaints_7d == 1
    assert facts_about(employer, ON + timedelta(days=7)).complaints_7d == 0


def test_complaints_are_compared_with_the_thirty_days_before(scene):
    employer = scene.employer()
    scene.hears(employer, "complaint", on=ON - timedelta(days=40), times=2)
    scene.hears(employer, "complaint", on=ON - timedelta(days=4), times=3)
    assert facts_about(employer).complaint_growth == 0.5
