"""Which memos are wages, and which month they name: the words of real banks, and the traps in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.wages.memo import month_named, says_wages

NAMES_MARCH = [
    "2026年3月工资", "2026年03月工资", "2026年3月份工资", "代发2026年3月份工资", "工资（2026年3月）", "2026 年 3 月 工资", "26年3月工资",
    "2026年3月工资 流水8812345678", "2026年3月12345 工资", "补发2026年3月工资", "２０２６年３月工资", "2026年3月工资 202511",
    "202603", "代发工资 202603", "工资202603", "202603工资", "工资:202603", "工资：202603", "工资-202603", "工资_202603_01", "代发工资202603-0001234",
    "2026-03", "工资2026-03", "工资 2026-3", "工资2026/03", "工资2026.03", "工资2026-03-0001234", "（2026-03）工资", "2026-03工资88",
]  # fmt: skip

NAMES_NONE = [
    "工资", "", None, "3月工资", "2026年工资", "2026年13月工资", "2026年0月工资", "1926年3月", "12026年3月",
    "2026年3月15日发工资", "工资2026-03-15", "工资 2026/3/15", "工资20260315", "工资 20260312001", "流水20260398765", "工资5202603", "工资2026031",
    "工资REF202603", "工资 No202603", "工资#202603", "流水号202603", "流水号：202603", "流水号 202603", "0571-202603 工资",
    "工资202603元", "工资202603.50", "工资2026.03元", "工资202613", "工资202600", "工资2026-13",
    "2026年2月、3月工资", "2026年2月2026年3月工资", "2026年1-3月工资", "2026年1月至3月工资", "202602-202603工资", "202602,03工资",
    "2026-02~03工资", "2026年2月到2026年3月",
]  # fmt: skip


@pytest.mark.parametrize("memo", NAMES_MARCH)
def test_a_memo_that_names_one_month_names_march(memo: str) -> None:
    assert month_named(memo) == 202603


@pytest.mark.parametrize("memo", NAMES_NONE)
def test_a_memo_with_no_month_several_months_a_date_or_a_number_names_none(memo: str | None) -> None:
    assert month_named(memo) == 0


def test_only_the_word_for_wages_makes_wages() -> None:
    assert [
        memo for memo in ("工资", "代发工资202603", "薪酬", "劳务费", "奖金", "报销", "", None) if says_wages(memo)
    ] == ["工资", "代发工资202603"]


@given(
    st.integers(2000, 2099),
    st.integers(1, 12),
    st.sampled_from(["", "工资", "代发工资 ", "（", "发放："]),
    st.sampled_from(["", "工资", "）", " 批次01"]),
)
def test_every_month_is_named_in_every_form(year: int, month: int, before: str, after: str) -> None:
    forms = (f"{year}年{month}月", f"{year}年{month:02d}月", f"{year}-{month:02d}", f"{year}{month:02d}")
    assert {month_named(before + form + after) for form in forms} == {year * 100 + month}


@given(st.text())
def test_any_text_can_be_read(memo: str) -> None:
    code = month_named(memo)
    assert code == 0 or (2000 <= code // 100 <= 2099 and 1 <= code % 100 <= 12)


@given(
    st.text(alphabet="工资年月日号2026031REF-/. ：#、至元", max_size=16), st.from_regex("[0-9]{7,12}", fullmatch=True)
)
def test_a_long_number_reads_alike_whatever_its_digits(text: str, number: str) -> None:
    for memo in (text + "{}", "{}" + text, text[:5] + "{}" + text[5:]):
        if not (memo[: memo.index("{")][-1:].isdigit() or memo[memo.index("}") + 1 :][:1].isdigit()):
            assert month_named(memo.replace("{}", number)) == month_named(memo.replace("{}", "0000000"))
