"""Log lines without personal data (日志脱敏): long numbers are masked before anything is written."""

from __future__ import annotations

import logging

from anxin.kernel.ids import mask_numbers


class MaskingFormatter(logging.Formatter):
    """Writes a line, its traceback too, with long numbers masked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_numbers(super().format(record))
