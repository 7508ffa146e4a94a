"""Filings over HTTP into a real `anxin serve` beside Roundup and django-helpdesk: rate and p95 with eight clients, empty and
with 100,000 stored, and the list page's p95.

    .venv/bin/python bench/intake.py [--stored 100000] [--seconds 8] [--clients 8] [--peers roundup helpdesk] [--keep DIR]

Each filing goes through Open311 with a key and does its full duty: receipt code, duplicate check, clock, events in the
chain, one commit with synchronous=FULL. Needs wrk (apt-get install wrk). The peers are installed from PyPI into virtual
environments of their own (`peers.py`) and loaded in turn with ours, so that all meet the same noise. Every acknowledged
filing is counted in each database afterwards. Quote ratios of one run, never times.
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
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from pages import SETTINGS, _anxin, _log_in, _times, _wait
from peers import MAKERS, Peer, scripted

OURS, PEERS = 8195, 8196
ROUNDS, DECAY_ROUNDS = 3, 6
Load = dict[str, float]
"""What wrk saw in one turn: rate, p50, p95, requests."""
FORM = "service_code=complaint&address_string=x&description=%E8%80%81%E6%9D%BF%E6%AC%A0%E6%88%91%E5%B7%A5%E8%B5%84"
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
    parser.add_argument("--peers", nargs="*", choices=MAKERS, default=list(MAKERS), help="who is loaded beside us")
    parser.add_argument("--keep", help="where the town stands or is made, and stays")
    return parser.parse_args()


def _compare(args: argparse.Namespace, root: Path, data: Path) -> None:
    script = _ours(root, data)
    peers = [MAKERS[name](root, PEERS + number) for number, name in enumerate(args.peers)]
    ours = _anxin(data, "serve", "--port", str(OURS))
    _rounds(args, ours, script, data, peers)
    small = root / "small"
    shutil.rmtree(small, ignore_errors=True)
    # Not by this process: a file that it closes takes the locks of its own connections along.
    subprocess.run(["cp", "-r", str(data), str(small)], check=True)
    _fill(data, args.stored)
    for peer in peers:
        peer.fill(args.stored)
    full = _rounds(args, ours, script, data, peers)
    best = {name: max(rounds, key=_rate) for name, rounds in full.items()}
    for peer in peers:
        rate, p95 = (best["ours"][key] / best[peer.name][key] for key in ("rate", "p95"))
        cpu = min(one["cpu"] for one in full["ours"]) / min(one["cpu"] for one in full[peer.name])
        print(f"rate x{rate:.2f} of {peer.name}'s, p95 x{p95:.2f}, processor time per filing x{cpu:.2f}")
    with ExitStack() as serving:
        serving.enter_context(_Served(ours, OURS, data))
        shown = _times(OURS, _log_in(OURS), "/office/intake/", 2, 60)
        print(f"inbox of {_count(data):,}, two clients: p50 {shown['p50']} ms, p95 {shown['p95']} ms, {shown['kb']} kB")
        for peer in peers:
            with _Served(list(peer.command), peer.port):
                shown = _times(peer.port, peer.cookie, peer.listing, 2, 20)
            print(f"{peer.name}, list of {peer.count():,}: p50 {shown['p50']} ms, p95 {shown['p95']} ms")
    _decay(args, script, {small: OURS - 1, data: OURS})


def _rounds(
    args: argparse.Namespace, ours: list[str], script: Path, data: Path, peers: list[Peer]
) -> dict[str, list[Load]]:
    """Everybody served at once and loaded in alternating turns; answers with the turns of each."""
    loads = {"ours": (script, OURS), **{peer.name: (peer.script, peer.port) for peer in peers}}
    served = {
        "ours": _Served(ours, OURS, data),
        **{peer.name: _Served(list(peer.command), peer.port) for peer in peers},
    }
    counts = {"ours": lambda: _count(data), **{peer.name: peer.count for peer in peers}}
    found: dict[str, list[Load]] = {name: [] for name in loads}
    with ExitStack() as serving:
        for one in served.values():
            serving.enter_context(one)
        for load in (*loads.values(), loads["ours"]):
            _load(args, *load, cold=True)
        before = {name: count() for name, count in counts.items()}
        for _turn in range(ROUNDS):
            for name, load in loads.items():
                spent = served[name].processor_ms()
                loaded = _load(args, *load)
                found[name].append(loaded | {"cpu": (served[name].processor_ms() - spent) / loaded["requests"]})
    for name, rounds in found.items():
        acknowledged, stored = sum(one["requests"] for one in rounds), counts[name]() - before[name]
        _line(name, before[name], rounds)
        if stored < acknowledged:
            raise SystemExit(f"{name}: {acknowledged:,} acknowledged, only {stored:,} stored")
    return found


def _decay(args: argparse.Namespace, script: Path, towns: dict[Path, int]) -> None:
    """A town of few filings and one of many, served at once and loaded in turn: the machine's own changes meet both alike."""
    stored = [f"{_count(data):,}" for data in towns]
    turns: list[list[float]] = []
    with ExitStack() as serving:
        for data, port in towns.items():
            serving.enter_context(_Served(_anxin(data, "serve", "--port", str(port)), port, data))
            _load(args, script, port, cold=True)
        for turn in range(DECAY_ROUNDS):
            rates = {port: _load(args, script, port)["rate"] for port in list(towns.values())[:: -1 if turn % 2 else 1]}
            turns.append([rates[port] for port in towns.values()])
    few, many = (sum(rates) / len(turns) for rates in zip(*turns, strict=True))
    each = ", ".join(f"{1 - many / few:.0%}" for few, many in turns)
    print(
        f"decay from {stored[0]} to {stored[1]} stored: {1 - many / few:.1%} ({few:.0f} and {many:.0f} /s; by turns {each})"
    )


def _rate(one: Load) -> float:
    return one["rate"]


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

    def processor_ms(self) -> float:
        """What all its processes have cost until now; steadier than the clock where others work beside."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                values = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                ticks += sum(map(int, values[11:15])) if int(values[3]) == self.process.pid else 0
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *_: object) -> None:
        if self.command:
            os.killpg(self.process.pid, signal.SIGINT)
            self.process.wait(30)


def _wait_for_quiet(data: Path) -> None:
    """A town that slept catches up with its nightly rounds first; they begin a moment after the pages answer."""
    time.sleep(3)
    for _ in range(240):
        time.sleep(1)
        with closing(sqlite3.connect(f"file:{data / 'anxin.sqlite3'}?mode=ro", uri=True)) as db:
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
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Bearer {key[1]}"}
    body = f'"{FORM}" .. first .. "-" .. n .. "&first_name=zhang&phone=0575" .. (1000000 + n)'
    return scripted(root / "ours.lua", headers, "/open311/v2/requests.json", body)


def _load(args: argparse.Namespace, script: Path, port: int, *, cold: bool = False) -> Load:
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
    if found is None or (found[4] != "0" and not cold):
        raise SystemExit(f"requests failed:\n{told}")
    return {"rate": float(found[1]), "p50": float(found[2]), "p95": float(found[3]), "requests": int(found[5])}


def _line(name: str, stored: int, rounds: list[Load]) -> None:
    best = max(rounds, key=_rate)
    cpu = min(one["cpu"] for one in rounds)
    every = ", ".join(f"{one['rate']:.0f}" for one in rounds)
    print(
        f"{name:<22}{stored:>9,} stored  {best['rate']:>7.1f} /s  p50 {best['p50']:>6.1f} ms  p95 {best['p95']:>6.1f} ms  cpu {cpu:>5.2f} ms   ({every})",
        flush=True,
    )


def _count(data: Path) -> int:
    with closing(sqlite3.connect(f"file:{data / 'anxin.sqlite3'}?mode=ro", uri=True)) as db:
        return int(db.execute("SELECT COUNT(*) FROM intake_filing").fetchone()[0])


def _fill(data: Path, wanted: int) -> None:
    """Copy filings and their clocks until so many stand; codes of copies are their own."""
    subprocess.run(
        [sys.executable, __file__], check=True,
        env={**os.environ, "ANXIN_DATA": str(data), "BENCH_FILL": str(wanted), "DJANGO_SETTINGS_MODULE": SETTINGS},
    )  # fmt: skip


def fill(wanted: int) -> None:
    """One statement a table, within Django so that column names are the product's own; copies count as compared for repeats."""
    import django

    django.setup()
    from django.apps import apps
    from django.db import connection

    own: dict[str, Any] = {
        "code_hash": "code_hash || '#' || n.k",
        "external_id": "''",
        "subject": "substr(subject, 1, instr(subject, ':')) || (CAST(substr(subject, instr(subject, ':') + 1) AS INTEGER) + n.k * 1000000)",
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
        cursor.execute("UPDATE intake_compared SET upto = (SELECT MAX(id) FROM intake_filing)")
        cursor.execute("ANALYZE")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    if wanted := os.environ.get("BENCH_FILL"):
        fill(int(wanted))
    else:
        raise SystemExit(main())
