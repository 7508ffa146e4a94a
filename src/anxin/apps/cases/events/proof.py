"""What is proved in a case, in words: limitation, orders to pay and their service, the elements of the offence, the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from anxin.apps.cases.events.matter import OfCase
from anxin.domain.casework.crime import Service
from anxin.domain.casework.limitation import Ground


@dataclass(frozen=True, slots=True)
class EmploymentSettled(OfCase):
    """It was said whether an employment ended, or when the arrears did (核定时效起算日)."""

    type: ClassVar[str] = "cases.employment_settled"
    claimant: int | None
    employment: str
    ended_on: date | None

    def in_words(self) -> str:
        what = "欠薪行为" if self.claimant is None else "主张人的劳动关系"
        return f"核定{what}：{f'{self.ended_on} 终止' if self.ended_on else '仍在继续'}"


@dataclass(frozen=True, slots=True)
class LimitationInterrupted(OfCase):
    """The limitation began anew (时效中断), proved by a file."""

    type: ClassVar[str] = "cases.limitation_interrupted"
    ground: str
    on: date
    file: str

    def in_words(self) -> str:
        return f"登记时效中断：{self.on} {Ground(self.ground).term}"


@dataclass(frozen=True, slots=True)
class OrderRecorded(OfCase):
    """An order to pay was recorded with its paper (登记责令支付文书)."""

    type: ClassVar[str] = "cases.order_recorded"
    order: int
    amount_yuan: str
    deadline: date
    file: str

    def in_words(self) -> str:
        return f"登记责令支付文书：{self.amount_yuan} 元，期限至 {self.deadline}"


@dataclass(frozen=True, slots=True)
class OrderServed(OfCase):
    """An order to pay was served, with what proves it (送达)."""

    type: ClassVar[str] = "cases.order_served"
    order: int
    method: str
    on: date
    files: tuple[str, ...]

    def in_words(self) -> str:
        return f"责令支付文书 {self.on} {Service(self.method).term}，凭证 {len(self.files)} 份"


@dataclass(frozen=True, slots=True)
class CrimeQuestionFound(OfCase):
    """A question of the offence was looked into (查明要件)."""

    type: ClassVar[str] = "cases.crime_question_found"
    question: str

    def in_words(self) -> str:
        return f"查明涉罪要件：{QUESTION_TERMS[self.question]}"


QUESTION_TERMS = {
    "evasion": "逃避支付的方法",
    "able_to_pay": "支付能力",
    "good_reason": "正当理由",
    "serious": "严重后果",
}


@dataclass(frozen=True, slots=True)
class ListingQuestionFound(OfCase):
    """A precondition of a listing, an announcement or a grade was looked into (查明列名条件)."""

    type: ClassVar[str] = "cases.listing_question_found"
    question: str

    def in_words(self) -> str:
        return f"查明列名条件：{LISTING_TERMS[self.question]}"


LISTING_TERMS = {
    "migrant": "拖欠的是否农民工工资",
    "mass": "是否引发群体性、极端事件",
    "pub_category": "应公布的情形",
    "pub_private": "公布内容是否涉密、涉个人隐私",
    "c_grounds": "C级情形",
}


@dataclass(frozen=True, slots=True)
class MonthsSettled(OfCase):
    """For how many months a worker was not paid was settled (核定欠薪月数)."""

    type: ClassVar[str] = "cases.months_settled"
    claimant: int
    months: int

    def in_words(self) -> str:
        return f"核定主张人欠薪 {self.months} 个月"


@dataclass(frozen=True, slots=True)
class DossierChanged(OfCase):
    """A paper came into the transfer dossier, was excused, or was taken out (移送材料)."""

    type: ClassVar[str] = "cases.dossier_changed"
    paper: str
    file: str
    added: bool

    def in_words(self) -> str:
        what = "归入" if self.added and self.file else "注明不适用" if self.added else "撤下"
        return f"案件材料{what}：{self.paper}"
