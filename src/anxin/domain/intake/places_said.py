"""Which village or community a message speaks of (所称地点), by the gazetteer it is given: 樊江, 樊江村, 东湖社区."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from anxin.domain.intake.said import Read

_ENDS = ("社区居委会", "居委会", "村委会", "社区", "村", "街道", "镇")
_WORDS = frozenset(
    {
        "胜利",
        "新桥",
        "集体",
        "东湖",
        "和平",
        "光明",
        "红旗",
        "团结",
        "前进",
        "建设",
        "解放",
        "中心",
        "新村",
        "城东",
    }
)
"""Names that are words of their own or of other places: they count only with 村 or 社区 behind them."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place of the gazetteer: its code and its official name, 皇埠村委会."""

    code: str
    name: str


def places(text: str, gazetteer: Sequence[Named]) -> list[Read[Named]]:
    """Every place of the gazetteer that a message names, the likeliest first; one name may mean several."""
    pattern, meant = _pattern(tuple(gazetteer))
    if pattern is None:
        return []
    found: dict[str, Read[Named]] = {}
    for match in pattern.finditer(text):
        core, suffix = match["core"], match["suffix"] or ""
        for one in _suited(meant[core], suffix):
            sure = _confidence(core, suffix, len(_suited(meant[core], suffix)))
            if sure and (one.code not in found or found[one.code].confidence < sure):
                doubt = "同名的地点不止一处" if len(_suited(meant[core], suffix)) > 1 else ""
                found[one.code] = Read(one, match[0], match.start(), sure, doubt)
    return sorted(found.values(), key=lambda one: (-one.confidence, one.start))


def short(name: str) -> str:
    """The name as people say it: 皇埠村委会 is 皇埠."""
    for end in _ENDS:
        if name.endswith(end) and len(name) > len(end):
            return name[: -len(end)]
    return name


def _suited(candidates: Sequence[Named], suffix: str) -> list[Named]:
    """Of places with one short name those of the kind that was said."""
    if not suffix:
        return list(candidates)
    kind = "社区" if "社区" in suffix or "居委" in suffix else "村"
    return [one for one in candidates if kind in one.name] or list(candidates)


def _confidence(core: str, suffix: str, candidates: int) -> float:
    if not suffix and core in _WORDS:
        return 0.0
    sure = 0.95 if suffix else 0.75 if len(core) >= 3 else 0.6
    return round(sure / (1 if candidates == 1 else 2), 2)


@lru_cache(maxsize=8)
def _pattern(gazetteer: tuple[Named, ...]) -> tuple[re.Pattern[str] | None, dict[str, list[Named]]]:
    meant: dict[str, list[Named]] = {}
    for one in gazetteer:
        meant.setdefault(short(one.name), []).append(one)
    if not meant:
        return None, {}
    cores = "|".join(re.escape(core) for core in sorted(meant, key=len, reverse=True))
    return re.compile(
        rf"(?P<core>{cores})(?!路|街(?!道)|大道|一帜)(?P<suffix>社区居委会|社区|村委会|居委会|村)?"
    ), meant
