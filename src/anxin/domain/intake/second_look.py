"""A second look at what no rule knows for arrears (第二眼): how the letters and pairs of letters of a short message lean.

The leanings are learnt by `script/learn_arrears.py` from our own invented messages and nothing else. They never decide in silence: what
they find is offered with little confidence and a doubt, and a person reads the message.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise

from anxin.domain.intake.leanings import AT_ALL, PIECES

LONGEST = 200
"""The messages learnt from are short; of longer ones the leanings say nothing."""
_FIGURE = re.compile(r"[0-9一二三四五六七八九十两俩仨百千万几半]+(?:\.\d+)?[wWkK]?")
_NO_LETTER = re.compile(r"[\W_]+")


def pieces(text: str) -> set[str]:
    """The letters and pairs of letters of a text; every number is 0, and whatever is no letter is one gap.

    >>> sorted(pieces("欠5千。"))
    ['0', '0_', '_', '_欠', '欠', '欠0']
    """
    plain = _NO_LETTER.sub("_", _FIGURE.sub("0", f"。{text}。"))
    return {*plain, *map("".join, pairwise(plain))}


def leaning(text: str) -> float:
    """How likely a text tells of wages owed, from 0 to 1, by its pieces alone; 0 for a text too long to say."""
    if len(text) > LONGEST:
        return 0.0
    known = [PIECES[one] for one in pieces(text) if one in PIECES]
    return 1 / (1 + math.exp(-(AT_ALL + sum(known) / math.sqrt(len(known) or 1))))
