"""A town with an employer, and facts for every form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from anxin.apps.documents.actions import paper as acts
from anxin.apps.documents.legal.facts import AskedLine, ClaimLine, DocumentFacts, DossierLine, PromiseLine
from anxin.apps.documents.legal.forms import Kind, forms
from anxin.apps.documents.legal.values import to_fill

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LONG = "2026年7月至9月，公司拖欠我们三个人的工资，车间主任说月底发，一直没有发。\n老板的电话从10月起打不通。"
WORDS = {
    Kind.LINE: "示例内容", Kind.PERSONAL: "李示例", Kind.LONG: LONG, Kind.MONEY: "18,000.50", Kind.DATE: "2026-12-08",
    Kind.CHOICE: "不属劳动保障监察范围",
}  # fmt: skip


def facts_in(town, **changed):
    full = DocumentFacts(
        place_path=town.east.path, town_path=town.town.path, place_name=town.east.name, case=7, case_title="皋案2026-0007",
        complainants=("张示例", "王示例", "阿卜杜拉·示例"), employer_name="绍兴演示制衣有限公司（演示）",
        employer_uscc="91330602MA28A00010", employer_address="皋埠街道演示路1号", facts=LONG, workers=3,
        claimed_fen=1_800_000, owed_fen=1_750_050, opened_on=date(2026, 11, 20), handler="张经办",
        claims=(ClaimLine("张示例", 600_000), ClaimLine("王示例", 600_050), ClaimLine("阿卜杜拉·示例", 550_000)),
        instalments=(PromiseLine("张示例", date(2026, 12, 15), 600_000),), legal_person="钱示例",
        asked=(AskedLine("张示例", "2026-07 拖欠的工资", "约定工资减去已付", 600_000),), asked_fen=600_000,
        evidence=("身份证明：身份证.pdf", "欠薪证据：聊天记录.jpg"), dossier=(DossierLine("调查报告", "调查报告.pdf", "ab" * 6),),
        sitting_at="2026年12月01日 14:30", sitting_where="皋埠街道调解室", mediators="赵调解",
        order_paper="责令限期支付通知书（越人社监支〔2026〕3号）", order_served_on=date(2026, 11, 10),
    )  # fmt: skip
    return replace(full, **changed)


NOTHING = DocumentFacts(place_path="", town_path="", place_name="")
KNOWN = tuple(
    one
    for one in NOTHING.__dataclass_fields__
    if one not in {"place_path", "town_path", "place_name", "case", "case_title"}
)


def bare_facts_in(town):
    """A case of which nothing is known yet."""
    return facts_in(town, **{name: getattr(NOTHING, name) for name in KNOWN})


def everything_filled(form, facts):
    filled = {one.name: WORDS[one.kind] for one in to_fill(form, facts)}
    return filled | ({"rest_due": "任何一期逾期，其余各期一并到期"} if "rest_due" in filled else {})


@dataclass
class Desk:
    """A clerk who draws up papers, the head who approves, and two inspectors of the county."""

    town: object

    @property
    def clerk(self):
        return self._person(11, "documents.draft", "documents.papers", "cases.handle")

    @property
    def head(self):
        return self._person(12, "documents.draft", "documents.papers", "documents.approve")

    @property
    def inspector(self):
        return self._person(13, "documents.draft", "documents.papers", "cases.inspect")

    @property
    def second_inspector(self):
        return self._person(14, "documents.draft", "documents.papers", "cases.inspect")

    def _person(self, number, *powers):
        return replace(self.town.clerk, id=f"person:{number}", name=f"某{number}", powers=frozenset(powers))

    def facts(self, **changed):
        return facts_in(self.town, **changed)

    def draft(self, form_id="acceptance_notice", *, by=None, filled=None, at=AT, **changed):
        facts = self.facts(**changed)
        known = everything_filled(forms()[form_id], facts) if filled is None else filled
        return acts.compose(form_id=form_id, facts=facts, filled=known, by=by or self.clerk, at=at)

    def issued(self, form_id="acceptance_notice", *, at=AT, **changed):
        return acts.issue(paper_id=self.draft(form_id, at=at, **changed).pk, by=self.clerk, at=at)
