"""Looking at who filed (查看当事人身份): only with the power, only with a reason, never without a record.

Who asked for confidence is shown to nobody on one person's word: a second person agrees, and the filer is told
(劳动保障监察条例 art. 9: 为举报人保密).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anxin.apps.intake.actions.filing import lock
from anxin.apps.intake.actions.talk import leave
from anxin.apps.intake.events import IdentityAsked, IdentityDecided, IdentityShown
from anxin.apps.intake.models import Filing, Identity, IdentityLook
from anxin.apps.intake.timing import identity_look
from anxin.base import clocks
from anxin.base.actors import Actor, require_second
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

SHORTEST = 4
CLOCK = "intake.identity_look"
POWER = "intake.reveal"
TOLD = "为办理您的诉求，经两名工作人员同意，查看了您留下的身份信息。用途：{reason}。如有疑问，请在这里留言。"


@dataclass(frozen=True, slots=True)
class Shown:
    """Who filed, in the open."""

    name: str
    phone: str
    fellows: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[str, str], ...] = ()
    """What was corrected, as it read before: where, and the text."""


@transaction.atomic
def ask(*, filing_id: int, reason: str, by: Actor, at: datetime) -> IdentityLook:
    """Ask to see who filed in confidence; one's own undecided wish is answered unchanged."""
    filing = lock(filing_id, by=by, power=POWER)
    if filing.identity != Identity.CONFIDENTIAL:
        raise RuleBroken("intake.no_second_person", "当事人没有要求保密，写明原因即可查看，不需要申请。")
    why = _reason(reason)
    known = filing.looks.filter(asked_by=by.id, agreed=None).first()
    if known is not None:
        return known
    look = IdentityLook.objects.create(
        filing=filing, reason=why, asked_by=by.id, asked_name=by.name[:80], asked_at=at, proposers=by.people
    )
    due = identity_look(at)
    clocks.start(
        kind=CLOCK, title=f"决定是否同意查看保密当事人身份（回执尾号 {filing.code_tail}）", subject=_subject(look), url=f"/office/intake/{filing.pk}/",
        place_path=filing.place_path, owner="role:head", due_at=due.at, law_param=due.param, law_date=due.law_date, why=due.why, by=by, at=at,
    )  # fmt: skip
    record(IdentityAsked(filing=filing.pk, place=filing.place_path, look=look.pk, reason=why), by=by, at=at)
    return look


@transaction.atomic
def decide(*, look_id: int, agreed: bool, by: Actor, at: datetime) -> IdentityLook:
    """Agree that an identity is shown to who asked, or refuse; never to oneself."""
    look = IdentityLook.objects.select_for_update().filter(pk=look_id).first()
    if look is None:
        raise NotFound("no_look", "没有这项申请。")
    filing = lock(look.filing_id, by=by, power=POWER)
    require_second(by, [look.asked_by, *look.proposers])
    if look.agreed is not None:
        raise RuleBroken("intake.look_decided", "这项申请已有人决定。请刷新页面。")
    look.agreed, look.decided_by, look.decided_at = agreed, by.id, at
    look.save(update_fields=["agreed", "decided_by", "decided_at"])
    clocks.stop(subject=_subject(look), kind=CLOCK, outcome="agreed" if agreed else "refused", by=by, at=at)
    record(IdentityDecided(filing=filing.pk, place=filing.place_path, look=look.pk, agreed=agreed), by=by, at=at)
    return look


@transaction.atomic
def reveal(*, filing_id: int, reason: str, by: Actor, at: datetime) -> Shown:
    """Open the filer's name, telephone and fellow workers, and how what was corrected read before; the record is written before anything is opened."""
    filing = lock(filing_id, by=by, power=POWER)
    why = _by_two(filing, by=by, at=at) if filing.identity == Identity.CONFIDENTIAL else _reason(reason)
    record(IdentityShown(filing=filing.pk, place=filing.place_path, reason=why), by=by, at=at)
    fellows = tuple((open_(one.name_sealed), _opened(one.phone_sealed)) for one in filing.fellows.order_by("pk"))
    earlier = tuple((one.what, open_(one.was_sealed)) for one in filing.earlier.exclude(was_sealed="").order_by("pk"))
    return Shown(_opened(filing.filer_name_sealed), _opened(filing.phone_sealed), fellows, earlier)


def granted(filing: Filing, *, by: Actor, at: datetime) -> IdentityLook | None:
    """The wish of this person that a second one agreed to and that still holds."""
    looks = filing.looks.filter(asked_by=by.id, agreed=True).order_by("-decided_at")
    return next((one for one in looks if one.decided_at and at <= identity_look(one.decided_at).at), None)


def _by_two(filing: Filing, *, by: Actor, at: datetime) -> str:
    """The reason that two persons stand for; the filer is told the first time."""
    look = granted(filing, by=by, at=at)
    if look is None:
        raise RuleBroken("intake.needs_second_person", "当事人要求保密：请先申请，由另一位有权限的同事同意后查看。")
    if look.shown_at is None:
        look.shown_at = at
        look.save(update_fields=["shown_at"])
        leave(filing, TOLD.format(reason=look.reason), from_filer=False, by=by, at=at)
    return look.reason


def _reason(reason: str) -> str:
    why = reason.strip()
    if len(why) < SHORTEST:
        fault = Fault("查看原因", f"不足 {SHORTEST} 个字", "请写明用途，例如“电话核实欠薪月份”")
        raise BadInput("reason_missing", "请写明查看原因（不少于 4 个字）。", [fault])
    return why[:200]


def _subject(look: IdentityLook) -> str:
    return f"intake.look:{look.pk}"


def _opened(sealed: str) -> str:
    return open_(sealed) if sealed else ""
