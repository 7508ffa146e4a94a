"""A list of fellow workers as people type it (工友名单): one a line or all in one, with commas or without, numbered or not.

Nothing is dropped: a telephone without a name stays, so that nobody who was listed is lost.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from anxin.domain.intake.numerals import read

LONGEST_NAME = 40
_LABEL = re.compile(
    r"(?:序号|姓名|名字|(?:欠薪|工资|欠款)?金额|联系电话|联系方式|电话号码|电话|手机号码|手机号|手机)\s*(?:[:：]|(?=\s|$))"
)
_COLUMN = re.compile(
    r"序号|编号|姓名|名字|工人|性别|年龄|民族|籍贯|住址|身份证(?:号码?)?|工种|岗位|班组|单位|备注|签名|签字|银行卡号?|开户行|月份|天数|单价"
    r"|(?:联系)?(?:电话|手机|方式)(?:号码?)?|(?:拖欠|被欠|欠|应发|实发|未发|剩余)?(?:薪|工资|款)?(?:月份|月数|金额|数额|总额|合计)?(?:\(元\))?"
)
"""What stands over a column of a list; a line of nothing else is its heading."""
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}\s*[.,、．)]|\(\d{1,3}\)|\d{1,3}\s+(?=[\u4e00-\u9fff]))\s*")
_BREAK = re.compile(r"[，,、；;|/\n]")
_SUM = re.compile(
    r"(?:欠|工资)?\s*((?:\d[\d.]*|[一二两三四五六七八九十百]+)\s*[万千百]?\d?)\s*(?:元|块钱?)|(?:欠|工资)\s*(\d[\d.]*[万千]\d?|\d{3,6})"
    r"|(?:(?<=\s)|^)(\d{3,6}(?:\.\d{1,2})?|\d[\d.]*[万千w]\d?|[一二两三四五六七八九十]+[万千][一二三四五六七八九]?)(?=\s|$)"
)
"""Behind a word of owing, before 元, or by itself, as in a column of a table."""
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+?86[- ]?)?0?1[3-9]\d(?:[- ]?\d){8}|0\d{2,3}[- ]?\d{3,4}[- ]?\d{4}|\+?\d[\d\-]{5,14}\d)(?![\dxX])"
)
"""Written together or in groups: a mobile number, a landline with its area code, any other by its length."""
_CHINESE = re.compile(r"[\u4e00-\u9fff·]{2,5}")
_SPACED = re.compile(r"(?<=^[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]$)")
_AROUND = " \t.。:：-—()"


@dataclass(frozen=True, slots=True)
class Listed:
    """One fellow worker as listed; what was not written is empty."""

    name: str
    phone: str = ""
    amount_fen: int | None = None


def people_listed(text: str) -> list[Listed]:
    """Everybody on a list, in its order.

    >>> people_listed("1. 张三 13900000002 6000元\\n李四、王五，13700000003")
    [Listed(name='张三', phone='13900000002', amount_fen=600000), Listed(name='李四', phone='', amount_fen=None), Listed(name='王五', phone='13700000003', amount_fen=None)]
    """
    found: list[Listed] = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if all(map(_COLUMN.fullmatch, re.split(r"[\s,、;|/]+", line.strip()))):
            continue
        begun = len(found)
        for piece in _BREAK.split(_LABEL.sub(" ", _NUMBERING.sub("", line))):
            _add(found, begun, piece)
    return found


def _add(found: list[Listed], begun: int, piece: str) -> None:
    """The people of a piece between commas; what belongs to somebody named before on the same line goes to them."""
    rest = piece
    while match := _PHONE.search(rest):
        _add_names(found, begun, rest[: match.start()])
        if len(found) > begun and not found[-1].phone:
            found[-1] = replace(found[-1], phone=match[0])
        else:
            found.append(Listed("", match[0]))
        rest = rest[match.end() :]
    _add_names(found, begun, rest)


def _add_names(found: list[Listed], begun: int, text: str) -> None:
    while money := _SUM.search(text):
        found += [Listed(name[:LONGEST_NAME]) for name in _names(text[: money.start()])]
        if len(found) > begun:
            found[-1] = replace(found[-1], amount_fen=_fen(money[1] or money[2] or money[3]))
        text = text[money.end() :]
    found += [Listed(name[:LONGEST_NAME]) for name in _names(text)]


def _names(text: str) -> list[str]:
    """Names of two to five Chinese characters may stand side by side; any other name keeps its spaces."""
    name = _SPACED.sub("", " ".join(text.strip(_AROUND).split()))
    parts = name.split(" ")
    return parts if len(parts) > 1 and all(map(_CHINESE.fullmatch, parts)) else [name] if name else []


def _fen(text: str) -> int | None:
    number = read(text.replace(" ", ""))
    return None if number is None else int(number.high * 100)
