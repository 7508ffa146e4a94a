"""Forms of the page of the offence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.web.posting import CaseForm, ManyFiles
from anxin.domain.casework.crime import Service
from anxin.law.parameters import LawBook
from anxin.ui.days import DayInput
from anxin.ui.sentences import spoken, spoken_lazy

AND_SO_ON = "等"


class OrderForm(CaseForm):
    """An order to pay."""

    document = forms.ChoiceField(label=_("文书"))
    number = forms.CharField(label=_("文号"), required=False, max_length=60)
    issued_on = forms.DateField(label=_("作出日期"), widget=DayInput())
    deadline = forms.DateField(label=_("支付期限"), widget=DayInput())
    amount = forms.DecimalField(label=_("责令金额（元）"), min_value=0, max_digits=13, decimal_places=2)
    file = forms.FileField(label=_("文书原件"))

    def __init__(self, *args: Any, law: LawBook, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [one for one in law.get("fs3_order_instruments", on=on).value if one != AND_SO_ON]
        cast(Any, self.fields["document"]).choices = [(one, spoken(one)) for one in [*named, "责令限期支付通知书"]]


class ServiceForm(CaseForm):
    """How an order was served."""

    method = forms.ChoiceField(label=_("送达方式"), choices=[(one.value, spoken_lazy(one.term)) for one in Service])
    on = forms.DateField(label=_("送达日期"), widget=DayInput())
    where = forms.CharField(label=_("送达地点"), max_length=200)
    note = forms.CharField(
        label=_("情况"), required=False, max_length=500, help_text=_("张贴送达的，写明为何无法送交他人签收")
    )
    proofs = ManyFiles(label=_("送达凭证、张贴照片或录像"))


class MonthsForm(CaseForm):
    """For how many months a worker was not paid."""

    claimant = forms.ChoiceField(label=_("主张人"))
    months = forms.IntegerField(label=_("欠薪月数（整月）"), min_value=0, max_value=240)

    def __init__(self, *args: Any, names: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["claimant"]).choices = list(names.items())


class PaperForm(CaseForm):
    """A paper of the dossier."""

    need = forms.ChoiceField(label=_("材料"))
    file = forms.FileField(label=_("文件"), required=False)
    not_applicable = forms.CharField(label=_("不适用的原因（没有文件时）"), required=False, max_length=200)

    def __init__(self, *args: Any, papers: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        unique = dict.fromkeys(papers)
        cast(Any, self.fields["need"]).choices = [(one, spoken(one)) for one in unique]

    @staticmethod
    def nothing(data: Any) -> CaseForm:
        """A form that asks nothing, for a button alone."""
        return CaseForm(data)


class FindingForm(CaseForm):
    words = forms.CharField(label=_("依据"), max_length=500, min_length=2, help_text=_("写明依据什么材料查明"))

    def __init__(self, *args: Any, law: LawBook, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self._fill(law, on)
        self.order_fields([name for name in self.fields if name != "words"])

    def _fill(self, law: LawBook, on: date) -> None:
        """Forms whose choices come from the law fill them here."""

    def answer(self) -> Any:
        """What was found, as it is stored."""
        raise NotImplementedError

    @staticmethod
    def in_words(answer: Any) -> str:
        """A stored finding in words."""
        raise NotImplementedError


class SeveralForm(FindingForm):
    param: ClassVar[str]
    chosen = forms.MultipleChoiceField(
        label=_("查明的情形"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都没有的，不勾选，只写依据"),
    )

    def _fill(self, law: LawBook, on: date) -> None:
        cast(Any, self.fields["chosen"]).choices = [(one, spoken(one)) for one in law.get(self.param, on=on).value]

    def answer(self) -> Any:
        return self.cleaned_data["chosen"]

    @staticmethod
    def in_words(answer: Any) -> str:
        return "；".join(answer) or "查明没有"


class EvasionForm(SeveralForm):
    """By which acts payment was evaded."""

    param = "fs3_evasion_acts"


class SeriousForm(SeveralForm):
    """Which serious consequences there were."""

    param = "fs3_serious_consequences"


class YesNoForm(FindingForm):
    chosen = forms.ChoiceField(label=_("结论"), choices=[("yes", _("有")), ("no", _("没有"))], widget=forms.RadioSelect)

    def answer(self) -> Any:
        return self.cleaned_data["chosen"] == "yes"

    @staticmethod
    def in_words(answer: Any) -> str:
        return "有" if answer else "没有"


class AbleForm(YesNoForm):
    """Whether the employer could have paid."""


class ReasonForm(YesNoForm):
    """Whether there was a good reason not to know of the order or not to pay in time."""


FINDINGS: dict[str, type[FindingForm]] = {
    "evasion": EvasionForm,
    "able_to_pay": AbleForm,
    "good_reason": ReasonForm,
    "serious": SeriousForm,
}
