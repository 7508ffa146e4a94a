"""Finding answers by what people ask (检索): BM25 over pairs of characters and the characters, so that no dictionary is needed.

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
from anxin.domain.advice.spelling import set_right, simplified

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z]+|\d+")
_K, _B = 1.2, 0.6
_ASKED, _WORDS = 3, 1
"""How often a pair counts that stands in a question, and in the answer."""
_SAID = 0.5
"""How much of a question's weight a pair holds that stands only in the answer: nobody was seen to ask by it."""
_SAME = (
    ("老板", "单位"), ("厂里", "单位"), ("公司", "单位"), ("工钱", "工资"), ("薪水", "工资"), ("薪资", "工资"), ("血汗钱", "工资"),
    ("讨薪", "欠薪"), ("拖欠", "欠薪"), ("没发", "欠薪"), ("不发", "欠薪"), ("打工的", "工人"), ("民工", "工人"), ("五险", "社保"),
    ("社会保险", "社保"), ("辞工", "辞职"), ("不干了", "辞职"), ("劳动局", "劳动监察"), ("跑路", "跑了"), ("失联", "跑了"),
    ("警察", "公安"), ("报警", "公安"), ("派出所", "公安"), ("工地", "工程"), ("包工头", "分包"),
    ("不给钱", "欠薪"), ("不给工资", "欠薪"), ("没给", "欠薪"), ("少发", "欠薪"), ("不结", "欠薪"), ("不接电话", "跑了"), ("拉黑", "跑了"),
    ("倒闭", "注销"), ("关门", "注销"), ("饭店", "餐馆"), ("餐厅", "餐馆"), ("开除", "辞退"), ("炒鱿鱼", "辞退"), ("解雇", "辞退"),
    ("不要我", "辞退"), ("举报", "投诉"), ("去哪告", "投诉"), ("怎么告", "投诉"), ("打零工", "临时工"), ("零工", "临时工"), ("日结", "临时工"),
    ("兼职", "临时工"), ("钟点工", "临时工"), ("押一个月", "押工资"), ("压一个月", "押工资"), ("压工资", "押工资"), ("扣钱", "扣工资"), ("试工", "试用期"),
    ("工头", "包工头"), ("没拿到钱", "欠薪"), ("拿不到钱", "欠薪"), ("不结算", "欠薪"), ("没见着", "欠薪"), ("拖着不", "欠薪"), ("告他", "投诉"), ("告老板", "投诉"),
    ("翻倍", "双倍"), ("两倍", "双倍"), ("二倍", "双倍"), ("上保险", "社保"), ("交保险", "社保"), ("判刑", "坐牢"), ("抓起来", "坐牢"), ("走人", "辞职"),
    ("停产", "停工"), ("没活干", "停工"), ("摔下来", "工伤"), ("受伤", "工伤"), ("春节上班", "节日加班"), ("过年上班", "节日加班"), ("关机", "跑了"),
    ("人也找不", "跑了"), ("联系不上", "跑了"), ("返聘", "超龄"), ("劝退", "辞退"), ("炒鱿鱼", "赔偿"), ("生孩子", "产假"), ("封条", "倒闭"), ("反悔", "不履行"), ("压断", "工伤"), ("砸伤", "工伤"), ("退休", "超龄"), ("六十", "超龄"), ("童工", "未成年"), ("暑假工", "未成年"),
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
        "么时",
        "时候",
        "在哪",
        "到哪",
        "带什",
        "么样",
        "一下",
        "天天",
        "里打",
        "起来",
        "以后",
        "不管",
        "出来",
    ]
)
_ALONE = 0.35
"""How much a single character counts beside a pair: enough to tell two near answers apart."""
_STORY = 45.0
"""The weight above which a question is a story told in one breath: more of it counts no further against what was found."""
ENOUGH = 0.2
"""The least share of a question's weight that an answer must hold to count as found; set on the questions of the tests."""
_OURS = re.compile(
    "工资|工钱|欠薪|讨薪|老板|加班|打工|干活|干了|厂里|厂子|工地|劳动|仲裁|辞|开除|社保|上班|没发钱|不给钱|没拿到钱|合同|举报|告我|工厂|大门|公司|中介|骑手|站点|实习|立案|劝退|班长"
)
_ENOUGH_OF_OURS = 0.09
"""The least share where the question itself speaks of work or wages: then a near answer helps more than none."""
_AGE = re.compile(r"(?<!\d)(\d{2})岁")
_YOUNG, _OLD = 18, 55


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
            term: math.log(1 + (count - in_some + 0.5) / (in_some + 0.5)) * (_ALONE if len(term) == 1 else 1)
            for term, in_some in held.items()
        }
        self._unknown = math.log(1 + (count + 0.5) / 0.5)

    def find(self, text: str, *, most: int = 5) -> list[Hit]:
        """The answers that hold most of what was asked, the best first; none where too little of it is known."""
        meant = set_right(simplified(text), known=self._weight)
        asked = set(terms(meant))
        whole = min(
            sum(self._weight.get(term, self._unknown * (_ALONE if len(term) == 1 else 1)) for term in asked), _STORY
        )
        if not whole:
            return []
        least = _ENOUGH_OF_OURS if _OURS.search(meant) else ENOUGH
        hits = [self._hit(number, asked, whole) for number in range(len(self.answers))]
        found = sorted((one for one in hits if one.share >= least), key=lambda one: (-one.score, one.answer.id))
        return found[:most]

    def _hit(self, number: int, asked: set[str], whole: float) -> Hit:
        held = self._terms[number]
        common = [term for term in asked if term in held]
        norm = _K * (1 - _B + _B * self._length[number] / self._mean)
        score = sum(self._weight[term] * held[term] * (_K + 1) / (held[term] + norm) for term in common)
        share = sum(self._weight[term] * (1 if held[term] >= _ASKED else _SAID) for term in common) / whole
        return Hit(self.answers[number], share, score)


def terms(text: str) -> list[str]:
    """The pairs of characters of a text, the characters, whole Latin words and numbers, everyday words read as the usual ones.

    >>> terms("讨薪")
    ['讨薪', '讨', '薪', '欠薪']
    """
    found = []
    for run in _RUN.findall(text.lower()):
        if not "\u3400" <= run[0] <= "\u9fff":
            found.append(run)
            continue
        pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
        found += [pair for pair in pairs if pair not in _EMPTY_PAIRS and not set(pair) <= _EMPTY]
        found += [char for char in run if char not in _EMPTY] if len(run) > 1 else []
    found += [usual for said, usual in _SAME if said in text]
    ages = [int(one) for one in _AGE.findall(text)]
    young, old = any(age < _YOUNG for age in ages), any(age >= _OLD for age in ages)
    return found + ["未成年", "童工"] * young + ["超龄"] * old


def _terms_of(answer: Answer) -> Counter[str]:
    held: Counter[str] = Counter()
    for text in (answer.question, *answer.also):
        for term in terms(text):
            held[term] += _ASKED
    for term in terms(answer.words):
        held[term] += _WORDS
    return held
