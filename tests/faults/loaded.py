"""A process that has loaded Anxin and forks a child for each piece of work: loading takes two seconds, forking none.

Not a test itself: `conftest.py` starts one for each process of the tests. A child takes the environment of the installation
that it works in, reads the settings from it anew, and ends as a process of its own does. Nothing was asked of any database
before the fork.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path

import django
from asgiref.local import Local
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.utils.functional import empty

NEEDED = (
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "anxin.project.cli.audit",
    "anxin.project.cli.backup",
    "anxin.project.cli.restore",
)
"""What children would each load again, besides the migrations."""


def settle(env):
    """Be where the environment says, as a process is that was just started there: who first asks for a setting reads them."""
    os.environ.clear()
    os.environ.update(env)
    sys.modules.pop(env["DJANGO_SETTINGS_MODULE"])
    settings._wrapped = empty
    vars(connections).pop("settings", None)
    connections._settings = None
    connections._connections = Local(connections.thread_critical)


def end(code, arguments):
    """Run a piece of Python as `python -c` does; answers with the exit code."""
    sys.argv = ["-c", *arguments]
    try:
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def child(asked):
    signal.alarm(asked["timeout"])
    for number, path in ((1, asked["out"]), (2, asked["err"])):
        os.dup2(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), number)
    settle(asked["env"])
    code = end(asked["code"], asked["arguments"])
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def main():
    django.setup()
    for name in NEEDED:
        import_module(name)
    MigrationLoader(None)
    # A restore migrates an empty database; a quarter of that went into looking for garbage among what stays.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    for line in sys.stdin:
        asked = json.loads(line)
        number = os.fork()
        if number == 0:
            child(asked)
        code = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
        sys.stdout.write(f"{code}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    main()
