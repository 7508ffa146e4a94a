"""The ways cases go (案件的去向): soon paid, mediated, ordered to pay, before the commission, with a lawyer, closed for a reason of the law.

Which way a case goes follows from when its employer really paid, and how old it is today.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from anxin.apps.cases.api import Told, acts
from anxin.apps.cases.api import case as case_within
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.project.demo.way import HEAD, INSPECTOR, INVENTED, SECOND, Days, Story, Way, told

SOON, LATER, FRESH = 25, 70, 21
"""Days within which an employer paid soon, or later; and how young an unpaid case still lies with the office alone."""


def choose(way: Way, turn: int) -> Story:
    """The way of a case; cases that begin alike take turns at what may follow."""
    if way.paid_on is None:
        young = (local_date(way.office.today) - way.today).days < FRESH
        some = (waited_for, mediated) if young else UNPAID
    else:
        wait = way.until(way.paid_on)
        some = PAID_SOON if wait <= SOON else PAID_LATER if wait <= LATER else PAID_LATE
    return some[turn % len(some)]


def waited_for(way: Way) -> Days:
    """Nothing but the office's own work."""
    yield from ()


def confirmed(way: Way) -> Days:
    """The employer pays, everybody who filed says so, and the case is closed."""
    yield _paid(way)
    way.at_work = False
    way.step("report_paid")
    yield 4
    way.ask_everybody()
    way.count_fellows()
    way.step("close_paid")
    way.over = True


def proved(way: Way) -> Days:
    """The employer pays, and the bank's receipt proves it."""
    way.enter()
    yield _paid(way)
    way.pay()
    yield from way.close()


def mediated(way: Way) -> Days:
    """A mediation to which the employer does not come."""
    way.open("mediation")
    yield 2
    _sitting(way)
    yield 11
    way.use("fail", told("用人单位两次未到场（演示经过）"))
    if way.paid_on:
        yield from confirmed(way)


def kept(way: Way) -> Days:
    """A mediation that ends in an agreement in two parts, both paid in time."""
    last = way.today + timedelta(days=max(18, _paid(way)))
    parts = [last - timedelta(days=4), last]
    yield from _agreed(way, parts)
    for part in parts:
        yield way.until(part)
        way.pay(way.owed_fen // 2)
        if part != last:
            way.use("instalment_paid")
    way.use("perform")
    yield from way.close()


def broken(way: Way) -> Days:
    """An agreement of which the first part stays unpaid; the court is asked for an order to pay."""
    yield from _agreed(way, [way.today + timedelta(days=days) for days in (25, 55)])
    yield 15
    way.use("breach")
    yield 3
    way.use("ask_payment_order")
    while True:
        yield way.gap()
        way.use("progress")


def in_parts(way: Way) -> Days:
    """The employer promises to pay in three parts and keeps to it; the last lies ahead."""
    way.enter(3)
    yield 6
    day = local_date(way.office.today)
    parts = [max(way.today + timedelta(days=4 + step), day - timedelta(days=30 - 20 * step)) for step in range(3)]
    for part in parts:
        way.write(acts.Kind.PROMISED, way.owed_fen // 3, due=part)
    way.step("promise", told(plan_signed="双方签字的分期付款协议已收存"))
    way.at_work = False
    for part in parts[:-1]:
        yield way.until(part)
        way.pay(way.owed_fen // 3)
        way.step("instalment_paid")


def defaulted(way: Way) -> Days:
    """A promise in two parts, of which the second is not kept."""
    way.enter(2)
    yield 6
    parts = [way.today + timedelta(days=days) for days in (5, 10)]
    for part in parts:
        way.write(acts.Kind.PROMISED, way.owed_fen // 2, due=part)
    way.step("promise", told(plan_signed="单位盖章的还款承诺书已收存"))
    way.at_work = False
    yield way.until(parts[0])
    way.pay(way.owed_fen // 2)
    way.step("instalment_paid")
    yield way.until(parts[1]) + 2
    way.step("default")
    way.at_work = True


def ordered(way: Way) -> Days:
    """The inspection of the district orders to pay."""
    yield from _order(way)
    if way.paid_on is not None:
        yield _paid(way)
        way.pay()
        way.use("perform", login=INSPECTOR)
        yield from way.close()
        return
    yield 17
    way.use("expire", login=INSPECTOR)
    while True:
        yield way.gap()
        way.use("progress", login=INSPECTOR)


def to_the_police(way: Way) -> Days:
    """The order is not obeyed, the elements of the offence are looked into, and the transfer is being written."""
    yield from _order(way)
    yield 17
    way.use("expire", login=INSPECTOR)
    yield 2
    found = {
        "evasion": ["隐匿财产、恶意清偿、虚构债务、虚假破产/倒闭等转移处分财产"],
        "able_to_pay": True,
        "good_reason": False,
        "serious": [],
    }
    for question, answer in found.items():
        words = f"银行流水、询问笔录{INVENTED}"
        acts.find(case_id=way.case, question=question, answer=answer, words=words, by=way.by(INSPECTOR), at=way.at)
    yield 3
    way.use("transfer", told(transfer_reason="责令期满未付，账户有钱，涉嫌拒不支付劳动报酬"), login=INSPECTOR)
    way.door = case_within(Scope.everywhere(), way.case).procedures.get(kind="transfer").pk
    while True:
        yield way.gap()
        way.use("progress", login=INSPECTOR)


def arbitrated(way: Way) -> Days:
    """The office helps to go before the arbitration commission; the award is waited for, or obeyed."""
    way.enter()
    way.open("arbitration")
    way.papers("arbitration")
    yield 4
    way.use("file", told(receipt_kept="仲裁委收件回执已收存"))
    yield 4
    way.use("accept")
    yield 4
    way.use("served")
    yield 9
    way.use("replied")
    yield 20
    way.use("award", told(award_kept="裁决书已收存"))
    yield 16
    way.use("take_effect")
    yield from _until_paid(way, "follow_up", lambda: way.use("perform"))


def with_a_lawyer(way: Way) -> Days:
    """Legal aid is granted, and a lawyer works on it."""
    way.enter()
    way.open("legal_aid")
    way.papers("legal_aid")
    yield 3
    way.use("file", told(receipt_kept="法律援助中心收件回执已收存"))
    yield 4
    way.use("grant")
    yield 2
    way.use("assign", told(lawyer_named="承办律师张某（虚构）"))
    yield from _until_paid(way, "follow_up", lambda: way.use("finish", told(result_kept="调解书已收存")))


def withdrawn(way: Way) -> Days:
    """Who filed takes it back in writing; the head approves the closing."""
    yield 19
    way.step("close_otherwise", Told({"stated_reason": "当事人书面撤回"}, note=INVENTED))
    yield 1
    acts.approve(procedure_id=way.main, by=way.by(HEAD), at=way.at)
    way.over, way.at_work = True, False


UNPAID: tuple[Story, ...] = (
    broken, ordered, in_parts, arbitrated, with_a_lawyer, to_the_police, withdrawn, defaulted, mediated,
)  # fmt: skip
PAID_SOON: tuple[Story, ...] = (confirmed, proved)
PAID_LATER: tuple[Story, ...] = (kept, mediated, with_a_lawyer)
PAID_LATE: tuple[Story, ...] = (arbitrated, ordered, kept, with_a_lawyer)


def _paid(way: Way) -> int:
    """Days until the money is there, and a day for the office to hear of it."""
    return 1 + way.until(way.paid_on or way.today)


def _sitting(way: Way) -> int:
    """A sitting in four days."""
    row = acts.schedule(
        procedure_id=way.door, starts_at=way.at + timedelta(days=4), where="街道调解室（演示）", body="乡镇街道劳动争议调解组织",
        mediators="李某（虚构）", told_how="电话通知", by=way.by(), at=way.at,
    )  # fmt: skip
    way.use("schedule", told(both_agree="双方同意调解"))
    return row.pk


def _agreed(way: Way, parts: list[date]) -> Days:
    """From the application to the signed agreement, on the twelfth day."""
    way.enter()
    way.open("mediation")
    yield 1
    sitting = _sitting(way)
    yield 2
    way.use("hold", told(parties_told="电话通知双方，通话记录见卷"))
    yield 3
    words = f"单位承认拖欠，双方同意分期付清{INVENTED}"
    acts.keep_minutes(sitting_id=sitting, words=words, files=[way.proof("调解笔录")], by=way.by(), at=way.at)
    way.calculate()
    part = acts.Part(way.worker, way.owed_fen, tuple((day, way.owed_fen // len(parts)) for day in parts))
    acts.record_agreement(
        procedure_id=way.door, signed_on=way.today, parts=[part], file=way.proof("调解协议书"), by=way.by(), at=way.at
    )
    way.use("agree")
    yield 6
    way.use("confirmed")


def _order(way: Way) -> Days:
    """From the inspection's docket to the order served, a fortnight to obey it."""
    way.enter()
    way.open("inspection", login=INSPECTOR)
    yield 2
    way.use("accept", login=INSPECTOR)
    acts.approve(procedure_id=way.door, by=way.by(SECOND), at=way.at)
    yield 6
    way.use("note", told(two_inspectors="监察员甲、乙（虚构）到单位检查"), login=INSPECTOR)
    yield 10
    way.use("conclude", told(two_inspectors="监察员甲、乙（虚构）提交调查报告"), login=INSPECTOR)
    yield 3
    deadline, paper = way.today + timedelta(days=15), way.proof("限期支付决定书")
    order = acts.record_order(
        case_id=way.case, document="劳动保障监察限期整改指令书", number=f"演示监令〔{way.today.year}〕{way.case}号",
        issued_on=way.today, deadline=deadline, amount_fen=way.owed_fen, file=paper, by=way.by(INSPECTOR), at=way.at,
    )  # fmt: skip
    acts.serve(
        order_id=order.pk, method=acts.Service.RECIPIENT, on=way.today, where=f"单位办公室{INVENTED}", note="", files=[paper],
        by=way.by(INSPECTOR), at=way.at,
    )  # fmt: skip
    said = {"heard": "单位陈述资金困难", "order_deadline": "十五日内付清", "served": "收件人签收"}
    way.use("order", told(days={"order_deadline": deadline}, **said), login=INSPECTOR)


def _until_paid(way: Way, verb: str, end: Callable[[], None]) -> Days:
    """Note how it goes until the money comes; then the door ends and the case is closed."""
    while way.paid_on is None or way.today <= way.paid_on:
        yield way.gap() if way.paid_on is None else min(way.gap(), way.until(way.paid_on) + 1)
        way.use(verb)
    way.pay()
    end()
    yield from way.close()
