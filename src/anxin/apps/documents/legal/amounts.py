"""Amounts in capital figures (大写金额), as payment papers write them beside the figures so that nobody can add a stroke."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_capitals(fen: int) -> str:
    """An amount as words.

    >>> in_capitals(1_800_000)
    '壹万捌仟元整'
    >>> in_capitals(100_0305)
    '壹万零叁元零伍分'
    """
    if fen < 0:
        return "负" + in_capitals(-fen)
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    whole = f"{_whole(yuan)}元" if yuan or not fen else ""
    if not jiao and not rest:
        return f"{whole}整"
    tenths = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"{whole}{tenths}{f'{DIGITS[rest]}分' if rest else '整'}"


def _whole(yuan: int) -> str:
    if not yuan:
        return DIGITS[0]
    words, gap = "", False
    groups = [yuan // 10_000**place % 10_000 for place in range(len(_GROUPS))]
    for place in reversed(range(len(_GROUPS))):
        group = groups[place]
        if not group:
            gap = bool(words)
            continue
        zero = words and (gap or group < 1_000)
        words += ("零" if zero else "") + _four(group) + _GROUPS[place]
        gap = False
    return words


def _four(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return words
