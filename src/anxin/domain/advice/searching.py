"""Finding answers by what people ask (检索): BM25 over pairs of characters, so that Chinese needs no dictionary of words.

A few hundred answers fit in memory, and the same ranking holds on every database. After Robertson and Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond" (2009); pairs of characters as terms after Nie, Gao, Zhang and Zhou (2000).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from anxin.domain.advice.answers import Answer

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z]+|\d+")
_K, _B = 1.2, 0.6
_ASKED, _WORDS = 3, 1
"""How often a pair counts that stands in a question, and in the answer."""
_SAME = (
    ("老板", "单位"), ("厂里", "单位"), ("公司", "单位"), ("工钱", "工资"), ("薪水", "工资"), ("薪资", "工资"), ("血汗钱", "工资"),
    ("讨薪", "欠薪"), ("拖欠", "欠薪"), ("没发", "欠薪"), ("不发", "欠薪"), ("打工的", "工人"), ("民工", "工人"), ("五险", "社保"),
    ("社会保险", "社保"), ("辞工", "辞职"), ("不干了", "辞职"), ("劳动局", "劳动监察"), ("跑路", "跑了"), ("失联", "跑了"),
    ("警察", "公安"), ("报警", "公安"), ("派出所", "公安"), ("工地", "工程"), ("包工头", "分包"),
    ("不给钱", "欠薪"), ("不给工资", "欠薪"), ("没给", "欠薪"), ("少发", "欠薪"), ("不结", "欠薪"), ("不接电话", "跑了"), ("拉黑", "跑了"),
    ("倒闭", "注销"), ("关门", "注销"), ("饭店", "餐馆"), ("餐厅", "餐馆"), ("开除", "辞退"), ("炒鱿鱼", "辞退"), ("解雇", "辞退"),
    ("不要我", "辞退"), ("举报", "投诉"), ("去哪告", "投诉"), ("怎么告", "投诉"), ("打零工", "临时工"), ("零工", "临时工"), ("日结", "临时工"),
    ("兼职", "临时工"), ("钟点工", "临时工"), ("押一个月", "押工资"), ("压一个月", "押工资"), ("压工资", "押工资"), ("扣钱", "扣工资"), ("试工", "试用期"),
)  # fmt: skip
"""Everyday words and the one that stands for them in the index, beside themselves."""
_EMPTY = frozenset("的了吗呢吧啊呀么怎怎么办我你他们是不有没在就都也和与及或")
_EMPTY_PAIRS = frozenset(
    [
        "哪里",
        "去哪",
        "里去",
        "能不",
        "不能",
        "可以",
        "以吗",
        "什么",
        "多少",
        "如何",
        "哪些",
        "一个",
        "请问",
        "想问",
        "知道",
        "应该",
        "需要",
    ]
)
ENOUGH = 0.18
"""The least share of a question's weight that an answer must hold to count as found; set on the questions of the tests."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An answer found, and how much of what was asked it holds: 1 is all of it."""

    answer: Answer
    share: float
    score: float


class Index:
    """The answers laid out for searching; building takes milliseconds, asking less."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers: Sequence[Answer] = tuple(answers)
        self._terms: list[Counter[str]] = [_terms_of(one) for one in self.answers]
        self._length = [sum(one.values()) for one in self._terms]
        self._mean = sum(self._length) / len(self._length) if self._length else 1.0
        held = Counter(term for one in self._terms for term in one)
        count = len(self.answers)
        self._weight: Mapping[str, float] = {
            term: math.log(1 + (count - in_some + 0.5) / (in_some + 0.5)) for term, in_some in held.items()
        }
        self._unknown = math.log(1 + (count + 0.5) / 0.5)

    def find(self, text: str, *, most: int = 5) -> list[Hit]:
        """The answers that hold most of what was asked, the best first; none where too little of it is known."""
        asked = set(terms(text))
        whole = sum(self._weight.get(term, self._unknown) for term in asked)
        if not whole:
            return []
        hits = [self._hit(number, asked, whole) for number in range(len(self.answers))]
        found = sorted((one for one in hits if one.share >= ENOUGH), key=lambda one: (-one.score, one.answer.id))
        return found[:most]

    def _hit(self, number: int, asked: set[str], whole: float) -> Hit:
        held = self._terms[number]
        common = [term for term in asked if term in held]
        norm = _K * (1 - _B + _B * self._length[number] / self._mean)
        score = sum(self._weight[term] * held[term] * (_K + 1) / (held[term] + norm) for term in common)
        return Hit(self.answers[number], sum(self._weight[term] for term in common) / whole, score)


def terms(text: str) -> list[str]:
    """The pairs of characters of a text, whole Latin words and numbers, with everyday words read as the usual ones.

    >>> terms("讨薪")
    ['讨薪', '欠薪']
    """
    found = []
    for run in _RUN.findall(text.lower()):
        if not "\u3400" <= run[0] <= "\u9fff":
            found.append(run)
            continue
        pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        found += [pair for pair in pairs if pair not in _EMPTY_PAIRS and not set(pair) <= _EMPTY]
    found += [usual for said, usual in _SAME if said in text]
    return found


def _terms_of(answer: Answer) -> Counter[str]:
    held: Counter[str] = Counter()
    for text in (answer.question, *answer.also):
        for term in terms(text):
            held[term] += _ASKED
    for term in terms(answer.words):
        held[term] += _WORDS
    return held
