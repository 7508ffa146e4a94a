"""The town is the same for the same seed, complete, and plausible."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from anxin.base.people.powers import Role
from anxin.project.demo.geometry import draw, sketch, village_names
from anxin.project.demo.schemas import COLUMNS, TRUTH_COLUMNS, schema_of
from anxin.project.demo.simulate import simulate


def digest(town):
    seal = hashlib.sha256()
    for name, table in sorted(town.tables().items()):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as out:
            out.write_table(table.combine_chunks())
        seal.update(name.encode() + sink.getvalue().to_pybytes())
    return seal.hexdigest()


def test_the_same_seed_gives_the_same_town_and_another_seed_another(small_town):
    again = simulate(seed=7, employers=160, workers=3000)
    other = simulate(seed=8, employers=160, workers=3000)
    assert digest(again) == digest(small_town)
    assert again.truth.results.equals(small_town.truth.results)
    assert digest(other) != digest(small_town)


def test_every_table_has_its_declared_columns(town):
    for name, table in town.tables().items():
        shape = {"late_bank": "bank", "fresh_bank": "bank", "fresh_payroll": "payroll"}.get(name, name)
        assert table.schema.equals(schema_of(shape)), name
    assert {"late_bank", "fresh_bank", "fresh_payroll", *COLUMNS} == set(town.tables())
    for name in TRUTH_COLUMNS:
        assert getattr(town.truth, name).schema.equals(schema_of(name, truth=True)), name


def test_the_size_is_about_what_was_asked(town):
    assert town.employers.num_rows == 1200
    assert abs(town.workers.num_rows - 30_000) < 1_500
    assert (town.first_month, town.last_month, town.fresh_month) == (202509, 202610, 202611)
    assert pc.count_distinct(town.payroll["month"]).as_py() == 14


def test_nothing_is_known_that_lies_after_today(town):
    today = town.as_of
    assert pc.max(town.payroll["due_date"]).as_py() <= today
    assert pc.max(town.payroll["handed_in"]).as_py() <= today
    for table, column in (
        (town.bank, "paid_date"),
        (town.bank, "known_on"),
        (town.signals, "known_on"),
        (town.insurance, "known_on"),
    ):
        assert pc.max(table[column]).as_py() <= today
    for table, column in (
        (town.complaints, "received_at"),
        (town.posts, "posted_at"),
        (town.patrols, "visited_at"),
        (town.incidents, "happened_at"),
    ):
        assert pc.max(table[column]).as_py().date() <= today


def test_nine_in_ten_months_are_paid_on_time_and_every_status_occurs(town):
    counts = {
        row["values"]: row["counts"]
        for row in pc.value_counts(town.truth.results["status"].combine_chunks()).to_pylist()
    }
    assert set(counts) == {0, 1, 2, 3, 4}
    assert 0.9 <= counts[0] / town.payroll.num_rows < 0.99


def test_every_village_and_each_focus_sector_has_employers(town):
    assert set(town.employers["village_code"].to_pylist()) == {code for code, _ in village_names()}
    assert {"park", "catering", "construction"} <= set(town.employers["focus"].to_pylist())
    assert set(town.employers["park_id"].to_pylist()) == {None, 1, 2, 3, 4, 5}


def test_spells_of_arrears_exist_in_the_focus_sectors_with_mass_incidents(town):
    spells = town.truth.spells
    assert 30 <= spells.num_rows <= 160
    assert pc.sum(spells["mass"]).as_py() >= 3
    sectors = town.employers["sector"].to_pylist()
    assert {sectors[ent - 1] for ent in spells["ent"].to_pylist()} >= {0, 1, 2}
    gathered = set(town.incidents.filter(pc.equal(town.incidents["kind"], "mass"))["ent_id"].to_pylist())
    assert set(spells.filter(spells["mass"])["ent"].to_pylist()) <= gathered


def test_complaints_of_a_spell_come_after_its_onset(town):
    for row in town.truth.spells.to_pylist():
        assert row["first_complaint"] == -1 or row["first_complaint"] >= row["onset"]
        assert row["end"] == -1 or row["end"] >= row["onset"] + 4


def test_gaps_exist_employers_in_no_live_grid(town):
    dead = set(town.grids.filter(pc.invert(town.grids["active"]))["code"].to_pylist())
    grid_codes = town.employers["grid_code"].to_pylist()
    assert grid_codes.count(None) > 0
    assert dead & set(grid_codes)


def test_an_employers_grid_lies_in_its_village(town):
    where = dict(zip(town.grids["code"].to_pylist(), town.grids["village_code"].to_pylist(), strict=True))
    employers = town.employers.select(["grid_code", "village_code"]).to_pylist()
    assert all(where[one["grid_code"]] == one["village_code"] for one in employers if one["grid_code"])


def test_the_bank_has_every_kind_of_dirt(town):
    bank = town.bank
    assert pc.count_distinct(bank["txn_id"]).as_py() < bank.num_rows
    assert pc.sum(pc.equal(bank["status"], "failed")).as_py() > 100
    known = pc.is_in(bank["payee_acct"], value_set=town.accounts["acct"].combine_chunks())
    assert pc.sum(pc.invert(known)).as_py() > 50
    assert pc.sum(pc.invert(pc.match_substring(bank["memo"], "工资"))).as_py() > 500
    assert pc.sum(pc.greater_equal(bank["payer_id"], 1_000_000)).as_py() > 1000
    spare = town.accounts.filter(pc.equal(town.accounts["kind"], "second"))["acct"].combine_chunks()
    assert pc.sum(pc.is_in(bank["payee_acct"], value_set=spare)).as_py() > 1000
    assert set(bank["payer_id"].to_pylist()) <= set(town.payers["payer_id"].to_pylist())


def test_a_worker_has_one_employment_with_one_employer(town):
    pairs = town.employments.group_by(["worker_id", "ent_id"]).aggregate([]).num_rows
    assert pairs == town.employments.num_rows
    assert pc.sum(town.employments["second_job"]).as_py() > 100
    several = town.employments.group_by("worker_id").aggregate([("ent_id", "count")])
    assert pc.max(several["ent_id_count"]).as_py() >= 2


def test_the_forgotten_statement_explains_a_whole_firm(town):
    ent = town.stories.filter(pc.equal(town.stories["key"], "missing_statement"))["ent_id"][0].as_py()

    def last(table):
        return table.filter(pc.and_(pc.equal(table["ent_id"], ent), pc.equal(table["month"], town.last_month)))

    assert set(last(town.truth.results)["status"].to_pylist()) == {3}
    assert set(last(town.truth.corrected)["status"].to_pylist()) == {0}


def test_the_fresh_month_holds_what_its_note_promises(town):
    ent = town.stories.filter(pc.equal(town.stories["key"], "fresh"))["ent_id"][0].as_py()
    found = town.truth.corrected
    fresh = found.filter(pc.and_(pc.equal(found["ent_id"], ent), pc.equal(found["month"], town.last_month)))
    counts = {row["values"]: row["counts"] for row in pc.value_counts(fresh["status"].combine_chunks()).to_pylist()}
    assert (counts[3], counts[2]) == (3, 2)
    assert pc.sum(pc.equal(town.fresh_bank["status"], "failed")).as_py() == 2
    loaded = town.payroll.filter(pc.equal(town.payroll["ent_id"], ent))
    assert town.last_month not in loaded["month"].to_pylist()


def test_the_duty_list_has_no_gap(town):
    shifts = town.roster.to_pylist()
    assert all(before["ends"] == after["starts"] for before, after in pairwise(shifts))
    assert shifts[0]["day"] < town.as_of < shifts[-1]["day"]


def test_people_hold_roles_the_product_knows(town):
    assert set(town.people["role"].to_pylist()) == {role.value for role in Role}
    assert len(set(town.people["login"].to_pylist())) == town.people.num_rows
    places = set(town.places["code"].to_pylist())
    assert set(town.people["place_code"].to_pylist()) <= places


def test_every_place_lies_below_its_parent(town):
    paths = {row["code"]: row["path"] for row in town.places.to_pylist()}
    for row in town.places.to_pylist():
        assert row["path"] == paths.get(row["parent_code"], "") + row["code"] + "/"


def test_the_sketch_is_what_the_drawing_program_draws():
    drawn = draw()["features"]
    assert [feature["properties"]["code"] for feature in drawn] == [cell.code for cell in sketch()]
    assert [len(feature["geometry"]["coordinates"][0]) - 1 for feature in drawn] == [
        len(cell.corners) for cell in sketch()
    ]
    assert sum(cell.kind != "grid" for cell in sketch()) == 30


def test_the_panel_says_nothing_before_it_is_known(town):
    panel = town.panel
    assert pc.min(panel["week"]).as_py() == 0
    silent = {row["ent_id"] for row in town.employers.to_pylist() if not row["reports"]}
    theirs = panel.filter(pc.is_in(panel["ent"], value_set=pa.array(sorted(silent), pa.int64())))
    assert pc.all(pc.is_nan(theirs["late_days"])).as_py()
    first = panel.filter(pc.less(panel["week"], 2))
    assert pc.all(pc.is_nan(first["power"])).as_py()


@pytest.mark.parametrize(
    ("as_of", "months", "employers", "workers"),
    [(date(2025, 3, 3), 5, 40, 700), (date(2027, 2, 20), 14, 20, 300), (date(2026, 6, 1), 8, 14, 60)],
)
def test_other_days_and_sizes_work_too(as_of, months, employers, workers):
    made = simulate(3, as_of, employers=employers, workers=workers, months=months)
    assert made.employers.num_rows == employers
    assert pc.count_distinct(made.payroll["month"]).as_py() <= months
    assert made.payroll.num_rows > 0
