"""What a filer reads of the case: every next step stands in English too, and none says the state once more."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import joining
from anxin.apps.cases.for_filers import _DESTROYED, _IN_REVIEW, _NEXT, standing_for_filer
from anxin.apps.cases.knowing import MAIN
from anxin.apps.cases.models import Case
from anxin.domain.casework.loading import case_types
from anxin.ui.sentences import spoken

STATES = case_types()[MAIN].states


def test_every_state_of_a_case_has_its_next_step():
    assert set(_NEXT) == set(STATES)


@pytest.mark.parametrize("state", sorted(_NEXT))
def test_state_and_next_step_are_said_once_and_in_english(state):
    term = STATES[state].term
    assert term not in _NEXT[state]
    with translation.override("en"):
        told = spoken(f"欠薪〔2026〕7号：{term}。{_NEXT[state]}")
        holder = spoken("街道欠薪工作办公室（Chen）")
    assert not re.search(r"[\u4e00-\u9fff]", told.replace("欠薪〔2026〕7号", "")), told
    assert holder == "Subdistrict office for wage arrears (Chen)"


@pytest.mark.parametrize("words", [_IN_REVIEW, _DESTROYED])
def test_what_comes_next_in_a_review_and_after_the_end_is_said_in_english(words):
    with translation.override("en"):
        assert not re.search(r"[\u4e00-\u9fff]", spoken(words))


@pytest.mark.django_db
def test_a_filing_that_moved_reads_what_happened_in_each_case_while_it_was_there(office):
    old = office.case(name="张三", phone="13911110001")
    office.do(old, "accept")
    office.later(hours=1)
    second = office.filing(name="李四", phone="13911110002")
    office.later(hours=1)
    own = acts.open_from_filing(filing_id=second, by=office.town.clerk, at=office.at, alone=True)
    office.do(own, "accept")
    office.later(hours=1)
    joining.merge(case_id=own.pk, into=old.pk, by=office.town.clerk, at=office.at)
    office.later(hours=1)
    office.do(old, "ask_payment_order")
    told = [words for _at, words in standing_for_filer(second).done]
    assert told == ["欠薪案件：受理", "欠薪案件：已协助申请支付令"], "accepted once, in the case it was in then"


@pytest.mark.django_db
def test_a_refusal_in_review_says_until_when_and_a_shelved_case_leads_to_a_new_filing(office, client):
    case = office.case(name="张三", phone="13911110001")
    filing = case.filings.get().filing
    office.do(case, "refuse", conditions={"ground_stated": "不属劳动保障监察范围：承揽"})
    told = standing_for_filer(filing)
    assert "劳动仲裁" in told.next
    assert told.due_at is None
    office.do(case, "ask_review", conditions={"review_asked": "向区人力社保局申请复议"})
    told = standing_for_filer(filing)
    assert "正在进行" in told.next
    assert told.due_at is not None
    office.do(case, "review_upheld", conditions={"review_result": "维持决定书"})
    told = standing_for_filer(filing)
    assert "正在进行" not in told.next
    Case.objects.filter(pk=case.pk).update(state="archived")
    assert "另立新案" in standing_for_filer(filing).next
    shown = client.post("/query/", {"code": office.codes[0]}).content.decode()
    assert 'href="/report/"' in shown.partition("<main")[2], "never a dead end"
