"""A sentence with its blanks filled that still knows both, so that a page in another language fills the blanks of its own text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext


class Filled(str):
    """Reads as the sentence in the office's languages; `sentence` and `values` are what it was filled from."""

    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str, values: Mapping[str, object]) -> Filled:
        made = super().__new__(cls, gettext(sentence) % values)
        made.sentence, made.values = sentence, values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """What a copy is made of, where a refusal is copied into an answer."""
        return Filled, (self.sentence, self.values)
