"""Whether an employer may be listed (失信名单、社会公布、C级): each precondition met, missing or not known, with its articles.

Like the test of the offence it shows what is there and what is not; the authority that holds the act decides. Sources:
人社部令第45号 art. 5-17 (list), 人社部令第29号 art. 5-7 (announcement), 人社部规〔2016〕1号 art. 4-8 (rating).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anxin.domain.casework.crime import Element, Finding, Order
from anxin.domain.clocks.counting import add_months
from anxin.law.parameters import LawBook

PROCEDURES = ("listing", "publication", "rating")
"""The procedures that put an employer's name somewhere, and must take it away again."""
QUESTIONS = {
    "listing": ("migrant", "mass"),
    "publication": ("pub_category", "pub_private"),
    "rating": ("c_grounds",),
}
"""What a person must look into for each, because no row of the office says it."""


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What is known; None means that nobody looked yet.

    `amount` is that element of the offence; `orders` are the days of orders against the employer, in whatever case;
    `named` says for each thing an announcement must name whether it is known.
    """

    on: date
    order: Order | None
    unpaid_fen: int
    amount: Element
    orders: tuple[date, ...] = ()
    named: Mapping[str, bool] | None = None
    migrant: bool | None = None
    mass: bool | None = None
    pub_category: tuple[str, ...] | None = None
    pub_private: bool | None = None
    c_grounds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Preconditions:
    """All preconditions of one procedure together."""

    elements: tuple[Element, ...]

    @property
    def complete(self) -> bool:
        """Whether each is met, so that the authority may give notice and decide."""
        return all(one.finding is Finding.MET for one in self.elements)

    @property
    def excluded(self) -> bool:
        """Whether one is missing for certain, so that nothing can be asked for on these facts."""
        return any(one.finding is Finding.MISSING for one in self.elements)


def preconditions(procedure: str, facts: ListingFacts, law: LawBook) -> Preconditions:
    """What the law asks for before an employer's name is put anywhere."""
    if procedure == "listing":
        return Preconditions((_migrant(facts, law), _refused(facts, law), _grave(facts, law)))
    if procedure == "publication":
        return Preconditions((_handled(facts, law), _category(facts, law), _named(facts, law), _private(facts, law)))
    return Preconditions((_in_cycle(facts, law), _c_grounds(facts, law)))


def early_from(paid_on: date | None, law: LawBook, *, on: date, listed_on: date | None = None) -> date | None:
    """From which day on early removal may be asked for; None while wages are unpaid.

    The months are months on the list after the last wages were paid (自改正之日起被列入失信联合惩戒名单满6个月, 人社部令第45号 art. 12), so
    they never begin before the decision.
    """
    if paid_on is None:
        return None
    start = paid_on if listed_on is None else max(paid_on, listed_on)
    return add_months(start, law.get("bl_early_removal_months", on=on).value)


def _yes(*, answer: bool | None, met: bool) -> Finding:
    if answer is None:
        return Finding.UNKNOWN
    return Finding.MET if answer is met else Finding.MISSING


def _migrant(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("bl_criteria", on=facts.on).citation
    words = {None: "被拖欠的是否农民工工资，尚未查明", True: "已查明是农民工工资", False: "已查明不是农民工工资"}
    return Element(
        "migrant", "拖欠的是农民工工资", _yes(answer=facts.migrant, met=True), words[facts.migrant],
        ("劳动者身份和户籍信息", "劳动合同或用工登记", "询问笔录"), (cited,),
    )  # fmt: skip


def _refused(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("bl_criteria", on=facts.on).citation
    finding, why = _order_refused(facts)
    proofs = ("责令限期支付文书", "送达回证", "期满后的付款核查")
    return Element("refused", "经依法责令限期支付，逾期未支付", finding, why, proofs, (cited,))


def _order_refused(facts: ListingFacts) -> tuple[Finding, str]:
    order = facts.order
    if order is None:
        return Finding.MISSING, "尚未责令限期支付"
    if order.served_on is None:
        return Finding.MISSING, f"{order.document}尚未送达"
    if facts.on <= order.deadline:
        return Finding.MISSING, f"责令支付的期限 {order.deadline} 尚未届满"
    if not facts.unpaid_fen:
        return Finding.MISSING, "责令后已付清"
    return Finding.MET, f"期限 {order.deadline} 届满，尚欠 {facts.unpaid_fen / 100:,.2f} 元"


def _grave(facts: ListingFacts, law: LawBook) -> Element:
    cited = (law.get("bl_criteria", on=facts.on).citation, *facts.amount.citations)
    if facts.amount.finding is Finding.MET or facts.mass:
        finding = Finding.MET
    elif facts.amount.finding is Finding.MISSING and facts.mass is False:
        finding = Finding.MISSING
    else:
        finding = Finding.UNKNOWN
    mass = {
        None: "是否引发群体性、极端事件尚未查明",
        True: "引发群体性、极端事件，造成严重不良社会影响",
        False: "未引发群体性、极端事件",
    }
    return Element(
        "grave", "达到拒不支付劳动报酬罪数额标准，或引发群体性、极端事件", finding, f"{facts.amount.why}；{mass[facts.mass]}",
        ("欠薪明细表", "工资支付台账", "事件处置记录"), tuple(dict.fromkeys(cited)),
    )  # fmt: skip


def _handled(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("pub_categories", on=facts.on).citation
    done = facts.order is not None and facts.order.served_on is not None
    return Element(
        "handled", "违法行为已依法查处并作出处理决定", Finding.MET if done else Finding.MISSING,
        "已有送达的责令或处理文书" if done else "还没有送达的责令或处理文书", ("行政处理或处罚决定书", "送达回证"), (cited,),
    )  # fmt: skip


def _category(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("pub_categories", on=facts.on).citation
    if facts.amount.finding is Finding.MET:
        finding, why = Finding.MET, f"欠薪数额较大：{facts.amount.why}"
    elif facts.pub_category is None:
        finding, why = Finding.UNKNOWN, "是否属于应公布的情形，尚未查明"
    elif facts.pub_category:
        finding, why = Finding.MET, "；".join(facts.pub_category)
    else:
        finding, why = Finding.MISSING, "已查明不属于应公布的情形"
    return Element(
        "category", "属于应当公布的重大违法行为", finding, why, ("处理决定书", "移送通知", "调查报告"), (cited,)
    )


def _named(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("pub_fields", on=facts.on).citation
    lacks = [term for term, known in (facts.named or {}).items() if not known]
    why = f"尚缺：{'、'.join(lacks)}" if lacks else "公布事项齐全"
    finding = Finding.UNKNOWN if lacks or facts.named is None else Finding.MET
    return Element("named", "公布事项齐全", finding, why, ("企业登记信息", "处理决定书"), (cited,))


def _private(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("pub_secrecy", on=facts.on).citation
    words = {
        None: "公布内容是否涉密、涉个人隐私，尚未查明",
        True: "公布内容涉及秘密或个人隐私",
        False: "公布内容不涉及秘密和个人隐私",
    }
    return Element(
        "private", "不涉及国家秘密、商业秘密、个人隐私", _yes(answer=facts.pub_private, met=False), words[facts.pub_private],
        ("拟公布文稿", "保密审查意见"), (cited,),
    )  # fmt: skip


def _in_cycle(facts: ListingFacts, law: LawBook) -> Element:
    cycle = law.get("cr_cycle_months", on=facts.on)
    since = add_months(facts.on, -cycle.value)
    count = sum(since <= day <= facts.on for day in facts.orders)
    why = f"{since} 以来有 {count} 次责令或处理" if count else f"{since} 以来没有因违法被查处"
    finding = Finding.MET if count else Finding.MISSING
    return Element("in_cycle", "评价周期内因违法被查处", finding, why, ("处理决定书",), (cycle.citation,))


def _c_grounds(facts: ListingFacts, law: LawBook) -> Element:
    cited = law.get("cr_c", on=facts.on).citation
    found = list(facts.c_grounds or ())
    refused, words = _order_refused(facts)
    if refused is Finding.MET:
        found.append(f"拒不履行责令支付：{words}")
    if found:
        finding, why = Finding.MET, "；".join(found)
    elif facts.c_grounds is None:
        finding, why = Finding.UNKNOWN, "是否有C级情形，尚未查明"
    else:
        finding, why = Finding.MISSING, "已查明没有C级情形"
    return Element("c_grounds", "有C级情形之一", finding, why, ("处理决定书", "移送通知", "调查报告"), (cited,))
