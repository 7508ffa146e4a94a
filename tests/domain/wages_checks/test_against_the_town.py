"""The checks find in a small demonstration town exactly what its makers put there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anxin.domain.wages.insurance import Employed, gaps
from anxin.domain.wages.minimum import MonthWorked, check_minimum, minimum_wage
from anxin.domain.wages.payday import Sure
from anxin.kernel.period import Month
from anxin.law import book
from anxin.project.demo.simulate import simulate

TOWN = "330602013"


@pytest.fixture(scope="module")
def town():
    return simulate(employers=150, workers=2500, months=8)


def test_minimum_wage_findings_are_the_truth(town):
    law, part_time = book(TOWN), {}
    for row in town.employments.select(["worker_id", "ent_id", "part_time"]).to_pylist():
        part_time[row["worker_id"], row["ent_id"]] = row["part_time"]
    found, standards = set(), {}
    for row in town.payroll.to_pylist():
        month = Month.of_code(row["month"])
        standard = standards.setdefault(month, minimum_wage(law, month, place=TOWN))
        worked = MonthWorked(
            month,
            pay_fen=row["base_cents"],
            attendance_days=row["attendance_days"],
            part_time=part_time[row["worker_id"], row["ent_id"]],
        )
        below = check_minimum(worked, standard)
        if below and below.sure is Sure.FINDING:
            found.add((row["worker_id"], row["ent_id"], row["month"], below.short_fen))
    columns = ["worker_id", "ent_id", "month", "short_cents"]
    truth = {tuple(row.values()) for row in town.truth.minimum_wage.select(columns).to_pylist()}
    assert truth
    assert found == truth


def test_insurance_findings_are_the_truth(town):
    rows = town.insurance.to_pylist()
    insured = {(row["ent_id"], row["worker_id"], Month.of_code(row["month"])) for row in rows if row["insured"]}
    reported = {(row["ent_id"], Month.of_code(row["month"])) for row in rows}
    spells = [
        Employed(row["worker_id"], row["ent_id"], row["joined"], row["left"] and row["left"] - timedelta(days=1),
                 row["part_time"])
        for row in town.employments.to_pylist()
    ]  # fmt: skip
    sure = [
        one for one in gaps(spells, insured, reported=reported, law=book(TOWN), on=town.as_of)
        if one.sure is Sure.FINDING
    ]  # fmt: skip
    truth = {tuple(row.values()) for row in town.truth.insurance_gaps.to_pylist()}
    found = {(one.employer_id, one.worker_id, one.month.code) for one in sure}
    assert truth
    assert found == truth
