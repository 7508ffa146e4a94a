"""The language of a workers' page: chosen by the worker, with or without a catalogue of Django's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language

from anxin.base.languages.queries import texts
from anxin.base.languages.shipped import CHINESE, ENGLISH, Language, Text


class Spoken:
    """The language that a page speaks, and its texts once one is asked for."""

    def __init__(self, language: Language) -> None:
        self.language = language

    @property
    def has_file(self) -> bool:
        """Whether the texts stand in a data file; Chinese and English are Django's."""
        return self.language.texts is not None

    @cached_property
    def texts(self) -> Mapping[str, Text]:
        """The texts by their Chinese sentence."""
        return texts(self.language) if self.has_file else {}


def spoken_in(request: HttpRequest) -> Spoken:
    """The language of a request; that of Django's where nothing else was chosen."""
    found = cast("Spoken | None", getattr(request, "spoken", None))
    return found or Spoken(ENGLISH if get_language() == "en" else CHINESE)
