"""Every act by two persons: nobody approves what they proposed, what was proposed in their name, or what those proposed for whom they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from anxin.apps.advice.actions import answer as advice
from anxin.apps.advice.models import AnswerVersion
from anxin.apps.cases.actions import archive, disorder, disorder_moving, handing_over, handling
from anxin.apps.cases.actions import case as case_acts
from anxin.apps.cases.actions.handling import Told
from anxin.apps.cases.models import Archived, Destruction, Disorder, Procedure
from anxin.apps.documents.actions import paper as papers
from anxin.apps.documents.models import Paper
from anxin.apps.intake.actions import identity
from anxin.apps.intake.api import Said, receive
from anxin.apps.intake.models import IdentityLook
from anxin.base.people.models import Account
from anxin.domain.advice.answers import Answer
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken

from .documents.paper_desk import Desk

pytestmark = pytest.mark.django_db
WORDS = "绍兴演示制衣有限公司欠我三个月工资一共一万八千元，厂在东头村，老板电话不接。"
ANSWER = Answer("our-way", "office", "你们周末上班吗？", ("周六开门吗",), "周末有人值班，电话{gp_hotline_24h}打得通；也可以先在网上提交。", ("gp_hotline_24h",))  # fmt: skip
SRC = Path(__file__).resolve().parents[2] / "src" / "anxin"


@dataclass
class Act:
    """One act by two persons in a town at an instant: proposed by one, approved by another."""

    town: Any
    at: Any

    def filing(self, **told):
        said = Said(words=WORDS, channel="web", place_code=self.town.east.code, **told)
        return receive(said=said, by=self.town.clerk, at=self.at).filing

    def case(self):
        case = case_acts.open_from_filing(filing_id=self.filing(), by=self.town.clerk, at=self.at)
        case_acts.settle_facts(
            case_id=case.pk, told={"employer_said": "某制衣厂", "address_said": "东头村"}, by=self.town.clerk, at=self.at
        )  # fmt: skip
        self.verb(case, "accept", by=self.town.clerk)
        return case

    def verb(self, case, verb, *, kind="case", by, **conditions):
        number = Procedure.objects.get(case=case, kind=kind).pk
        return handling.perform(procedure_id=number, verb=verb, told=Told(conditions), by=by, at=self.at)


class Closing(Act):
    """Closing a case for another reason than payment."""

    def propose(self, by):
        self.verb(self.case(), "close_otherwise", by=by, stated_reason="当事人书面撤回")

    def approve(self, by):
        handling.approve(procedure_id=Procedure.objects.get(kind="case").pk, by=by, at=self.at)


class Listing(Act):
    """Deciding about a name on the dishonesty list."""

    def propose(self, by):
        case = self.case()
        case_acts.open_door(case_id=case.pk, kind="listing", by=self.town.clerk, at=self.at)
        Procedure.objects.filter(kind="listing").update(state="deciding")
        self.verb(case, "decide_not", kind="listing", by=by, stated_reason="已付清")

    def approve(self, by):
        handling.approve(procedure_id=Procedure.objects.get(kind="listing").pk, by=by, at=self.at)


class HandedOn(Closing):
    """The same, after the proposer left and a colleague took the proposal over."""

    def propose(self, by):
        super().propose(by)
        to = Account.objects.create(username="heir", name="孙接手")
        number = Procedure.objects.get(kind="case").pk
        handing_over.give_approval(number=number, holder=0, to_id=to.pk, by=self.town.clerk, at=self.at)


class PublicOrder(Act):
    """Concluding a public-order matter."""

    def propose(self, by):
        told = disorder.Report("project", "包工头带着名单堵住大门。", "工地", local_date(self.at), "项目部")
        by_nobody = replace(self.town.clerk, id="system:test")
        matter = disorder.report(place_path=self.town.east.path, told=told, by=by_nobody, at=self.at)
        disorder_moving.perform(
            disorder_id=matter.pk, verb="clear", told=Told({"reasons": "考勤和流水均已核对"}), by=by, at=self.at
        )  # fmt: skip

    def approve(self, by):
        disorder_moving.approve(disorder_id=Disorder.objects.get().pk, by=by, at=self.at)


class Destroying(Act):
    """Destroying files whose time of keeping is over."""

    def propose(self, by):
        case, clerk = self.case(), self.town.clerk
        path = self.town.town.path
        rule = archive.keep_rule(place_path=path, name="投诉", years=3, basis="保管期限表", by=clerk, at=self.at)
        Archived.objects.create(case=case, rule=rule, on=local_date(self.at), kept_until=local_date(self.at))
        self.at += timedelta(days=1)
        archive.ask_destruction(case_ids=[case.pk], reason="保管期满", by=by, at=self.at)

    def approve(self, by):
        archive.destroy(protocol_id=Destruction.objects.get().pk, by=by, at=self.at)


class BreakGlass(Act):
    """Looking at who filed in confidence."""

    def propose(self, by):
        identity.ask(filing_id=self.filing(identity="confidential"), reason="电话核实欠薪月份", by=by, at=self.at)

    def approve(self, by):
        identity.decide(look_id=IdentityLook.objects.get().pk, agreed=True, by=by, at=self.at)


class PaperDrawnUp(Act):
    """A paper that wants approval: whoever drew it up approves it no more than whoever put it up."""

    form = "refusal_notice"

    def propose(self, by):
        Desk(self.town).draft(self.form, by=by, at=self.at)
        papers.submit(paper_id=Paper.objects.get().pk, by=replace(self.town.clerk, id="person:50"), at=self.at)

    def approve(self, by):
        papers.issue(paper_id=Paper.objects.get().pk, by=by, at=self.at)


class PaperPutUp(PaperDrawnUp):
    """An approval form (延长调查期限审批表), put up by somebody else than its writer."""

    form = "extension_approval"

    def propose(self, by):
        Desk(self.town).draft(self.form, by=replace(self.town.clerk, id="person:50"), at=self.at)
        papers.submit(paper_id=Paper.objects.get().pk, by=by, at=self.at)


class Advice(Act):
    """An answer that workers will read."""

    def propose(self, by):
        advice.draft(written=advice.Written(ANSWER), by=by, at=self.at)

    def approve(self, by):
        advice.publish(version_id=AnswerVersion.objects.get().pk, by=by, at=self.at)


ACTS = (Closing, Listing, HandedOn, PublicOrder, Destroying, BreakGlass, PaperDrawnUp, PaperPutUp, Advice)
PROPOSER, ABSENT, THIRD = "person:61", "person:62", "person:63"
REFUSED = {
    "whoever proposed": ((PROPOSER, None), (PROPOSER, None)),
    "whoever proposed, now in another's name": ((PROPOSER, None), (PROPOSER, ABSENT)),
    "the deputy of whoever proposed": ((PROPOSER, None), (THIRD, PROPOSER)),
    "in whose name it was proposed": ((PROPOSER, ABSENT), (ABSENT, None)),
    "another deputy of the same person": ((PROPOSER, ABSENT), (THIRD, ABSENT)),
    "the deputy, back in their own name": ((PROPOSER, ABSENT), (PROPOSER, None)),
}


def somebody(town, told):
    return replace(town.clerk, id=told[0], on_behalf_of=told[1], name="某人")


def others_of(proposer):
    return {who: approver for who, (one, approver) in REFUSED.items() if one == proposer}


@pytest.mark.parametrize("proposer", [(PROPOSER, None), (PROPOSER, ABSENT)], ids=["in own name", "as a deputy"])
@pytest.mark.parametrize("act", ACTS, ids=[one.__name__ for one in ACTS])
def test_no_one_behind_a_proposal_approves_it_and_somebody_else_does(small_town, now, act, proposer):
    made = act(small_town, now)
    made.propose(somebody(small_town, proposer))
    for who, approver in others_of(proposer).items():
        with pytest.raises(RuleBroken) as refused:
            made.approve(somebody(small_town, approver))
        assert refused.value.code == "own_request", who
    made.approve(somebody(small_town, (THIRD, None)))


def test_the_rule_stands_in_one_place_and_every_act_of_the_table_is_all_there_are():
    """Whoever writes another act by two persons calls the one rule, and enters it in the table above."""
    used = {
        str(path.relative_to(SRC)): len(
            re.findall(r"^\s+require_second\(", path.read_text(encoding="utf-8"), re.MULTILINE)
        )
        for path in SRC.rglob("*.py")
    }
    assert {name: count for name, count in used.items() if count} == {
        "apps/advice/actions/answer.py": 1, "apps/cases/actions/archive.py": 1, "apps/cases/actions/disorder_moving.py": 1,
        "apps/cases/actions/handling.py": 1, "apps/documents/actions/paper.py": 1, "apps/intake/actions/identity.py": 1,
    }  # fmt: skip
