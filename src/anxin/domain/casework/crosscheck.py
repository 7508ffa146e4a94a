"""The cross-check of a list of claims (主张核对): claim x attendance x payroll x bank, one person at a time, in words.

It says what agrees, what does not and what is not known, each with the facts beside it. It adds nothing up to a score and
concludes nothing: workers are paid in cash, lists are lost, a foreman's account receives for a whole gang. Whoever decides
hears the person first (保障农民工工资支付条例 art. 52 speaks of facts made up, not of facts that are missing).

What a decision rested on is frozen: the outcome as plain values, with the digest of the facts it came from. Payrolls and bank
statements go on coming in, so the same comparison says something else later, and `differences` tells what.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a comparison says."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"

    @property
    def term(self) -> str:
        return {"agrees": "相符", "differs": "不符", "unknown": "不清楚"}[self.value]


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claimed person with what each source holds of them; None means that the source does not name the person.

    `person` and `account` stand for an identity number and an account without being them (a keyed hash); empty when the
    list gives none. `number_ok` says whether the identity number passes its check digit.
    """

    key: int
    claimed_fen: int | None
    person: str = ""
    number_ok: bool | None = None
    account: str = ""
    days: int | None = None
    due_fen: int | None = None
    paid_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Which sources there are at all, and the sums for which project money was settled or is disputed (工程款)."""

    attendance: bool = False
    payroll: bool = False
    bank: bool = False
    settlements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison in words, with the facts it rests on."""

    id: str
    term: str
    verdict: Verdict
    why: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The comparisons of every person by key, and those of the list as a whole."""

    persons: dict[int, tuple[Comparison, ...]]
    whole: tuple[Comparison, ...]

    def differing(self) -> tuple[int, ...]:
        """The persons for whom something does not agree, in the order of their keys: those to be asked first."""
        return tuple(
            key for key, found in sorted(self.persons.items()) if any(one.verdict is Verdict.DIFFERS for one in found)
        )


def cross_check(claims: Sequence[Claimed], sources: Sources) -> Checked:
    """Every person against every source, and the sum of the list against the settlements of project money."""
    persons = Counter(one.person for one in claims if one.person)
    accounts = Counter(one.account for one in claims if one.account)
    return Checked(
        {
            one.key: (
                _identity(one, persons[one.person]),
                _attendance(one, sources),
                _payroll(one, sources),
                _bank(one, sources),
                _account(one, accounts[one.account]),
                _settled(one.claimed_fen, sources, term="主张与工程款"),
            )
            for one in claims
        },
        tuple(_of_the_list(claims, sources)),
    )


def digest(claims: Iterable[Claimed], sources: Sources) -> str:
    """The digest of the facts that a cross-check rests on; any change in any source changes it."""
    told = [[astuple(one) for one in sorted(claims, key=lambda one: one.key)], astuple(sources)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def frozen(checked: Checked) -> dict[str, Any]:
    """An outcome as plain values, to be kept."""
    persons = {str(key): [_plain(one) for one in found] for key, found in checked.persons.items()}
    return {"persons": persons, "whole": [_plain(one) for one in checked.whole]}


def thawed(kept: Mapping[str, Any]) -> Checked:
    """The outcome that was kept."""
    persons = {int(key): tuple(_read(one) for one in found) for key, found in kept.get("persons", {}).items()}
    return Checked(persons, tuple(_read(one) for one in kept.get("whole", ())))


def _plain(one: Comparison) -> list[Any]:
    return [one.id, one.term, one.verdict.value, one.why, [list(fact) for fact in one.facts]]


def _read(kept: Sequence[Any]) -> Comparison:
    name, term, verdict, why, facts = kept
    return Comparison(name, term, Verdict(verdict), why, tuple((label, value) for label, value in facts))


@dataclass(frozen=True, slots=True)
class Difference:
    """One comparison that says something else than it did; `key` names the person, None the list as a whole."""

    key: int | None
    term: str
    then: str
    now: str


def differences(then: Checked, now: Checked) -> tuple[Difference, ...]:
    """What changed between two cross-checks, person by person."""
    found = list(_changed(None, then.whole, now.whole))
    for key in sorted(then.persons.keys() | now.persons.keys()):
        found += _changed(key, then.persons.get(key, ()), now.persons.get(key, ()))
    return tuple(found)


def _changed(key: int | None, then: Sequence[Comparison], now: Sequence[Comparison]) -> Iterator[Difference]:
    before, after = ({one.id: one for one in some} for some in (then, now))
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Difference(key, old.term if old else after[name].term, _words(old), _words(new))


def _words(one: Comparison | None) -> str:
    """A comparison in one line, with its figures."""
    if one is None:
        return "（名单中没有）"
    facts = "，".join(f"{label} {value}" for label, value in one.facts)
    return f"{one.verdict.term}：{one.why}" + (f"（{facts}）" if facts else "")


def _identity(one: Claimed, times: int) -> Comparison:
    term = "身份号码"
    if one.number_ok is None:
        return Comparison("identity", term, Verdict.UNKNOWN, "名单没有写身份号码")
    if not one.number_ok:
        return Comparison("identity", term, Verdict.DIFFERS, "身份号码的校验位不对，可能是笔误，请核对证件")
    if times > 1:
        facts = (("出现次数", str(times)),)
        return Comparison("identity", term, Verdict.DIFFERS, f"同一身份号码在名单中出现 {times} 次", facts)
    return Comparison("identity", term, Verdict.AGREES, "身份号码校验位正确，名单中只出现一次")


def _attendance(one: Claimed, sources: Sources) -> Comparison:
    term = "主张与考勤"
    if not sources.attendance:
        return Comparison("attendance", term, Verdict.UNKNOWN, "没有考勤名单，不清楚是否出勤")
    if not one.days:
        return Comparison("attendance", term, Verdict.DIFFERS, "考勤名单中没有此人的出勤", (("出勤天数", "0"),))
    return Comparison("attendance", term, Verdict.AGREES, f"考勤 {one.days} 天", (("出勤天数", str(one.days)),))


def _payroll(one: Claimed, sources: Sources) -> Comparison:
    term = "主张与工资表"
    if not sources.payroll or one.claimed_fen is None:
        why = "没有写主张金额" if one.claimed_fen is None else "没有可比对的工资表"
        return Comparison("payroll", term, Verdict.UNKNOWN, why)
    if one.due_fen is None:
        return Comparison("payroll", term, Verdict.DIFFERS, "工资表中没有此人", (("主张", _yuan(one.claimed_fen)),))
    facts = (("主张", _yuan(one.claimed_fen)), ("工资表应发", _yuan(one.due_fen)))
    if one.claimed_fen > one.due_fen:
        why = f"主张比工资表应发多 {_yuan(one.claimed_fen - one.due_fen)} 元"
        return Comparison("payroll", term, Verdict.DIFFERS, why, facts)
    return Comparison("payroll", term, Verdict.AGREES, "主张不多于工资表应发", facts)


def _bank(one: Claimed, sources: Sources) -> Comparison:
    term = "主张与银行流水"
    if not sources.bank or one.claimed_fen is None:
        why = "没有写主张金额" if one.claimed_fen is None else "没有可比对的银行流水"
        return Comparison("bank", term, Verdict.UNKNOWN, why)
    paid = one.paid_fen or 0
    due = one.claimed_fen if one.due_fen is None else one.due_fen
    facts = (("主张", _yuan(one.claimed_fen)), ("应发", _yuan(due)), ("银行已付", _yuan(paid)))
    if not paid:
        return Comparison("bank", term, Verdict.AGREES, "银行流水中没有付给此人的工资", facts)
    if paid >= due:
        return Comparison("bank", term, Verdict.DIFFERS, "银行流水显示应发的已经付清", facts)
    if one.claimed_fen > due - paid:
        why = f"扣除银行已付后尚欠 {_yuan(due - paid)} 元，主张多 {_yuan(one.claimed_fen - due + paid)} 元"
        return Comparison("bank", term, Verdict.DIFFERS, why, facts)
    return Comparison("bank", term, Verdict.AGREES, "主张不多于扣除银行已付后的欠薪", facts)


def _account(one: Claimed, times: int) -> Comparison:
    term = "收款账号"
    if not one.account:
        return Comparison("account", term, Verdict.UNKNOWN, "名单没有写收款账号")
    if times > 1:
        why = f"{times} 人写同一收款账号，可能由班组长代领，请问明本人是否知情"
        return Comparison("account", term, Verdict.DIFFERS, why, (("同一账号人数", str(times)),))
    return Comparison("account", term, Verdict.AGREES, "收款账号只有本人使用")


def _settled(fen: int | None, sources: Sources, *, term: str) -> Comparison:
    if not sources.settlements or fen is None:
        why = "没有写主张金额" if fen is None else "没有登记工程款结算金额"
        return Comparison("settlement", term, Verdict.UNKNOWN, why)
    facts = (("主张", _yuan(fen)), ("工程款结算", "、".join(map(_yuan, sources.settlements))))
    if fen in sources.settlements:
        return Comparison("settlement", term, Verdict.DIFFERS, "主张与一笔工程款结算金额分毫不差", facts)
    return Comparison("settlement", term, Verdict.AGREES, "与登记的工程款结算金额都不相同", facts)


def _of_the_list(claims: Sequence[Claimed], sources: Sources) -> Iterator[Comparison]:
    named = [one.claimed_fen for one in claims if one.claimed_fen is not None]
    yield _settled(sum(named) if named else None, sources, term="名单合计与工程款")
    missing = sum(not one.days for one in claims)
    facts = (("名单人数", str(len(claims))), ("无出勤", str(missing)))
    if not sources.attendance:
        yield Comparison("heads", "名单与考勤", Verdict.UNKNOWN, "没有考勤名单", facts[:1])
    elif missing:
        yield Comparison("heads", "名单与考勤", Verdict.DIFFERS, f"名单 {len(claims)} 人中 {missing} 人没有出勤", facts)
    else:
        yield Comparison("heads", "名单与考勤", Verdict.AGREES, "名单上的人都有出勤", facts)


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
