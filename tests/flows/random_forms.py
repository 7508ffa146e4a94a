"""Forms filled at random by somebody who is careless or means harm: whatever is typed, nothing ends in an error of the server."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlparse

import httpx
from lxml import html

TYPED = [
    "", "   ", "不知道", "-1", "0", "9" * 20, "1e400", "NaN", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-30", "2026-10", "3",
    "5200", "5,200.50", "１２３", "😀😀", "\x00a", "a" * 6000, "<script>alert(1)</script>", "=1+1", "\u202eabc", "13800138000",
    "330602199003070011", "王小明", "绍兴红梅制衣厂", "老板欠我三个月工资，一共一万八", "\r\n\r\n", "%s %(x)s {0}", "' or 1=1 --",
    "２０２６年３月", "12:61", "2026-11-30T25:00", "0001-01-01T00:00", "9999-12-31T23:59", "yes", "on", "[]", "{}", "null",
]  # fmt: skip
FILES = [
    ("a.txt", b"hello"), ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(200)), ("b.xlsx", b"PK\x03\x04" + bytes(300)), ("d.pdf", b"%PDF-1.4 x"),
    ("空.csv", "姓名,应发\n王一,5000\n".encode()), ("../../x.png", b"\x89PNG\r\n\x1a\n" + bytes(50)), ("", b""), ("e.exe", b"MZ" + bytes(50)),
]  # fmt: skip
LEFT_OUT = re.compile(
    r"logout|password|setlang|/static/|/accounts/|sessions|\.xlsx|\.pdf|\.docx|download|export|backup"
)
"""What would end the session, change the language, or only sends files."""


@dataclass
class Careless:
    """Goes from page to page by links, prefers kinds of pages rarely seen, and sends one or two of each page's forms."""

    client: httpx.Client
    dice: random.Random
    pages: set[str]
    seen: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    errors: list[str] = field(default_factory=list)

    def go(self, forms: int) -> None:
        for _ in range(forms * 3):  # not every page has a form
            if self.sent >= forms:
                return
            self._visit(self._choose())

    def _choose(self) -> str:
        kinds: dict[str, list[str]] = {}
        for page in sorted(self.pages):
            kinds.setdefault(re.sub(r"\d+", "#", urlparse(page).path), []).append(page)
        some = self.dice.sample(sorted(kinds), min(6, len(kinds)))
        kind = min(some, key=lambda one: self.seen.get(one, 0))
        self.seen[kind] = self.seen.get(kind, 0) + 1
        return self.dice.choice(kinds[kind])

    def _visit(self, page: str) -> None:
        answer = self._noted(self.client.get(page), "")
        if "text/html" not in answer.headers.get("content-type", "") or not answer.content.strip():
            self.pages.discard(page)  # a file, or a part of a page that has nothing to say now
            return
        document = html.fromstring(answer.content)
        for link in document.xpath("//a/@href"):
            self._remember(urljoin(str(answer.url), link))
        found = [
            one for one in document.forms if one.method in ("GET", "POST") and not LEFT_OUT.search(one.action or "")
        ]
        for form in self.dice.sample(found, min(2, len(found))):
            self._send(form, str(answer.url))

    def _remember(self, url: str) -> None:
        base = str(self.client.base_url).rstrip("/")
        if url.startswith(base) and not LEFT_OUT.search(url):
            self.pages.add(url[len(base) :].split("#", maxsplit=1)[0] or "/")

    def _send(self, form: Any, page: str) -> None:
        data: dict[str, list[str]] = {}
        files = []
        for one in form.inputs:
            if one.get("type") == "file":
                files += [(one.get("name"), self.dice.choice(FILES))] if self.dice.random() < 0.6 else []
            elif (value := self._value(one)) is not None:
                data.setdefault(one.get("name"), []).append(value)
        presses = form.xpath(".//button[@name]")
        target = form.action or page
        if presses:
            press = self.dice.choice(presses)
            data.setdefault(press.get("name"), []).append(press.get("value") or "")
            target = press.get("formaction") or target
        self.sent += 1
        url = urljoin(page, target)
        if form.method == "GET":
            answer = self.client.get(url.split("?")[0], params=data)
        else:
            answer = self.client.post(url, data=data, files=files or None, headers={"Referer": page})
        self._remember(str(self._noted(answer, repr(data)).url))

    def _value(self, one: Any) -> str | None:
        kind, given = (one.get("type") or "").lower(), one.get("value") or ""
        if not one.get("name") or kind in ("submit", "button", "image"):
            return None
        if one.get("name") == "csrfmiddlewaretoken":
            return given
        if kind in ("checkbox", "radio"):
            return (given or "on") if self.dice.random() < 0.5 else None
        if one.tag == "select":
            offered = [choice.get("value", "") for choice in one.xpath(".//option")]
            return self.dice.choice(offered) if offered and self.dice.random() < 0.92 else self.dice.choice(TYPED)
        kept = 0.9 if kind == "hidden" else 0.4
        given = given if one.tag == "input" else one.text or ""
        return given if given and self.dice.random() < kept else self.dice.choice(TYPED)

    def _noted(self, answer: httpx.Response, sent: str) -> httpx.Response:
        if answer.status_code >= 500:
            self.errors.append(f"{answer.status_code} {answer.request.method} {answer.url} {sent[:2000]}")
        return answer
