"""Sending a message to an address that somebody typed in: no redirect, and never to the server itself or its neighbours.

The name is looked up once and the connection goes to the very address that was judged, so that a name which answers
differently a moment later (DNS rebinding) leads nowhere. A receiver on this very machine is written to only when the
administrator of the server named its address and port (`ANXIN_WEBHOOK_LOCAL`).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from anxin.base.jobs.handlers import TryAgain
from anxin.kernel.outcome import BadInput, Fault

TIMEOUT = 10.0
_MEANING_US = (ipaddress.ip_network("::ffff:0:0/96"), ipaddress.ip_network("64:ff9b::/96"))
"""IPv6 ways of writing an IPv4 address."""


class NotSent(TryAgain):
    """The message did not arrive; `words` says why, for people."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def refuse_bad_url(url: str) -> None:
    """Refuse an address that cannot be a receiver's; networks of the government's own (10.…, 192.168.…) are allowed."""
    where = "接收地址"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadInput("webhooks.bad_url", "接收地址不能用：", [Fault(where, "不是网址", "请核对")]) from None
    faults = []
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        faults.append(Fault(where, "不是网址", "请填 https:// 开头的地址；政务内网可用 http://"))
    if parts.username or parts.password or parts.fragment or not url.isascii() or any(one.isspace() for one in url):
        faults.append(Fault(where, "含有用户名、密码、片段或非 ASCII 字符", "请去掉，签名已能证明来源"))
    if parts.hostname and _means_us(parts.hostname, port or (443 if parts.scheme == "https" else 80)):
        faults.append(
            Fault(where, "指向本机或链路本地地址", "接收系统装在本机的，请系统管理员设置 ANXIN_WEBHOOK_LOCAL")
        )
    if len(url) > 500:
        faults.append(Fault(where, "超过 500 个字符", "请缩短"))
    if faults:
        raise BadInput("webhooks.bad_url", "接收地址不能用：", faults)


def _means_us(host: str, port: int) -> bool:
    """Whether a host, as it is written, is this machine; what a name leads to is judged when something is sent."""
    if host == "localhost" or host.endswith(".localhost"):
        return not any(opened(one, port) for one in ("127.0.0.1", "::1"))
    try:
        return forbidden(host) and not opened(host, port)
    except ValueError:
        return False


def opened(address: str, port: int) -> bool:
    """Whether the administrator of the server let messages go to this address of the machine itself."""
    shown = f"[{address}]" if ":" in address else address
    return f"{shown}:{port}" in settings.SETTINGS.webhook_local


def forbidden(address: str) -> bool:
    """Whether an address is the server itself, its link, or no single machine."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and any(found in net for net in _MEANING_US):
        found = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return bool(
        found.is_loopback or found.is_link_local or found.is_multicast or found.is_unspecified or found.is_reserved
    )


def post(url: str, body: bytes, headers: dict[str, str]) -> None:
    """Send a message once; anything but a 2xx raises."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = _Secure(host, port, _judged(host, port)) if secure else _Plain(host, port, _judged(host, port))
    try:
        line.request(
            "POST", path, body, {"Content-Type": "application/json", "User-Agent": "Anxin-Webhooks/1"} | headers
        )
        status = line.getresponse().status
    except ssl.SSLError as error:
        raise NotSent("对方的证书无效") from error
    except TimeoutError as error:
        raise NotSent(f"{TIMEOUT:.0f} 秒内没有应答") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotSent("无法连接") from error
    finally:
        line.close()
    if not 200 <= status < 300:
        raise NotSent(f"对方答复 {status}")


def _judged(host: str, port: int) -> str:
    """The address a name leads to, when all it leads to are allowed."""
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise NotSent("域名无法解析") from error
    open_here = {one for one in found if opened(one, port)}
    if not open_here and any(forbidden(one) for one in found):
        raise NotSent("接收地址指向本机或链路本地地址，不予发送")
    return sorted(open_here or found, key=lambda one: ":" in one)[0]


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was judged before."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), TIMEOUT)


class _Secure(http.client.HTTPSConnection):
    """The same with TLS; the certificate must be that of the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=TIMEOUT, context=self.trust)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), TIMEOUT)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
