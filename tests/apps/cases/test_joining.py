"""Who is merged, split off or taken out goes wholly: account, filing, heads and money; and what ended takes nothing in."""

from __future__ import annotations

import pytest

from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.actions import joining, ledger, work
from anxin.apps.cases.for_filers import standing_for_filer
from anxin.apps.cases.models import Case
from anxin.apps.intake.actions.privacy import Rewriting, answer, ask
from anxin.apps.intake.models import Message
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import RuleBroken

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(office):
    """Two accepted cases about one employer, each with one filer who stands on its ledger."""
    first = office.case(name="张三", phone="13911110001", workers=2, amount_fen=300)
    filing = office.filing(name="李四", phone="13911110002", workers=1, amount_fen=200)
    second = acts.open_from_filing(filing_id=filing, by=office.town.clerk, at=office.at, alone=True)
    for case, name in ((first, "张三"), (second, "李四")):
        office.do(case, "accept")
        ledger.add_claimant(case_id=case.pk, name=name, by=office.town.clerk, at=office.at)
    return first, second, filing


@pytest.fixture
def merged(office, two):
    first, second, filing = two
    joining.merge(case_id=second.pk, into=first.pk, by=office.town.clerk, at=office.at)
    return Case.objects.get(pk=first.pk), Case.objects.get(pk=second.pk), filing


def told(filing):
    return [one.words for one in Message.objects.filter(filing=filing).order_by("pk")]


def test_whoever_filed_reads_where_the_matter_goes_on(office, merged):
    first, second, filing = merged
    assert f"原由{second.title}办理，现并入{first.title}" in told(filing)[-1]
    other = joining.split(
        case_id=first.pk, claimant_ids=[first.claimants.get(filing=filing).pk], by=office.town.clerk, at=office.at
    )
    assert f"分出，另立{other.title}继续办理" in told(filing)[-1]


def test_who_is_split_off_finds_the_new_case_under_the_receipt(office, merged):
    first, _second, filing = merged
    going = first.claimants.get(filing=filing)
    other = joining.split(case_id=first.pk, claimant_ids=[going.pk], by=office.town.clerk, at=office.at)
    assert standing_for_filer(filing).number == other.title
    assert list(first.filings.values_list("filing", flat=True)) != [filing]


def test_a_filing_taken_out_takes_its_account_its_heads_and_its_money_along(office, merged):
    first, _second, filing = merged
    assert (first.workers, first.amount_fen) == (3, 500)
    other = joining.detach(filing_id=filing, by=office.town.clerk, at=office.at)
    first.refresh_from_db()
    assert (first.workers, first.amount_fen, other.workers, other.amount_fen) == (2, 300, 1, 200)
    assert [one.filing for one in other.claimants.all()] == [filing]
    assert first.claimants.count() == 1


def test_the_only_filing_stays_with_the_case_when_its_worker_is_split_off(office):
    case = office.case(name="张三", phone="13911110001")
    office.do(case, "accept")
    going = ledger.add_claimant(case_id=case.pk, name="张三", by=office.town.clerk, at=office.at)
    ledger.add_claimant(case_id=case.pk, name="王五", by=office.town.clerk, at=office.at)
    joining.split(case_id=case.pk, claimant_ids=[going.pk], by=office.town.clerk, at=office.at)
    assert case.filings.count() == 1


def test_nothing_is_put_into_a_case_that_was_merged(office, merged):
    first, second, _filing = merged
    for act in (
        lambda: ledger.add_claimant(case_id=second.pk, name="错放", by=office.town.clerk, at=office.at),
        lambda: work.note(case_id=second.pk, words="写错地方", by=office.town.clerk, at=office.at),
        lambda: work.reply(case_id=second.pk, words="写给谁", by=office.town.clerk, at=office.at),
        lambda: acts.assign(case_id=second.pk, owner_id=1, by=office.town.clerk, at=office.at),
    ):
        with pytest.raises(RuleBroken, match=f"已并入{first.title}"):
            act()


def test_the_pages_of_merged_cases_lead_to_each_other_and_offer_nothing_to_write(as_, office, merged):
    first, second, _filing = merged
    clerk = as_("clerk")
    page = clerk.get(f"/office/cases/{second.pk}/").content.decode()
    assert f'<a href="/office/cases/{first.pk}/">{first.title}</a>' in page
    assert "<form" not in page.split('id="main"')[-1].split("</main>")[0]
    assert (
        f'<a href="/office/cases/{second.pk}/">{second.title}</a>'
        in clerk.get(f"/office/cases/{first.pk}/").content.decode()
    )


def test_a_reply_that_nobody_would_read_is_refused(office, two):
    _first, second, _filing = two
    second.filings.all().delete()
    with pytest.raises(RuleBroken, match="没有人能看到答复"):
        work.reply(case_id=second.pk, words="您好", by=office.town.clerk, at=office.at)


def test_the_ledger_says_how_many_workers_are_still_missing_on_it(as_, office, two):
    first, _second, _filing = two
    assert "案情称 2 人，台账登记 1 人" in as_("clerk").get(f"/office/cases/{first.pk}/").content.decode()


def test_a_filer_corrected_under_the_receipt_is_corrected_in_the_case(office):
    case = office.case(words="我叫王五七，厂里欠我三个月工资", name="王五七", phone="13911110001")
    filing = case.filings.get().filing
    office.do(case, "accept")
    one = ledger.add_claimant(case_id=case.pk, name="王五七", by=office.town.clerk, at=office.at)
    work.note(case_id=case.pk, words="王五七来过", by=office.town.clerk, at=office.at)
    wish = ask(code=office.codes[0], kind="correct", words="应为王五六", by=office.town.clerk, at=office.at)
    told = Rewriting("王五七", "王五六")
    answer(wish_id=wish.pk, granted=True, reasons="", rewriting=told, by=office.town.clerk, at=office.at)
    case.refresh_from_db()
    one.refresh_from_db()
    assert (case.facts, open_(one.name_sealed)) == ("我叫王五六，厂里欠我三个月工资", "王五六")
    assert case.notes.get().words == "王五六来过"
    assert [name for name, shown in standing_for_filer(filing).kept if shown == "王**"] == ["主张人"]


def test_a_filing_taken_out_of_an_accepted_case_stays_accepted_and_the_filer_reads_why(office):
    office.case(name="张三", phone="13911110001")
    filing = office.filing(name="李四", phone="13911110002")
    case = acts.open_from_filing(filing_id=filing, by=office.town.clerk, at=office.at)
    office.do(case, "accept")
    office.on("2026-12-21")
    other = joining.detach(filing_id=filing, by=office.town.clerk, at=office.at)
    assert (other.state, other.owner) == ("handling", case.owner)
    assert other.due_at > office.at, "no decision is owed a second time, so none is late"
    assert f"原归入{case.title}一并办理" in told(filing)[-1]
    assert "已受理的决定不变" in "".join(words for _at, words in standing_for_filer(filing).done)


def test_the_days_to_accept_run_from_the_filing_when_it_is_taken_out_before(office):
    office.case(name="张三", phone="13911110001")
    filing = office.filing(name="李四", phone="13911110002")
    case = acts.open_from_filing(filing_id=filing, by=office.town.clerk, at=office.at)
    due = Case.objects.get(pk=case.pk).due_at
    office.on("2026-11-27")
    other = joining.detach(filing_id=filing, by=office.town.clerk, at=office.at)
    assert (other.state, other.due_at) == ("received", due)
    assert told(filing) == [], "a message would count as the first answer"
    assert "不因分出重新计算" in "".join(words for _at, words in standing_for_filer(filing).done)


def test_nothing_is_taken_out_of_a_case_that_ended(office):
    case = office.case(name="张三", phone="13911110001")
    filing = office.filing(name="李四", phone="13911110002")
    acts.open_from_filing(filing_id=filing, by=office.town.clerk, at=office.at)
    Case.objects.filter(pk=case.pk).update(open=False)
    with pytest.raises(RuleBroken, match="先恢复办理"):
        joining.detach(filing_id=filing, by=office.town.clerk, at=office.at)
