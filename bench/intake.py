"""Filings over HTTP into a real `anxin serve`: rate and p95 with eight clients, empty and with 100,000 stored, and the inbox's p95.

    .venv/bin/python bench/intake.py [--stored 100000] [--seconds 8] [--clients 8] [--roundup PYTHON] [--keep DIR]

Each filing goes through Open311 with a key and does its full duty: receipt code, duplicate check, clock, events in the
chain, one commit with synchronous=FULL. Needs wrk (apt-get install wrk). `--roundup` names a Python that has roundup and
gunicorn (a virtual environment of its own): its REST intake is then loaded in turn with ours, so that both meet the same
noise. Every acknowledged filing is counted in the database afterwards.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from pages import SETTINGS, _anxin, _log_in, _times, _wait

OURS, THEIRS = 8195, 8196
ROUNDS = 3
FORM = "service_code=complaint&address_string=x&description=%E8%80%81%E6%9D%BF%E6%AC%A0%E6%88%91%E5%B7%A5%E8%B5%84"
LUA = """
wrk.method = "POST"
{headers}
local n, first = 0, os.time() % 100000
request = function() n = n + 1; return wrk.format(nil, "{path}", nil, {body}) end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.read + summary.errors.timeout
  io.write(string.format("RATE %.1f %.1f %.1f %d %d\\n", summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, wrong, summary.requests))
end
"""
ISSUE_KEY = """
from datetime import timedelta
from anxin.adapters.api.permissions import MANAGE, OFFERED
from anxin.adapters.api.tokens import issue
from anxin.base.actors import Actor
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.kernel.clock import SystemClock
from django.conf import settings
now, town = SystemClock().now(), Place.objects.get(code=settings.SETTINGS.town).path
head = Actor("person:1", "bench", Scope.everywhere(), frozenset({MANAGE}))
_, text = issue(name="bench", powers=(OFFERED[0],), places=(town,), expires_at=now + timedelta(days=2), by=head, at=now)
print("KEY", text)
"""
TRACKER = """
for cl in 'issue', 'file', 'msg':
    db.security.addPermissionToRole('Anonymous', 'Create', cl)
db.security.addPermissionToRole('Anonymous', 'Rest Access')
"""


def main() -> int:
    args = _arguments()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    root = Path(args.keep or tempfile.mkdtemp(prefix="anxin-bench-intake-"))
    root.mkdir(parents=True, exist_ok=True)
    try:
        data = root / "town"
        if not data.exists():
            subprocess.run(_anxin(data, "demo"), check=True, stdout=sys.stderr)
        subprocess.run(_anxin(data, "manage", "migrate", "-v", "0"), check=True)
        _compare(args, root, data)
    finally:
        if not args.keep:
            shutil.rmtree(root, ignore_errors=True)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--roundup", help="a Python with roundup and gunicorn")
    parser.add_argument("--keep", help="where the town stands or is made, and stays")
    return parser.parse_args()


def _compare(args: argparse.Namespace, root: Path, data: Path) -> None:
    script = _ours(root, data)
    theirs = _roundup(args.roundup, root) if args.roundup else None
    with _Served(_anxin(data, "serve", "--port", str(OURS)), OURS, data), _Served(theirs, THEIRS):
        for _cold in range(2):
            _load(args, script, OURS, cold=True)
        few = _count(data)
        empty = [_load(args, script, OURS) for _ in range(ROUNDS)]
        _line("ours, as few stored", few, empty)
        peer = [_load(args, root / "roundup.lua", THEIRS) for _ in range(ROUNDS)] if theirs else []
        if peer:
            _line("Roundup, REST, empty", 0, peer)
        acknowledged = sum(one["requests"] for one in empty)
        print(f"acknowledged {acknowledged:,}, stored {_count(data) - few:,}")
    _fill(data, args.stored)
    with _Served(_anxin(data, "serve", "--port", str(OURS)), OURS, data), _Served(theirs, THEIRS):
        full, peer = [], []
        _load(args, script, OURS, cold=True)
        many = _count(data)
        for _ in range(ROUNDS):
            full.append(_load(args, script, OURS))
            if theirs:
                peer.append(_load(args, root / "roundup.lua", THEIRS))
        _line("ours, many stored", many, full)
        if peer:
            _line("Roundup, REST, few", 0, peer)
            best = max(full, key=lambda one: one["rate"]), max(peer, key=lambda one: one["rate"])
            print(
                f"rate x{best[0]['rate'] / best[1]['rate']:.2f} of Roundup's, p95 x{best[0]['p95'] / best[1]['p95']:.2f}"
            )
        decay = 1 - max(one["rate"] for one in full) / max(one["rate"] for one in empty)
        print(f"decay from {few:,} to {many:,} stored: {decay:.1%}")
        shown = _times(OURS, _log_in(OURS), "/office/intake/", 2, 60)
        print(f"inbox of {_count(data):,}, two clients: p50 {shown['p50']} ms, p95 {shown['p95']} ms, {shown['kb']} kB")


class _Served:
    """A server for a while; nothing when there is no command."""

    def __init__(self, command: list[str] | None, port: int, data: Path | None = None) -> None:
        self.command, self.port, self.data = command, port, data

    def __enter__(self) -> None:
        if self.command:
            self.process = subprocess.Popen(self.command, start_new_session=True)
            _wait(self.port)
            if self.data:
                _wait_for_quiet(self.data)

    def __exit__(self, *_: object) -> None:
        if self.command:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(30)


def _wait_for_quiet(data: Path) -> None:
    """A town that slept catches up with its nightly rounds first."""
    for _ in range(240):
        time.sleep(1)
        with sqlite3.connect(f"file:{data / 'anxin.sqlite3'}?mode=ro", uri=True) as db:
            if not db.execute(
                "SELECT COUNT(*) FROM jobs_job WHERE state IN ('queued', 'running') AND run_at <= datetime('now')"
            ).fetchone()[0]:
                return
    raise SystemExit("the background work did not end within four minutes")


def _ours(root: Path, data: Path) -> Path:
    told = subprocess.run(_anxin(data, "manage", "shell", "-c", ISSUE_KEY), check=True, capture_output=True, text=True)
    key = re.search(r"KEY (\S+)", told.stdout)
    if key is None:
        raise SystemExit(f"no key was issued:\n{told.stdout}{told.stderr}")
    headers = 'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
    headers += f'wrk.headers["Authorization"] = "Bearer {key[1]}"'
    body = f'"{FORM}" .. first .. "-" .. n .. "&first_name=zhang&phone=0575" .. (1000000 + n)'
    path = root / "ours.lua"
    path.write_text(LUA.format(headers=headers, path="/open311/v2/requests.json", body=body), encoding="ascii")
    return path


def _roundup(python: str, root: Path) -> list[str]:
    """A classic tracker on SQLite where anybody may file by REST, as `performance.md` measured it; mail goes to a file."""
    tracker, bin_ = root / "tracker", Path(python).parent
    shutil.rmtree(tracker, ignore_errors=True)
    admin = [str(bin_ / "roundup-admin"), "-i", str(tracker)]
    subprocess.run([*admin, "install", "classic", "sqlite"], check=True, capture_output=True)
    config = (tracker / "config.ini").read_text(encoding="utf-8")
    told = {"#web = NO DEFAULT": f"web = http://127.0.0.1:{THEIRS}/", "#domain = NO DEFAULT": "domain = localhost"}
    told |= {"#host = NO DEFAULT": "host = localhost", "\ndebug = \n": f"\ndebug = {root / 'mail.txt'}\n"}
    for old, new in told.items():
        config = config.replace(old, new)
    (tracker / "config.ini").write_text(config, encoding="utf-8")
    with (tracker / "schema.py").open("a", encoding="utf-8") as schema:
        schema.write(TRACKER)
    (tracker / "detectors" / "nosyreaction.py").unlink()
    subprocess.run([*admin, "initialise", "bench"], check=True, capture_output=True)
    (root / "rt_app.py").write_text(
        "from roundup.cgi.wsgi_handler import RequestDispatcher\n"
        f"dispatch = RequestDispatcher({str(tracker)!r})\n"
        "def app(environ, start):\n"
        "    if environ['PATH_INFO'] == '/healthz':\n"
        "        start('200 OK', [])\n        return [b'ok']\n"
        "    return dispatch(environ, start)\n",
        encoding="utf-8",
    )
    origin = f"http://127.0.0.1:{THEIRS}"
    told = {"Content-Type": "application/json", "Origin": origin, "Referer": f"{origin}/", "X-Requested-With": "rest"}
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in told.items())
    body = """'{"title":"owed three months of wages ' .. first .. '-' .. n .. '"}'"""
    script = LUA.format(headers=headers, path="/rest/data/issue", body=body)
    (root / "roundup.lua").write_text(script, encoding="ascii")
    gunicorn = [str(bin_ / "gunicorn"), "-w", "2", "-b", f"127.0.0.1:{THEIRS}", "--log-level", "error"]
    return [*gunicorn, "--chdir", str(root), "rt_app:app"]


def _load(args: argparse.Namespace, script: Path, port: int, *, cold: bool = False) -> dict[str, float]:
    """One round; the first requests of a process load what it needs, so a cold round does not count."""
    command = [
        "wrk",
        "-t1",
        f"-c{args.clients}",
        f"-d{args.seconds}",
        "--timeout",
        "10s",
        "-s",
        str(script),
        f"http://127.0.0.1:{port}/",
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"RATE (\S+) (\S+) (\S+) (\d+) (\d+)", told)
    if found is None or (found[4] != "0" and port == OURS and not cold):
        raise SystemExit(f"requests failed:\n{told}")
    return {"rate": float(found[1]), "p50": float(found[2]), "p95": float(found[3]), "requests": int(found[5])}


def _line(name: str, stored: int, rounds: list[dict[str, float]]) -> None:
    best = max(rounds, key=lambda one: one["rate"])
    every = ", ".join(f"{one['rate']:.0f}" for one in rounds)
    print(
        f"{name:<22}{stored:>9,} stored  {best['rate']:>7.1f} /s  p50 {best['p50']:>6.1f} ms  p95 {best['p95']:>6.1f} ms   ({every})",
        flush=True,
    )


def _count(data: Path) -> int:
    with sqlite3.connect(f"file:{data / 'anxin.sqlite3'}?mode=ro", uri=True) as db:
        return int(db.execute("SELECT COUNT(*) FROM intake_filing").fetchone()[0])


def _fill(data: Path, wanted: int) -> None:
    """Copy filings and their clocks until so many stand; codes of copies are their own."""
    subprocess.run(
        [sys.executable, __file__], check=True,
        env={**os.environ, "ANXIN_DATA": str(data), "BENCH_FILL": str(wanted), "DJANGO_SETTINGS_MODULE": SETTINGS},
    )  # fmt: skip


def fill(wanted: int) -> None:
    """One statement a table, within Django so that column names are the product's own."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    own: dict[str, Any] = {
        "code_hash": "code_hash || '#' || n.k",
        "external_id": "''",
        "subject": "subject || '#' || n.k",
    }
    with connection.cursor() as cursor:
        for label in ("intake.Filing", "clocks.Clock"):
            model = apps.get_model(label)
            table, rows = model._meta.db_table, model.objects
            here = rows.filter(kind="intake.first_reply").count() if label == "clocks.Clock" else rows.count()
            copies = max(0, -(-(wanted - here) // max(here, 1)))
            stride = rows.order_by("-pk").values_list("pk", flat=True).first() + 1
            columns = [field.column for field in model._meta.concrete_fields]
            values = [f"id + n.k * {stride}" if one == "id" else own.get(one, f'"{one}"') for one in columns]
            only = "WHERE kind = 'intake.first_reply'" if label == "clocks.Clock" else ""
            names = ", ".join(f'"{one}"' for one in columns)
            cursor.execute(
                f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies}) "
                f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM n CROSS JOIN {table} {only}"
            ) if copies else None
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    if wanted := os.environ.get("BENCH_FILL"):
        fill(int(wanted))
    else:
        raise SystemExit(main())
