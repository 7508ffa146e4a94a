"""A person in what was said is corrected or left out wherever and however it was written."""

from __future__ import annotations

import pytest

from anxin.domain.intake.rewriting import corrected, forgotten


@pytest.mark.parametrize(
    ("text", "wrong", "right", "now"),
    [
        ("我叫王五七，王五七的电话", "王五七", "王五六", "我叫王五六，王五六的电话"),
        ("打139-0000-0002", "13900000002", "13900000003", "打13900000003"),
        ("工号139000000021", "13900000002", "13900000003", "工号139000000021"),
        ("住3幢402", "3幢402", "2幢402", "住2幢402"),
        ("欠 1234 元", "1234", "1243", "欠 1243 元"),
        ("（.*）王五七", ".*", "x", "（x）王五七"),
        ("没有这个人", "王五七", "王五六", "没有这个人"),
    ],
)
def test_what_is_wrong_is_written_right(text, wrong, right, now):
    assert corrected(text, wrong=wrong, right=right) == now


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("我是王五六，和赵六一起", "我是〔已删除〕，和〔已删除〕一起"),
        ("电话 139 0000 0002，厂里 057588001234", "电话 〔已删除〕，厂里 〔已删除〕"),
        ("另一个电话13700000003，身份证33060219900101123X", "另一个电话***，身份证***"),
        ("王师傅说欠三个月12000元", "王师傅说欠三个月12000元"),
    ],
)
def test_names_and_numbers_are_left_out_and_the_matter_stays(text, now):
    names, numbers = ("王五六", "赵六", "王"), ("13900000002", "0575-88001234", "110")
    assert forgotten(text, names=names, numbers=numbers) == now
