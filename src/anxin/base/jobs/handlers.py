"""Who does which kind of job: handlers by name, with how often to try and how long to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anxin.base.actors import Actor

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a handler is given: its payload, one instant for all it does, who wanted it, and a way to say how far it is."""

    id: int
    kind: str
    payload: dict[str, Any]
    at: datetime
    by: Actor
    attempt: int
    progress: Progress


Run = Callable[[JobContext], dict[str, Any] | None]


class TryAgain(Exception):
    """What stood in a job's way this time, in words for people; it is tried again as after any other failure."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A handler and its limits; `timeout` ends the process that overruns it, and the job is tried again."""

    kind: str
    run: Run
    label: str
    max_attempts: int
    timeout: timedelta


_HANDLERS: dict[str, Registered] = {}


def handles(
    kind: str, *, label: str = "", max_attempts: int = 5, timeout: timedelta = timedelta(minutes=30)
) -> Callable[[Run], Run]:
    """Name the function that does a kind of job; it must be idempotent, for a killed worker's job runs again."""

    def register(run: Run) -> Run:
        known = _HANDLERS.get(kind)
        if known is not None and _name(known.run) != _name(run):
            raise ValueError(f"job kind {kind!r} is handled twice")
        _HANDLERS[kind] = Registered(kind, run, label or kind, max_attempts, timeout)
        return run

    return register


def handler_of(kind: str) -> Registered | None:
    """The handler of a kind of job, when its room is installed."""
    return _HANDLERS.get(kind)


def label_of(kind: str) -> str:
    """What people call a kind of job."""
    known = _HANDLERS.get(kind)
    return known.label if known else kind


def _name(run: Run) -> str:
    return f"{run.__module__}.{getattr(run, '__qualname__', run)}"
