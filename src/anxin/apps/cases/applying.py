"""Applications that the office prepares with a worker (仲裁申请、法律援助申请): what they say, what is there, what is missing.

What an arbitration application must state is 劳动争议调解仲裁法 art. 28; who need not prove to be poor for legal aid is
法律援助法 art. 42. The records are what documents are made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Sum

from anxin.apps.cases.crime import law_book, papers_of
from anxin.apps.cases.entries import entries_of
from anxin.apps.cases.limits import limits_of
from anxin.apps.cases.models import Calculation, Case, Claimant, LedgerEntry
from anxin.base.vault.sealing import open_
from anxin.domain.casework.ledger import Kind, balances
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import Citation

Door = Literal["arbitration", "legal_aid"]
PAPERS: dict[Door, tuple[str, ...]] = {
    "arbitration": ("身份证明", "劳动关系证明", "欠薪证据"),
    "legal_aid": ("身份证明", "法律援助申请表", "案件材料"),
}
"""The papers that each application needs, by what they prove."""
FACTS_FROM = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One thing an application needs: whether it is there, and what to do if it is not."""

    term: str
    met: bool
    remedy: str
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of what a worker asks for."""

    term: str
    month: str
    amount_fen: int
    formula: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applicant:
    """One worker with what is asked for; `last_day` is the last day for the application, none while there is no limit."""

    claimant: int
    name: str
    lines: tuple[ClaimLine, ...]
    total_fen: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Application:
    """An application as far as it is prepared; `complete` when nothing is missing."""

    door: Door
    applicants: tuple[Applicant, ...]
    respondent: str
    respondent_uscc: str
    respondent_address: str
    legal_person: str
    facts: str
    evidence: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def complete(self) -> bool:
        return all(one.met for one in self.items)


def application(case: Case, door: Door, *, on: date) -> Application:
    """The application of a case at a door on a day."""
    papers = [one for one in papers_of(case, dossier=door) if one.file]
    applicants = _applicants(case, on=on)
    employer = case.employer
    address = case.address_said or (employer.address if employer else "")
    items = (_arbitration if door == "arbitration" else _legal_aid)(case, applicants, address, on)
    held = {one.need for one in papers}
    proofs = [Item(name, name in held, "请上传") for name in PAPERS[door]]
    return Application(
        door=door, applicants=applicants, respondent=case.against if employer or case.employer_said else "",
        respondent_uscc=(employer.uscc or "") if employer else "", respondent_address=address,
        legal_person=employer.legal_person if employer else "", facts=case.facts,
        evidence=tuple(f"{one.need}：{one.name}" for one in papers), items=(*items, *proofs),
    )  # fmt: skip


def _arbitration(case: Case, applicants: tuple[Applicant, ...], address: str, on: date) -> list[Item]:
    cited = law_book().get("arb_limitation_wage_exception", on=on).citation
    in_time = [one for one in applicants if one.last_day is None or one.last_day >= on]
    return [
        *_common(case, applicants, address),
        Item(
            "逐人的请求金额",
            bool(applicants) and all(one.total_fen for one in applicants),
            "在台账记入主张，或在调解室计算",
        ),
        Item("在仲裁时效内", len(in_time) == len(applicants), "核对劳动关系终止日和时效中断的证据", cited),
    ]


def _legal_aid(case: Case, applicants: tuple[Applicant, ...], address: str, on: date) -> list[Item]:
    free = law_book().get("la_wage_no_means_check", on=on)
    return [
        *_common(case, applicants, address),
        Item("经济困难说明（申请支付劳动报酬免予核查）", bool(free.value), "请附经济困难说明", free.citation),
    ]


def _common(case: Case, applicants: tuple[Applicant, ...], address: str) -> list[Item]:
    named = case.employer_id is not None or bool(case.employer_said)
    return [
        Item("申请人", bool(applicants), "在案件页登记主张人"),
        Item("被申请人名称和住所", named and bool(address), "在案件页核定案情，写明单位名称和住所"),
        Item("事实和理由", len(case.facts.strip()) >= FACTS_FROM, "在案件页核定案情"),
    ]


def _applicants(case: Case, *, on: date) -> tuple[Applicant, ...]:
    accounts = balances(entries_of(case), on=on)
    last = {one.claimant: one.found.last_day for one in limits_of(case, on=on) if one.found.door == "arbitration"}
    return tuple(
        _applicant(one, accounts[one.pk].outstanding if one.pk in accounts else 0, last.get(one.pk))
        for one in case.claimants.order_by("pk")
        if one.pk in last
    )


def _applicant(one: Claimant, outstanding: int, last: date | None) -> Applicant:
    """What a worker asks for: the lines of the newest calculation, or else what stands unpaid on the ledger."""
    row = Calculation.objects.filter(claimant=one).order_by("-at", "-pk").first()
    lines = tuple(
        ClaimLine(told["term"], told["month"], told["amount_fen"], told["formula"], tuple(told["articles"]))
        for told in (row.lines if row else ())
        if told["standing"] == "due" and told["amount_fen"]
    )
    if not lines and outstanding:
        lines = (ClaimLine("拖欠的工资", "", outstanding, "应付减去已付后的余额", ()),)
    elif row and (paid := _paid_since(one, row)):
        lines = (*lines, ClaimLine("减去计算后已付", "", -paid, f"{local_date(row.at)} 计算后台账记入的付款", ()))
    return Applicant(one.pk, open_(one.name_sealed), lines, sum(line.amount_fen for line in lines), last)


def _paid_since(one: Claimant, row: Calculation) -> int:
    """What came to a worker after the calculation was made: the application asks for it no more."""
    found = LedgerEntry.objects.filter(claimant=one, kind=Kind.PAID, at__gt=row.at).aggregate(n=Sum("amount_fen"))
    return found["n"] or 0
