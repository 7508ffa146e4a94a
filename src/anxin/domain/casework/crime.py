"""Refusing to pay labour remuneration (拒不支付劳动报酬罪, 刑法 art. 276-1): each element met, missing or not known, and what would prove it.

A test of completeness for the person who decides on a transfer; it never decides. Sources: 法释〔2013〕3号 art. 1-8,
人社部发〔2014〕100号 and the amounts that each province fixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from anxin.kernel.outcome import Citation
from anxin.law.parameters import LawBook, NotInForce, Parameter, UnknownParameter

_AMOUNTS = {
    "33": ("zj_crime_one_worker_cny", "zj_crime_ten_workers_cny"),
    "32": ("crime_amount_js",),
    "21": ("crime_amount_ln",),
    "52": ("crime_amount_gz",),
    "43": ("crime_amount_hn",),
    "50": ("crime_amount_cq",),
}
"""The parameters that hold a province's two amounts (one worker, ten and more), by the first two digits of the place code."""


class Finding(StrEnum):
    """Whether an element is met (已具备), missing (不具备) or not known (待查明)."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def term(self) -> str:
        return {"met": "已具备", "missing": "不具备", "unknown": "待查明"}[self.value]


class Service(StrEnum):
    """How the order to pay was served (送达方式)."""

    IN_PERSON = "in_person"
    ADULT_RELATIVE = "adult_relative"
    RECIPIENT = "recipient"
    POSTED = "posted"

    @property
    def term(self) -> str:
        return {
            "in_person": "直接送达本人",
            "adult_relative": "同住成年家属签收",
            "recipient": "单位收件人签收",
            "posted": "张贴送达",
        }[self.value]


PICTURES = frozenset({"png", "jpg", "zip"})
"""The kinds of file that show a posting; a film comes packed in a zip, as the file store keeps no films."""


@dataclass(frozen=True, slots=True)
class Unpaid:
    """One worker's unpaid remuneration: how much in fen and over how many whole months; None when nobody counted them."""

    amount_fen: int
    months: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order to pay (责令支付): the document, its deadline, how and when it was served, and whether posting was filmed."""

    document: str
    deadline: date
    served_on: date | None = None
    service: Service | None = None
    filmed: bool = False


@dataclass(frozen=True, slots=True)
class CrimeFacts:
    """What is known of a case; None means that nobody looked yet.

    `evasion` names the acts of 法释〔2013〕3号 art. 2 that are proved; `able_to_pay` is the other way of committing it.
    """

    on: date
    unpaid: Sequence[Unpaid]
    evasion: tuple[str, ...] | None = None
    able_to_pay: bool | None = None
    order: Order | None = None
    paid_since_order_fen: int = 0
    good_reason: bool | None = None
    serious_consequences: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One element with its finding, the reason in words, what would prove it, and where it stands."""

    id: str
    term: str
    finding: Finding
    why: str
    proofs: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """All elements together. `complete` says that none is missing or unknown: a person may now decide on a transfer."""

    elements: tuple[Element, ...]
    serious: bool
    notes: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return all(one.finding is Finding.MET for one in self.elements)

    @property
    def excluded(self) -> bool:
        """Whether an element is missing for certain, so that no transfer can follow on these facts."""
        return any(one.finding is Finding.MISSING for one in self.elements)

    def open(self) -> tuple[Element, ...]:
        """What is missing or still to be found out."""
        return tuple(one for one in self.elements if one.finding is not Finding.MET)


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which amount on in fen, and up to which it depends on the province; both equal where the province fixed it."""

    certain: int
    possible: int
    citation: Citation


def examine(facts: CrimeFacts, law: LawBook, *, place: str) -> Examination:
    """Each element of the offence on the facts known, by the amounts of the province on that day."""
    elements = (_amount(facts, law, place), _conduct(facts, law), _ordered(facts, law), _still_unpaid(facts, law))
    return Examination(elements, serious=bool(facts.serious_consequences), notes=tuple(_notes(facts, law)))


def thresholds(law: LawBook, *, place: str, on: date) -> tuple[Threshold, Threshold]:
    """The amounts for one worker and for ten and more: the province's own, or else the band of the judicial interpretation."""
    found = [one for name in _AMOUNTS.get(place[:2], ()) if (one := _value(law, name, on)) is not None]
    if len(found) == 2:
        first, second = (Threshold(_fen(one.value), _fen(one.value), one.citation) for one in found)
        return first, second
    if len(found) == 1:
        one_worker, ten = (Threshold(_fen(value), _fen(value), found[0].citation) for value in found[0].value)
        return one_worker, ten
    bands = [law.get(f"fs3_{name}_amount_band_cny", on=on) for name in ("one_worker", "many_workers")]
    first, second = (Threshold(_fen(one.value[1]), _fen(one.value[0]), one.citation) for one in bands)
    return first, second


def _value(law: LawBook, name: str, on: date) -> Parameter | None:
    try:
        return law.get(name, on=on)
    except (NotInForce, UnknownParameter):
        return None


def _fen(yuan: float) -> int:
    return round(yuan * 100)


def _amount(facts: CrimeFacts, law: LawBook, place: str) -> Element:
    one, many = thresholds(law, place=place, on=facts.on)
    months = law.get("fs3_one_worker_months", on=facts.on)
    count = law.get("fs3_many_workers_count", on=facts.on)
    long = max((each.amount_fen for each in facts.unpaid if (each.months or 0) >= months.value), default=0)
    uncounted = max((each.amount_fen for each in facts.unpaid if each.months is None), default=0)
    total = sum(each.amount_fen for each in facts.unpaid)
    enough = len(facts.unpaid) >= count.value
    if long >= one.certain or (enough and total >= many.certain):
        finding = Finding.MET
    elif not facts.unpaid or max(long, uncounted) >= one.possible or (enough and total >= many.possible):
        finding = Finding.UNKNOWN
    else:
        finding = Finding.MISSING
    longest = f"一名劳动者满 {months.value} 个月的欠薪最多 {_yuan(long)} 元（起点 {_yuan(one.certain)} 元）；"
    if not long:
        longest = f"没有登记欠薪满 {months.value} 个月的劳动者（一名劳动者的起点 {_yuan(one.certain)} 元）；"
    why = longest + (
        f"共 {len(facts.unpaid)} 人 {_yuan(total)} 元（{count.value} 人以上起点 {_yuan(many.certain)} 元）"
    )
    if not facts.unpaid:
        why = "台账上还没有欠薪的主张人和金额，无法比对"
    elif finding is Finding.UNKNOWN and uncounted >= one.possible > long:
        why += "；有人的欠薪月数尚未登记"
    proofs = ("工资支付台账", "考勤记录", "劳动者询问笔录", "欠薪明细表")
    cited = (months.citation, count.citation, one.citation, many.citation)
    return Element("amount", "数额较大", finding, why, proofs, tuple(dict.fromkeys(cited)))


def _conduct(facts: CrimeFacts, law: LawBook) -> Element:
    cited = (law.get("fs3_evasion_acts", on=facts.on).citation,)
    proofs = ("银行流水和财产查询结果", "经营状况材料", "通知到场的送达凭证", "现场照片")
    if facts.evasion:
        why = f"已查明：{'、'.join(facts.evasion)}"
        return Element(
            "conduct", "以转移财产、逃匿等方法逃避支付，或有能力支付而不支付", Finding.MET, why, proofs, cited
        )
    if facts.able_to_pay:
        why = "已查明有能力支付而不支付"
        return Element(
            "conduct", "以转移财产、逃匿等方法逃避支付，或有能力支付而不支付", Finding.MET, why, proofs, cited
        )
    nothing = facts.evasion == () and facts.able_to_pay is False
    finding, why = (
        (Finding.MISSING, "未发现逃避支付，且无支付能力")
        if nothing
        else (Finding.UNKNOWN, "逃避支付的方法或支付能力尚未查明")
    )
    return Element("conduct", "以转移财产、逃匿等方法逃避支付，或有能力支付而不支付", finding, why, proofs, cited)


def _ordered(facts: CrimeFacts, law: LawBook) -> Element:
    cited = (
        law.get("fs3_order_instruments", on=facts.on).citation,
        law.get("fs3_service_by_posting", on=facts.on).citation,
    )
    proofs = ("限期整改指令书或行政处理决定书", "送达回证", "张贴的照片或录像")
    finding, why = _service(facts.order)
    return Element("ordered", "经政府有关部门责令支付并依法送达", finding, why, proofs, cited)


def _service(order: Order | None) -> tuple[Finding, str]:
    if order is None:
        return Finding.MISSING, "尚未作出责令支付文书"
    if order.served_on is None or order.service is None:
        return Finding.MISSING, f"{order.document}尚未送达"
    if order.service is Service.POSTED and not order.filmed:
        return Finding.MISSING, "张贴送达未拍照或录像，不能视为已责令支付"
    return Finding.MET, f"{order.document}已于 {order.served_on} 送达，期限至 {order.deadline}"


def _still_unpaid(facts: CrimeFacts, law: LawBook) -> Element:
    reason = law.get("fs3_good_reason_exception", on=facts.on)
    finding, why = _after_deadline(facts)
    proofs = ("期满后的询问笔录", "银行流水", "用人单位的书面说明")
    return Element("still_unpaid", "责令期满仍不支付，且无正当理由", finding, why, proofs, (reason.citation,))


def _after_deadline(facts: CrimeFacts) -> tuple[Finding, str]:
    total = sum(each.amount_fen for each in facts.unpaid)
    if facts.order is None or facts.on <= facts.order.deadline:
        return Finding.MISSING, "责令支付的期限尚未届满" if facts.order else "尚未责令支付"
    if facts.paid_since_order_fen >= total:
        return Finding.MISSING, "责令后已付清"
    if facts.good_reason is None:
        return Finding.UNKNOWN, "是否有正当理由未知悉责令或未及时支付，尚未查明"
    if facts.good_reason:
        return Finding.MISSING, "有正当理由未知悉责令支付或者未及时支付"
    return Finding.MET, f"期限 {facts.order.deadline} 届满，尚欠 {_yuan(total - facts.paid_since_order_fen)} 元"


def _notes(facts: CrimeFacts, law: LawBook) -> Iterator[str]:
    if facts.serious_consequences:
        years = law.get("cl2761_penalty_serious_years", on=facts.on)
        yield f"造成严重后果（{'、'.join(facts.serious_consequences)}），适用第二档：{years.citation.in_words()}"
    else:
        paid = law.get("fs3_paid_before_filing", on=facts.on)
        yield f"{paid.term}（{paid.citation.in_words()}）"
    instead = law.get("ref_no_fine_instead", on=facts.on)
    yield f"{instead.term}（{instead.citation.in_words()}）"


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
