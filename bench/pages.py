"""Pages over HTTP from a real `anxin serve`: p50 and p95 of the main pages, in the demonstration town and in towns of many employers.

    .venv/bin/python bench/pages.py [--employers 1200 10000 100000] [--requests 60] [--keep DIR] [--json FILE]

With DATABASE_URL naming an empty PostgreSQL database it takes one size, which that database then holds.

Each size is a data directory of its own. A larger town is the demonstration town copied over inside the database: every
copy has its own employers, workers, employments, pay months, findings, signals, assessments, warnings and clocks, in the
same villages, so shares stay as they are. The clerk logs in through the form and keeps one connection alive per client.
Quote the ratio of two sizes of one run, never times of two machines.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

COPIED = (
    "registry.Employer",
    "registry.Worker",
    "registry.Employment",
    "payroll.EmployerMonth",
    "payroll.Shortfall",
    "payroll.Recovery",
    "payroll.Breach",
    "warning.Signal",
    "warning.Assessment",
    "warning.Warning",
    "clocks.Clock",
)
"""Models copied for a larger town, each after those it refers to."""
OWN_VALUE = {
    "uscc": "printf('9X%016d', {id})",
    "id_hash": "NULL",
    "id_sealed": "''",
    "phone_sealed": "''",
    "contact_phone_sealed": "''",
    "name": "name || n.k",
    "search": "search || ' ' || n.k",
    "subject": "substr(subject, 1, instr(subject, ':')) || (CAST(substr(subject, instr(subject, ':') + 1) AS INTEGER) + n.k * 1000000)",
}
"""How a copy differs where the original's value may not stand twice, or costs much and shows nothing."""
ON_POSTGRES = {
    "uscc": "'9X' || lpad(({id})::text, 16, '0')",
    "subject": "split_part(subject, ':', 1) || ':' || (coalesce(substring(subject from ':([0-9]+)'), '0')::bigint + n.k * 1000000)",
}
"""The same where PostgreSQL says it otherwise."""
LOGIN = ("clerk1", "anxin-demo-2026")
AUDITOR = "audit_admin"
"""Must log in with a second factor, which a bench has not: its session is written while the town is loaded."""


def pages(employer: int, month: int, report: int) -> dict[str, str]:
    """The addresses measured, by name."""
    return {
        "today": "/office/",
        "employers": "/office/registry/",
        "employers, page 40": "/office/registry/?page=40",
        "search by pinyin": "/office/registry/?q=zhiyi",
        "search by code": "/office/registry/?q=9133",
        "employer": f"/office/registry/employers/{employer}/",
        "wages": "/office/payroll/",
        "month": f"/office/payroll/months/{month}/",
        "employer's months": f"/office/payroll/employers/{employer}/",
        "arrears": "/office/payroll/arrears/",
        "arrears by worker": "/office/payroll/arrears/workers/",
        "breaches": "/office/payroll/breaches/",
        "warnings": "/office/warning/",
        "classes": "/office/warning/classes/",
        "signals": "/office/warning/signals/",
        "weekly reports": "/office/documents/",
        "weekly report": f"/office/documents/{report}/",
        "returns": "/office/documents/returns/",
        "clocks": "/office/clocks/",
        "audit": "/office/settings/audit/",
    }


def main() -> int:
    args = _arguments()
    root = Path(args.keep or tempfile.mkdtemp(prefix="anxin-bench-pages-"))
    results = {}
    try:
        for size in args.employers:
            results[size] = _measured(_town(root, size), args)
            _print(size, results[size])
    finally:
        if not args.keep:
            shutil.rmtree(root, ignore_errors=True)
    _compare(results)
    if args.json:
        Path(args.json).write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employers", type=int, nargs="+", default=[1200, 10_000, 100_000])
    parser.add_argument("--requests", type=int, default=60, help="requests of each page by each client")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--port", type=int, default=8193)
    parser.add_argument("--keep", help="where the towns stand or are made, and stay")
    parser.add_argument("--json", help="where the figures go as JSON")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    return parser.parse_args()


def _anxin(data: Path, *words: str) -> list[str]:
    os.environ["ANXIN_DATA"] = str(data)
    return [str(Path(sys.executable).parent / "anxin"), *words]


def _town(root: Path, size: int) -> Path:
    """The data directory of a town of some size; one that stands already is taken as it is."""
    wanted = root / f"town-{size}"
    base = wanted if os.environ.get("DATABASE_URL") else root / "base"
    if not base.exists():
        subprocess.run(_anxin(base, "demo"), check=True)
    if wanted.exists():
        subprocess.run(_anxin(wanted, "manage", "migrate", "-v", "0"), check=True)
        subprocess.run([sys.executable, __file__, "--employers", str(size)], check=True, env=_loading(wanted))
        return wanted
    began = time.perf_counter()
    subprocess.run(_anxin(base, "manage", "migrate", "-v", "0"), check=True)
    shutil.copytree(base, wanted)
    subprocess.run([sys.executable, __file__, "--employers", str(size)], check=True, env=_loading(wanted))
    print(f"▸ {size:,} employers loaded in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return wanted


def _loading(data: Path) -> dict[str, str]:
    return {**os.environ, "ANXIN_DATA": str(data), "BENCH_LOAD": "1", "DJANGO_SETTINGS_MODULE": SETTINGS}


SETTINGS = "anxin.project.settings"


def load(size: int) -> None:
    """Copy the town over inside its own database until it has at least this many employers."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection, transaction

    models = [apps.get_model(name) for name in COPIED]
    _let_the_auditor_in()
    strides = {model: _scalar(f"SELECT MAX(id) FROM {model._meta.db_table}") + 1 for model in models}
    copies = -(-size // models[0].objects.count()) - 1
    if copies < 1:
        return
    postgres = connection.vendor == "postgresql"
    before = () if postgres else ("PRAGMA synchronous=OFF", "PRAGMA cache_size=-4000000", "PRAGMA foreign_keys=OFF")
    after = ("VACUUM ANALYZE",) if postgres else ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
    with transaction.atomic(), connection.cursor() as cursor:
        if postgres:
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # keys are right; looking each up costs minutes
        for model in models:
            _copied(cursor, model, _copy(model, strides, copies))
            if postgres:
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
    with connection.cursor() as cursor:
        for statement in after:
            cursor.execute(statement)


def _copied(cursor: Any, model: Any, statement: str) -> None:
    """Copy one table with its indexes laid aside: built once at the end they cost minutes less than row by row."""
    known = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s"
    if cursor.db.vendor == "postgresql":
        known = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u'))"
        )
    cursor.execute(known, [model._meta.db_table])
    laid_aside = cursor.fetchall()
    for name, _ in laid_aside:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(statement)
    for _, sql in laid_aside:
        cursor.execute(sql)


def _let_the_auditor_in() -> None:
    from django.test import Client

    from anxin.base.config.settings import load as settings_of
    from anxin.base.people.models import Account

    auditor = Client()
    auditor.force_login(Account.objects.get(username=AUDITOR), backend="django.contrib.auth.backends.ModelBackend")
    cookie = auditor.cookies.output(header="", sep=";", attrs=[]).strip()
    (settings_of(os.environ).data_dir / "auditor.cookie").write_text(cookie, encoding="ascii")


def _scalar(statement: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _copy(model: Any, strides: dict[Any, int], copies: int) -> str:
    """One statement that writes every copy of a table; keys move by a stride per copy, and so do references."""
    from django.db import connection

    names, values, postgres = [], [], connection.vendor == "postgresql"
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        names.append(column)
        if field.primary_key:
            values.append(f"{column} + n.k * {strides[model]}")
        elif field.is_relation and field.related_model in strides:
            values.append(f"{column} + n.k * {strides[field.related_model]}")
        else:
            own = {**OWN_VALUE, **ON_POSTGRES} if postgres else OWN_VALUE
            values.append(own.get(field.column, column).format(id=f"id + n.k * {strides[model]}"))
    table = model._meta.db_table
    return (
        f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies}) "
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM n CROSS JOIN {table}"
    )


def _measured(data: Path, args: argparse.Namespace) -> dict[str, Any]:
    served = subprocess.Popen(_anxin(data, "serve", "--port", str(args.port)), start_new_session=True)
    try:
        _wait(args.port)
        cookies = _log_in(args.port)
        shown = {name: path for name, path in _pages_of(data).items() if args.only in name}
        found: dict[str, Any] = {}
        for name, path in shown.items():
            who = (data / "auditor.cookie").read_text(encoding="ascii") if name == "audit" else cookies
            found[name] = {f"c{c}": _times(args.port, who, path, c, args.requests) for c in args.clients}
        return found
    finally:
        os.killpg(served.pid, signal.SIGINT)
        served.wait(20)


def _reading(data: Path) -> Any:
    if url := os.environ.get("DATABASE_URL"):
        import psycopg

        return psycopg.connect(url)
    import sqlite3

    return sqlite3.connect(f"file:{data / 'anxin.sqlite3'}?mode=ro", uri=True)


def _pages_of(data: Path) -> dict[str, str]:
    with _reading(data) as db:
        one = "SELECT employer_id FROM payroll_shortfall WHERE arrears_fen > 0 LIMIT 1"
        (employer,) = db.execute(one).fetchone()
        (month,) = db.execute("SELECT MAX(month) FROM payroll_employermonth WHERE workers > 0").fetchone()
        (report,) = db.execute("SELECT MAX(id) FROM documents_weeklyreport").fetchone()
    return pages(employer, month, report)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asking.request("GET", "/healthz")
            asking.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not answer within a minute")


def _log_in(port: int) -> str:
    """Log in through the form; answers the cookies of the session."""
    asking, jar = http.client.HTTPConnection("127.0.0.1", port, timeout=30), {}

    def ask(method: str, body: str = "") -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        asking.request(method, "/accounts/login/", body=body or None, headers=headers)
        answer = asking.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            key, _, value = line.split(";")[0].partition("=")
            jar[key] = value
        return answer.status, text

    _, text = ask("GET")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    form = {"login": LOGIN[0], "password": LOGIN[1], "csrfmiddlewaretoken": token[1] if token else ""}
    status, text = ask("POST", urlencode(form))
    if status != http.client.FOUND:
        raise SystemExit(f"logging in answered {status}")
    return "; ".join(f"{k}={v}" for k, v in jar.items())


def _times(port: int, cookies: str, path: str, clients: int, requests: int) -> dict[str, float]:
    """Milliseconds from request to last byte, after three that do not count."""
    taken: list[float] = []
    faults: list[str] = []
    sizes: set[int] = set()

    def ask() -> None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for number in range(requests + 3):
            began = time.perf_counter()
            asking.request("GET", path, headers={"Cookie": cookies})
            answer = asking.getresponse()
            body = answer.read()
            if answer.status != http.client.OK:
                faults.append(f"{path}: {answer.status} {answer.headers.get('Location', '')}")
                return
            if number >= 3:
                taken.append((time.perf_counter() - began) * 1000)
                sizes.add(len(body))

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise SystemExit(f"not measured, {faults[0]}")
    spread = statistics.quantiles(taken, n=20)
    return {"p50": round(statistics.median(taken), 1), "p95": round(spread[18], 1), "kb": round(max(sizes) / 1024, 1)}


def _print(size: int, found: dict[str, Any]) -> None:
    clients = list(next(iter(found.values())))
    print(f"\n{size:,} employers" + "".join(f"{f'{c} p50':>10}{f'{c} p95':>10}" for c in clients) + "       kB   (ms)")
    for name, by in found.items():
        figures = "".join(f"{by[c]['p50']:>10.1f}{by[c]['p95']:>10.1f}" for c in clients)
        print(f"{name:<22}{figures}{by[clients[0]]['kb']:>9.1f}", flush=True)


def _compare(results: dict[int, dict[str, Any]]) -> None:
    """How the p50 of the largest town stands to that of the one before it."""
    if len(results) < 2:
        return
    small, large = sorted(results)[-2:]
    print(f"\np50 at {large:,} ÷ p50 at {small:,}, one client")
    for name in results[large]:
        of = [results[size][name][next(iter(results[size][name]))]["p50"] for size in (small, large)]
        print(f"{name:<22}{of[1] / of[0]:>8.2f}")


if __name__ == "__main__":
    if os.environ.get("BENCH_LOAD"):
        load(_arguments().employers[0])
        raise SystemExit(0)
    raise SystemExit(main())
