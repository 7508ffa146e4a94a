"""The peer in Polars, written by hand as well as we can: lazy, so that the optimiser sees the whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl

MONTH = r"(?:^|[^0-9])(20[0-9]{2})(?:年([0-9]{1,2})月|-([0-9]{2})(?:$|[^0-9-])|([0-9]{2})(?:$|[^0-9]))"
KEY = ["ent_id", "worker_id"]


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out."""
    found = pl.col("memo").str.extract_groups(MONTH).struct
    wages = (
        pl.scan_parquet(bank)
        .filter(pl.col("memo").str.contains("工资", literal=True))
        .unique("txn_id", keep="any")
        .with_columns(
            month=(
                found.field("1").cast(pl.Int32) * 100
                + pl.coalesce(found.field("2"), found.field("3"), found.field("4")).cast(pl.Int32)
            )
        )
        .join(pl.scan_parquet(accounts), left_on="payee_acct", right_on="acct")
        .select(*KEY, "month", "amount_cents", "paid_date")
        .collect()
    )
    bound = (
        wages.lazy()
        .drop_nulls("month")
        .group_by(*KEY, "month")
        .agg(pl.col("amount_cents").sum().alias("bound"), pl.col("paid_date").max().alias("last"))
    )
    lines = (
        pl.scan_parquet(payroll)
        .join(bound, on=[*KEY, "month"], how="left")
        .with_columns(pl.col("bound").fill_null(0))
        .with_columns(rest=pl.max_horizontal(pl.col("due_cents") - pl.col("bound"), 0))
        .collect()
    )
    pots = (
        wages.lazy()
        .filter(pl.col("month").is_null())
        .sort(*KEY, "paid_date")
        .with_columns(upto=pl.col("amount_cents").cum_sum().over(KEY))
        .collect()
    )
    totals = pots.lazy().group_by(KEY).agg(pl.col("amount_cents").sum().alias("total"))
    debts = (
        lines.lazy()
        .filter(pl.col("rest") > 0)
        .join(totals, on=KEY)
        .sort(*KEY, "due_date", "month")
        .with_columns(upto=pl.col("rest").cum_sum().over(KEY))
        .with_columns(
            free=(pl.min_horizontal("rest", pl.col("total") - pl.col("upto") + pl.col("rest"))).clip(lower_bound=0)
        )
        .select(*KEY, "month", "free", "upto")
        .sort("upto")
    )
    free = debts.join_asof(
        pots.lazy().select(*KEY, "upto", pl.col("paid_date").alias("free_last")).sort("upto"),
        on="upto", by=KEY, strategy="forward",
    ).drop("upto")  # fmt: skip
    result = (
        lines.lazy()
        .join(free, on=[*KEY, "month"], how="left")
        .with_columns(pl.col("free").fill_null(0))
        .with_columns(
            paid_cents=pl.col("bound") + pl.col("free"),
            full=pl.max_horizontal(
                pl.when(pl.col("bound") > 0).then("last"), pl.when(pl.col("free") > 0).then("free_last")
            ),
        )
        .with_columns(
            over=pl.when(pl.col("paid_cents") == pl.col("due_cents"))
            .then(((pl.col("full") - pl.col("due_date")).dt.total_days()).clip(lower_bound=0))
            .otherwise(0)
            .fill_null(0)
            .cast(pl.Int32)
        )
        .select(
            "worker_id", "ent_id", "month", "due_cents", "paid_cents",
            arrears_cents=pl.max_horizontal(pl.col("due_cents") - pl.col("paid_cents"), 0),
            status=pl.when((pl.col("paid_cents") == 0) & (pl.col("due_cents") > 0)).then(3)
            .when(pl.col("paid_cents") < pl.col("due_cents")).then(2)
            .when(pl.col("paid_cents") > pl.col("due_cents")).then(4)
            .when(pl.col("over") > 0).then(1).otherwise(0).cast(pl.Int8),
            days_late="over",
        )
        .sort("ent_id", "worker_id", "month")
        .collect()
    )  # fmt: skip
    result.write_parquet(out / "result.parquet", compression="zstd")
    count = {"unpaid": 3, "under_": 2, "late": 1, "over_": 4}
    ent = result.group_by("ent_id").agg(
        pl.len().cast(pl.Int64).alias("n"),
        *[(pl.col("status") == value).sum().cast(pl.Int64).alias(name) for name, value in count.items()],
        pl.col("arrears_cents").sum(),
        pl.col("days_late").max().alias("max_late"),
    )
    ent.sort("ent_id").write_parquet(out / "ent.parquet", compression="zstd")
