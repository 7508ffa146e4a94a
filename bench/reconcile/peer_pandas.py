"""The peer in pandas, written by hand as well as we can."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

MONTH = r"(?:^|[^0-9])(20[0-9]{2})(?:年([0-9]{1,2})月|-([0-9]{2})(?:$|[^0-9-])|([0-9]{2})(?:$|[^0-9]))"
KEY = ["ent_id", "worker_id"]
DAY = np.timedelta64(1, "D")


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out."""
    rows = pd.read_parquet(bank, columns=["txn_id", "payee_acct", "amount_cents", "paid_date", "memo"])
    rows = rows[rows.memo.str.contains("工资", regex=False)].drop_duplicates("txn_id")
    rows["paid_date"] = pd.to_datetime(rows.paid_date)
    texts = rows.memo.str.replace(r"[0-9]{7,}$", "", regex=True)
    code, distinct = pd.factorize(texts)
    found = pd.Series(distinct).str.extract(MONTH)
    number = found[1].fillna(found[2]).fillna(found[3])
    month = (pd.to_numeric(found[0]) * 100 + pd.to_numeric(number)).fillna(0).astype("int32").to_numpy()
    rows["month"] = month[code]
    wages = rows.merge(pd.read_parquet(accounts), left_on="payee_acct", right_on="acct")
    wages = wages[[*KEY, "month", "amount_cents", "paid_date"]]
    bound = (
        wages[wages.month > 0]
        .groupby([*KEY, "month"], as_index=False)
        .agg(bound=("amount_cents", "sum"), last=("paid_date", "max"))
    )
    lines = pd.read_parquet(payroll)
    lines["due_date"] = pd.to_datetime(lines.due_date)
    lines = lines.merge(bound, on=[*KEY, "month"], how="left")
    lines["bound"] = lines.bound.fillna(0).astype("int64")
    lines["rest"] = (lines.due_cents - lines.bound).clip(lower=0)
    pots = wages[wages.month == 0].sort_values([*KEY, "paid_date"], kind="stable")
    pots["upto"] = pots.groupby(KEY).amount_cents.cumsum()
    totals = pots.groupby(KEY, as_index=False).amount_cents.sum().rename(columns={"amount_cents": "total"})
    debts = lines[lines.rest > 0].merge(totals, on=KEY).sort_values([*KEY, "due_date", "month"], kind="stable")
    debts["upto"] = debts.groupby(KEY).rest.cumsum()
    debts["free"] = np.minimum(debts.rest, debts.total - debts.upto + debts.rest).clip(lower=0)
    free = pd.merge_asof(
        debts[[*KEY, "month", "free", "upto"]].sort_values("upto"),
        pots[[*KEY, "upto", "paid_date"]].sort_values("upto"),
        on="upto", by=KEY, direction="forward",
    ).drop(columns="upto")  # fmt: skip
    lines = lines.merge(free, on=[*KEY, "month"], how="left")
    lines["free"] = lines.free.fillna(0).astype("int64")
    paid = lines.bound + lines.free
    full = pd.concat([lines["last"].where(lines.bound > 0), lines.paid_date.where(lines.free > 0)], axis=1).max(axis=1)
    over = ((full - lines.due_date) // DAY).clip(lower=0).fillna(0).where(paid == lines.due_cents, 0).astype("int32")
    due = lines.due_cents
    status = np.select([(paid == 0) & (due > 0), paid < due, paid > due, over > 0], [3, 2, 4, 1], 0).astype("int8")
    result = pd.DataFrame(
        {
            "worker_id": lines.worker_id, "ent_id": lines.ent_id, "month": lines.month, "due_cents": due,
            "paid_cents": paid, "arrears_cents": (due - paid).clip(lower=0), "status": status, "days_late": over,
        }
    ).sort_values(["ent_id", "worker_id", "month"])  # fmt: skip
    result.to_parquet(out / "result.parquet", compression="zstd", index=False)
    counts = {name: result.status == value for name, value in {"unpaid": 3, "under_": 2, "late": 1, "over_": 4}.items()}
    ent = result.assign(**counts).groupby("ent_id").agg(
        n=("month", "size"), **{name: (name, "sum") for name in counts},
        arrears_cents=("arrears_cents", "sum"), max_late=("days_late", "max"),
    )  # fmt: skip
    ent.reset_index().to_parquet(out / "ent.parquet", compression="zstd", index=False)
