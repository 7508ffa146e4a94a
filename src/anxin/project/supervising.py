"""One parent, several children: starts them, starts them again when they die, and stops them all together."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
STOP_WITHIN = 8.0
SHORT_LIFE = 5.0
LONGEST_PAUSE = 30.0
CHECK_EVERY = 0.2


@dataclass(slots=True)
class Child:
    """A named process and how to run it."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    born: float = 0.0
    pause: float = 0.0
    start_at: float = 0.0


class Supervisor:
    """Keeps its children running until SIGTERM or SIGINT; then none is left within ten seconds."""

    def __init__(self, roles: dict[str, Callable[[], None]], say: Callable[[str], None]) -> None:
        self.children = [Child(name, run) for name, run in roles.items()]
        self.say = say
        self.stopping = threading.Event()

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Start everything, call `ready`, and watch until told to stop."""
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        for child in self.children:
            self._start(child)
        threading.Thread(target=ready, daemon=True).start()
        while not self.stopping.wait(CHECK_EVERY):
            self._reap()
            self._restart()
        self._stop_all()

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        child.pid, child.born = os.fork(), time.monotonic()
        if child.pid == 0:
            _become(child, parent)

    def _reap(self) -> None:
        """Take note of ended children; grandchildren whose parent died come here too and are let go."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            ended = next((child for child in self.children if child.pid == pid), None)
            if ended is not None:
                self._plan_restart(ended, os.waitstatus_to_exitcode(status))

    def _plan_restart(self, child: Child, code: int) -> None:
        child.pid, now = 0, time.monotonic()
        lived = now - child.born
        child.pause = 0.0 if lived > SHORT_LIFE else min(max(child.pause * 2, 1.0), LONGEST_PAUSE)
        child.start_at = now + child.pause
        if not self.stopping.is_set():
            self.say(f"进程 {child.name} 已退出（{code}），{child.pause:.0f} 秒后重新启动")

    def _restart(self) -> None:
        for child in self.children:
            if child.pid == 0 and time.monotonic() >= child.start_at and not self.stopping.is_set():
                self._start(child)

    def _stop_all(self) -> None:
        for child in self.children:
            if child.pid:
                _send(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN
        while descendants(os.getpid()) and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.05)
        # Whatever is left did not listen: a process stuck in foreign code, or one whose parent died.
        while left := descendants(os.getpid()):
            for pid in left:
                _send(pid, signal.SIGKILL)
            self._reap()
            time.sleep(0.05)


def descendants(of: int) -> list[int]:
    """Every living process below one, found in /proc; ended ones that wait to be noted do not count as living."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if state not in "ZX":
            parents[int(entry.name)] = int(parent)
    found: list[int] = []
    front = {of}
    while front:
        front = {pid for pid, parent in parents.items() if parent in front}
        found += front
    return found


def _become(child: Child, parent: int) -> None:
    """What the child process does, and nothing of the parent's after it."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == parent:
            child.run()
        code = 0
    except (KeyboardInterrupt, SystemExit):
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
