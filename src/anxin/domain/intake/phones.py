"""One telephone, one number (号码归一), whoever wrote it down: with or without the country's code, area code, zero, dashes or extension."""

from __future__ import annotations

import re
import unicodedata

_MOBILE = re.compile(r"(?:00)?(?:86)?0?(1[3-9]\d{9})")
_EXTENSION = re.compile(r"(?:转|分机|内线|ext\.?|[#;,/、]).*|(?<=\d{7})\s*-\s*\d{1,5}\s*$", re.IGNORECASE | re.DOTALL)
_ABROAD = re.compile(r"(?:00)?86(0?[1-9]\d{8,10})")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_LETTERS = re.compile(r"[a-z]", re.IGNORECASE)


def plain_number(text: str, *, area: str = "") -> str:
    """A number as it would be dialled from another town: a mobile number by itself, a landline with its area code.

    `area` is the code of the town, for a landline written down without one, or whose zero a spreadsheet dropped. Short
    numbers of the public network and 400 numbers stay as they are; what is no number at all is empty.

    >>> [plain_number(one) for one in ("+86 139-0000-0002", "013900000002", "0086 0575 8800 1234", "12345")]
    ['13900000002', '13900000002', '057588001234', '12345']
    >>> {plain_number(one, area="0575") for one in ("8800 1234", "57588001234", "（0575）88001234", "88001234-801", "88001234 转 801")}
    {'057588001234'}
    """
    narrow = unicodedata.normalize("NFKC", text).translate(_DASHES)
    main = _EXTENSION.sub("", narrow)
    whole, digits = (re.sub(r"\D", "", one) for one in (narrow, main))
    if mobile := _MOBILE.fullmatch(whole) or _MOBILE.fullmatch(digits):
        return mobile[1]
    if _LETTERS.search(main):
        return ""
    if abroad := _ABROAD.fullmatch(digits):
        digits = f"0{abroad[1].removeprefix('0')}"
    if area and _LOCAL.fullmatch(digits):
        return area + digits
    bare = area.removeprefix("0")
    return f"0{digits}" if bare and digits.startswith(bare) and _LOCAL.fullmatch(digits[len(bare) :]) else digits


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))
