"""A migrated database, made once by the migrations themselves and copied for every process of the tests that wants one.

It is kept in `var/migrated` (or on the PostgreSQL server) under the hash of every migration and of the lock file; whoever
comes first makes it, the others wait. Each change of a migration makes it anew, from nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "migrated"


def copy_file(path):
    """Put a migrated SQLite database at a path."""
    with _alone():
        kept = KEPT / f"{_key()}.sqlite3"
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=KEPT) as data:
                _migrate({"ANXIN_DATA": data, "DATABASE_URL": ""})
                (Path(data) / "anxin.sqlite3").rename(kept)
        shutil.copyfile(kept, path)


def template(url):
    """The name of a migrated database on the PostgreSQL server of a URL, to create others from."""
    server, _, base = url.rpartition("/")
    name = f"{base}_migrated_{_key()}"
    with _alone(), psycopg.connect(url, autocommit=True) as asking:
        found = {one for (one,) in asking.execute("SELECT datname FROM pg_database").fetchall()}
        if name not in found:
            for old in sorted(one for one in found if one.startswith(f"{base}_migrated_")):
                asking.execute(f"DROP DATABASE {old}")
            asking.execute(f"CREATE DATABASE {base}_migrated_half")
            with tempfile.TemporaryDirectory(dir=KEPT) as data:
                _migrate({"ANXIN_DATA": data, "DATABASE_URL": f"{server}/{base}_migrated_half"})
            asking.execute(f"ALTER DATABASE {base}_migrated_half RENAME TO {name}")
    return name


@contextmanager
def _alone():
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key():
    digest = hashlib.sha256()
    for path in sorted([*ROOT.glob("src/**/migrations/*.py"), ROOT / "requirements" / "dev.txt"]):
        digest.update(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def _migrate(where):
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **where}
    command = [sys.executable, "-m", "anxin.project.cli.main", "manage", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
