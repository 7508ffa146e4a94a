"""A warning rule (预警规则) as a value: what it asks, how bad it is, why, what to do, and where it stands in writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from anxin.domain.risk.conditions import Condition
from anxin.domain.risk.levels import Level
from anxin.kernel.outcome import Citation
from anxin.kernel.period import DateRange


class Origin(StrEnum):
    """Who made the rule: the law itself, a published scheme of another place, or this product (own rule, 自定规则)."""

    LAW = "law"
    PUBLISHED = "published"
    OWN = "own"

    @property
    def label(self) -> str:
        """The origin as the screen says it."""
        return {"law": "法律法规", "published": "外地公开规则", "own": "自定规则"}[self.value]


class Confidence(StrEnum):
    """Whether the source's text was read (verified), is remembered only (memory), or there is none to read (own)."""

    VERIFIED = "verified"
    MEMORY = "memory"
    OWN = "own"


class State(StrEnum):
    """Active rules judge; reference rules are shown with the reason why they don't."""

    ACTIVE = "active"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Origins:
    """The source of a rule."""

    origin: Origin
    citation: Citation
    region: str
    confidence: Confidence
    note: str = ""

    def in_words(self) -> str:
        """The source as an officer reads it; an unread text says so."""
        where = f"{self.region}，" if self.region else ""
        return f"{self.origin.label}：{where}{self.citation.in_words()}"


@dataclass(frozen=True, slots=True)
class Example:
    """Facts on which a rule must fire, or must just not."""

    facts: dict[str, Any]
    fires: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it stands in the files, with its dates and place."""

    id: str
    title: str
    colour: Level
    state: State
    when: Condition | None
    weight: int
    source: Origins
    why: str
    advice: str
    authority: str
    place: str
    effective: DateRange
    family: str = ""
    published: str = ""
    why_not: str = ""
    signal: str = ""
    threshold: str = ""
    examples: tuple[Example, ...] = field(default=(), compare=False)
    file: str = field(default="", compare=False)

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return day in self.effective
