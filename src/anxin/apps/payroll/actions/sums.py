"""Sums that overviews read instead of every finding, made anew in the transaction that changes the findings."""

from __future__ import annotations

from django.db.models import Count, F, Max, Min, Q, Sum

from anxin.apps.payroll.models import EmployerDebt, EmployerMonth, PayStatus, PlaceMonth, Shortfall
from anxin.base.bulk import insert_many


def sum_debts(place_path: str) -> None:
    """Sum what each employer of a town still owes."""
    EmployerDebt.objects.filter(place_path__startswith=place_path).delete()
    owed = Shortfall.objects.filter(
        place_path__startswith=place_path, status__in=[PayStatus.SHORT, PayStatus.UNPAID], arrears_fen__gt=0
    )
    sums = (
        owed.order_by()
        .values_list("employer_id")
        .annotate(
            place=Max("place_path"),
            fen=Sum("arrears_fen"),
            people=Count("worker", distinct=True),
            since=Min("month"),
            n=Count("month", distinct=True),
            oldest=Min("due_date"),
        )
    )
    fields = ("employer_id", "place_path", "fen", "workers", "since", "months", "oldest_due")
    insert_many(EmployerDebt(**dict(zip(fields, row, strict=True))) for row in list(sums))


def sum_months(place_path: str) -> None:
    """Sum the employers' months of a town anew by village, sector and due day."""
    PlaceMonth.objects.filter(place_path__startswith=place_path).delete()
    owing = Q(unpaid__gt=0) | Q(short__gt=0)
    sums = (
        EmployerMonth.objects.filter(place_path__startswith=place_path, workers__gt=0, due_date__isnull=False)
        .order_by()
        .values_list("place_path", "month", "employer__focus", "due_date")
        .annotate(
            n=Count("pk"),
            owing=Count("pk", filter=owing),
            only_late=Count("pk", filter=Q(late__gt=0) & ~owing),
            people=Sum("workers"),
            bad=Sum(F("unpaid") + F("short") + F("late")),
            fen=Sum("arrears_fen"),
        )
    )
    fields = (
        "place_path", "month", "focus", "due_date", "employers", "owing", "only_late", "workers", "bad", "arrears_fen",
    )  # fmt: skip
    insert_many(PlaceMonth(**dict(zip(fields, row, strict=True))) for row in list(sums))
