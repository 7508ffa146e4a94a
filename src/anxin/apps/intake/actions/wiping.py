"""Wiping names and telephones kept with filings and calls (清除姓名电话): when their time is over by protocol, on a wish, or with the case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from anxin.apps.intake.actions.calling import CALL_BACK, subject_of
from anxin.apps.intake.actions.rewriting import in_the_open, rewrite
from anxin.apps.intake.models import Call, Filing, PrivacyWish, Wiping
from anxin.apps.intake.privacy_events import PersonsWiped, WipingDone, WipingDrawnUp
from anxin.apps.intake.queries import OWED
from anxin.apps.intake.timing import call_keep_years, keep_years, privacy_answer
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.files.store import release as let_go
from anxin.base.places.models import Place
from anxin.base.places.paths import town_of
from anxin.base.vault.sealing import open_, seal
from anxin.domain.casework.retention import latest_that_may_go
from anxin.domain.intake.rewriting import forgotten
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

POWER = "intake.wipe"
CLOCK = "intake.wiping"
GONE = "（已清除）"
NO_NUMBER = {"number_sealed": "", "number_hash": "", "number_tail": "", "recording": ""}
WISH, PROTOCOL, CASE = "wish", "protocol", "case"
MOST = 500
"""Filings on one protocol; what is left comes on the next."""


def settled(filing: Filing) -> bool:
    """Whether nothing of a filing is being worked on; one that is in a case follows its case."""
    head = filing.joined_to if filing.state == Filing.State.JOINED else filing
    return head is not None and head.case_id is None and head.state == Filing.State.ANSWERED


def wipe(filing: Filing, *, why: str, names: Collection[str] = (), by: Actor, at: datetime) -> None:
    """Wipe who filed and the fellow workers: fields, what was said by and of them, files, and the calls that led to it.

    Whoever calls has locked the filing and decided; `names` are further persons in the words. What the matter was stays, and the log.
    """
    _leave_out(filing, names)
    files = set(filing.attachments.values_list("sha256", flat=True))
    filing.filer_name_sealed = filing.phone_sealed = filing.phone_hash = filing.phone_tail = ""
    filing.wiped_at = at
    filing.save(update_fields=["filer_name_sealed", "phone_sealed", "phone_hash", "phone_tail", "wiped_at"])
    filing.fellows.update(name_sealed=str(seal(GONE)), phone_sealed="", phone_hash="", phone_tail="")
    filing.wishes.exclude(words="").update(words=GONE)
    filing.earlier.update(was_sealed="")
    filing.calls.filter(wiped_at=None).update(**NO_NUMBER, wiped_at=at)
    let_go(files, on=local_date(at))
    filing.heard.all().delete()
    record(PersonsWiped(filing=filing.pk, place=filing.place_path, why=why), by=by, at=at)


def _leave_out(filing: Filing, names: Collection[str]) -> None:
    """Leave persons out of the words, the talk and the names of files; what nobody knows to be a name, a person must have told."""
    fellows = list(filing.fellows.values_list("name_sealed", "phone_sealed"))
    known = [open_(one) for one in (filing.filer_name_sealed, *(name for name, _phone in fellows)) if one]
    numbers = [open_(one) for one in (filing.phone_sealed, *(phone for _name, phone in fellows)) if one]
    known += [name.strip() for name in names]
    rewrite(in_the_open(filing), lambda text: forgotten(text, names=known, numbers=numbers))
    for number, one in enumerate(filing.attachments.order_by("pk"), start=1):
        one.name = f"材料{number}.{one.kind}"
        one.save(update_fields=["name"])


def due(at: datetime) -> QuerySet[Filing]:
    """Filings whose persons have been kept as long as they may be, in fields or in words, with no wish of the filer waiting."""
    on = local_date(at)
    until = latest_that_may_go(on, keep_years(on))
    over = Q(state=Filing.State.ANSWERED, case_id=None, answered_at__date__lte=until)
    over |= Q(
        state=Filing.State.JOINED, joined_to__state=Filing.State.ANSWERED, joined_to__case_id=None,
        joined_to__answered_at__date__lte=until,
    )  # fmt: skip
    waiting = PrivacyWish.objects.filter(granted=None).values("filing")
    return Filing.objects.filter(over, wiped_at=None).exclude(pk__in=waiting).order_by("pk")


def due_calls(at: datetime) -> QuerySet[Call]:
    """Calls whose numbers have been kept as long as they may be."""
    on = local_date(at)
    until = latest_that_may_go(on, call_keep_years(on))
    return Call.objects.filter(wiped_at=None, started_at__date__lte=until)


def draw_up(*, by: Actor, at: datetime) -> int:
    """Put what is due onto a protocol for each town; what is on one of this year's protocols already is left alone."""
    year = local_date(at).year
    drawn = Wiping.objects.filter(year=year)
    listed = {number for some in drawn.values_list("filings", flat=True) for number in some}
    towns: dict[str, list[int]] = defaultdict(list)
    for number, path in due(at).values_list("pk", "place_path"):
        if number not in listed and len(towns[town_of(path)]) < MOST:
            towns[town_of(path)].append(number)
    rung = Counter(town_of(path) for path in due_calls(at).values_list("place_path", flat=True))
    for path in drawn.exclude(calls=0).values_list("place_path", flat=True):
        rung.pop(path, None)
    found = [(path, towns[path], rung[path]) for path in sorted({*towns, *rung}) if towns[path] or rung[path]]
    for path, numbers, calls in found:
        _draw(path, numbers, calls, by=by, at=at)
    return sum(len(numbers) for _path, numbers, _calls in found)


@transaction.atomic
def _draw(path: str, numbers: list[int], calls: int, *, by: Actor, at: datetime) -> Wiping:
    Place.objects.select_for_update().get(path=path)
    on = local_date(at)
    last = Wiping.objects.filter(place_path=path, year=on.year).aggregate(n=Max("number"))["n"] or 0
    found = Wiping.objects.create(
        place_path=path, year=on.year, number=last + 1, filings=numbers, drawn_at=at, calls=calls,
        calls_until=latest_that_may_go(on, call_keep_years(on)) if calls else None,
    )  # fmt: skip
    until, rung = privacy_answer(at), f"、{calls} 条通话" if calls else ""
    clocks.start(
        kind=CLOCK, title=f"批准{found.title}：{len(numbers)} 件诉求{rung}的姓名电话保管期满", subject=_subject(found),
        url=f"/office/intake/wipings/{found.pk}/", place_path=path, owner="role:head", due_at=until.at,
        law_param=until.param, law_date=until.law_date, why=until.why, by=by, at=at,
    )  # fmt: skip
    record(WipingDrawnUp(protocol=found.pk, place=path, filings=len(numbers), calls=calls), by=by, at=at)
    return found


@transaction.atomic
def carry_out(
    *, protocol_id: int, keep: Collection[int], keep_calls: bool = False, reason: str, by: Actor, at: datetime
) -> Wiping:
    """Wipe what a protocol lists, but for what must be kept longer, which is said with its reason and comes again next year."""
    found = Wiping.objects.select_for_update().within(by.scope).filter(pk=protocol_id).first()
    if found is None:
        raise NotFound("no_wiping", "没有这份清册，或不在您的管辖地域内。")
    require(by, POWER, found.place_path)
    if found.done_at is not None:
        raise RuleBroken("intake.wiping_done", "这份清册已经执行。")
    kept, calls_kept = sorted(set(keep) & set(found.filings)), keep_calls and found.calls > 0
    if (kept or calls_kept) and len(reason.strip()) < 4:
        fault = Fault("继续保留的理由", "不足 4 个字", "写明为什么还要用，例如“关联案件尚在诉讼”")
        raise BadInput("reason_missing", "没有执行：", [fault])
    gone = _wipe_filings(set(found.filings) - set(kept), by=by, at=at)
    calls = 0 if calls_kept else _wipe_calls(found, by=by, at=at)
    found.kept, found.calls_kept, found.reason = kept, calls_kept, reason.strip()[:300]
    found.done_by, found.done_name, found.done_at = by.id, by.name[:80], at
    found.save(update_fields=["kept", "calls_kept", "reason", "done_by", "done_name", "done_at"])
    clocks.stop(subject=_subject(found), kind=CLOCK, outcome="done", by=by, at=at)
    record(WipingDone(protocol=found.pk, place=found.place_path, filings=gone, calls=calls), by=by, at=at)
    return found


def _wipe_filings(numbers: Collection[int], *, by: Actor, at: datetime) -> int:
    gone = 0
    for filing in Filing.objects.select_for_update().filter(pk__in=numbers, wiped_at=None).order_by("pk"):
        # Whoever wrote again since the protocol was drawn up is being served anew.
        if settled(filing) and not filing.wishes.filter(granted=None).exists():
            wipe(filing, why=PROTOCOL, by=by, at=at)
            gone += 1
    return gone


def _wipe_calls(found: Wiping, *, by: Actor, at: datetime) -> int:
    """Wipe numbers and names of recordings; when it was, how long, and whether anybody answered stay for the figures."""
    if found.calls_until is None:
        return 0
    rows = Call.objects.filter(
        place_path__startswith=found.place_path, wiped_at=None, started_at__date__lte=found.calls_until
    )
    for call in rows.filter(OWED):
        clocks.stop(subject=subject_of(call.pk), kind=CALL_BACK, outcome="wiped", by=by, at=at)
    return rows.update(**NO_NUMBER, wiped_at=at)


def _subject(protocol: Wiping) -> str:
    return f"intake.wiping:{protocol.pk}"
