"""What next (下一步): which doors (四位一体) are open to a worker on the facts told, until when, and with which papers.

It advises and never decides; the same rules of limitation and of crime that the back office uses speak here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from anxin.domain.advice.court_doors import administrator, court, enforcement, payment_order
from anxin.domain.advice.door import Door, Standing, Told
from anxin.domain.advice.wording import value_in_words
from anxin.domain.casework.crime import Threshold, thresholds
from anxin.domain.casework.limitation import Ground, Interruption, Limitation, arbitration, inspection
from anxin.kernel.money import yuan
from anxin.kernel.outcome import Citation
from anxin.law.parameters import LawBook

SHORT = 63
"""Days before a limitation ends from which a door says so loudly: the arbitration's own period and a little more."""


_ORDER = (Standing.FIRST, Standing.OPEN, Standing.LATER, Standing.SHUT)


def doors(told: Told, law: LawBook) -> tuple[Door, ...]:
    """Every door, those to go to first at the head."""
    found = [door for rule in RULES for door in rule(told, law)]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.standing)))


def _said(law: LawBook, told: Told, *names: str) -> tuple[list[str], tuple[Citation, ...]]:
    values = [law.get(name, on=told.on) for name in names]
    words = [value_in_words(one) if not isinstance(one.value, bool | str | list | dict) else "" for one in values]
    return words, tuple(dict.fromkeys(one.citation for one in values))


def _stand_ins(law: LawBook, told: Told, *names: str) -> tuple[str, ...]:
    """Says where a rule of the whole country speaks because none of this province is known."""
    nationwide = [one for name in names if (one := law.get(name, on=told.on)).id != name]
    laws = "、".join(dict.fromkeys(f"《{one.citation.law}》" for one in nationwide))
    return (f"按全国通行的{laws}算，本省的规定还没有收录，本省规定更短的从其规定",) if nationwide else ()


_INSPECTION = "人社部门的劳动监察；在这里提交、到街道、打电话都行，我们受理或者转办"


def _inspection(told: Told, law: LawBook) -> Iterator[Door]:
    """The labour inspection orders payment, unless the matter is already with arbitration or a court (监察条例 art. 21)."""
    (days, length), cited = _said(law, told, "zj_acceptance_days", "zj_investigation_days")
    papers = ("单位名称和地址", "欠薪的经过和金额", "工资约定、考勤、转账等能有的证据")
    if told.filed_elsewhere or told.award_unpaid:
        routing = law.get("insp_dispute_routing", on=told.on).citation
        why: tuple[str, ...] = ("已经申请仲裁或起诉的，劳动监察不再处理，请等仲裁或法院的结果",)
        yield Door("inspection", "劳动监察投诉", Standing.SHUT, why, papers, (routing,), _INSPECTION, "不用再来")
        return
    limit = inspection(law, breach_ended_on=None, on=told.on)
    why = (
        f"收到后{days}内决定是否受理，立案后{length}内查清",
        *_stand_ins(law, told, "zj_acceptance_days", "zj_investigation_days"),
        "查实后责令限期支付；不付的，以后可以加付赔偿金、移送公安",
    )
    years = value_in_words(law.get("insp_limitation_years", on=told.on))
    by = f"越早越好；违法行为结束{years}以后才发现、才投诉的不再查处，一直没付的一般算还没结束"
    if told.boss_gone:
        help_ = law.get("r724_police_help_grounds", on=told.on).citation
        yield Door(
            "inspection", "劳动监察投诉", Standing.FIRST,
            ("联系不上责任人的，监察可以请公安协助找人，文书可以张贴送达", *why), papers, (*cited, limit.citation, help_),
            _INSPECTION, by,
        )  # fmt: skip
        return
    if told.order_expired:
        enforced = law.get("r724_order_enforced", on=told.on).citation
        why = ("责令支付已到期没付的，催监察机构申请法院强制执行、加付赔偿金，够数额的移送公安", *why)
        cited = (*cited, enforced)
    yield Door("inspection", "劳动监察投诉", Standing.FIRST, why, papers, (*cited, limit.citation), _INSPECTION, by)


def _mediation(told: Told, law: LawBook) -> Iterator[Door]:
    """Mediation costs nothing and stops nothing; after its days the way to arbitration is open (调解仲裁法 art. 14)."""
    (days, _), cited = _said(law, told, "med_days", "med_bodies")
    gone = told.boss_gone
    why = (
        ("单位联系不上，谈不成，先走别的门",)
        if gone
        else (f"双方还愿意谈的，街道、村（社区）或企业的调解组织可以主持，{days}内谈不成就去仲裁",)
    )
    yield Door(
        "mediation", "调解", Standing.LATER if gone else Standing.OPEN, why, ("身份证件", "欠薪的金额和依据"), cited,
        "企业、村（社区）或街道的调解组织", f"随时可以提出；{days}内谈不成就去仲裁，别让仲裁过期",
    )  # fmt: skip


_ARBITRATION = "单位所在地或者干活地的劳动人事争议仲裁委员会"


def _arbitration(told: Told, law: LawBook) -> Iterator[Door]:
    (days, length), cited = _said(law, told, "arbr_acceptance_workdays", "arb_award_days")
    papers = ("仲裁申请书（按单位人数提供副本）", "身份证件", "能证明劳动关系和欠薪的材料")
    if told.to_court:
        over = ("仲裁委不予受理、逾期未决定，或者对裁决已经起诉的，不用再申请，由法院审理",)
        yield Door("arbitration", "劳动仲裁", Standing.SHUT, over, papers, cited, _ARBITRATION, "不用再来")
        return
    if told.filed_elsewhere and not told.award_unpaid:
        why: tuple[str, ...] = ("已经提出，请按通知参加，不用重复申请",)
        yield Door("arbitration", "劳动仲裁", Standing.OPEN, why, papers, cited, _ARBITRATION, "按通知上的日期")
        return
    if told.award_unpaid:
        why = ("已经裁了、判了的，不能就同一件事再申请，去申请强制执行",)
        yield Door("arbitration", "劳动仲裁", Standing.SHUT, why, papers, cited, _ARBITRATION, "不用再来")
        return
    limit = _limit(told, law)
    cited = (*cited, limit.citation)
    if limit.last_day is not None and limit.last_day < told.on:
        why = (*limit.why, "已过期限；期间讨要过、投诉过、对方答应过付的，请带上证据，期限可能重新计算")
        by = f"{limit.last_day} 已过"
        yield Door("arbitration", "劳动仲裁", Standing.SHUT, why, papers, cited, _ARBITRATION, by, limit.last_day)
        return
    free = law.get("arb_free", on=told.on).citation
    why = (*limit.why, f"不收费；{days}内决定是否受理，受理后{length}内裁决")
    near = limit.last_day is not None and (limit.last_day - told.on).days <= SHORT
    standing = Standing.FIRST if near else Standing.OPEN
    by = f"{limit.last_day} 以前" if limit.last_day else "还在职的，要工资没有截止日；离开以后一年内"
    yield Door("arbitration", "劳动仲裁", standing, why, papers, (*cited, free), _ARBITRATION, by, limit.last_day)


def _limit(told: Told, law: LawBook) -> Limitation:
    claimed = told.last_claimed_on
    if told.ended_on is not None and claimed is not None and told.kept_claiming and claimed > told.ended_on:
        found = arbitration(law, ended_on=claimed, on=told.on)
        words = (
            f"离开后一直在讨要、没有断过一年的，从最近一次 {claimed} 重新计算，至 {found.last_day}；每次讨要都要有证据"
        )
        return replace(found, why=(words,))
    interruptions = [Interruption(claimed, Ground.CLAIM)] if claimed else []
    return arbitration(law, ended_on=told.ended_on, on=told.on, interruptions=interruptions)


def _legal_aid(told: Told, law: LawBook) -> Iterator[Door]:
    """Migrant workers who claim wages need not prove hardship (法律援助法 art. 42)."""
    (_, days, soon), cited = _said(law, told, "la_wage_no_means_check", "la_decision_days", "la_urgent_days")
    limit = _limit(told, law).last_day
    urgent = limit is not None and 0 <= (limit - told.on).days <= int(law.get("la_urgent_days", on=told.on).value)
    why = [f"讨要劳动报酬的进城务工人员不用证明经济困难，{days}内决定"]
    if urgent:
        why.insert(0, f"离时效届满不足{soon}，可以请求先行援助")
    standing = Standing.FIRST if urgent else Standing.OPEN
    by = f"{limit} 以前，仲裁到期前就要申请" if limit and limit >= told.on else "随时可以"
    where = "县（市、区）的法律援助中心，街道司法所也收；电话12348"
    yield Door("legal_aid", "法律援助", standing, tuple(why), ("身份证件", "欠薪的材料"), cited, where, by)


def _police(told: Told, law: LawBook) -> Iterator[Door]:
    """The police come in once an order to pay ran out unpaid and the amount of the province is reached (刑法 art. 276-1)."""
    one, ten = thresholds(law, place=law.place, on=told.on)
    months = law.get("fs3_one_worker_months", on=told.on)
    many = law.get("fs3_many_workers_count", on=told.on)
    cited = tuple(dict.fromkeys((one.citation, ten.citation, months.citation, many.citation)))
    alone = (told.amount_fen or 0) >= one.certain and (told.months or 0) >= months.value
    together = (told.total_fen or 0) >= ten.certain and (told.workers or 0) >= many.value
    why = []
    if not told.order_expired:
        why.append("要先由劳动监察责令支付，到期仍不付，才能按拒不支付劳动报酬罪移送公安；请先走劳动监察")
    if not (alone or together):
        why.append(
            f"数额起点：一人{value_in_words(months)}以上工资且达到{_amount(one)}，"
            f"或{value_in_words(many)}以上合计达到{_amount(ten)}；按您说的还不到或还不清楚"
        )
    if one.possible < one.certain:
        why.append("数额起点由各省在这个幅度内确定，本省的还没有收录，到了下限就请办案机关按本省标准核对")
    ready = told.order_expired and (alone or together)
    if ready:
        why.append("责令已到期、数额达到起点，由办案机关审查是否移送公安")
    why.append("有人被打、被扣、要出人身危险的，马上打110")
    yield Door(
        "police", "移送公安（拒不支付劳动报酬）", Standing.OPEN if ready else Standing.LATER, tuple(why),
        ("责令支付的文书和送达证明", "欠薪的金额和名单", "逃匿、转移财产或有能力支付的证据"), cited,
        "由办案的劳动监察移送公安；人身危险直接打110", "责令支付到期没付以后" if not ready else "现在，催办案机关",
    )  # fmt: skip


def _amount(found: Threshold) -> str:
    """The amount of a province, or the span in which it lies where it is not known."""
    least = f"{yuan(found.possible)}元至" if found.possible < found.certain else ""
    return f"{least}{yuan(found.certain)}元"


def _contractor(told: Told, law: LawBook) -> Iterator[Door]:
    if told.on_site:
        citation = law.get("r724_general_contractor_pays_first", on=told.on).citation
        why = ("工地上分包、包工头欠的，施工总承包单位要先付清；总包是谁看工地的维权告示牌",)
        yield Door(
            "contractor", "找施工总承包单位", Standing.OPEN, why, ("工程名称", "班组和考勤", "金额"), (citation,),
            "工地项目部的劳资专管员、施工总承包单位", "马上；完工以前最好找",
        )  # fmt: skip


def _relief(told: Told, law: LawBook) -> Iterator[Door]:
    if told.in_need and told.boss_gone:
        citation = law.get("r724_emergency_fund", on=told.on).citation
        why = ("单位一时付不了或者逃匿的，县级以上政府可以动用应急周转金先垫一部分工资或基本生活费",)
        yield Door(
            "relief", "应急周转金", Standing.OPEN, why, ("身份证件", "欠薪已查实的材料"), (citation,),
            "向街道或劳动监察提出，由县级以上政府决定", "查实欠薪以后马上提",
        )  # fmt: skip


RULES: tuple[Callable[[Told, LawBook], Iterator[Door]], ...] = (
    enforcement, administrator, _inspection, _arbitration, payment_order, court, _mediation, _legal_aid, _contractor, _relief,
    _police,
)  # fmt: skip
