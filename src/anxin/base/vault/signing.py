"""The office's signature (办公室签名) under receipts: Ed25519, so that anybody with the public key can verify them offline."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from anxin.base.vault.sealing import derived


@cache
def _key(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived(secret, b"anxin receipt signature v1"))


def _signing_key() -> Ed25519PrivateKey:
    """The key of the oldest secret, like the index key: adding a newer secret leaves every receipt verifiable."""
    return _key(settings.SETTINGS.vault_keys[-1])


def sign(payload: bytes) -> bytes:
    """The office's signature of some bytes: 64 bytes."""
    return _signing_key().sign(payload)


def public_key() -> bytes:
    """The office's public key: 32 bytes, to be published."""
    return _signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_key_file() -> bytes:
    """The public key as a PEM file, which openssl and any other tool read."""
    return _signing_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_fingerprint() -> str:
    """The SHA-256 of the public key, for comparing a key that came another way with the office's."""
    found = hashlib.sha256(public_key()).hexdigest()
    return " ".join(found[start : start + 8] for start in range(0, len(found), 8))


def verified(payload: bytes, signature: bytes, key: bytes | None = None) -> bool:
    """Whether a signature is the office's, or that of another office's public key."""
    try:
        Ed25519PublicKey.from_public_bytes(key or public_key()).verify(signature, payload)
    except (InvalidSignature, ValueError):
        return False
    return True


def sealed_text(payload: bytes) -> str:
    """Payload and signature as one text for a QR code: two base64url parts with a dot between."""
    return f"{_text(payload)}.{_text(sign(payload))}"


def opened_text(text: str) -> bytes | None:
    """The payload of such a text when the office signed it; None when it did not."""
    payload, _, signature = text.strip().partition(".")
    try:
        found, signed = _bytes(payload), _bytes(signature)
    except ValueError:
        return None
    return found if verified(found, signed) else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
