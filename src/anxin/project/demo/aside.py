"""The demonstration's second process (旁边的进程): it draws the town while the tables are made, and writes the files to try
while the weeks are lived through. Whatever ends the first process ends this one with its pipe.
"""

from __future__ import annotations

import errno
import os
import pickle
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import cast

from anxin.kernel.clock import local_date
from anxin.kernel.room import is_full
from anxin.project.demo.simulate import simulate
from anxin.project.demo.town import Town
from anxin.project.demo.write import write

FULL = 28
"""How the second process ends where the disk is full."""


class Aside:
    """A town being drawn beside whatever is done meanwhile."""

    def __init__(self, seed: int, at: datetime, *, employers: int, workers: int, files: Path) -> None:
        self.at = at
        """As of when the town is drawn."""
        told = [str(seed), local_date(at).isoformat(), str(employers), str(workers), str(files)]
        command = [sys.executable, "-m", "anxin.project.demo.aside", *told]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Aside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._process.kill()
        self._process.communicate()

    def town(self) -> Town:
        """The town, once it is drawn; from then on its files are written."""
        out, to = self._process.stdout, self._process.stdin
        if out is None or to is None:
            raise RuntimeError("the second process has no pipes")
        town = cast("Town", pickle.load(out))  # noqa: S301 - what our own process wrote
        to.write(b"\n")
        to.flush()
        return town

    def finish(self) -> None:
        """Wait until the files are written."""
        self._process.communicate()
        if self._process.returncode == FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self._process.returncode:
            raise RuntimeError(f"the second process ended with {self._process.returncode}")


def main() -> int:
    """Draw, hand over, and write once the first process took it."""
    seed, day, employers, workers, files = sys.argv[1:]
    town = simulate(int(seed), date.fromisoformat(day), employers=int(employers), workers=int(workers))
    pickle.dump(town, sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()
    if not sys.stdin.buffer.readline():
        return 0
    try:
        write(town, Path(files))
    except OSError as error:
        if is_full(error):
            return FULL
        raise
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
