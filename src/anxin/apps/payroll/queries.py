"""Reads of wages and arrears; every one takes the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from anxin.apps.payroll.models import (
    Breach,
    Dispute,
    EmployerDebt,
    EmployerMonth,
    HandPayment,
    PayStatus,
    Recovery,
    Run,
    Shortfall,
    WageFile,
)
from anxin.apps.registry.api import employers
from anxin.base.eventlog.unchanged import unchanged
from anxin.base.places.models import within
from anxin.base.places.paths import town_of
from anxin.base.scope import Scope
from anxin.kernel.outcome import NotFound
from anxin.kernel.period import Month, Week, months_between


def files(scope: Scope) -> QuerySet[WageFile]:
    """Wage files within reach, newest first."""
    return WageFile.objects.within(scope).select_related("employer").order_by("-at", "-pk")


def file(scope: Scope, file_id: int) -> WageFile:
    """One wage file within reach."""
    found = files(scope).filter(pk=file_id).first()
    if found is None:
        raise NotFound("no_file", "没有这个文件，或不在您的管辖地域内。")
    return found


def stored_file_of(file_id: int) -> str:
    """Under which content hash a wage file is kept; for the job that reads it."""
    return WageFile.objects.values_list("sha256", flat=True).get(pk=file_id)


def towns_with_files() -> list[str]:
    """The towns in which some file counts."""
    live = WageFile.objects.filter(state=WageFile.State.LIVE).values_list("place_path", flat=True).distinct()
    return sorted({town_of(path) for path in live})


def shortfalls(scope: Scope) -> QuerySet[Shortfall]:
    """Worker-months not paid in full and on time, within reach."""
    return Shortfall.objects.within(scope).select_related("employer", "worker")


def owed(scope: Scope) -> QuerySet[Shortfall]:
    """Worker-months of which something is still owed (仍欠)."""
    return shortfalls(scope).filter(status__in=[PayStatus.SHORT, PayStatus.UNPAID], arrears_fen__gt=0)


def recoveries(scope: Scope) -> QuerySet[Recovery]:
    """Wages that came in late for months already found short, within reach."""
    return Recovery.objects.within(scope).select_related("employer", "worker")


def suspicions(scope: Scope) -> QuerySet[Breach]:
    """Everything within reach that seems to break a rule, findings and doubts."""
    return Breach.objects.within(scope).select_related("employer", "worker")


def breaches(scope: Scope) -> QuerySet[Breach]:
    """Breaches within reach that stand on the figures alone; doubts wait for a person."""
    return suspicions(scope).filter(sure=Breach.Sure.FINDING)


def employer_months(scope: Scope) -> QuerySet[EmployerMonth]:
    """Employers' wage months within reach."""
    return EmployerMonth.objects.within(scope).select_related("employer")


def disputes(scope: Scope) -> QuerySet[Dispute]:
    """Objections within reach, newest first."""
    return Dispute.objects.within(scope).select_related("employer", "worker").order_by("-at")


def hand_payments(scope: Scope) -> QuerySet[HandPayment]:
    """Payments recorded by hand within reach, newest first."""
    return HandPayment.objects.within(scope).select_related("employer", "worker").order_by("-at")


@dataclass(frozen=True, slots=True)
class WeekOfWages:
    """What a weekly report counts of wages, each to be read when it is wanted."""

    owed: QuerySet[Shortfall]
    recovered: QuerySet[Recovery]
    handed_in: QuerySet[EmployerMonth]
    uninsured: QuerySet[EmployerMonth]


def week_of_wages(scope: Scope, week: Week, *, month: Month) -> WeekOfWages:
    """What is still owed, what came in late within a week, who handed a month's payroll in, and who insured not everybody."""
    of_month = employer_months(scope).filter(month=month.code)
    return WeekOfWages(
        owed=owed(scope),
        recovered=recoveries(scope).filter(on__range=(week.monday, week.sunday)),
        handed_in=of_month.filter(workers__gt=0),
        uninsured=of_month.filter(uninsured__gt=0),
    )


def current_run(place_path: str) -> Run | None:
    """The newest reconciliation of a town of which everything is written down."""
    return Run.objects.filter(place_path=place_path, parts_left=0).order_by("-at", "-pk").first()


def debts(scope: Scope) -> QuerySet[Any, Any]:
    """Per employer: what is still owed, most first."""
    return (
        EmployerDebt.objects.within(scope)
        .values(
            "employer_id", "employer__name", "employer__focus", "employer__village__name",
            "fen", "workers", "since", "months", "oldest_due",
        )
        .order_by("-fen", "employer_id")
    )  # fmt: skip


def debts_counted(scope: Scope) -> QuerySet[Any, Any]:
    """The same list counted from the shortfalls themselves, so that it can be narrowed to some of them before it is summed."""
    return (
        owed(scope)
        .values("employer_id", "employer__name", "employer__focus", "employer__village__name")
        .annotate(
            fen=Sum("arrears_fen"),
            workers=Count("worker", distinct=True),
            since=Min("month"),
            months=Count("month", distinct=True),
            oldest_due=Min("due_date"),
        )
        .order_by("-fen", "employer_id")
    )


LETTERS = {"on_time": "足", "late": "迟", "short": "少", "unpaid": "欠", "missing": "缺"}


@dataclass(frozen=True, slots=True)
class Square:
    """One month in an employer's pay history (发薪史): its state in one word and the figures behind it."""

    month: int
    state: str
    workers: int
    bad: int
    arrears_fen: int
    due_fen: int = 0
    paid_fen: int = 0
    max_late: int = 0

    @property
    def letter(self) -> str:
        """The state as one character, so that colour never tells alone."""
        return LETTERS[self.state]


def history(employer_id: int, *, last: Month, months: int = 24) -> list[Square]:
    """An employer's pay history, oldest month first; a month without a payroll says so."""
    rows = {row.month: row for row in EmployerMonth.objects.filter(employer_id=employer_id)}
    return [_square(rows.get(month.code), month.code) for month in months_between(last.plus(1 - months), last)]


def _square(row: EmployerMonth | None, month: int) -> Square:
    if row is None or row.workers == 0:
        return Square(month, "missing", 0, 0, 0)
    bad = row.unpaid + row.short + row.late
    state = "unpaid" if row.unpaid else "short" if row.short else "late" if row.late else "on_time"
    return Square(month, state, row.workers, bad, row.arrears_fen, row.due_fen, row.paid_fen, row.max_late)


def month_of_employers(scope: Scope, month: int) -> QuerySet[Any]:
    """Every running employer with its wage month, whether it handed a payroll in or not."""
    rows = EmployerMonth.objects.filter(employer=OuterRef("pk"), month=month)

    def field(name: str) -> Subquery:
        return Subquery(rows.values(name)[:1])

    return (
        employers(scope)
        .filter(Q(status="active") | Exists(rows))
        .annotate(
            handed_in=Exists(rows),
            lines=field("workers"),
            due_fen=field("due_fen"),
            paid_fen=field("paid_fen"),
            arrears_fen=field("arrears_fen"),
            bad=field("unpaid") + field("short"),
            late=field("late"),
            due_date=field("due_date"),
        )
    )


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """How many employers a month's list holds, how many handed in no payroll, and how many paid too little."""

    whole: int
    missing: int
    owing: int


def month_in_figures(scope: Scope, month: int) -> MonthFigures:
    """The month's list in figures, counted once after each event in the town: from the months, of which each stands for one employer."""

    def counted() -> MonthFigures:
        theirs = EmployerMonth.objects.filter(within(scope, "employer__place_path"), month=month)
        # Nothing but columns of the index is asked of a month, not even its number.
        found = theirs.aggregate(
            handed_in=Count("*"),
            running=_how_many(Q(employer__status="active")),
            owing=_how_many(Q(unpaid__gt=0) | Q(short__gt=0)),
        )
        running = employers(scope).filter(status="active").count()
        return MonthFigures(running + found["handed_in"] - found["running"], running - found["running"], found["owing"])

    return unchanged(f"payroll.month.{month}", counted, scope=scope)


def _how_many(those: Q) -> Coalesce:
    return Coalesce(Sum(Case(When(those, then=1), default=0)), 0)


def runs(scope: Scope) -> QuerySet[Run]:
    """Reconciliations within reach, newest first; also of the town in which a village within reach lies."""
    above = Q(place_path__in=[town_of(path) for path in scope.paths if path])
    return Run.objects.filter(within(scope) | above, parts_left=0).order_by("-at", "-pk")


def of_worker_month(scope: Scope, *, employer_id: int, worker_id: int, month: int) -> dict[str, Any]:
    """What was recorded by hand or found against the rules for one worker's month."""
    keys = {"employer_id": employer_id, "worker_id": worker_id, "month": month}
    return {
        "breaches": suspicions(scope).filter(**keys),
        "hand_payments": hand_payments(scope).filter(**keys),
        "disputes": disputes(scope).filter(**keys),
    }
