"""Payrolls, bank flows and accounts of any size, with the exact truth known from how they were made.

The truth is built payment by payment while the flows are drawn, in plain loops over employments, without any code of
the product: bound payments first, then the rest oldest first. Dirt: splits, halves, doubles, cents missing and over,
lumps, stops, re-exported duplicates, non-wage memos, unknown accounts, second accounts, third-party payers, memos for
months that are not on the payroll, same-day ties, payments before the due date.
"""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

EPOCH = date(1970, 1, 1)
MONTHS = 12
PER_BLOCK = 20_000
FIRST_YEAR, FIRST_MONTH = 2026, 1


def month_code(index: int) -> int:
    year, number = divmod(FIRST_MONTH - 1 + index, 12)
    return (FIRST_YEAR + year) * 100 + number + 1


def due_day(index: int, pay_day: int) -> int:
    code = month_code(index + 1)
    return (date(code // 100, code % 100, pay_day) - EPOCH).days


@dataclass
class Block:
    payroll: dict[str, list[int]] = field(
        default_factory=lambda: {k: [] for k in ("worker_id", "ent_id", "month", "due_cents", "due_date")}
    )
    bank: dict[str, list] = field(
        default_factory=lambda: {
            k: [] for k in ("txn_id", "payer_id", "payee_acct", "amount_cents", "paid_date", "memo")
        }
    )
    accounts: dict[str, list[int]] = field(default_factory=lambda: {k: [] for k in ("acct", "worker_id", "ent_id")})
    truth: dict[str, list[int]] = field(
        default_factory=lambda: {
            k: []
            for k in (
                "worker_id", "ent_id", "month", "due_cents", "paid_cents", "arrears_cents", "status", "days_late",
            )
        }
    )  # fmt: skip


class Writer:
    """Draws one block of workers."""

    def __init__(self, seed: int, block: int, first_worker: int, workers: int, ents: int) -> None:
        self.draw = random.Random(f"{seed}-{block}")
        self.block = Block()
        self.txn = 10_000_000_000 + block * 10_000_000
        self.first_worker, self.workers, self.ents = first_worker, workers, ents

    def make(self) -> Block:
        for worker in range(self.first_worker, self.first_worker + self.workers):
            home = worker % self.ents if self.draw.random() < 0.7 else self.draw.randrange(self.ents)
            employments = [home]
            if self.draw.random() < 0.02:
                employments.append(
                    (home + 1 + self.draw.randrange(self.ents - 1)) % self.ents if self.ents > 1 else home
                )
            for position, ent in enumerate(dict.fromkeys(employments)):
                self.employment(worker + 1, ent + 1, position)
        return self.block

    def employment(self, worker: int, ent: int, position: int) -> None:
        draw = self.draw
        accounts = [6_200_000_000_000_000_000 + worker * 1000 + position * 10]
        if draw.random() < 0.08:
            accounts.append(accounts[0] + 1)
        for acct in accounts:
            self.row(self.block.accounts, acct, worker, ent)
        base = draw.randrange(300_000, 1_200_000)
        pay_day = 10 + ent % 16
        dues = [base + draw.randrange(-50_000, 80_000) for _ in range(MONTHS)]
        days = [due_day(index, pay_day) for index in range(MONTHS)]
        bound: list[tuple[int, int, int]] = []
        free: list[tuple[int, int]] = []
        habit = draw.random()
        stop = draw.randrange(MONTHS) if draw.random() < 0.06 else MONTHS
        held: list[int] = []
        for index in range(MONTHS):
            if index >= stop:
                break
            held = self.month(index, dues, days, habit, held, accounts, ent, bound, free)
        if held and draw.random() < 0.5:
            self.pay(sum(dues[i] for i in held), days[-1] + draw.randrange(60), None, accounts, ent, bound, free)
        if draw.random() < 0.05:
            self.dirt(accounts[0], ent, days)
        if draw.random() < 0.01:  # back pay for a month that is not on the payroll: settles nothing here
            self.transfer(draw.randrange(10_000, 500_000), days[0], accounts[0], ent, "补发2025年11月工资")
        self.truth(worker, ent, dues, days, bound, free)

    def month(self, index, dues, days, habit, held, accounts, ent, bound, free):
        draw = self.draw
        due, day = dues[index], days[index]
        named = index if habit < 0.6 or (habit < 0.9 and draw.random() < 0.5) else None
        late = 0 if draw.random() < 0.85 else draw.randrange(1, 45)
        early = draw.randrange(3) if late == 0 else 0
        paid_on = day + late - early
        fate = draw.random()
        if held or fate < 0.02:  # a lump after some months
            held = [*held, index]
            if len(held) > 1 and draw.random() < 0.6:
                self.pay(sum(dues[i] for i in held), paid_on, None, accounts, ent, bound, free)
                held = []
            return held
        if fate < 0.90:
            self.pay(due, paid_on, named, accounts, ent, bound, free)
        elif fate < 0.925:  # split in two, sometimes on one day
            part = draw.randrange(1, due)
            self.pay(part, paid_on, named, accounts, ent, bound, free)
            self.pay(due - part, paid_on + draw.choice((0, 0, 1, 7, 20)), named, accounts, ent, bound, free)
        elif fate < 0.945:
            self.pay(due // 2, paid_on, named, accounts, ent, bound, free)
        elif fate < 0.955:
            self.pay(due, paid_on, named, accounts, ent, bound, free)
            self.pay(due, paid_on + draw.randrange(3), named, accounts, ent, bound, free)
        elif fate < 0.975:
            self.pay(
                max(due + draw.choice((-1, 1)) * draw.randrange(1, 99), 1), paid_on, named, accounts, ent, bound, free
            )
        return held  # the rest is never paid

    def pay(self, amount, day, named, accounts, ent, bound, free):
        draw = self.draw
        if named is None:
            memo = draw.choice(("工资", "代发工资", "工资发放", "补发工资"))
            free.append((day, amount))
        else:
            code = month_code(named)
            memo = draw.choice(
                (
                    f"{code // 100}年{code % 100}月工资",
                    f"工资{code // 100}-{code % 100:02d}",
                    f"代发工资 {code}",
                    f"{code // 100}年{code % 100:02d}月份工资",
                )
            )
            bound.append((named, day, amount))
        self.transfer(amount, day, draw.choice(accounts), ent, memo)

    def transfer(self, amount: int, day: int, acct: int, ent: int, memo: str) -> None:
        draw = self.draw
        self.txn += draw.randrange(1, 20)
        if draw.random() < 0.5:
            memo = f"{memo} 流水{draw.randrange(10**9, 10**10)}"
        payer = ent if draw.random() < 0.9 else 9_000_000 + draw.randrange(50_000)
        row = (self.txn, payer, acct, amount, day, memo)
        self.row(self.block.bank, *row)
        if draw.random() < 0.01:
            self.row(self.block.bank, *row)

    def dirt(self, acct: int, ent: int, days: list[int]) -> None:
        draw = self.draw
        for _ in range(draw.randrange(1, 4)):
            self.transfer(
                draw.randrange(1_000, 900_000),
                draw.choice(days),
                acct,
                ent,
                draw.choice(("报销款", "借款", "货款 202603")),
            )
        if draw.random() < 0.3:
            self.transfer(
                draw.randrange(1_000, 900_000), draw.choice(days), 77_000_000_000 + draw.randrange(10**9), ent, "工资"
            )

    def truth(self, worker, ent, dues, days, bound, free):
        paid, full = [0] * MONTHS, [0] * MONTHS
        for index, day, amount in bound:
            paid[index] += amount
            full[index] = max(full[index], day)
        for day, amount in sorted(free):
            for index in range(MONTHS):
                if amount == 0:
                    break
                part = min(amount, max(dues[index] - paid[index], 0))
                if part:
                    paid[index] += part
                    full[index] = max(full[index], day)
                    amount -= part
        for index in range(MONTHS):
            due, got = dues[index], paid[index]
            over = max(full[index] - days[index], 0) if got == due else 0
            status = 3 if got == 0 else 2 if got < due else 4 if got > due else 1 if over else 0
            month = month_code(index)
            self.row(self.block.payroll, worker, ent, month, due, days[index])
            self.row(self.block.truth, worker, ent, month, due, got, max(due - got, 0), status, over)

    @staticmethod
    def row(table: dict[str, list], *values: object) -> None:
        for column, value in zip(table.values(), values, strict=True):
            column.append(value)


TYPES = {
    "month": pa.int32(),
    "due_date": pa.date32(),
    "paid_date": pa.date32(),
    "memo": pa.string(),
    "status": pa.int8(),
    "days_late": pa.int32(),
}


def _arrow(table: dict[str, list]) -> pa.Table:
    return pa.table({name: pa.array(values, TYPES.get(name, pa.int64())) for name, values in table.items()})


def _block(task: tuple[int, int, int, int, int]) -> dict[str, pa.Table]:
    made = Writer(*task).make()
    return {name: _arrow(getattr(made, name)) for name in ("payroll", "bank", "accounts", "truth")}


def generate(rows: int, folder: Path, *, seed: int = 7, processes: int = 2) -> dict[str, Path]:
    """Write payroll, bank, accounts and truth for about so many payroll rows; the order within a block is shuffled."""
    folder.mkdir(parents=True, exist_ok=True)
    workers = max(round(rows / MONTHS / 1.02), 1)
    ents = max(workers // 25, 1)
    tasks = [
        (seed, block, first, min(PER_BLOCK, workers - first), ents)
        for block, first in enumerate(range(0, workers, PER_BLOCK))
    ]
    paths = {name: folder / f"{name}.parquet" for name in ("payroll", "bank", "accounts", "truth")}
    writers: dict[str, pq.ParquetWriter] = {}
    shuffle = np.random.default_rng(seed)
    with ProcessPoolExecutor(processes) as pool:
        for made in pool.map(_block, tasks):
            for name, table in made.items():
                if name not in writers:
                    writers[name] = pq.ParquetWriter(paths[name], table.schema, compression="zstd")
                mixed = table if name == "truth" else table.take(pa.array(shuffle.permutation(table.num_rows)))
                writers[name].write_table(mixed, row_group_size=122_880)
    for writer in writers.values():
        writer.close()
    return paths
