from django.db import migrations
from django.db.models import Count, F, Max, Min, Q, Sum


def sum_months(apps, schema_editor):
    """Sum what stands already, so that overviews show it before the next comparison."""
    months, sums = apps.get_model("payroll", "EmployerMonth"), apps.get_model("payroll", "PlaceMonth")
    owing = Q(unpaid__gt=0) | Q(short__gt=0)
    rows = (
        months.objects.filter(workers__gt=0, due_date__isnull=False)
        .order_by()
        .values("place_path", "month", "due_date", focus=F("employer__focus"))
        .annotate(
            employers=Count("pk"),
            owing=Count("pk", filter=owing),
            only_late=Count("pk", filter=Q(late__gt=0) & ~owing),
            people=Sum("workers"),
            bad=Sum(F("unpaid") + F("short") + F("late")),
            fen=Sum("arrears_fen"),
        )
    )
    sums.objects.bulk_create(
        [sums(workers=row.pop("people"), arrears_fen=row.pop("fen"), **row) for row in list(rows)], batch_size=500
    )


def sum_debts(apps, schema_editor):
    """The same for what each employer still owes."""
    shortfalls, debts = apps.get_model("payroll", "Shortfall"), apps.get_model("payroll", "EmployerDebt")
    rows = (
        shortfalls.objects.filter(status__in=[2, 3], arrears_fen__gt=0)
        .order_by()
        .values("employer_id")
        .annotate(
            place=Max("place_path"),
            fen=Sum("arrears_fen"),
            workers=Count("worker", distinct=True),
            since=Min("month"),
            months=Count("month", distinct=True),
            oldest_due=Min("due_date"),
        )
    )
    debts.objects.bulk_create([debts(place_path=row.pop("place"), **row) for row in list(rows)], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("payroll", "0002_lists_and_place_months")]

    operations = [
        migrations.RunPython(sum_months, migrations.RunPython.noop),
        migrations.RunPython(sum_debts, migrations.RunPython.noop),
    ]
