"""The signature of an event (X-Signature): HMAC-SHA1 of the body with the shared secret, as OneBot v11 fixes it."""

from __future__ import annotations

import hashlib
import hmac

PREFIX = "sha1="


def signed(body: bytes, secret: str) -> str:
    """The header's value for a body. SHA-1 is the protocol's choice; as HMAC it is still sound."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


def genuine(body: bytes, header: str, secret: str) -> bool:
    """Whether a body bears the secret's signature, compared in constant time."""
    return hmac.compare_digest(header.encode(), signed(body, secret).encode())
