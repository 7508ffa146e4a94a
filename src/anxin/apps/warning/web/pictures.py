"""Pictures of warnings (图): signals over time, the map by village, the months of the town, the season before the festival."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.payroll.api import employer_months
from anxin.apps.warning.models import Level, Warning
from anxin.apps.warning.over_time import SignalsOverTime
from anxin.apps.warning.queries import happened, open_warnings
from anxin.base.places.maps import village_map
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.domain.risk.windows import days_to_festival
from anxin.kernel.period import Month
from anxin.ui.charts import Chart, Number, Series
from anxin.ui.formatting import month as month_words
from anxin.ui.punctuation import written
from anxin.ui.sentences import spoken

SEASON_WEEKS = 26
MONTHS = 14


def _share(value: float | None) -> Number:
    return None if value is None else round(value * 100, 1)


def signals_chart(found: SignalsOverTime) -> Chart:
    """An employer's main signals month by month; a month of which nothing is known is a gap, never nil."""
    points = found.points
    return Chart(
        key="signals",
        title=str(_("近 24 个月信号走势")),
        labels=[month_words(one.month) for one in points],
        head=str(_("月份")),
        unit=str(_("天、件")),
        unit_right="%",
        series=(
            Series(str(_("最长迟发天数")), [one.late_days for one in points], kind="bar", tone="orange"),
            Series(str(_("投诉举报件数")), [one.complaints for one in points], kind="bar", tone="red"),
            Series(str(_("欠付人数占比（%）")), [_share(one.unpaid_share) for one in points], kind="line", right=True, tone="red"),
            Series(str(_("未参保占比（%）")), [_share(one.insurance_gap) for one in points], kind="line", right=True, tone="blue"),
            Series(
                str(_("用电与常年之比（%）")), [_share(one.power_ratio) for one in points], kind="line", right=True,
                tone="green", dashed=True,
            ),
        ),
    )  # fmt: skip


def warnings_map(scope: Scope) -> Chart:
    """Open warnings by village; a click opens exactly those that the figure counts."""
    drawn = village_map()
    names = {one["properties"]["code"]: one["properties"]["short_name"] for one in drawn["features"]}
    counted = _by_village(open_warnings(scope).order_by())
    within_reach = set(
        Place.objects.filter(within(scope, "path"), kind=PlaceKind.VILLAGE).values_list("code", flat=True)
    )
    codes = sorted(code for code in names if code in within_reach or code in counted)
    return Chart(
        key="map",
        title=str(_("各村（社区）未办结预警")) + (f"{written('（')}{spoken(drawn['note'])}{written('）')}" if drawn["note"] else ""),
        kind="map",
        labels=[names[code] for code in codes],
        head=str(_("村（社区）")),
        series=[
            Series(str(_("合计")), [sum(counted[code].values()) for code in codes]),
            *(Series(str(level.label), [counted[code][level.value] for code in codes]) for level in Level if level != Level.GREEN),
        ],
        urls=[f"{reverse('warning:list')}?village={code}" for code in codes],
        geojson=drawn,
        name_property="short_name",
    )  # fmt: skip


class _Counted(dict[str, Counter[str]]):
    def __missing__(self, key: str) -> Counter[str]:
        return Counter()


def _by_village(rows: QuerySet[Warning]) -> Mapping[str, Counter[str]]:
    found = _Counted()
    for code, level, count in rows.values_list("employer__village__code", "level").annotate(n=Count("pk")):
        found.setdefault(code, Counter())[level] += count
    return found


def months_chart(scope: Scope, *, on: date) -> Chart:
    """The town's wage months: how many workers were paid late, short or not at all, and what is still owed."""
    last = Month.of_day(on).previous()
    months = [last.plus(-step) for step in reversed(range(MONTHS))]
    rows = employer_months(scope).order_by().filter(month__range=(months[0].code, months[-1].code)).values("month")
    sums = {
        one["month"]: one
        for one in rows.annotate(**{name: Sum(name) for name in ("late", "short", "unpaid", "arrears_fen")})
    }
    return Chart(
        key="months",
        title=str(_("逐月发放情况")),
        kind="bar",
        labels=[month_words(month.code) for month in months],
        head=str(_("工资月份")),
        unit=str(_("人")),
        unit_right=str(_("万元")),
        urls=[reverse("payroll:month", args=[month.code]) for month in months],
        series=(
            *(
                Series(str(label), [_of(sums, month, name) for month in months], kind="bar", tone=tone, stack="people")
                for name, label, tone in (("unpaid", _("未发"), "red"), ("short", _("少发"), "orange"), ("late", _("迟发"), "yellow"))
            ),
            Series(str(_("仍欠（万元）")), [_wan(_of(sums, month, "arrears_fen")) for month in months], kind="line", right=True, tone="blue"),
        ),
    )  # fmt: skip


def _of(sums: Mapping[int, Mapping[str, Any]], month: Month, name: str) -> Number:
    return sums[month.code][name] if month.code in sums else None


def _wan(fen: Number) -> Number:
    return None if fen is None else round(fen / 1_000_000, 1)


def season_chart(scope: Scope, *, on: date) -> Chart:
    """Complaints by week before the Spring Festival (春节), one line per season, so that this year can be laid on the last."""
    first = on.replace(year=on.year - 2)
    seasons: dict[int, Counter[int]] = {}
    for day in happened(scope, first, on).complaints.values_list("on", flat=True):
        left = days_to_festival(day)
        if left is not None and 0 <= left < SEASON_WEEKS * 7:
            seasons.setdefault(_festival_year(day, left), Counter())[left // 7] += 1
    now = days_to_festival(on)
    weeks = list(reversed(range(SEASON_WEEKS)))
    return Chart(
        key="season",
        title=str(_("春节前各周投诉举报")),
        labels=[str(_("前 %(n)s 周") % {"n": week}) for week in weeks],
        head=str(_("距春节")),
        unit=str(_("件")),
        series=[
            Series(str(_("%(year)s 年春节前") % {"year": year}), _line(seasons[year], weeks, now, current=year == max(seasons)), dashed=year != max(seasons))
            for year in sorted(seasons)
        ] or [Series(str(_("没有投诉举报")), [None] * len(weeks))],
    )  # fmt: skip


def _festival_year(day: date, left: int) -> int:
    return date.fromordinal(day.toordinal() + left).year


def _line(counts: Mapping[int, int], weeks: Iterable[int], now: int | None, *, current: bool) -> list[Number]:
    """Nil in a past week without complaints, a gap in weeks that have not come yet."""
    return [None if current and now is not None and week < now // 7 else counts[week] for week in weeks]
