"""A key, a subscription of it, and a receiver that answers as it is told and checks every signature with a library of others."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.tokens import issue
from anxin.adapters.webhooks import posting
from anxin.adapters.webhooks.subscribing import subscribe
from anxin.apps.intake.api import Said, receive
from anxin.base.actors import system
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.clock import SystemClock


@pytest.fixture
def at():
    """The library that checks signatures reads the machine's clock, so these tests live now."""
    return SystemClock().now()


@pytest.fixture
def town(small_town, tmp_path, settings):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    return small_town


@pytest.fixture
def key(town, at):
    def make(*powers, place=None):
        made, _ = issue(
            name="区监测平台", powers=powers or ("intake.view",), places=((place or town.town).path,),
            expires_at=at + timedelta(days=30), by=system("test"), at=at,
        )  # fmt: skip
        return ApiToken.objects.get(pk=made.pk)

    return make


@dataclass
class Receiver:
    """Another system's receiver: what it heard, what it refused, and what it will answer."""

    url: str = ""
    secret: str = ""
    answers: list = field(default_factory=list)
    heard: list = field(default_factory=list)
    tried: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        self.tried.append(headers["webhook-id"])
        status = self.answers.pop(0) if self.answers else 204
        if status != 204:
            return status
        try:
            self.heard.append(Webhook(self.secret).verify(body, headers))
        except WebhookVerificationError as error:
            self.refused.append(str(error))
            return 401
        return 204


@pytest.fixture
def receiver(monkeypatch):
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = found.take(dict(self.headers), body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", found.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://receiver.test:{server.server_port}/hook?from=anxin"
    # The only receiver a test can have is this machine itself, which is refused elsewhere.
    monkeypatch.setattr(posting, "_judged", lambda _host, _port: "127.0.0.1")
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def subscribed(town, key, receiver, at):
    def make(*kinds, of=None):
        made, receiver.secret = subscribe(
            key=(of or key()).pk, url=receiver.url, kinds=kinds or ("intake.filing_received",), by=town.clerk, at=at
        )
        return made

    return make


@pytest.fixture
def file(town, at):
    """Somebody files; the event that follows is what is told."""

    def make(words="老板欠我三个月工资，我叫赵某，电话13800138000", place=None, **more: Any):
        said = Said(
            words=words, channel="web", name="赵某", phone="13800138000", place_code=(place or town.east).code, **more
        )
        return receive(said=said, by=system("test"), at=at)

    return make


@pytest.fixture
def work(at):
    """Do all jobs that are due so many seconds from now."""

    def run(after=0):
        return run_until_idle(at + timedelta(seconds=after))

    return run


def text_of(told):
    return json.dumps(told, ensure_ascii=False)
