"""Memos read by the million say what each says alone."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from anxin.analytics import reconcile_memos
from anxin.analytics.reconcile_memos import NOT_WAGES, MemoReader
from anxin.domain.wages.memo import month_named, says_wages

piece = st.sampled_from(
    [
        "工资",
        "代发",
        "2026年3月",
        "202603",
        "2026-03",
        "2026.03",
        "-",
        ".",
        " ",
        "、",
        "号",
        "张三",
        "REF",
        "#",
        "月份",
        "3月",
        "日",
        "元",
        "２０２６０３",
    ]
)
number = st.from_regex("[0-9]{1,12}", fullmatch=True)
memo = st.one_of(st.none(), st.lists(st.one_of(piece, number), max_size=6).map("".join), st.text(max_size=12))
memos = st.lists(memo, min_size=1, max_size=30)


def alone(text: str | None) -> int:
    return month_named(text) if says_wages(text) else NOT_WAGES


@pytest.mark.parametrize("many", [10**9, 0])
def test_each_memo_reads_as_it_does_alone(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile_memos, "_MANY", many)

    @settings(max_examples=300, deadline=None)
    @given(memos)
    @example(["工资202603.1234567", "工资2026-03-1234567", "2026年3月1234567工资", "工资ABCDEFG202603", None, ""])
    def read(texts: list[str | None]) -> None:
        column = pa.chunked_array([texts[:7], texts[7:]], pa.string())
        assert MemoReader().codes(column).tolist() == [alone(text) for text in texts]

    read()


def test_no_memos_give_no_codes() -> None:
    assert MemoReader().codes(pa.chunked_array([], pa.string())).tolist() == []
