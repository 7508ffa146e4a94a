"""What speaks for a month being the first not paid, and what against it (起始月的分量): the words around its mention."""

from __future__ import annotations

import re

_PAY_NEAR = re.compile(
    r"欠|没发|没给|未发|未付|没付|工资|工钱|薪|不发|不给|拖|没结|没拿|没有发|没有拿|到现在|至今|起|开始|以来|压|没到账"
)
_NOT_UNPAID = re.compile(
    r"(?:入职|应聘|聘任时间为|今天是|现在是|每月发|次月发|截止到|直到|进厂|上班|成立|出生|签|合同期|试用期|干了|做了|打工|工作了?|做事时间|离职|辞职|辞工|走了|讨了|讨薪|判|告了|少说|在这|办理|已经找|投诉|举报|退休|(?<!少)打了|(?<!没)(?<!没有)拿到|只发|只给|交货|发货)[^，,。；（(]{0,6}$"
)
_NOT_UNPAID_AFTER = re.compile(
    r"^[^，,。；]{0,2}(?:入职|加入|进入|应聘|通过|经人|与[^，。]{0,20}签|进厂|开始上班|来的|进的|成立|签的|到期|开工|试用|投诉|去劳动|打过|去过)"
)
_NEVER_PAID = re.compile(r"一分(?:钱|工钱)?(?:都|也)?(?:没|未|不)|零工资|从来没|没(?:有)?(?:发|给|拿)过|期间(?:仅|只)")
"""Who never was paid is owed wages since the day of starting work."""
_LIST = re.compile(r"(?:[至到\-—~、和及]|以及)(?:今年|去年|当年|20\d\d年)?[\d一二三四五六七八九十]+月")
_UNPAID_AFTER = re.compile(r"(?:的)?(?:工资|工钱)?(?:都|还|也)?(?:没|未)(?:给|发|结|付|拿)")
_LISTED_BEFORE = re.compile(r"月[、,和]?$")
_FROM_THEN = re.compile(r"[^，,。；]{0,4}(?:起|开始|到现在|至今|以来|就没|一直|到今)")
_HALF_PAID = re.compile(r"(?:的)?(?:工资|工钱)?(?:只|才|就)?(?:发|给|付)了?一半")
_UNTIL = re.compile(r"(?:一直)?(?:干|做|上|忙)?(?:到|至)")
_PAID_BEFORE = re.compile(r"(?<![没少未不])(?:发|给|付|结)了$")
_REACH = 200
"""How many characters a clause reaches at most."""
_BREAK = re.compile(r"[，。；！？,;!?\n（(]")
_AHEAD = 40
"""How many characters behind a mention are looked at."""


def weight(text: str, match: re.Match[str], *, whole_day: bool, feast: bool) -> float:
    """What the words around a mention add to how sure it is, or take away.

    Words of owing in its clause speak for it, words of starting work against. A whole day in whose clause nothing is owed is the day
    of something else: a contract, a hearing, a letter.
    """
    before, after = text[max(0, match.start() - 10) : match.start()], text[match.end() : match.end() + _AHEAD]
    sure = _by_its_clause(text, match, whole_day=whole_day) + _by_what_follows(before, after)
    if feast and _UNTIL.match(after):
        sure += 0.35
    if _PAID_BEFORE.search(before):
        sure -= 0.4
    if _NOT_UNPAID.search(before) or _NOT_UNPAID_AFTER.search(after):
        sure -= 0.2 if _NEVER_PAID.search(text) else 0.4
    return sure


def _by_its_clause(text: str, match: re.Match[str], *, whole_day: bool) -> float:
    if _PAY_NEAR.search(_clause(text, match)):
        return 0.12
    if whole_day:
        return -0.35
    return 0.0 if _PAY_NEAR.search(text, max(0, match.start() - 12), match.end() + 14) else -0.12


def _by_what_follows(before: str, after: str) -> float:
    sure = 0.2 if _LIST.match(after) else 0.0
    if _UNPAID_AFTER.match(after) and not _LISTED_BEFORE.search(before):
        sure += 0.06
    if _FROM_THEN.match(after):
        sure += 0.05
    return sure + (0.06 if _HALF_PAID.match(after) else 0.0)


def _clause(text: str, match: re.Match[str]) -> str:
    nearest, furthest = max(match.start() - _REACH, 0), match.end() + _REACH
    begun = max((one.end() for one in _BREAK.finditer(text, nearest, match.start())), default=nearest)
    ended = _BREAK.search(text, match.end(), furthest)
    return text[begun : ended.start() if ended else furthest]
