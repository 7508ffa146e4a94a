"""A rule's condition in plain Chinese, for the screen where rules are shown and for the reference page."""

from __future__ import annotations

from anxin.domain.risk.conditions import AtLeast, Atom, Condition, Every
from anxin.domain.risk.signals import CATALOGUE
from anxin.domain.risk.wording import Unit, shown

_SIGNS = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜"}
_NAMES = {
    "manufacturing": "工业制造", "catering": "餐饮", "construction": "工程建设", "services": "服务业",
    "enterprise": "企业", "individual": "个体工商户", "micro": "微型", "small": "小型", "medium": "中型", "large": "大型",
}  # fmt: skip


def described(condition: Condition) -> str:
    """The condition as one sentence; limits out of the law book show their parameter until they are bound to a day.

    >>> from anxin.domain.risk.parsing import parse_condition
    >>> described(parse_condition({"all": [{"fact": "arrears_workers", "op": ">=", "value": 10},
    ...     {"fact": "arrears_fen", "op": ">", "of": "registered_capital_fen", "times": 0.5}]}))
    '被欠薪人数 ≥ 10人，且 欠薪金额 ＞ 注册资本的50%'
    """
    if isinstance(condition, Atom):
        return _atom(condition)
    parts = [_nested(part) for part in condition.parts]
    if isinstance(condition, Every):
        return "，且 ".join(parts)
    if condition.count == 1:
        return "，或 ".join(parts)
    return f"下列至少{condition.count}项：" + "；".join(parts)


def _nested(part: Condition) -> str:
    text = described(part)
    joined = isinstance(part, Every | AtLeast) and len(part.parts) > 1
    return f"（{text}）" if joined else text


def _atom(atom: Atom) -> str:
    signal = CATALOGUE[atom.fact]
    if isinstance(atom.value, tuple):
        return f"{signal.name}为" + "、".join(_NAMES.get(str(one), str(one)) for one in atom.value)
    if signal.unit is Unit.YES:
        return signal.name
    return f"{signal.name} {_SIGNS.get(atom.op, '＝')} {_limit(atom)}"


def _limit(atom: Atom) -> str:
    share = "" if atom.times == 1 else f"的{float(atom.times) * 100:g}%"
    if atom.of is not None:
        return CATALOGUE[atom.of].name + share
    if atom.value is not None and not isinstance(atom.value, tuple):
        return shown(atom.value, CATALOGUE[atom.fact].unit)
    named = "" if atom.law is None else atom.law.param
    return f"法规参数 {named}{share}"
