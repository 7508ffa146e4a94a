"""Kill -9 at a named step: run in an installation of its own, it forks a child for each step and kills it right there.

Not a test itself: `test_named_steps.py` starts it once for all steps, since a fork costs far less than a new process.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from importlib import import_module
from pathlib import Path

from django.db import connections

from anxin.analytics import engine, reconcile_ibis
from anxin.analytics.reconcile import reconcile_with_evidence
from anxin.analytics.schemas import ACCOUNTS, BANK, PAYROLL
from anxin.apps.payroll import api
from anxin.apps.payroll.models import EmployerMonth, Run, Shortfall, WageFile
from anxin.apps.registry.models import Employer, Worker
from anxin.apps.warning.rulebooks import town_rules
from anxin.base.actors import system
from anxin.base.batches.models import ImportBatch
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import path_of, put
from anxin.base.jobs.models import Job
from anxin.base.jobs.worker import work
from anxin.kernel.clock import SystemClock
from anxin.law import book
from anxin.project.cli.main import main

TOWN = "33/3306/330602/330602013/"
ACKNOWLEDGED = 7
"""The exit code of a child that lived to tell its clerk that the file is received."""


def kill_at(step):
    """Let this process die before or after the n-th call of a function: "module:function:before:1"."""
    module, name, when, nth = step.split(":")
    home = import_module(module)
    honest, calls = getattr(home, name), []

    def dying(*args, **named):
        calls.append(1)
        last = len(calls) == int(nth)
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = honest(*args, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(home, name, dying)


def in_a_child(act, *, step=""):
    """Do something in a forked child and say how it ended: its exit code, or minus the signal that killed it."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if step:
                kill_at(step)
            code = act() or 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def hand_in(path):
    at, by = SystemClock().now(), system("test")
    with path.open("rb") as stream:
        stored = put(stream, name=path.name, by=by, at=at)
    api.receive(sha256=stored.sha256, file_name=path.name, kind="payroll", place_path=TOWN, by=by, at=at)
    return ACKNOWLEDGED


def do_jobs():
    work(once=True)


def command(*words):
    with redirect_stdout(io.StringIO()):
        return main([*words, "--json"])


def standing(path, month, lake):
    """Everything that a file has done so far."""
    file = WageFile.objects.filter(file_name=path.name).exclude(state="undone").first()
    parts = [] if file is None else file.parts
    return {
        "state": file.state if file else None,
        "rows": file.rows if file else 0,
        "parts": [(lake / one["path"]).is_file() for one in parts],
        "content": file is None or path_of(file.sha256).read_bytes() == path.read_bytes(),
        "settled": file and EventRow.objects.filter(subject=f"payroll.file:{file.pk}", type="payroll.file_settled").count(),
        "files": WageFile.objects.filter(file_name=path.name).count(),
        "workers": Worker.objects.filter(name__startswith=f"{path.stem}的").count(),
        "shortfalls": Shortfall.objects.filter(month=month).count(),
        "months": EmployerMonth.objects.filter(month=month).count(),
        "broken_runs": Run.objects.filter(lines=0).count(),
        "employers": Employer.objects.filter(name__startswith=f"{path.stem}的").count(),
        "batches": ImportBatch.objects.filter(file_name=path.name, state="done").count(),
        "dead": Job.objects.filter(state="dead").count(),
        "queued": Job.objects.filter(state__in=["queued", "running"]).count(),
    }  # fmt: skip


def uploaded(path, month, lake, step, phase):
    """A clerk's upload and the worker's reading, one of them killed, then repeated as people and the server do."""
    first = in_a_child(lambda: hand_in(path), step=step if phase == "upload" else "")
    ended = first if phase == "upload" else in_a_child(do_jobs, step=step)
    killed = standing(path, month, lake)
    if first != ACKNOWLEDGED:
        in_a_child(lambda: hand_in(path))
    in_a_child(do_jobs)
    return first == ACKNOWLEDGED, ended, killed


def commanded(path, month, lake, step, phase):
    """An import on the command line, killed, then given again."""
    kind = "payroll" if phase == "command" else "employers"
    ended = in_a_child(lambda: command("import", kind, str(path)), step=step)
    killed = standing(path, month, lake)
    in_a_child(lambda: command("import", kind, str(path)))
    in_a_child(do_jobs)
    return False, ended, killed


def warm():
    """Do before the forks what every child would do again: load the law, the rules, what only a first reading imports, and
    have Ibis say a comparison in SQL, which takes it ten times as long as the comparison."""
    for module in (
        "pandas",
        "duckdb",
        "ibis.backends.duckdb",
        "anxin.project.cli.import_files",
        "anxin.apps.warning.jobs",
    ):
        import_module(module)
    town_rules()
    book("330602013")
    main(["import", "payroll", "no-such-file"])
    nothing = [table.empty_table() for table in (PAYROLL, BANK, ACCOUNTS)]
    connection = engine.open()
    reconcile_with_evidence(*nothing, engine=reconcile_ibis.on(connection))
    connection.disconnect()


def at_once(*acts, meet):
    """Do things in children that meet after a function's first call, whichever comes there first, then go on at once."""
    connections.close_all()
    gate = multiprocessing.Barrier(len(acts))
    children = [multiprocessing.Process(target=_meeting, args=(act, meet, gate)) for act in acts]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    return [child.exitcode for child in children]


def _meeting(act, meet, gate):
    module, name = meet.split(":")
    home = import_module(module)
    honest, met = getattr(home, name), []

    def meeting(*args, **named):
        answer = honest(*args, **named)
        if not met:
            met.append(gate.wait(30))
        return answer

    setattr(home, name, meeting)
    sys.exit(act())


def together(paths, month, lake):
    """Two clerks with one wage file, two workers with two files of the same new persons, two clerks with registers."""
    one, other, register, first, second = map(Path, paths)
    clerks = at_once(lambda: hand_in(one), lambda: hand_in(one), meet=f"{__name__}:put")
    in_a_child(lambda: hand_in(other))
    workers = at_once(do_jobs, do_jobs, meet="anxin.apps.payroll.actions.settling:parse")
    in_a_child(do_jobs)
    entry = "anxin.project.cli.import_files:_home"
    same, a, b = (partial(command, "import", "employers", str(path)) for path in (register, first, second))
    return {
        "clerks": clerks, "workers": workers, "twice": at_once(same, same, meet=entry), "both": at_once(a, b, meet=entry),
        "one": standing(one, month, lake), "other": standing(other, month + 1, lake),
        "register": standing(register, 0, lake), "first": standing(first, 0, lake), "second": standing(second, 0, lake),
    }  # fmt: skip


def undone(path, month, lake, step):
    """An import taken back on the command line, killed, then given again."""
    in_a_child(lambda: command("import", "payroll", str(path)))
    connections.close_all()
    batch = f"w{WageFile.objects.get(file_name=path.name).pk}"
    ended = in_a_child(lambda: command("import", "undo", batch), step=step)
    killed = standing(path, month, lake)
    in_a_child(lambda: command("import", "undo", batch))
    return False, ended, killed


def run(plan, lake):
    with redirect_stderr(io.StringIO()):
        warm()
    for one in plan:
        if one["phase"] == "together":
            sys.stdout.write(
                json.dumps({**one, **together(one["paths"], one["month"], lake)}, ensure_ascii=False) + "\n"
            )
            continue
        path, month = Path(one["path"]), one["month"]
        if one["phase"] == "undo":
            told, ended, killed = undone(path, month, lake, one["step"])
        else:
            act = uploaded if one["phase"] in {"upload", "work"} else commanded
            told, ended, killed = act(path, month, lake, one["step"], one["phase"])
        final = standing(path, month, lake)
        line = {**one, "told": told, "ended": ended, "killed": killed, "final": final}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
