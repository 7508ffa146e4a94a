"""The peer in DuckDB SQL, written by hand as well as we can: one pass of plain SQL, windows only where they are needed."""

from __future__ import annotations

from pathlib import Path

import duckdb

MONTH = r"(?:^|[^0-9])(20[0-9]{2})(?:年([0-9]{1,2})月|-([0-9]{2})(?:$|[^0-9-])|([0-9]{2})(?:$|[^0-9]))"

SQL = """
create temp table wages as
select a.ent_id, a.worker_id, b.month, b.amount_cents, b.paid_date
from (
    select txn_id, any_value(payee_acct) as payee_acct, any_value(amount_cents) as amount_cents,
           any_value(paid_date) as paid_date, any_value(month) as month
    from (
        select txn_id, payee_acct, amount_cents, paid_date,
               coalesce(try_cast(m.y as int) * 100 + coalesce(try_cast(nullif(m.a, '') as int),
                        try_cast(nullif(m.b, '') as int), try_cast(nullif(m.c, '') as int)), 0) as month
        from (select *, regexp_extract(memo, '{month}', ['y', 'a', 'b', 'c']) m
              from read_parquet('{bank}') where contains(memo, '工资'))
    ) group by txn_id
) b join read_parquet('{accounts}') a on a.acct = b.payee_acct;

create temp table lines as
select p.*, coalesce(b.paid, 0) bound, b.last, greatest(p.due_cents - coalesce(b.paid, 0), 0) rest
from read_parquet('{payroll}') p
left join (select ent_id, worker_id, month, sum(amount_cents)::bigint paid, max(paid_date) last
           from wages where month > 0 group by all) b using (ent_id, worker_id, month);

create temp table pots as
select ent_id, worker_id, paid_date, amount_cents,
       (sum(amount_cents) over (partition by ent_id, worker_id order by paid_date, amount_cents
                                rows unbounded preceding))::bigint upto
from wages where month = 0;

create temp table debts as
select l.ent_id, l.worker_id, l.month, l.rest,
       (sum(rest) over (partition by ent_id, worker_id order by due_date, month rows unbounded preceding))::bigint upto
from lines l semi join pots using (ent_id, worker_id) where rest > 0;

create temp table free as
select d.ent_id, d.worker_id, d.month,
       greatest(least(d.rest, t.total - (d.upto - d.rest)), 0) paid, p.paid_date last
from debts d
join (select ent_id, worker_id, sum(amount_cents)::bigint total from pots group by all) t using (ent_id, worker_id)
asof left join pots p on p.ent_id = d.ent_id and p.worker_id = d.worker_id and p.upto >= d.upto;

create temp table result as
select worker_id, ent_id, month, due_cents, paid_cents, greatest(due_cents - paid_cents, 0) arrears_cents,
       case when paid_cents = 0 and due_cents > 0 then 3 when paid_cents < due_cents then 2
            when paid_cents > due_cents then 4 when overdue > 0 then 1 else 0 end::tinyint status,
       case when paid_cents = due_cents then greatest(overdue, 0) else 0 end::int days_late
from (
    select l.worker_id, l.ent_id, l.month, l.due_cents, l.bound + coalesce(f.paid, 0) paid_cents,
           coalesce(greatest(case when l.bound > 0 then l.last end, case when f.paid > 0 then f.last end) - l.due_date, 0) as overdue
    from lines l left join free f using (ent_id, worker_id, month)
);
copy (select * from result order by ent_id, worker_id, month) to '{out}/result.parquet' (format parquet, compression zstd);
copy (select ent_id, count(*) n, count(*) filter (status = 3) unpaid, count(*) filter (status = 2) under_,
             count(*) filter (status = 1) late, count(*) filter (status = 4) over_,
             sum(arrears_cents)::bigint arrears_cents, max(days_late) max_late
      from result group by ent_id order by ent_id) to '{out}/ent.parquet' (format parquet, compression zstd);
"""


def run(payroll: Path, bank: Path, accounts: Path, out: Path) -> None:
    """Parquet in, Parquet out."""
    con = duckdb.connect(config={"threads": 2})
    con.execute(SQL.format(month=MONTH, payroll=payroll, bank=bank, accounts=accounts, out=out))
