"""Sealing (加密): AES-256-GCM envelopes that name their key, and the keyed hash that finds what is sealed.

A sealed value reads `v1.<key id>.<base64 of nonce and ciphertext>`. New values use the first key of the settings; every
key of the settings opens. The index key for keyed hashes is derived from the *oldest* key (the last one), so that adding
a new key in front, and re-sealing, changes no index. Retiring the oldest key is therefore refused by `vault_rotate`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from anxin.kernel.ids import fingerprint, fingerprint63
from anxin.kernel.outcome import AnxinError

VERSION = "v1"
_NONCE = 12


class SealBroken(AnxinError):
    """A sealed value was changed, or its key is not among the settings."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The data keys by their id, the newest first, and the key of the index."""

    sealing: tuple[tuple[str, AESGCM], ...]
    index: bytes

    @property
    def newest(self) -> tuple[str, AESGCM]:
        return self.sealing[0]

    def named(self, key_id: str) -> AESGCM | None:
        return next((cipher for name, cipher in self.sealing if name == key_id), None)


@cache
def keys_from(secrets: tuple[bytes, ...]) -> Keys:
    """Derive the working keys from the secrets of the settings, newest first."""
    sealing = tuple((_key_id(secret), AESGCM(derived(secret, b"anxin seal v1"))) for secret in secrets)
    return Keys(sealing, derived(secrets[-1], b"anxin index v1"))


def derived(secret: bytes, purpose: bytes) -> bytes:
    """A working key of 32 bytes for one purpose (HKDF-SHA-256)."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _key_id(secret: bytes) -> str:
    return hashlib.sha256(derived(secret, b"anxin key id v1")).hexdigest()[:8]


def keys() -> Keys:
    """The working keys of this deployment."""
    return keys_from(settings.SETTINGS.vault_keys)


def seal(text: str, *, context: str = "") -> str:
    """Encrypt a text; the same text seals differently each time. `context` must be given again to open it."""
    key_id, cipher = keys().newest
    nonce = os.urandom(_NONCE)
    sealed = cipher.encrypt(nonce, text.encode(), _associated(key_id, context))
    return f"{VERSION}.{key_id}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def sealed_phone(phone: str | None, prefix: str) -> dict[str, str | None]:
    """A telephone number as rows keep it under `prefix`: sealed, and its last four digits."""
    if not phone:
        return {f"{prefix}_sealed": None, f"{prefix}_tail": None}
    return {f"{prefix}_sealed": seal(phone), f"{prefix}_tail": phone[-4:]}


def open_(sealed: str | bytes, *, context: str = "") -> str:
    """Decrypt a sealed value; anything changed in it, its key id or its context is refused."""
    version, key_id, body = _parts(sealed)
    cipher = keys().named(key_id)
    if version != VERSION or cipher is None:
        raise SealBroken(
            "vault_key_missing", "解密所需的密钥不在设置中，请联系系统管理员恢复 ANXIN_VAULT_KEYS。", key=key_id
        )
    try:
        raw = base64.b64decode(body, altchars=b"-_", validate=True)
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], _associated(key_id, context)).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise SealBroken("vault_seal_broken", "加密内容已损坏或被改动，请联系安全管理员核查。") from error


def sealed_with(sealed: str | bytes) -> str:
    """The id of the key that sealed a value."""
    return _parts(sealed)[1]


def is_newest(sealed: str | bytes) -> bool:
    """Whether a value is sealed with the newest key."""
    return sealed_with(sealed) == keys().newest[0]


def keyed_hash(text: str) -> str:
    """The keyed hash (hex) that finds a sealed number; the same for ever, whatever keys are added."""
    return fingerprint(text, keys().index)


def keyed_hash63(text: str) -> int:
    """The keyed hash as a non-negative 63-bit integer, for the int64 columns of bulk files."""
    return fingerprint63(text, keys().index)


def _parts(sealed: str | bytes) -> tuple[str, str, str]:
    text = sealed.decode("ascii", "replace") if isinstance(sealed, bytes) else sealed
    pieces = text.split(".")
    if len(pieces) != 3:
        raise SealBroken("vault_seal_broken", "加密内容已损坏或被改动，请联系安全管理员核查。")
    return pieces[0], pieces[1], pieces[2]


def _associated(key_id: str, context: str) -> bytes:
    return f"{VERSION}|{key_id}|{context}".encode()
