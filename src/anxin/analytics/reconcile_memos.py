"""Memos (摘要) by the million: each distinct text is read once by the rule in `domain.wages.memo`, the rest is look-up.

Reference numbers make nearly every memo distinct, so long runs of digits are cut to a stand-in first; and where names or
other words still do, everything that cannot be part of a month goes too. Neither changes what the rule reads.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from anxin.analytics.arrays import Array, byte_lengths, flags, mask_of, numbers
from anxin.domain.wages.memo import WAGES, month_named, says_wages

NOT_WAGES: Final = -1
"""The code of a memo that does not say wages; 0 is wages without one month, else the month as yyyymm."""

_DIGITS: Final = "0123456789"
_LONG: Final = 7
"""A run of so many digits is longer than any month or date within a pattern's reach; all such runs read alike."""

STAND_IN: Final = "0" * _LONG
LONG_RUN: Final = "[0-9]{7,}"
LONG_RUN_AT_END: Final = LONG_RUN + "$"
_IRRELEVANT: Final = "[^0-9A-Za-z#:： ./年月日号份、,，和及与至到~～—元０-９－／．＃-]+"
_BEYOND: Final = 1 << 30
_MANY: Final = 20_000


class MemoReader:
    """Reads columns of memos; what it once read it remembers. Not shared between threads."""

    def __init__(self) -> None:
        self._known: dict[str | None, int] = {}

    def codes(self, memos: pa.ChunkedArray) -> Array:
        """The code of each memo."""
        if not len(memos):
            return np.zeros(0, np.int32)
        array = pa.concat_arrays(memos.chunks) if memos.num_chunks > 1 else memos.chunk(0)
        encoded = without_long_tail(array).dictionary_encode(null_encoding="encode")
        codes: Array = self._read(encoded.dictionary)[numbers(encoded.indices)]
        return codes

    def _read(self, texts: pa.Array) -> Array:
        if len(texts) > _MANY:
            return self._read_many(texts)
        return np.fromiter((self._code(text) for text in texts.to_pylist()), np.int32, len(texts))

    def _read_many(self, texts: pa.Array) -> Array:
        wages = flags(pc.match_substring(texts, WAGES)) & flags(pc.is_valid(texts))
        bare = pc.replace_substring_regex(texts, LONG_RUN, STAND_IN)
        encoded = pc.replace_substring_regex(bare, _IRRELEVANT, "资").dictionary_encode(null_encoding="encode")
        months = np.fromiter((month_named(text) for text in encoded.dictionary.to_pylist()), np.int32)
        codes = months[numbers(encoded.indices)]
        return np.where(wages, codes, np.int32(NOT_WAGES))

    def _code(self, text: str | None) -> int:
        code = self._known.get(text)
        if code is None:
            code = month_named(text) if says_wages(text) else NOT_WAGES
            self._known[text] = code
        return code


def without_long_tail(memos: pa.Array) -> pa.Array:
    """The memos with a last run of seven digits or more cut down to seven noughts."""
    bare = pc.utf8_rtrim(memos, characters=_DIGITS)
    long = byte_lengths(memos) - byte_lengths(bare) >= _LONG
    if not long.any():
        return memos
    stand_in = pc.binary_replace_slice(bare, start=_BEYOND, stop=_BEYOND, replacement=STAND_IN)
    return pc.if_else(mask_of(long), stand_in, memos)
