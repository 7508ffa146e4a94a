"""The one error family: a rule of the office or of the law was broken, and this is what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands in writing: law (法规), document number (文号), article (条), link; and whether the text was checked."""

    law: str
    doc_no: str = ""
    article: str = ""
    url: str = ""
    verified: bool = True

    def in_words(self) -> str:
        """The citation as an official reads it, e.g. 《劳动保障监察条例》第17条.

        >>> Citation("劳动保障监察条例", article="17").in_words()
        '《劳动保障监察条例》第17条'

        An article that nobody has found out is not written.

        >>> Citation("数额标准", article="?", verified=False).in_words()
        '《数额标准》（未核实）'
        """
        known = self.article.removeprefix("?")
        article = f"第{known}条" if known and known[0].isdigit() else known
        return f"《{self.law}》{article}" + ("" if self.verified else "（未核实）")

    @property
    def link(self) -> str:
        """The address of the text where `url` is one; a source can be named in words, which lead nowhere."""
        return self.url if self.url.startswith(("http://", "https://")) else ""


class AnxinError(Exception):
    """Anything Anxin refuses, with a stable code and a Chinese sentence that says what to do."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts

    def in_words(self) -> str:
        """The whole refusal as one paragraph."""
        return self.message


class RuleBroken(AnxinError):
    """An act the law or the office's own rule does not allow now; carries the article when there is one."""

    def __init__(self, code: str, message: str, citation: Citation | None = None, **facts: Any) -> None:
        super().__init__(code, message, **facts)
        self.citation = citation


class NotAllowed(AnxinError):
    """The actor lacks a power (权限) or the place lies outside the actor's scope; named so that it can be asked for."""


class NotFound(AnxinError):
    """No such thing within the viewer's scope; the same answer whether it exists elsewhere or not."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in something handed in: where it is, what is wrong, and the remedy, in Chinese."""

    where: str
    what: str
    remedy: str = ""

    def in_words(self) -> str:
        return f"{self.where}：{self.what}" + (f"。{self.remedy}" if self.remedy else "")


class BadInput(AnxinError):
    """Something handed in cannot be taken; nothing of it was written. Lists every fault found."""

    def __init__(self, code: str, message: str, faults: Sequence[Fault] = (), **facts: Any) -> None:
        super().__init__(code, message, **facts)
        self.faults = tuple(faults)

    def in_words(self) -> str:
        return self.message + "；".join(one.in_words() for one in self.faults)
