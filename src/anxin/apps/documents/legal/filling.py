"""What a person writes into the blanks: only blanks that are the person's to fill, each as its kind asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from anxin.apps.documents.legal.facts import DocumentFacts, secret_names
from anxin.apps.documents.legal.forms import Field, Form, Kind, To
from anxin.apps.documents.legal.issuers import law_book
from anxin.apps.documents.legal.values import to_fill
from anxin.domain.casework.grounds import listed
from anxin.kernel.money import NotMoney, parse_yuan
from anxin.kernel.outcome import BadInput, Fault

LONGEST = {Kind.LONG: 8000}
LONGEST_LINE = 300
OUTSIDE = frozenset({To.EMPLOYER, To.COMPLAINANT})
"""Those who must not learn from a paper who wants not to be known; others who filed may read the complainant's papers, too."""


def cleaned(form: Form, facts: DocumentFacts, filled: Mapping[str, str], *, on: date) -> dict[str, str]:
    """What was filled, without blanks; every fault named by its label. What the law lists is chosen from its list of the day."""
    told = {one: filled.get(one.name, "").strip() for one in to_fill(form, facts)}
    faults = [fault for field, text in told.items() if text for fault in _faults(field, text, on)]
    faults += [
        Fault(field.label, "写有要求保密的投诉人的姓名", "删去姓名，写“投诉人”或“有关劳动者”")
        for field, text in told.items()
        if form.to in OUTSIDE and any(name in text for name in secret_names(facts))
    ]
    if faults:
        raise BadInput("filled_wrongly", "有的内容写法不对，没有保存。", faults)
    return {field.name: text for field, text in told.items() if text}


def _faults(field: Field, text: str, on: date) -> Iterator[Fault]:
    longest = LONGEST.get(field.kind, LONGEST_LINE)
    if len(text) > longest:
        yield Fault(field.label, f"超过 {longest} 个字", "请精简，或另附材料")
    if any(ord(char) < 32 and char not in "\n\r\t" for char in text):
        yield Fault(field.label, "含不可见的控制字符", "删去后重新粘贴为纯文字")
    if field.kind is Kind.MONEY and not _is_money(text):
        yield Fault(field.label, f"“{text}”不是金额", "写成元，例如 18000 或 18,000.50")
    if field.kind is Kind.DATE and not _is_day(text):
        yield Fault(field.label, f"“{text}”不是日期", "例如 2026-12-01")
    known = choices_of(field, on=on)
    if known and text not in known:
        yield Fault(field.label, f"“{text}”不在法规所列之中", f"请从列表中选择：{'、'.join(known)}")


def choices_of(field: Field, *, on: date) -> tuple[str, ...]:
    """What a blank may be, where the law lists it on a day; none where this place's law has no such list."""
    return listed(law_book(), field.choices, on=on) if field.kind is Kind.CHOICE else ()


def _is_money(text: str) -> bool:
    try:
        return parse_yuan(text) >= 0
    except NotMoney:
        return False


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
