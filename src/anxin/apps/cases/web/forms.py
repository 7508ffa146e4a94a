"""Forms of cases; the form of a verb is made from its table: a field for each condition, date and proof it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.actions.case import facts_seen
from anxin.apps.cases.actions.running import DATE_NAMES, NEXT_PART
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.knowing import computed
from anxin.apps.cases.models import Case
from anxin.apps.cases.receiving import LONGEST, NOBODY, Receiver, receivers
from anxin.apps.cases.web.posting import CaseForm
from anxin.domain.casework.grounds import listed
from anxin.domain.casework.ledger import Kind
from anxin.domain.casework.papers import HeldPaper, free_for, shown
from anxin.domain.casework.tables import WORKED_OUT, CaseType, Move
from anxin.ui.days import DayInput
from anxin.ui.sentences import spoken, spoken_lazy

CONDITION, DATE, DETAIL, OPTION = "condition-", "date-", "detail-", "option-"


STATED = "签字文书已写明"
"""What stands as the words of an option that was ticked."""


class VerbForm(forms.Form):
    """What a verb asks for, nothing more."""

    note = forms.CharField(
        label=_("说明（当事人可见）"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(label=_("凭证或文书"), required=False)

    papers = forms.TypedMultipleChoiceField(
        label=_("随本步骤办理的文书"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, kind: CaseType, state: str, move: Move, known: Iterable[str], papers: Iterable[HeldPaper] = (),
        on: date | None = None, there: Receiver = NOBODY, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **more)
        self.prefix = f"{kind.name}-{move.verb}"
        held = free_for(move, papers)
        known = {*known, *shown(move, held)}
        self._tie(move, held)
        for need in move.needs:
            if need not in computed(kind.name) and need not in known:
                self._ask(need, kind, on)
        for option in move.options:
            self.fields[OPTION + option] = forms.BooleanField(
                label=spoken_lazy(kind.conditions[option]), required=False, help_text=_("以签字的文书写明的为准；没有写明的不要勾选。只对这次签字的分期有效，其他人的分期仍按各自的约定。")
            )  # fmt: skip
        after = kind.next_state(state, move)
        if after.date and (not move.stays or move.restarts):
            label = spoken_lazy(DATE_NAMES.get(after.date, after.date))
            self.fields[DATE + after.date] = forms.DateField(
                label=label,
                required=after.date != NEXT_PART,
                widget=DayInput(),
                initial=next((one.dates[after.date] for one in held if after.date in one.dates), None),
                help_text=_("台账已有分期的，以台账为准，可不填") if after.date == NEXT_PART else "",
            )
        if move.since and move.since not in WORKED_OUT:
            decided = next((one.dates[move.since] for one in held if move.since in one.dates), None)
            self.fields[DATE + move.since] = forms.DateField(
                label=spoken_lazy(DATE_NAMES[move.since]), widget=DayInput(), initial=decided
            )
        if move.receiver:
            self._ask_receiver(move, held, there)
        self.order_fields([name for name in self.fields if name not in {"note", "file"}])

    def _ask_receiver(self, move: Move, held: Iterable[HeldPaper], there: Receiver) -> None:
        """Which authority receives the matter, and how it is called in full; a letter to it says so already."""
        named = next((one.receiver for one in held if one.receiver), "")
        known = there.name if there.authority == move.receiver else ""
        self.fields["authority"] = forms.ChoiceField(
            label=_("接收机关类别"), choices=[(code, spoken(name)) for code, name in receivers()], initial=move.receiver
        )
        self.fields["receiver"] = forms.CharField(
            label=_("接收机关全称"), required=False, max_length=LONGEST, initial=named or known,
            help_text=_("如“越城区劳动保障监察大队”；当事人查询时看到的就是它。不填则写机关类别"),
        )  # fmt: skip

    def _ask(self, need: str, kind: CaseType, on: date | None) -> None:
        """A field for a condition: words, or one of the grounds that the law lists with room for what happened."""
        label = kind.conditions[need]
        grounds = () if on is None else listed(law_book(), kind.grounds.get(need, ""), on=on)
        if not grounds:
            self.fields[CONDITION + need] = forms.CharField(
                label=label, max_length=500, min_length=2, help_text=_("写明依据或情况")
            )
            return
        choices = [("", _("请选择")), *((one, spoken(one)) for one in grounds)]
        self.fields[CONDITION + need] = forms.ChoiceField(label=label, choices=choices)
        self.fields[DETAIL + need] = forms.CharField(
            label=_("具体情况"), required=False, max_length=400, help_text=_("写明事实和依据")
        )

    def _tie(self, move: Move, held: Iterable[HeldPaper]) -> None:
        """Offer the papers that are there for the verb, the newest of each form ticked."""
        newest = {one.form: one for one in reversed(list(held)) if one.form in move.documents}
        if not newest:
            del self.fields["papers"]
            return
        field: Any = self.fields["papers"]
        field.choices = [(one.paper, one.words) for one in newest.values()]
        field.initial = [one.paper for one in newest.values()]

    def conditions(self) -> dict[str, str]:
        """The conditions stated, each with its words."""
        told = {k.removeprefix(CONDITION): v for k, v in self.cleaned_data.items() if k.startswith(CONDITION)}
        details = {need: self.cleaned_data.get(DETAIL + need, "").strip() for need in told}
        chosen = {k.removeprefix(OPTION): STATED for k, v in self.cleaned_data.items() if k.startswith(OPTION) and v}
        stated = {need: f"{words}：{details[need]}" if details[need] else words for need, words in told.items()}
        return {**stated, **chosen}

    def tied(self) -> list[int]:
        """The papers that go with the verb."""
        return list(self.cleaned_data.get("papers", ()))

    def receiver(self) -> Receiver:
        """The authority that receives the matter, where the verb hands it on."""
        return Receiver(self.cleaned_data.get("authority", ""), self.cleaned_data.get("receiver", ""))

    def dates(self) -> dict[str, date]:
        """The dates given."""
        return {k.removeprefix(DATE): v for k, v in self.cleaned_data.items() if k.startswith(DATE) and v}


class FactsForm(CaseForm):
    """The fact sheet as it shall read."""

    employer = forms.CharField(
        label=_("用人单位（企业台账）"),
        required=False,
        max_length=80,
        help_text=_("输入信用代码，或名称中的连续几个字；不在台账的留空"),
    )
    employer_said = forms.CharField(label=_("单位名称（不在台账时）"), required=False, max_length=200)
    address_said = forms.CharField(label=_("单位住所或工作地点"), required=False, max_length=200)
    facts = forms.CharField(label=_("案情"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput())
    workers = forms.IntegerField(label=_("人数"), required=False, min_value=1, max_value=100_000)
    amount = forms.DecimalField(label=_("主张金额（元）"), required=False, min_value=0, max_digits=13, decimal_places=2)

    @classmethod
    def of(cls, case: Case, told: Mapping[str, Any] | None = None) -> FactsForm:
        """The form with the facts as they stand, or with what somebody typed meanwhile; it knows which facts were seen."""
        now = {
            "employer": case.employer.uscc if case.employer else "",
            "employer_said": case.employer_said,
            "address_said": case.address_said,
            "facts": case.facts,
            "workers": case.workers,
            "amount": None if case.amount_fen is None else Decimal(case.amount_fen) / 100,
        }
        return cls(initial={**now, **(told or {}), "seen": facts_seen(case)})


class AssignForm(CaseForm):
    """Who shall handle it."""

    owner = forms.ChoiceField(label=_("承办人"))

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        # Nobody is proposed by being the first of the list.
        chosen = [] if self.initial.get("owner") else [("", _("请选择"))]
        field.choices = [*chosen, *owners]


class ClaimantForm(CaseForm):
    """A worker who claims."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone_tail = forms.RegexField(r"^\d{4}$", label=_("电话后 4 位"), required=False)


class PlanBackForm(CaseForm):
    """Why a broken plan is taken back."""

    reason = forms.CharField(label=_("作废原因"), min_length=2, max_length=200)


class LineForm(CaseForm):
    """A line of the claim ledger."""

    claimant = forms.ChoiceField(label=_("主张人"))
    kind = forms.ChoiceField(label=_("性质"), choices=[(one.value, spoken_lazy(one.term)) for one in Kind])
    amount = forms.DecimalField(
        label=_("金额（元）"), max_digits=13, decimal_places=2, help_text=_("冲正填负数并写明原因")
    )
    on = forms.DateField(label=_("日期"), widget=DayInput())
    due = forms.DateField(label=_("约定付款日（分期）"), required=False, widget=DayInput())
    note = forms.CharField(label=_("说明"), required=False, max_length=200)
    proof = forms.FileField(label=_("凭证（付款必填）"), required=False)

    def __init__(self, *args: Any, claimants: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["claimant"]
        field.choices = claimants
