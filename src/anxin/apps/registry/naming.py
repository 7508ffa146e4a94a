"""How names are compared and searched: villages by their short name, employers by Chinese, pinyin and code."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

from anxin.apps.registry.models import Focus, Sector

_TAILS = re.compile(r"(村民委员会|村委会|社区居民委员会|社区居委会|居民委员会|居委会|社区|村)+$")
_SPACES = re.compile(r"[\s\u3000]+")


def short_place(name: str) -> str:
    """A village's or community's name without its official ending, so that 上蒋村 meets 上蒋村委会.

    >>> short_place("银兴社区居委会"), short_place("上蒋村")
    ('银兴', '上蒋')
    """
    bare = _SPACES.sub("", name)
    return _TAILS.sub("", bare) or bare


def tidy(name: str) -> str:
    """A name without spaces and with brackets of one kind, for comparing.

    >>> tidy("绍兴 某某(演示)有限公司")
    '绍兴某某（演示）有限公司'
    """
    return _SPACES.sub("", name).replace("(", "（").replace(")", "）")


def search_text(name: str, uscc: str | None) -> str:
    """What the search box of employers looks through: name, initials, full pinyin and credit code, in lower case."""
    pinyin = _pinyin()
    initials = "".join(pinyin.lazy_pinyin(name, style=pinyin.Style.FIRST_LETTER))
    full = "".join(pinyin.lazy_pinyin(name))
    return f"{name} {initials} {full} {uscc or ''}".lower()[:400]


@cache
def _pinyin() -> Any:
    # Its tables of phrases take a sixth of a process's start, and few processes ever name an employer.
    return import_module("pypinyin")


def focus_of(sector: str, *, in_park: bool) -> Focus:
    """Which of the three focus sectors (重点领域) an employer counts to; building sites and kitchens before parks."""
    if sector == Sector.CONSTRUCTION:
        return Focus.CONSTRUCTION
    if sector == Sector.CATERING:
        return Focus.CATERING
    return Focus.PARK if in_park else Focus.OTHER
