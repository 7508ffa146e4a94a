"""The papers of the dishonesty list use the words of 人社部令第45号: an objection, when listing may be spared, what sanctions follow."""

from __future__ import annotations

import pytest

from anxin.apps.documents.legal import papers
from anxin.apps.documents.legal.forms import forms
from anxin.apps.documents.legal.issuers import issuer_of, law_book
from anxin.apps.documents.legal.template import fill
from anxin.apps.documents.legal.values import compose
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date

from .paper_desk import AT, Desk, everything_filled
from .test_papers import text_of

pytestmark = pytest.mark.django_db
OF_THE_ORDER = {
    "listing_notice": ("5个工作日", "提出异议", "可以不予列入", "书面信用承诺"),
    "objection_finding": ("你单位的异议", "核实结果"),
    "listing_decision": ("政府采购、招投标、融资贷款", "书面申请提前移出", "15个工作日", "满6个月", "3年"),
    "early_removal_refusal": ("书面信用承诺", "不得提前移出的情形"),
    "removal_decision": ("移出名单，停止公开",),
}


@pytest.mark.parametrize("form", sorted(OF_THE_ORDER))
def test_a_paper_of_the_list_says_what_the_order_wants_it_to_say(small_town, form):
    facts, one = Desk(small_town).facts(), forms()[form]
    issuer = issuer_of(one, small_town.town.path)
    made = compose(
        one,
        facts,
        everything_filled(one, facts),
        issuer=issuer,
        law=law_book(),
        on=local_date(AT),
        number="演示〔2026〕1号",
    )
    words = text_of(fill(papers.shipped(one), made.values))
    assert not [said for said in OF_THE_ORDER[form] if said not in words], words
    assert "申辩" not in words
    assert "守信承诺" not in words


def test_the_procedure_of_the_list_speaks_of_objections_and_the_others_of_statements():
    words = {name: str(case_types()[name]) for name in ("listing", "publication", "rating")}
    assert "异议" in words["listing"]
    assert "申辩" not in words["listing"]
    assert "陈述申辩" in words["publication"]
    assert "陈述申辩" in words["rating"]
