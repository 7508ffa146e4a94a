"""What keeps an answer or a figure from being shown, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml

from anxin.domain.advice import answers
from anxin.domain.advice.answers import faults_in, shipped, told
from anxin.domain.advice.door import Door
from anxin.domain.advice.wording import value_in_words
from anxin.kernel.outcome import BadInput, RuleBroken
from anxin.law import book

LAW, TODAY = book("330602013"), date(2026, 11, 24)
GOOD = next(iter(shipped().values()))


@pytest.mark.parametrize(
    ("wrong", "what"),
    [({"question": "啥"}, "没有写问题"), ({"words": "不知道"}, "没有写解答"), ({"words": GOOD.words + "很长。" * 2000}, "超过")],
)  # fmt: skip
def test_an_answer_without_a_question_without_words_or_too_long_is_not_shown(wrong, what):
    assert any(what in one.what for one in faults_in(replace(GOOD, **wrong), LAW, on=TODAY))


def test_an_answer_is_verified_when_everything_it_cites_is():
    for one in shipped().values():
        found = told(one, LAW, on=TODAY)
        assert found.verified == all(each.verified for each in found.citations)


def test_a_unit_without_a_word_is_refused():
    one = LAW.get("gp_response_minutes", on=TODAY)
    with pytest.raises(RuleBroken, match="没有说法"):
        value_in_words(replace(one, unit="parsecs"))


def test_an_answer_of_a_topic_that_does_not_exist_is_refused(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump({"topics": {"a": "甲"}, "answers": [{"id": "x", "topic": "b"}]}), encoding="utf-8")
    with pytest.raises(BadInput, match="不存在"):
        list(answers._read(path))


def test_a_door_is_verified_when_everything_it_cites_is():
    names = set(Door.__dataclass_fields__)
    given = {"citations": (), **dict.fromkeys(names - {"citations", "last_day"}, "")}
    assert Door(**given).verified
