"""Receipts (受理回执): a code of sixteen digits that catches a slip of the pen, and what the office signs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

DIGITS = 16
_SPACES = re.compile(r"[\s\-－—·]+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def code_of(number: int) -> str:
    """The receipt code of a random number below ten to the fifteenth: fifteen digits and a check digit (ISO 7064 MOD 11,10).

    >>> code_of(123456789012345)
    '1234567890123459'
    """
    if not 0 <= number < 10 ** (DIGITS - 1):
        raise ValueError("a receipt number has fifteen digits")
    body = f"{number:0{DIGITS - 1}d}"
    return body + str(_check_digit(body))


def _check_digit(body: str) -> int:
    product = 10
    for char in body:
        total = (int(char) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


def read_code(text: str) -> str | None:
    """A code as somebody typed it, with spaces, hyphens or full-width digits; None when it is none or was mistyped.

    >>> read_code("1234 5678 9012 3459")
    '1234567890123459'
    """
    found = _SPACES.sub("", text.translate(_FULL_WIDTH))
    if len(found) != DIGITS or not (found.isascii() and found.isdigit()):
        return None
    return found if str(_check_digit(found[:-1])) == found[-1] else None


def in_groups(code: str) -> str:
    """A code as people read it out: four groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the office certifies: that these words and files were received under this code at this instant.

    `digest` is the SHA-256 of the words; `files` those of the attachments. Nothing personal stands in it.
    """

    code: str
    office: str
    received_at: datetime
    kind: str
    digest: str
    files: tuple[str, ...] = ()

    def payload(self) -> bytes:
        """The bytes that are signed: JSON with sorted keys, without spaces, in UTF-8; the same for ever."""
        document = {
            "v": 1,
            "code": self.code,
            "office": self.office,
            "at": self.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "kind": self.kind,
            "sha256": self.digest,
            "files": list(self.files),
        }
        return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def of_payload(cls, payload: bytes) -> Receipt:
        """The receipt that a payload states; ValueError when it states none."""
        try:
            told = json.loads(payload)
            at = datetime.strptime(told["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            found = cls(told["code"], told["office"], at, told["kind"], told["sha256"], tuple(told["files"]))
        except (KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as problem:
            raise ValueError("not a receipt") from problem
        if found.payload() != payload:
            raise ValueError("not a receipt")
        return found


def short_hashes(files: Iterable[str], *, length: int = 12) -> list[str]:
    """The hashes of attachments as a receipt prints them: enough to compare by eye."""
    return [one[:length] for one in files]
