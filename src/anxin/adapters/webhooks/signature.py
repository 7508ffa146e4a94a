"""The signature of a message, as the Standard Webhooks specification has it: HMAC-SHA256 over number, time and body."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def fresh_secret() -> str:
    """A new secret as text, with the prefix that the specification's libraries know."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers_of(number: str, seconds: int, body: bytes, secret: str) -> dict[str, str]:
    """The three headers of a message. The time is under the signature, so that an old message cannot be sent anew."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{number}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": number,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
