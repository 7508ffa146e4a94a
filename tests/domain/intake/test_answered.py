"""What people answer in a field for an amount or for heads is understood as they say it."""

from __future__ import annotations

import pytest

from anxin.domain.intake.answered import MOST_PEOPLE, amount_answered, people_answered


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("6000", 6000), ("大概8000左右", 8000), ("一万多", 10_000), ("2万5", 25_000), ("十五六万", 150_000), ("一个月六千，欠了两个月", 12_000), ("很多钱", None), ("", None)],
)  # fmt: skip
def test_an_amount_is_read_in_digits_and_in_words(text: str, yuan: int | None) -> None:
    assert amount_answered(text) == (None if yuan is None else yuan * 100)


@pytest.mark.parametrize(
    ("text", "people"),
    [("12", 12), ("12人", 12), ("十几个", 11), ("我们十二个人", 12), ("20多", 21), ("夫妻俩", 2), ("很多", None), ("1.5", None), (str(MOST_PEOPLE + 1), None)],
)  # fmt: skip
def test_heads_are_read_in_digits_and_in_words(text: str, people: int | None) -> None:
    assert people_answered(text) == people
