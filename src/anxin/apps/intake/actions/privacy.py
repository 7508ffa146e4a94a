"""The filer's right to see, correct and delete what is kept about them (个人信息保护法 arts. 45-47): asked by receipt code, answered by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock
from anxin.apps.intake.actions.rewriting import correct
from anxin.apps.intake.actions.talk import leave, of_code
from anxin.apps.intake.actions.wiping import WISH, settled, wipe
from anxin.apps.intake.models import Filing, Identity, PrivacyWish, Remark
from anxin.apps.intake.ports import PORTS
from anxin.apps.intake.privacy_events import IdentityChosen, PersonCorrected, PrivacyAnswered, PrivacyAsked
from anxin.apps.intake.timing import privacy_answer
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

CLOCK = "intake.privacy"
POWER = "intake.handle"
LONGEST, SHORTEST = 2_000, 4
LONGEST_WRONG, SHORTEST_WRONG = 80, 2
CORRECTED = "（已更正，原来的说明封存）"
ANSWERED = "关于您{kind}个人信息的申请：{decision}。{reasons}"


@transaction.atomic
def ask(*, code: str, kind: str, words: str, by: Actor, at: datetime) -> PrivacyWish:
    """Ask to see, correct or delete; a wish of that kind that waits already is answered unchanged."""
    filing = of_code(code, locked=True)
    if kind not in PrivacyWish.Kind.values:
        raise BadInput("intake.wish_unclear", "请选择要办的事：查阅、更正或删除。")
    text = words.strip()
    if kind == PrivacyWish.Kind.CORRECT and not text:
        raise BadInput("intake.wish_unclear", "请写明哪里不对，应当是什么。", [Fault("说明", "没有填写", "请写几句话")])
    if len(text) > LONGEST:
        raise BadInput("intake.wish_unclear", "没有提交：", [Fault("说明", f"超过 {LONGEST} 字", "请写短一些")])
    known = filing.wishes.filter(kind=kind, granted=None).first()
    if known is not None:
        return known
    due = privacy_answer(at)
    wish = PrivacyWish.objects.create(filing=filing, kind=kind, words=text, asked_at=at, due_at=due.at)
    clocks.start(
        kind=CLOCK, title=f"答复个人信息申请：{wish.get_kind_display()}（回执尾号 {filing.code_tail}）", subject=subject_of(wish),
        url=f"/office/intake/{filing.pk}/", place_path=filing.place_path,
        owner=f"person:{filing.owner_id}" if filing.owner_id else "role:clerk", due_at=due.at, law_param=due.param,
        law_date=due.law_date, why=due.why, by=by, at=at,
    )  # fmt: skip
    record(PrivacyAsked(filing=filing.pk, place=filing.place_path, wish=wish.pk, kind=kind), by=by, at=at)
    return wish


CHOICES = (Identity.NAMED, Identity.CONFIDENTIAL)


@transaction.atomic
def choose_identity(*, code: str, identity: str, by: Actor, at: datetime) -> Filing:
    """The filer says anew whether the employer may learn who filed; whoever left no name has nothing to choose."""
    filing = of_code(code, locked=True)
    if identity not in CHOICES or filing.identity not in CHOICES or filing.wiped_at is not None:
        raise RuleBroken("intake.no_identity", "这件诉求没有留姓名电话，或已经清除，不需要选择。")
    if filing.identity != identity:
        filing.identity = identity
        filing.save(update_fields=["identity"])
        confidential = identity == Identity.CONFIDENTIAL
        record(IdentityChosen(filing=filing.pk, place=filing.place_path, confidential=confidential), by=by, at=at)
    return filing


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What a granted wish writes anew: what stands wrong and how it reads right, or further names that must go."""

    wrong: str = ""
    right: str = ""
    names: Sequence[str] = ()


@transaction.atomic
def answer(
    *, wish_id: int, granted: bool, reasons: str, rewriting: Rewriting = Rewriting(), by: Actor, at: datetime
) -> PrivacyWish:
    """Answer a wish: what is kept wrong is written right wherever it stands, a deletion leaves no person; a refusal gives reasons.

    A correction of the matter itself (more months, another sum) is no error about a person: it is set beside the words.
    """
    wish = PrivacyWish.objects.select_for_update().filter(pk=wish_id).first()
    if wish is None:
        raise NotFound("no_wish", "没有这项申请。")
    filing = lock(wish.filing_id, by=by, power=POWER)
    if wish.granted is not None:
        raise RuleBroken("intake.wish_answered", "这项申请已有人答复。请刷新页面。")
    why = reasons.strip()[:500]
    if not granted and len(why) < SHORTEST:
        fault = Fault("理由", f"不足 {SHORTEST} 个字", "写明为什么不准，例如“案件正在办理，依法须保留”")
        raise BadInput("reason_missing", "不准须说明理由（个人信息保护法第五十条）。", [fault])
    wish.granted, wish.reasons, wish.decided_by, wish.decided_at = granted, why, by.id, at
    wish.save(update_fields=["granted", "reasons", "decided_by", "decided_at"])
    clocks.stop(subject=subject_of(wish), kind=CLOCK, outcome="granted" if granted else "refused", by=by, at=at)
    record(
        PrivacyAnswered(filing=filing.pk, place=filing.place_path, wish=wish.pk, kind=wish.kind, granted=granted),
        by=by,
        at=at,
    )
    told = ANSWERED.format(kind=wish.get_kind_display(), decision="准许" if granted else "不准", reasons=why)
    leave(filing, told, from_filer=False, by=by, at=at)
    if granted and wish.kind == PrivacyWish.Kind.CORRECT:
        _correct(filing, wish, rewriting, by=by, at=at)
    if granted and wish.kind == PrivacyWish.Kind.DELETE:
        if not settled(filing):
            raise RuleBroken(
                "intake.still_needed", "这件诉求还在办理，办理须用的信息不能删除。请说明理由后答复“不准”。"
            )
        wipe(filing, why=WISH, names=rewriting.names, by=by, at=at)
    return wish


def _correct(filing: Filing, wish: PrivacyWish, told: Rewriting, *, by: Actor, at: datetime) -> None:
    wrong, right = told.wrong.strip(), told.right.strip()
    if not wrong and not right:
        Remark.objects.create(filing=filing, words=wish.words, by=by.id, at=at)
        return
    if len(wrong) < SHORTEST_WRONG or not right or wrong == right or max(len(wrong), len(right)) > LONGEST_WRONG:
        fault = Fault("更正内容", "两格没有填全，或写得太短、太长", "原来写的至少两个字，连同应改成什么都要填")
        raise BadInput("intake.correction_unclear", "没有更正：", [fault])
    places = correct(filing, wish, wrong=wrong, right=right, at=at)
    if not places:
        fault = Fault("原来写的", "在这件诉求里没有找到", "请照原样抄写错的字、号码；只是补充情况的，两格都留空")
        raise BadInput("intake.correction_unclear", "没有更正：", [fault])
    wish.words = CORRECTED
    wish.save(update_fields=["words"])
    record(PersonCorrected(filing=filing.pk, place=filing.place_path, wish=wish.pk, places=places), by=by, at=at)
    if filing.case_id is not None and PORTS.correct_in_case is not None:
        PORTS.correct_in_case(filing_id=filing.pk, wrong=wrong, right=right, by=by, at=at)


def subject_of(wish: PrivacyWish) -> str:
    """A wish as clocks name it."""
    return f"intake.wish:{wish.pk}"
