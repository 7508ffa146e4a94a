"""The doors of the court (法院): the order of payment, the suit on an IOU, enforcement, and the list in bankruptcy."""

from __future__ import annotations

from collections.abc import Iterator

from anxin.domain.advice.door import Door, Standing, Told, articles
from anxin.domain.advice.wording import value_in_words
from anxin.law.parameters import LawBook


def payment_order(told: Told, law: LawBook) -> Iterator[Door]:
    """A written agreement or IOU opens the way to an order of payment by the court (劳动合同法 art. 30; 调解仲裁法 art. 16)."""
    if told.bankrupt:
        return
    papers = ("申请书", "欠条或调解协议原件", "身份证件")
    where, by = "单位所在地的基层人民法院", "越早越好；对方在法院给的期限内提出异议就失效"
    if told.agreement:
        cited = articles(law, told, "med_payment_order", "jie1_payment_order_ended")
        why = ("调解协议到期没付的，可以拿协议直接向法院申请支付令；失效的可以拿协议直接起诉",)
        yield Door("payment_order", "法院支付令", Standing.OPEN, why, papers, cited, where, by)
    elif told.iou:
        cited = articles(law, told, "lc_payment_order", "jie1_payment_order_ended")
        why = ("单位写了工资欠条、没有争议的，可以直接申请支付令；对方提出异议就失效，再走仲裁或者拿欠条起诉",)
        yield Door("payment_order", "法院支付令", Standing.OPEN, why, papers, cited, where, by)


def court(told: Told, law: LawBook) -> Iterator[Door]:
    """With an IOU for wages, or an agreement on nothing but wages, the court hears the claim without arbitration."""
    if told.to_court and not told.bankrupt:
        open_ = ("仲裁委不予受理或者逾期没有决定的，可以就同一件事直接向法院起诉；已经起诉的，按法院的通知参加",)
        papers = (
            "起诉状",
            "仲裁委的不予受理通知书，或者收件回执（逾期没有决定的）",
            "身份证件",
            "能证明劳动关系和欠薪的材料",
        )
        cited = articles(law, told, "arbr_acceptance_workdays", "arb_sue_days")
        where = "单位所在地或者干活地的基层人民法院"
        yield Door(
            "court",
            "向法院起诉",
            Standing.FIRST,
            open_,
            papers,
            cited,
            where,
            "越早越好；收到裁决后起诉的看裁决书上的期限",
        )
        return
    if told.bankrupt or not (told.iou or told.agreement):
        return
    years = value_in_words(law.get("civil_limitation_years", on=told.on))
    proof = "欠条" if told.iou else "调解协议"
    why = (f"只要{proof}上的工资、不要别的，法院不要求先仲裁；仲裁过了期限的也可以走这里",)
    cited = articles(law, told, "jie1_iou_suit" if told.iou else "jie1_mediated_pay_suit", "civil_limitation_years")
    yield Door(
        "court", "直接向法院起诉", Standing.OPEN, why, ("起诉状", f"{proof}原件", "身份证件"), cited,
        "单位所在地或者干活地的基层人民法院", f"约定的付款日起{years}内；没写付款日的尽早",
    )  # fmt: skip


def enforcement(told: Told, law: LawBook) -> Iterator[Door]:
    """An award, a mediation paper of the arbitration or a judgment that is not obeyed is enforced by the court."""
    if told.award_unpaid:
        years = value_in_words(law.get("cpc_enforcement_years", on=told.on))
        why = ("裁决书、调解书、判决书生效后没付的，法院可以查封账户、厂房、车辆；不用预交费用",)
        yield Door(
            "enforcement", "申请强制执行", Standing.FIRST, why, ("执行申请书", "生效的裁决书、调解书或判决书", "对方财产线索"),
            articles(law, told, "arb_enforcement", "cpc_enforcement_years"),
            "一审法院，或者对方住所地、财产所在地的法院", f"履行期满之日起{years}内",
        )  # fmt: skip


def administrator(told: Told, law: LawBook) -> Iterator[Door]:
    """In bankruptcy wages need not be declared and come first; the list must be read (企业破产法 art. 48 and 113)."""
    if told.bankrupt:
        why = (
            "职工工资不用申报，由管理人列清单公示，在破产费用和共益债务之后第一个清偿",
            "清单写少了、漏了的要求更正，不更正的可以起诉",
        )
        yield Door(
            "administrator", "找破产管理人核对清单", Standing.FIRST, why, ("身份证件", "欠薪的金额和依据"),
            articles(law, told, "bankruptcy_wages_first"), "法院指定的破产管理人；不知道是谁，问受理破产的法院",
            "清单公示以后马上核对",
        )  # fmt: skip
