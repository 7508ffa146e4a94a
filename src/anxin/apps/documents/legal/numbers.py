"""Numbers of papers (文号): given at issue, one after another in each series of an authority and year, without a gap."""

from __future__ import annotations

from django.db.models import F

from anxin.apps.documents.models import NumberSeries


def next_number(*, issuer_path: str, series: str, year: int) -> int:
    """The next number; call it in the transaction that issues the paper.

    The row is locked until that transaction ends: when it is undone, so is the number, and the next paper gets it.
    """
    row, _ = NumberSeries.objects.get_or_create(issuer_path=issuer_path, series=series, year=year)
    NumberSeries.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return NumberSeries.objects.get(pk=row.pk).last


def in_words(*, word: str, series: str, year: int, number: int) -> str:
    """A number as papers carry it.

    >>> in_words(word="皋", series="欠薪受", year=2026, number=12)
    '皋欠薪受〔2026〕12号'
    """
    return f"{word}{series}〔{year}〕{number}号"
