"""After a correction: a paper that names somebody as they were kept wrong stays, is listed, and is made out anew."""

from __future__ import annotations

import pytest
from django.urls import reverse

from anxin.apps.cases.actions.correcting import correct
from anxin.apps.documents.actions.paper import compose_for_case, issue
from anxin.apps.documents.legal import papers
from anxin.apps.documents.models import Paper
from anxin.base.eventlog.models import EventRow
from anxin.kernel.outcome import RuleBroken

from .conftest import AT
from .paper_desk import Desk
from .test_paper_pages import page, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(case, small_town):
    """A paper that was issued with a name, one without it, and a draft with it."""

    def write(form_id):
        made = compose_for_case(form_id=form_id, case_id=case.pk, by=small_town.clerk, at=AT)
        made.filled_sealed = Desk(small_town).draft(form_id).filled_sealed
        made.save()
        return made

    issued, draft = write("acceptance_notice"), write("acceptance_notice")
    issue(paper_id=issued.pk, by=small_town.clerk, at=AT)
    other = Desk(small_town).issued(
        "acceptance_notice", case=case.pk, complainants=("王示例",), claims=(), asked=(), instalments=()
    )
    return issued, draft, other


def correct_it(case, small_town):
    filing = case.filings.get().filing
    correct(case_id=case.pk, filing_id=filing, wrong="张示例", right="章示例", by=small_town.clerk, at=AT)


def test_a_paper_with_the_wrong_name_stays_is_listed_and_another_takes_its_place(as_, case, small_town, named):
    issued, draft, _other = named
    kept = issued.files.get().sha256
    correct_it(case, small_town)
    for one in named:
        one.refresh_from_db()
    assert [one.outdated_at for one in named] == [AT, AT, None]
    assert (issued.state, issued.files.get().sha256) == ("issued", kept), "what was issued is never changed"
    told = [row.data for row in EventRow.objects.filter(type="documents.paper_outdated")]
    assert [one["paper"] for one in told] == [issued.pk, draft.pk]
    assert "示例" not in str(told)
    clerk = as_("clerk")
    listed = page(clerk, "case_papers", case.pk)
    assert "更正后应另行出具（1）" in listed
    assert "原文书照旧保存" in page(clerk, "paper", issued.pk)
    press(clerk, "paper_act", issued.pk, "replace", reason="当事人信息已更正，另行出具")
    anew = Paper.objects.get(supersedes=issued)
    assert papers.facts_of(anew).complainants == ("章示例",)
    assert anew.outdated_at is None
    issue(paper_id=anew.pk, by=small_town.clerk, at=AT)
    assert "更正后应另行出具" not in page(clerk, "case_papers", case.pk)


def test_a_draft_with_the_wrong_name_is_not_issued_any_more(as_, case, small_town, named):
    _issued, draft, _other = named
    correct_it(case, small_town)
    with pytest.raises(RuleBroken, match="当事人信息已更正"):
        issue(paper_id=draft.pk, by=small_town.clerk, at=AT)
    clerk = as_("clerk")
    assert "这份草稿不能签发" in page(clerk, "paper", draft.pk)
    clerk.post(reverse("documents:paper_act", args=[draft.pk, "void"]), {"reason": "信息已更正，重拟"})
    draft.refresh_from_db()
    assert draft.state == "voided"
