"""An employer's name as it is compared (称谓归一): the words that set it apart, however somebody wrote the rest of it.

Workers call one workshop 绍兴市红星服装有限公司, 红星服装厂 or "红星服装厂(没挂牌)". What is left is 红星服装; where nothing is left that
sets one employer apart from others (服装厂, 工地老板), the name says nothing and groups nothing. Only for those that are in no
register, and a person looks before anything follows from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anxin.domain.intake.names_said import EMPLOYER_END, GENERIC

SHORTEST = 2
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|《|》")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|个人独资企业|合伙企业|(?:总|分|子)?公司|集团|(?:总|分)?厂|工厂|(?:分|总)?(?<![饭酒])店|门市部?|经营部|工作室"
    r"|个体户|个体工商户)$"
)
_LEAD = re.compile(r"^(?:我们?|咱们?)?(?:在|是|叫|名叫|就是)?(?:这家|那家|一家|某家|某|有家)?(?:叫|名叫)?")
_REGION = re.compile(
    r"^[\u4e00-\u9fff]{2,6}?(?:自治区|省|(?<![超夜门菜花鱼])市|开发区|(?<![小园厂])区|县|街道|镇|乡|(?<!农家)村|社区)"
)
_COMMITTEE = re.compile(r"(?:(?<=村)委会|居委会)$")
_SUFFIX = re.compile(r"(?:自治区|省|市|社区|区|县|街道|镇|乡|村)$")
_NOTHING = re.compile(r"(?:不知道?|不清楚|不详|未知|无|没有|没名字?|匿名|个人|私人|老板|包工头|工地|某|号|[a-z]|\d)*")
_TRADE = re.compile(rf"(?:{'|'.join(sorted(map(re.escape, EMPLOYER_END), key=len, reverse=True))})$", re.IGNORECASE)


def written(places: Iterable[str]) -> tuple[str, ...]:
    """Names of places as people write them before an employer's, the longest first: whole, and without what kind of place it is.

    >>> written(["绍兴市", "东头村委会"])
    ('东头村委会', '东头村', '绍兴市', '东头', '绍兴')
    """
    whole = {one for place in places for one in (place, _COMMITTEE.sub("", place))}
    found = {one for place in whole for one in (place, _SUFFIX.sub("", place)) if len(one) >= SHORTEST}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


@lru_cache(maxsize=2048)
def plain_name(text: str, *, places: tuple[str, ...] = ()) -> str:
    """What sets a named employer apart, without place, legal form, brackets and width; empty when nothing does.

    `places` are the places around as they are written (see above), the longest first.

    >>> near = written(["绍兴市"])
    >>> [plain_name(one, places=near) for one in ("绍兴市红星服装有限公司", "绍兴红星服装厂", "红星 服装厂（没挂牌）", "服装厂", "绍兴")]
    ['红星服装', '红星服装', '红星服装', '', '']
    """
    name = unicodedata.normalize("NFKC", text).lower()
    while (bare := _BRACKETED.sub("", name)) != name:
        name = bare
    name = _NOT_A_LETTER.sub("", name)
    while (shorter := _without_form(_without_place(_told(name), places))) != name:
        name = shorter
    return name if _tells(name) and name not in places and not _is_region(name) else ""


def _told(name: str) -> str:
    """Without the words that lead to a name."""
    rest = _LEAD.sub("", name)
    return rest if _tells(rest) else name


def _without_place(name: str, places: tuple[str, ...]) -> str:
    found = (_any_of(places).match(name) if places else None) or _REGION.match(name)
    rest = name[found.end() :] if found else name
    return rest if _tells(_without_form(rest)) else name


@lru_cache(maxsize=8)
def _any_of(places: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, places)))


def _is_region(name: str) -> bool:
    return (found := _REGION.match(name)) is not None and found.end() == len(name)


def _without_form(name: str) -> str:
    return _FORM.sub("", name)


def _tells(name: str) -> bool:
    """Whether a name sets anybody apart: two characters at least, and not only what every employer of a trade is called."""
    return len(name) >= SHORTEST and not GENERIC.match(_TRADE.sub("", name)) and not _NOTHING.fullmatch(name)
