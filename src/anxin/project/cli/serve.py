"""`anxin serve`: pages, workers and clock-keeper together; Ctrl-C stops all of them."""

from __future__ import annotations

import argparse
import http.client
import logging
import os
import re
import socket
import sys
import time
from collections.abc import Callable

from anxin.kernel.outcome import BadInput, Fault
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result

NAME = "serve"
HELP = "启动网页、后台任务和守时进程（Ctrl-C 全部停止）"
READY_WITHIN = 60.0
THREADS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="网页进程数，默认不超过 2")


def run(args: argparse.Namespace) -> Result:
    """Serve until told to stop. Migrating is not done here: a server must never change the database by starting."""
    _refuse_taken(args.host, args.port)
    django_setup.ready()
    from django.db import connections

    from anxin.project import keeper
    from anxin.project.static_files import gather_static
    from anxin.project.supervising import Supervisor

    # The children fork from here: none may inherit an open connection.
    connections.close_all()
    gather_static(_say)
    roles = {"web": _web(args.host, args.port, args.workers), **keeper.roles(), **_robot(args.host)}
    Supervisor(roles, _say).run(ready=lambda: _announce(args.host, args.port))
    return Result({"stopped": True}, "已停止。")


def _web(host: str, port: int, workers: int) -> Callable[[], None]:
    def run() -> None:
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        logging.getLogger("_granian").addFilter(in_chinese)
        Granian(
            "anxin.project.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            respawn_failed_workers=True,
            workers_kill_timeout=4,
            log_level=LogLevels.error,
        ).serve()

    return run


_ENDED = re.compile(r"Unexpected exit from worker-(\d+)")


def in_chinese(said: logging.LogRecord) -> bool:
    """Say in Chinese that a process ended; Ctrl-C reaches the processes themselves, so that is no surprise then."""
    ended = _ENDED.fullmatch(said.getMessage())
    if ended is not None:
        said.msg, said.args = f"网页进程 {ended[1]} 已停止", ()
    return True


def _robot(host: str) -> dict[str, Callable[[], None]]:
    """The reverse WebSocket of QQ groups, where one is configured: ASGI in a process of its own (docs/decisions/0002)."""
    from django.conf import settings

    port = settings.SETTINGS.onebot_port
    if not port:
        return {}

    def run() -> None:
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        logging.getLogger("_granian").addFilter(in_chinese)
        Granian(
            "anxin.adapters.onebot.asgi:application",
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            workers=1,
            respawn_failed_workers=True,
            workers_kill_timeout=4,
            log_level=LogLevels.error,
        ).serve()

    return {"onebot": run}


def _refuse_taken(host: str, port: int) -> None:
    """Say at once that the port is taken, instead of letting the pages die again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            fault = Fault(
                f"{host}:{port}",
                "地址或端口不可用，可能已有程序在使用",
                f"请换一个端口，例如 PORT={port + 1 if port < 65535 else 8000} script/server",
            )
            raise BadInput("port_taken", "服务没有启动。", [fault]) from error


def _announce(host: str, port: int) -> None:
    """Print the address once the pages answer."""
    shown = f"[{host}]" if ":" in host else host
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked for by the administrator
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        try:
            _ask(local, port)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            _say(f"安薪已启动：http://{shown}:{port}/ （按 Ctrl-C 停止）")
            return
    _say(f"网页进程 {READY_WITHIN:.0f} 秒内没有应答，请查看上面的错误信息")


def _ask(host: str, port: int) -> None:
    """One request: granian listens before Django is loaded, so an open port alone says nothing."""
    asking = http.client.HTTPConnection(host, port, timeout=10)
    asking.request("GET", "/healthz")
    asking.getresponse().read()
    asking.close()


def _say(words: str) -> None:
    print(f"▸ {words}", file=sys.stderr, flush=True)
