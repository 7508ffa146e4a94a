"""Posters printed, put out of use, and counted when their code is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from anxin.apps.intake.models import Poster
from anxin.apps.intake.poster_events import PostersPrinted, PostersRestored, PostersRevoked
from anxin.apps.intake.posters import MOST, Named
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.places.paths import town_of
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, RuleBroken

POWER = "intake.handle"


@transaction.atomic
def print_out(
    *, wanted: Sequence[Named], valid_until: date | None, by: Actor, at: datetime
) -> list[tuple[Named, Poster]]:
    """Lay posters out for printing: one that hangs already keeps its code and its count, and holds until the day said now."""
    for one in wanted:
        require(by, POWER, one.place)
    if valid_until is not None and valid_until < local_date(at):
        raise BadInput("intake.poster_lapsed", "没有打印：", [Fault("有效期至", "早于今天", "请选择今天或以后的日期，不限期请留空")])  # fmt: skip
    if not wanted or len(wanted) > MOST:
        raise BadInput("intake.no_posters", f"没有选定企业、工地或园区，或超过一次 {MOST} 张，请重新选择。")
    Poster.objects.bulk_create(
        [
            Poster(place_path=one.place, employer_id=one.employer_id, site=one.site, park_id=one.park_id, by=by.id, printed_at=at)
            for one in wanted
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    employers, parks = {one.employer_id for one in wanted} - {None}, {one.park_id for one in wanted} - {None}
    live = Poster.objects.filter(revoked_at=None)
    rows = [*live.filter(employer__in=employers, park=None), *live.filter(park__in=parks, employer=None)]
    known = {(one.employer_id, one.site, one.park_id): one for one in rows}
    found = [(one, known[one.key]) for one in wanted]
    numbers = tuple(sorted({poster.pk for _, poster in found}))
    Poster.objects.filter(pk__in=numbers).update(valid_until=valid_until, printed_at=at, by=by.id)
    event = PostersPrinted(
        posters=numbers, place=town_of(wanted[0].place), valid_until=valid_until.isoformat() if valid_until else ""
    )
    record(event, by=by, at=at)
    return found


@transaction.atomic
def revoke(*, posters: Iterable[int], by: Actor, at: datetime) -> int:
    """Put codes out of use: a poster that was torn down, copied or names the wrong gate opens the plain form from now on."""
    found = [one for one in _lock(posters, by) if one.revoked_at is None]
    if not found:
        raise RuleBroken("intake.no_posters", "请先勾选还在用的海报。")
    Poster.objects.filter(pk__in=[one.pk for one in found]).update(revoked_at=at)
    event = PostersRevoked(posters=tuple(one.pk for one in found), place=town_of(found[0].place_path))
    record(event, by=by, at=at)
    return len(found)


@transaction.atomic
def restore(*, posters: Iterable[int], by: Actor, at: datetime) -> int:
    """Let codes hold again that were put out of use by mistake; not where another was printed for the same gate since."""
    found = [one for one in _lock(posters, by) if one.revoked_at is not None]
    for one in found:
        if Poster.objects.filter(revoked_at=None, employer=one.employer_id, site=one.site, park=one.park_id).exists():
            raise RuleBroken(
                "intake.poster_replaced", "其中有的地方已经打印了新海报，旧码不能恢复。请只勾选没有新海报的。"
            )
        one.revoked_at = None
        one.save(update_fields=["revoked_at"])
    if not found:
        raise RuleBroken("intake.no_posters", "请先勾选已停用的海报。")
    event = PostersRestored(posters=tuple(one.pk for one in found), place=town_of(found[0].place_path))
    record(event, by=by, at=at)
    return len(found)


def count_scan(poster: Poster, *, at: datetime) -> None:
    """Count that a poster's code was opened; who opened it is not asked."""
    Poster.objects.filter(pk=poster.pk).update(scans=F("scans") + 1, last_scan_on=local_date(at))


def _lock(posters: Iterable[int], by: Actor) -> list[Poster]:
    require(by, POWER)
    return list(Poster.objects.within(by.scope).select_for_update().filter(pk__in=list(posters)).order_by("pk"))
