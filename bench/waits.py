"""How long a clerk waits for SQLite's only writer while the background works: the longest waits, and the job that ran then.

    .venv/bin/python bench/waits.py DATA [--jobs payroll.reconcile clocks.sweep …] [--days 1] [--longest 12] [--json FILE]

DATA is a data directory that no server uses, such as the town that `bench/pages.py --keep` leaves. Every job named (all that
the schedules know, a comparison of the town and a weekly report, when none is) is put into the queue and done by one worker as
in service, as of so many days from now, with what follows from it; meanwhile this process asks for the writer every 20 ms with
BEGIN IMMEDIATE. It changes the town: copied employers have no payrolls behind them, so the first comparison takes all their
findings back, the most that one can move. Other work on the machine lengthens everything; quote the load.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

EVERY = 0.02
LONGEST_WAIT = 600
COMPARE, REPORT = "payroll.reconcile", "documents.compose"
NOTHING = ("（无）", "")
Wait = tuple[float, float]
"""When somebody began to wait, and for how long, in seconds of the clock."""


def main() -> int:
    args = _arguments()
    data = Path(args.data).resolve()
    os.environ.update(ANXIN_DATA=str(data), DJANGO_SETTINGS_MODULE="anxin.project.settings")
    if os.environ.get("BENCH_WORK"):
        work(args.jobs, args.days)
        return 0
    told = data / "waits.jsonl"
    told.unlink(missing_ok=True)
    command = [sys.executable, __file__, *sys.argv[1:]]
    worker = subprocess.Popen(command, env={**os.environ, "BENCH_WORK": "1"})
    waits = _asked(data / "anxin.sqlite3", worker)
    found = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    _print(waits, found, args.longest)
    if args.json:
        Path(args.json).write_text(json.dumps({"waits": waits, "jobs": found}, ensure_ascii=False), encoding="utf-8")
    return worker.returncode


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", help="the data directory of a town")
    parser.add_argument("--jobs", nargs="*", default=[], help="kinds of jobs, in this order")
    parser.add_argument("--days", type=int, default=1, help="how many days from now it is to the jobs")
    parser.add_argument("--longest", type=int, default=12, help="how many waits are shown")
    parser.add_argument("--json", help="where every wait and job goes as JSON")
    return parser.parse_args()


def _asked(path: Path, worker: subprocess.Popen[bytes]) -> list[Wait]:
    """Ask for the writer again and again until the worker ends; answers every wait."""
    db = sqlite3.connect(path, timeout=LONGEST_WAIT, isolation_level=None)
    waits = []
    while worker.poll() is None:
        began, at = time.perf_counter(), time.time()
        db.execute("BEGIN IMMEDIATE")
        waits.append((at, time.perf_counter() - began))
        db.execute("ROLLBACK")
        time.sleep(EVERY)
    db.close()
    return waits


def work(kinds: list[str], days: int) -> None:
    """Put the jobs into the queue, do them and what follows, and write down when each began and ended."""
    import django

    django.setup()
    from django.conf import settings

    from anxin.apps.payroll.queries import towns_with_files
    from anxin.base.jobs import claiming, worker
    from anxin.base.jobs.queue import enqueue
    from anxin.base.jobs.schedules import all_schedules
    from anxin.kernel.clock import FixedClock, SystemClock

    clock = FixedClock(SystemClock().now() + timedelta(days=days))
    kinds = kinds or [COMPARE, *(one.kind for one in all_schedules()), REPORT]
    with (settings.SETTINGS.data_dir / "waits.jsonl").open("a", encoding="utf-8", buffering=1) as told:

        def tell(done: dict[str, Any]) -> None:
            told.write(json.dumps({**done, "ended": time.time()}, ensure_ascii=False) + "\n")

        for kind in kinds:
            if kind == REPORT:
                _report(clock.now(), tell)
                continue
            for payload in [{"place": one} for one in towns_with_files()] if kind == COMPARE else [{}]:
                enqueue(kind, payload, at=clock.now(), key=f"waits:{kind}:{payload}")
            while job := claiming.claim(at=clock.now()):
                began, used = time.time(), time.process_time()
                worker.perform(job, at=clock.now(), progress=lambda *_: None, clock=clock)
                job.refresh_from_db()
                of = job.payload.get("handler") or ""
                cpu = time.process_time() - used
                tell({"kind": job.kind, "of": of, "state": job.state, "began": began, "cpu": cpu})


def _report(at: datetime, tell: Callable[[dict[str, Any]], None]) -> None:
    """A person's act: the weekly report of the town, composed anew."""
    from django.conf import settings

    from anxin.apps.documents.actions.report import compose
    from anxin.base.actors import Actor
    from anxin.base.places.models import Place
    from anxin.base.scope import Scope
    from anxin.kernel.clock import local_date
    from anxin.kernel.period import Week

    town = Place.objects.get(code=settings.SETTINGS.town)
    by = Actor("person:1", "bench", Scope((town.path,)), frozenset({"documents.compose"}))
    began, used = time.time(), time.process_time()
    compose(week=Week.of_day(local_date(at)), town=town, correction="bench", by=by, at=at)
    tell({"kind": REPORT, "of": "", "state": "done", "began": began, "cpu": time.process_time() - used})


def _print(waits: list[Wait], jobs: list[dict[str, Any]], longest: int) -> None:
    def during(wait: Wait) -> tuple[str, str]:
        """The job that ran longest while somebody waited; a gap between two jobs may be too short for who waits."""
        since, until = wait[0], wait[0] + wait[1]
        met = [(min(until, one["ended"]) - max(since, one["began"]), one["kind"], one["of"]) for one in jobs]
        longest = max(met, default=(0.0, "", ""))
        return longest[1:] if longest[0] > 0 else NOTHING

    lasting: dict[tuple[str, str], list[float]] = {}
    for wait in waits:
        lasting.setdefault(during(wait), []).append(wait[1])
    print(f"{'job':<58}{'times':>6}{'seconds':>9}{'cpu s':>8}{'longest wait':>14}  state")
    for key in sorted({(one["kind"], one["of"]) for one in jobs}):
        own = [one for one in jobs if (one["kind"], one["of"]) == key]
        took, cpu = (sum(values) for values in ([one["ended"] - one["began"] for one in own], [x["cpu"] for x in own]))
        states = ", ".join(sorted({one["state"] for one in own}))
        name = " ".join(key)[:57]
        print(f"{name:<58}{len(own):>6}{took:>9.1f}{cpu:>8.1f}{max(lasting.get(key, [0])):>13.2f}s  {states}")
    print(f"\nthe longest of {len(waits):,} waits")
    for wait in sorted(waits, key=lambda one: -one[1])[:longest]:
        print(f"{wait[1]:>8.2f} s  {' '.join(during(wait))}")


if __name__ == "__main__":
    raise SystemExit(main())
