"""Memos (摘要) of transfers: seven styles of wages, back pay, and what is not wages."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from anxin.kernel.period import Month

PLAIN, FREE = 0, 3
FREE_STYLES = (3, 4, 6)
BACKPAY, FREE_BACKPAY, NOT_WAGES = 7, 8, 9
_NOT_WAGES = ("报销款", "差旅费报销", "借款", "材料款", "备用金", "节日慰问金")


def _texts(month: Month) -> list[str]:
    batch = (month.year * 12 + month.number) * 37 % 8999 + 1000
    return [
        f"{month.year}年{month.number}月工资",
        f"工资{month.year:04d}-{month.number:02d}",
        f"代发工资 {month.code}",
        "工资",
        "代发工资",
        f"{month.year}年{month.number:02d}月份工资",
        f"工资发放 批次{batch}",
        f"补发{month.year}年{month.number}月工资",
        "补发工资",
        *_NOT_WAGES,
    ]


def memo_texts(months: tuple[Month, ...], style: npt.NDArray[Any], month: npt.NDArray[Any]) -> tuple[list[str], Any]:
    """The distinct texts, and for each transfer the place of its own among them."""
    texts = [text for each in months for text in _texts(each)]
    return texts, np.where(month < 0, 0, month) * len(_texts(months[0])) + style


def names_month(style: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether such a memo says which month it is for."""
    return np.isin(style, (0, 1, 2, 5, BACKPAY))


def says_wages(style: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether such a memo says 工资."""
    return style < NOT_WAGES
