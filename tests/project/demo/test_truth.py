"""The truth agrees with a second, slow and plain computation in this file, which shares nothing with the generator."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from datetime import date

import pyarrow.compute as pc

MONTH = re.compile(r"(20\d\d)年(\d{1,2})月|(20\d\d)-(\d\d)|(?<!\d)(20\d\d)(\d\d)(?!\d)")


def month_in(memo):
    found = MONTH.search(memo)
    if not found:
        return None
    year, number = [part for part in found.groups() if part]
    return int(year) * 100 + int(number)


def settle(payroll, bank):
    """Oldest first, one month after the other, as a clerk would do it with a pencil."""
    months = {row["month"]: {**row, "paid": 0, "full_on": None} for row in payroll}
    loose = []
    for row in sorted(bank, key=lambda each: each["paid_date"]):
        named = month_in(row["memo"])
        if named is None:
            loose.append([row["paid_date"], row["amount_cents"]])
        elif named in months:
            target = months[named]
            target["paid"] += row["amount_cents"]
            target["full_on"] = row["paid_date"]
    for target in sorted(months.values(), key=lambda each: each["due_date"]):
        for pot in loose:
            missing = target["due_cents"] - target["paid"]
            if missing <= 0:
                break
            part = min(missing, pot[1])
            if part:
                pot[1] -= part
                target["paid"] += part
                target["full_on"] = max(target["full_on"] or date.min, pot[0])
    return months


def verdict(row):
    due, paid = row["due_cents"], row["paid"]
    if paid == 0:
        return 3, 0
    if paid != due:
        return (2, 0) if paid < due else (4, 0)
    late = max((row["full_on"] - row["due_date"]).days, 0)
    return (1, late) if late else (0, 0)


def check(town, payroll, bank, results, ents):
    pairs = {row["acct"]: (row["worker_id"], row["ent_id"]) for row in town.accounts.to_pylist()}
    owed, paid = defaultdict(list), defaultdict(dict)
    for row in payroll.filter(pc.is_in(payroll["ent_id"], value_set=ents)).to_pylist():
        owed[row["worker_id"], row["ent_id"]].append(row)
    for row in bank.filter(pc.match_substring(bank["memo"], "工资")).to_pylist():
        if row["payee_acct"] in pairs:
            paid[pairs[row["payee_acct"]]][row["txn_id"]] = row
    checked = 0
    for row in results.filter(pc.is_in(results["ent_id"], value_set=ents)).to_pylist():
        pair = row["worker_id"], row["ent_id"]
        if pair not in owed:
            continue
        mine = settle(owed[pair], paid[pair].values())[row["month"]]
        assert (row["due_cents"], row["paid_cents"]) == (mine["due_cents"], mine["paid"]), row
        assert (row["status"], row["days_late"]) == verdict(mine), (row, mine)
        assert row["arrears_cents"] == max(mine["due_cents"] - mine["paid"], 0)
        checked += 1
    return checked


def some_employers(town, count):
    import pyarrow as pa

    stories = town.stories["ent_id"].to_pylist()
    troubled = town.truth.spells["ent"].to_pylist()
    others = random.Random(1).sample(range(1, town.employers.num_rows + 1), count)
    return pa.array(sorted({*stories, *troubled, *others}), pa.int64())


def test_results_agree_with_settling_by_hand(town):
    checked = check(town, town.payroll, town.settled_bank(), town.truth.results, some_employers(town, 250))
    assert checked > 50_000


def test_results_of_a_small_town_agree_to_the_last_row(small_town):
    import pyarrow as pa

    every = pa.array(range(1, small_town.employers.num_rows + 1), pa.int64())
    results = small_town.truth.results
    assert check(small_town, small_town.payroll, small_town.settled_bank(), results, every) == results.num_rows


def test_what_comes_in_late_gives_the_corrected_results(town):
    import pyarrow as pa

    payroll = pa.concat_tables([town.payroll, town.fresh_payroll])
    bank = pa.concat_tables([town.bank, town.fresh_bank, town.late_bank])
    bank = bank.filter(pc.equal(bank["status"], "success"))
    results = town.truth.corrected
    ents = pc.unique(results["ent_id"])
    assert check(town, payroll, bank, results, ents) == results.num_rows


def test_there_is_one_result_for_every_payroll_row(town):
    key = ["worker_id", "ent_id", "month"]
    results = town.truth.results.select([*key, "due_cents"])
    joined = results.join(town.payroll.select([*key, "due_cents"]), [*key, "due_cents"], join_type="full outer")
    assert results.num_rows == town.payroll.num_rows == joined.num_rows
    assert results.group_by(key).aggregate([]).num_rows == results.num_rows


def test_employers_sum_up_their_results(town):
    results = town.truth.results
    sums = results.group_by("ent_id").aggregate([("arrears_cents", "sum"), ("ent_id", "count"), ("days_late", "max")])
    found = {row["ent_id"]: row for row in sums.to_pylist()}
    unpaid = results.filter(pc.equal(results["status"], 3)).group_by("ent_id").aggregate([("ent_id", "count")])
    unpaid_of = {row["ent_id"]: row["ent_id_count"] for row in unpaid.to_pylist()}
    for row in town.truth.employers.to_pylist():
        mine = found[row["ent_id"]]
        assert row["arrears_cents"] == mine["arrears_cents_sum"]
        assert (row["n"], row["max_late"]) == (mine["ent_id_count"], mine["days_late_max"])
        assert row["unpaid"] == unpaid_of.get(row["ent_id"], 0)


def test_no_month_is_overpaid_except_by_name(town):
    """Free payments never exceed what is left, so no rule about a remainder is needed."""
    over = town.truth.results.filter(pc.equal(town.truth.results["status"], 4))
    assert 0 < over.num_rows < 0.004 * town.payroll.num_rows


def test_minimum_wage_truth_is_full_month_below_the_minimum(town):
    found = town.truth.minimum_wage.to_pylist()
    assert found
    assert all(row["base_cents"] + row["short_cents"] == row["minimum_cents"] for row in found)
    story = town.stories.filter(pc.equal(town.stories["key"], "below_minimum"))["ent_id"][0].as_py()
    assert story in {row["ent_id"] for row in found}


def test_insurance_gaps_are_rows_that_say_not_insured(town):
    gaps = town.truth.insurance_gaps
    said = town.insurance.filter(pc.invert(town.insurance["insured"])).select(["ent_id", "worker_id", "month"])
    keys = ["ent_id", "worker_id", "month"]
    assert gaps.join(said, keys, join_type="left anti").num_rows == 0
    assert gaps.num_rows > 0


def test_spells_show_in_the_results(town):
    """Every spell of an employer who reports can be seen: somebody is owed a month for four weeks or longer."""
    results = town.truth.results
    reports = {row["ent_id"] for row in town.employers.to_pylist() if row["reports"]}
    bad = results.filter(
        pc.or_(pc.greater_equal(results["days_late"], 28), pc.greater(results["arrears_cents"], 10_000))
    )
    seen = set(bad["ent_id"].to_pylist())
    assert {ent for ent in town.truth.spells["ent"].to_pylist() if ent in reports} <= seen
