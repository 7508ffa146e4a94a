"""A whole installation of its own for tests that kill processes: a database on the disk, apart from the tests' own."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest

from .. import migrated

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installation:
    env: dict[str, str]
    data: Path

    def run(self, code, *arguments, timeout=120):
        """Run a piece of Python in the installation to its end; answers with what it printed."""
        ended, out, complaint = self.ended(PRELUDE + code, *arguments, timeout=timeout)
        assert ended == 0, complaint
        return out.strip()

    def ended(self, code, *arguments, timeout=120):
        """Run any Python in the installation to its end, in a fork that has Anxin loaded: exit code, output, complaint."""
        with tempfile.TemporaryDirectory() as said:
            out, complaint = Path(said, "out"), Path(said, "err")
            asked = {
                "env": self.env, "code": code, "arguments": list(map(str, arguments)), "timeout": timeout, "out": str(out),
                "err": str(complaint),
            }  # fmt: skip
            loaded().stdin.write(json.dumps(asked) + "\n")
            loaded().stdin.flush()
            ended = int(loaded().stdout.readline())
            return ended, out.read_text(encoding="utf-8"), complaint.read_text(encoding="utf-8")

    def start(self, code, *arguments):
        """Start a piece of Python in the installation."""
        return subprocess.Popen(
            [sys.executable, "-c", PRELUDE + code, *map(str, arguments)],
            env=self.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def rows(self, query):
        """What a query finds, read past Django, so that no process need be started for it."""
        url = self.env.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            with psycopg.connect(url) as reader:
                return reader.execute(query).fetchall()
        with closing(sqlite3.connect(self.data / "anxin.sqlite3")) as reader:
            return reader.execute(query).fetchall()

    def command(self, *arguments):
        """Start a command line of Anxin."""
        return subprocess.Popen(
            [sys.executable, "-m", "anxin.project.cli.main", *arguments],
            env=self.env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip


@cache
def loaded():
    """The process that forks what `ended` runs; it ends with this one, when nobody is left to ask it."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("loaded.py"))],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "anxin.project.settings", "PYTHONPATH": "src", "PYTHONWARNINGS": "default"},
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


PRELUDE = """
import sys, time
import django
django.setup()
from datetime import UTC, datetime
from django.db import transaction
from anxin.base.actors import system
from anxin.base.eventlog.log import record
from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job
from anxin.base.jobs.queue import enqueue, handles
from anxin.base.jobs.worker import work
from anxin.kernel.clock import SystemClock
sys.path.insert(0, "tests/faults")
NOW = SystemClock().now
"""


def wait_until(true, seconds=60.0):
    """Wait until something is so; a test that waits in vain fails."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := true():
            return value
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@pytest.fixture(scope="session")
def patience():
    return wait_until


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    with own_installation(tmp_path_factory.mktemp("installation")) as ready:
        yield ready


@contextmanager
def own_installation(data):
    """An installation on the database that the tests were asked to use, with all its tables."""
    env = {
        **os.environ,
        "ANXIN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "anxin.project.settings",
        "PYTHONPATH": os.pathsep.join(["src", os.environ.get("PYTHONPATH", "")]),
        "PYTHONWARNINGS": "default",
    }
    url = env.pop("DATABASE_URL", "")
    if not url.startswith("postgres"):
        migrated.copy_file(data / "anxin.sqlite3")
        yield Installation(env, data)
        return
    name = f"anxin_faults_{os.getpid()}_{data.name}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {migrated.template(url)}")
        try:
            yield Installation({**env, "DATABASE_URL": url.rpartition("/")[0] + "/" + name}, data)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
