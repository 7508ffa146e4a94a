"""Words typed by their sound and spoken in dialects are read as everybody spells them, and nothing moves its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.intake.arrears import about_arrears
from anxin.domain.intake.reading import read_message
from anxin.domain.intake.typed import _SIGNS, as_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公资没发", "工资没发"), ("公姿", "工资"), ("gz还没发", "工资还没发"), ("新水都没发", "薪水都没发"), ("老板欠新！", "老板欠薪！"), ("讨新", "讨薪"),
        ("托欠", "拖欠"), ("刻扣", "克扣"), ("呒没发", "没有发"), ("冇发", "没发"), ("勿给", "不给"), ("工钿", "工钱"), ("一角钿", "一角钱"), ("畀咗三千", "给了三千"),
    ],
)  # fmt: skip
def test_words_typed_by_their_sound_or_of_a_dialect_are_read_as_meant(typed: str, meant: str) -> None:
    assert as_meant(typed) == meant


@pytest.mark.parametrize(
    "text", ["公资产管理局", "供资本", "创新水平", "我欠新买的车贷款", "讨新年的彩头", "勿忘我", "工程款", "公子还小"]
)
def test_words_that_only_look_so_are_left_alone(text: str) -> None:
    assert as_meant(text) == text


@given(
    st.lists(st.one_of(st.sampled_from(_SIGNS), st.sampled_from("都还没不发给钱公资新水年产本")), max_size=30).map(
        "".join
    )
)
def test_the_length_stays_what_it_was(text: str) -> None:
    meant = as_meant(text)
    assert len(meant) == len(text)


def test_what_was_written_is_quoted_and_not_what_was_meant() -> None:
    text = "老板公资拖到现在没发"
    found = about_arrears(text)
    assert found.value
    assert found.words == text[found.start : found.start + len(found.words)]
    assert "公资" in found.words


def test_every_fact_is_read_from_what_was_meant() -> None:
    found = read_message("公资三个月冇发，一共欠新1万2", on=date(2026, 11, 24))
    assert found.arrears.value
    assert found.amount is not None
    assert found.amount.low_fen == 12_000_00
    assert str(found.since.value if found.since else "") == "2026-08"
