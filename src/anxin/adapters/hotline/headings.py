"""The headings of call records by field, those preferred first: Chinese exchanges, Asterisk and FreeSWITCH."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

FIELDS: Mapping[str, tuple[str, ...]] = {
    "started": (
        "开始时间", "呼叫开始时间", "通话开始时间", "呼叫时间", "来电时间", "呼入时间", "起始时间", "拨打时间", "发起时间", "日期时间", "通话时间",
        "时间", "calldate", "start", "starttime", "startstamp", "startedat",
    ),
    "day": ("日期", "通话日期", "呼叫日期", "来电日期", "date"),
    "caller": ("主叫", "主叫号码", "主叫号", "主叫方", "来电号码", "src", "caller", "callernumber", "calleridnumber", "clid", "from"),
    "called": ("被叫", "被叫号码", "被叫号", "被叫方", "接入号码", "dst", "callee", "called", "destinationnumber", "to"),
    "number": ("对方号码", "客户号码", "电话号码", "外线号码", "号码"),
    "extension": (
        "分机", "分机号", "分机号码", "接听分机", "坐席", "座席", "坐席号", "座席号", "坐席分机", "坐席工号", "工号", "extension", "agent",
    ),
    "seconds": (
        "通话时长", "通话秒数", "通话时长秒", "计费时长", "应答时长", "billsec", "时长", "时长秒", "通话持续时间", "duration",
    ),
    "outcome": (
        "接听/未接", "接听未接", "接听状态", "接通状态", "应答状态", "通话状态", "呼叫状态", "呼叫结果", "通话结果", "是否接听", "是否接通", "接听情况",
        "状态", "结果", "disposition", "status", "hangupcause",
    ),
    "direction": ("呼叫方向", "方向", "呼入/呼出", "呼入呼出", "呼叫类型", "通话类型", "类型", "direction", "calltype"),
    "id": ("流水号", "话单号", "话单编号", "通话标识", "呼叫标识", "通话编号", "记录编号", "呼叫编号", "uniqueid", "callid", "uuid", "linkedid"),
    "recording": ("录音文件", "录音", "录音地址", "录音文件名", "录音链接", "recordingfile", "recording"),
}  # fmt: skip
_BRACKETS = re.compile(r"[\[(（【].*?[\])）】]")


def plain(label: str) -> str:
    """A heading without spaces, brackets, lines and case.

    >>> plain("通话时长（秒）"), plain("start_stamp")
    ('通话时长', 'startstamp')
    """
    narrow = re.sub(r"[\s_*:：]", "", unicodedata.normalize("NFKC", label)).lower()
    return _BRACKETS.sub("", narrow) or narrow


def places(labels: Sequence[str]) -> dict[str, int]:
    """The column of each field in a heading row; no column is two things."""
    told: dict[str, int] = {}
    for number, label in enumerate(labels):
        if label:
            told.setdefault(plain(label), number)
    found: dict[str, int] = {}
    for field, words in FIELDS.items():
        free = (told[word] for word in words if word in told and told[word] not in found.values())
        if (place := next(free, None)) is not None:
            found[field] = place
    return found


def enough(found: Mapping[str, int]) -> bool:
    """Whether a heading row says when and who."""
    return "started" in found and ("number" in found or {"caller", "called"} <= found.keys())
