"""The reverse WebSocket (反向 WebSocket): OneBot calls in, tells its events, and is told what to say on the same line.

A small ASGI application by hand, served by granian in a process of its own (docs/decisions/0002): no further library.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections

from anxin.adapters.onebot.conversation import Say, Stale, take
from anxin.adapters.onebot.speaking import action_of, is_taken, note
from anxin.kernel.clock import SystemClock
from anxin.kernel.outcome import AnxinError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

logger = logging.getLogger("anxin.onebot")
PATHS = frozenset({"/onebot/v11", "/onebot/v11/", "/onebot/v11/ws", "/onebot/v11/ws/"})
LARGEST = 256 * 1024
ANSWER_WITHIN = 15.0
MOST_WAITING = 5_000
CLOCK = SystemClock()
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="onebot")
"""The database is asked in threads, so that one slow answer does not stop the other lines."""


class Lines:
    """The lines by which each robot can be told to say something."""

    def __init__(self) -> None:
        self.by_robot: dict[str, Connection] = {}


class Connection:
    """One connection: its events wait in a queue of their own, while answers to actions go past them."""

    def __init__(self, send: Send, robot: str, role: str, lines: Lines) -> None:
        self.send, self.robot, self.role, self.lines = send, robot, role, lines
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self.asked: dict[str, asyncio.Future[Any]] = {}
        self.number = 0

    async def hear(self, text: str) -> None:
        """One frame: the answer to an action, or an event."""
        try:
            frame = json.loads(text) if len(text) <= LARGEST else None
        except (ValueError, RecursionError):
            return
        if not isinstance(frame, dict):
            return
        if "echo" in frame and "post_type" not in frame:
            waiting = self.asked.pop(str(frame["echo"]), None)
            if waiting is not None and not waiting.done():
                waiting.set_result(frame)
        elif isinstance(frame.get("post_type"), str) and str(frame.get("self_id", self.robot)) == self.robot:
            try:
                # Waiting for room would keep the answers unread that the worker waits for.
                self.events.put_nowait(frame)
            except asyncio.QueueFull:
                logger.error("an event was passed over: %s wait already", MOST_WAITING)

    async def work(self) -> None:
        """Deal with events one after the other."""
        while True:
            event = await self.events.get()
            for say in await in_thread(_taken, event):
                # OneBot may hold a line for events and another for actions.
                speaker = self if self.role != "event" else self.lines.by_robot.get(self.robot, self)
                await in_thread(_noted, say.offer, taken=await speaker.say(say))

    async def say(self, say: Say) -> bool:
        """Tell OneBot to say something; whether it was taken in time."""
        action, told = action_of(say)
        self.number += 1
        echo = f"anxin-{self.number}"
        answer = self.asked[echo] = asyncio.get_running_loop().create_future()
        await self.send(
            {"type": "websocket.send", "text": json.dumps({"action": action, "params": told, "echo": echo})}
        )
        try:
            return is_taken(await asyncio.wait_for(answer, ANSWER_WITHIN))
        except TimeoutError:
            return False
        finally:
            self.asked.pop(echo, None)


LINES = Lines()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application: one WebSocket address, and nothing else."""
    if scope["type"] == "websocket":
        await _socket(scope, receive, send)
    elif scope["type"] == "http":
        await send({"type": "http.response.start", "status": 426, "headers": [(b"upgrade", b"websocket")]})
        await send({"type": "http.response.body", "body": b""})


async def _socket(scope: Message, receive: Receive, send: Send) -> None:
    await receive()
    robot, role = _head(scope, b"x-self-id"), (_head(scope, b"x-client-role") or "universal").lower()
    if scope["path"] not in PATHS or not robot.isdecimal() or not _may_enter(scope):
        await send({"type": "websocket.close", "code": 1008})
        return
    await send({"type": "websocket.accept"})
    line = Connection(send, robot, role, LINES)
    if role != "event":
        LINES.by_robot[robot] = line
    worker = asyncio.create_task(line.work())
    worker.add_done_callback(_say_why)
    try:
        while (frame := await receive())["type"] == "websocket.receive":
            await line.hear(frame.get("text") or (frame.get("bytes") or b"").decode("utf-8", "replace"))
    finally:
        worker.cancel()
        if LINES.by_robot.get(robot) is line:
            del LINES.by_robot[robot]


def _may_enter(scope: Message) -> bool:
    """Whether the caller shows the token, in the header or, as some implementations do, in the address."""
    token = settings.SETTINGS.onebot_token
    shown = _head(scope, b"authorization").partition(" ")[2]
    if not shown:
        query = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
        shown = query.get("access_token", [""])[0]
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())


def _head(scope: Message, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


async def in_thread(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run something that asks the database."""

    def run() -> Any:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_THREADS, run)


def _taken(event: dict[str, Any]) -> Sequence[Say]:
    """What is to be said about an event; one that cannot be dealt with is passed over, and the line stays up."""
    try:
        return take(event, way="socket", at=CLOCK.now())
    except Stale:
        logger.warning("an event from outside the window was passed over: compare the clocks")
    except (AnxinError, DatabaseError, InterfaceError) as error:
        logger.error("an event could not be dealt with: %s", type(error).__name__)
    return ()


def _noted(offer: int | None, *, taken: bool) -> None:
    try:
        note(offer, taken=taken)
    except (DatabaseError, InterfaceError) as error:
        logger.error("whether an offer arrived could not be written down: %s", type(error).__name__)


def _say_why(worker: asyncio.Task[None]) -> None:
    """A line whose worker broke is worth a line in the log, without what was said."""
    if not worker.cancelled() and worker.exception() is not None:
        logger.error("the worker of a line broke: %s", type(worker.exception()).__name__)
