"""Legal papers: drawn up from frozen facts, complete or refused, numbered without a gap, never changed."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.apps.documents.actions import paper as acts
from anxin.apps.documents.legal import numbers, papers
from anxin.apps.documents.legal.amounts import DIGITS, in_capitals
from anxin.apps.documents.legal.facts import SecretLine, digest, hidden, read, veiled, written
from anxin.apps.documents.legal.filling import cleaned
from anxin.apps.documents.legal.forms import TEMPLATES, To, forms
from anxin.apps.documents.legal.issuers import issuer_of, law_book
from anxin.apps.documents.legal.template import check, fill
from anxin.apps.documents.legal.values import compose, to_fill
from anxin.apps.documents.models import NumberSeries, Paper, PaperFile
from anxin.base.eventlog.models import EventRow
from anxin.base.vault.sealing import seal
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken
from anxin.law import book
from anxin.law.competence import competence

from .paper_desk import AT, Desk, bare_facts_in, everything_filled

pytestmark = pytest.mark.django_db
EACH = sorted(forms())


@pytest.fixture
def desk(small_town):
    return Desk(small_town)


def text_of(content):
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def put_together(form, facts, filled, town):
    return compose(form, facts, filled, issuer=issuer_of(form, town.town.path), law=law_book(), on=local_date(AT))


def test_every_form_has_its_template_and_nothing_else_lies_among_them():
    assert sorted(one.stem for one in TEMPLATES.glob("*.docx")) == EACH


def test_every_paper_that_a_step_calls_for_has_a_form_and_every_form_is_called_for_or_is_free():
    called_for = {name for table in case_types().values() for move in table.moves for name in move.papers}
    assert called_for - set(EACH) == set()
    assert {one.id for one in forms().values() if one.free} == set(EACH) - called_for


def test_every_form_has_a_number_series_of_its_own_and_a_name_in_both_languages():
    kinds = forms().values()
    assert (
        len({one.word for one in kinds})
        == len({one.title for one in kinds})
        == len({one.english for one in kinds})
        == len(EACH)
    )


@pytest.mark.parametrize("form_id", EACH)
def test_a_shipped_template_stands_its_own_check(form_id):
    check((TEMPLATES / f"{form_id}.docx").read_bytes(), forms()[form_id], name=form_id)


@pytest.mark.parametrize("form_id", EACH)
def test_a_form_cites_only_articles_that_were_read_and_an_act_that_exists(form_id):
    form = forms()[form_id]
    assert competence().act(form.act)
    assert [key for key in form.law if not law_book().get(key, on=local_date(AT)).citation.verified] == []


@pytest.mark.parametrize("form_id", EACH)
def test_a_full_paper_shows_every_required_value_and_no_blank(desk, form_id):
    form, facts = forms()[form_id], desk.facts()
    made = put_together(form, facts, everything_filled(form, facts), desk.town)
    assert made.missing == ()
    shown = text_of(fill(papers.shipped(form), made.values)).replace("\n", "")
    for one in form.fields:
        value = made.values[one.name]
        parts = [row["name"] for row in value] if isinstance(value, list) else str(value).split("\n")
        assert all(part in shown for part in parts), (one.name, shown)
    assert "{" not in shown
    assert form.title in shown


@pytest.mark.parametrize("form_id", EACH)
def test_an_empty_paper_names_every_required_blank_that_nobody_can_know(desk, form_id):
    form = forms()[form_id]
    bare = bare_facts_in(desk.town)
    made = put_together(form, bare, {}, desk.town)
    assert {one.name for one in made.missing} == {one.name for one in form.fields if one.required and not one.law}
    assert "{" not in text_of(fill(papers.shipped(form), made.values))


@pytest.mark.parametrize("form_id", [one for one in EACH if forms()[one].to is To.EMPLOYER])
def test_what_the_employer_gets_does_not_name_who_asked_not_to_be_known(desk, form_id):
    form, facts = forms()[form_id], desk.facts(confidential=True)
    made = put_together(form, facts, everything_filled(form, facts), desk.town)
    shown = text_of(fill(papers.shipped(form), made.values))
    assert not [name for name in facts.complainants if name in shown]


def test_an_acceptance_notice_goes_the_whole_way(desk):
    paper = desk.draft(filled={})
    with pytest.raises(BadInput) as refused:
        acts.issue(paper_id=paper.pk, by=desk.clerk, at=AT)
    assert [one.where for one in refused.value.faults] == ["机关联系电话"]
    acts.fill(paper_id=paper.pk, filled={"contact_phone": "0575-00000000"}, by=desk.clerk, at=AT)
    done = acts.issue(paper_id=paper.pk, by=desk.clerk, at=AT)
    assert (done.state, done.number_text) == ("issued", "皋欠薪受〔2026〕1号")
    shown = text_of(papers.content_of(PaperFile.objects.get(paper=done, kind="docx")))
    for words in ("皋欠薪受〔2026〕1号", "张示例、王示例", "60个工作日", "第23条", "2026年11月24日", "0575-00000000"):
        assert words in shown, words


def test_a_fact_cannot_be_written_over(desk):
    paper = desk.draft(filled={"employer_name": "另一家公司", "contact_phone": "1", "investigation_days": "9日"})
    made = papers.composed(paper, on=local_date(AT)).values
    assert made["employer_name"] == "绍兴演示制衣有限公司（演示）"
    assert made["investigation_days"] == "60个工作日"


def test_every_wrong_blank_is_named(desk):
    with pytest.raises(BadInput) as refused:
        desk.draft("referral_letter", filled={"reply_by": "下周", "contact_phone": "9" * 400}, claimed_fen=None)
    assert {one.where for one in refused.value.faults} == {"请于何日前回复", "机关联系电话"}


def test_an_issued_paper_is_never_filled_again(desk):
    with pytest.raises(RuleBroken):
        acts.fill(paper_id=desk.issued().pk, filled={}, by=desk.clerk, at=AT)


def test_facts_that_were_changed_behind_its_back_are_not_issued(desk):
    paper = desk.draft()
    Paper.objects.filter(pk=paper.pk).update(facts_sealed=seal(written(desk.facts(workers=30))))
    with pytest.raises(RuleBroken, match="校验码"):
        acts.issue(paper_id=paper.pk, by=desk.clerk, at=AT)


def test_a_second_person_issues_what_needs_approval(desk):
    paper = desk.draft("refusal_notice", by=desk.head)
    with pytest.raises(RuleBroken):
        acts.issue(paper_id=paper.pk, by=desk.head, at=AT)
    acts.submit(paper_id=paper.pk, by=desk.head, at=AT)
    with pytest.raises(RuleBroken, match="另一位"):
        acts.issue(paper_id=paper.pk, by=desk.head, at=AT)
    with pytest.raises(NotAllowed):
        acts.issue(paper_id=paper.pk, by=desk.clerk, at=AT)
    other = desk.draft("refusal_notice")
    acts.submit(paper_id=other.pk, by=desk.clerk, at=AT)
    assert acts.issue(paper_id=other.pk, by=desk.head, at=AT).number == 1


def test_a_declined_paper_is_a_draft_again_with_the_reason(desk):
    paper = desk.draft("refusal_notice")
    acts.submit(paper_id=paper.pk, by=desk.clerk, at=AT)
    with pytest.raises(BadInput):
        acts.decline(paper_id=paper.pk, reason="不", by=desk.head, at=AT)
    back = acts.decline(paper_id=paper.pk, reason="理由没有写清楚", by=desk.head, at=AT)
    assert (back.state, back.reason) == ("draft", "理由没有写清楚")


def test_a_town_cannot_issue_the_countys_order(desk):
    paper = desk.draft("order_to_pay")
    with pytest.raises(RuleBroken, match="转办函"):
        acts.submit(paper_id=paper.pk, by=desk.clerk, at=AT)


def test_the_countys_order_needs_two_of_its_inspectors_and_bears_its_name(desk):
    paper = desk.draft("order_to_pay", by=desk.inspector)
    acts.submit(paper_id=paper.pk, by=desk.inspector, at=AT)
    with pytest.raises(NotAllowed):
        acts.issue(paper_id=paper.pk, by=desk.head, at=AT)
    with pytest.raises(RuleBroken, match="另一位"):
        acts.issue(paper_id=paper.pk, by=desk.inspector, at=AT)
    done = acts.issue(paper_id=paper.pk, by=desk.second_inspector, at=AT)
    assert done.number_text == "越人社监支〔2026〕1号"
    shown = text_of(papers.content_of(PaperFile.objects.get(paper=done, kind="docx")))
    assert "越城区人力资源和社会保障局" in shown
    assert "50%以上100%以下" in shown
    assert "壹万捌仟元伍角整" in shown


def test_a_replaced_paper_stays_as_it_was_and_the_new_one_has_its_own_number(desk):
    old = desk.issued(case=None)
    before = PaperFile.objects.get(paper=old).sha256
    new = acts.replace(paper_id=old.pk, reason="联系电话有误", by=desk.clerk, at=AT)
    assert Paper.objects.get(pk=old.pk).state == "issued"
    with pytest.raises(RuleBroken):
        acts.replace(paper_id=old.pk, reason="联系电话有误", by=desk.clerk, at=AT)
    done = acts.issue(paper_id=new.pk, by=desk.clerk, at=AT)
    old.refresh_from_db()
    assert (old.state, old.number, done.number) == ("superseded", 1, 2)
    assert PaperFile.objects.get(paper=old).sha256 == before


def test_a_void_paper_keeps_its_number_and_says_why(desk):
    gone = acts.void(paper_id=desk.issued().pk, reason="重复出具，作废", by=desk.clerk, at=AT)
    assert (gone.state, gone.number) == ("voided", 1)
    assert desk.issued().number == 2


def test_nobody_of_another_town_can_touch_a_paper(desk):
    paper = desk.draft()
    with pytest.raises(NotFound):
        acts.issue(paper_id=paper.pk, by=desk.town.stranger, at=AT)


def test_names_and_numbers_lie_sealed_and_in_no_event(desk):
    paper = desk.draft("questioning_record", filled=None)
    acts.issue(paper_id=paper.pk, by=desk.clerk, at=AT)
    rows = [
        *Paper.objects.values_list("facts_sealed", "filled_sealed"),
        *PaperFile.objects.values_list("content_sealed"),
    ]
    told = [str(one) for one in EventRow.objects.values_list("payload", flat=True)]
    assert told
    assert not [one for one in [*map(str, rows), *told] if "李示例" in one or "张示例" in one]


def test_a_new_year_begins_a_new_series_and_the_year_is_that_of_shanghai(desk):
    desk.issued()
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    assert desk.issued(at=new_year).number_text == "皋欠薪受〔2027〕1号"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([2026, 2027]), st.booleans()), max_size=20))
def test_numbers_have_no_gap_and_no_double_whatever_is_undone(story):
    given_out = {}
    NumberSeries.objects.all().delete()
    for series, year, undone in story:
        with transaction.atomic():
            number = numbers.next_number(issuer_path="x/", series=series, year=year)
            if undone:
                transaction.set_rollback(True)
            else:
                given_out.setdefault((series, year), []).append(number)
    assert all(found == [*range(1, len(found) + 1)] for found in given_out.values())


def on_a_file(path):
    """A connection of this thread to a database on a file: one in memory has no second writer."""
    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "NAME": str(path)}
    connections["default"] = made
    return made


def test_two_writers_at_once_get_numbers_without_gap_or_double(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("needs SQLite: on PostgreSQL the row lock of the update does this")
    path = tmp_path / "numbers.sqlite3"

    def prepare():
        made = on_a_file(path)
        with made.schema_editor() as editor:
            editor.create_model(NumberSeries)
        made.close()

    def write(writer):
        made, got = on_a_file(path), []
        for turn in range(25):
            with transaction.atomic():
                number = numbers.next_number(issuer_path="x/", series="欠薪受", year=2026)
                if turn % 5 == writer:
                    transaction.set_rollback(True)
                else:
                    got.append(number)
        made.close()
        return got

    with ThreadPoolExecutor(1) as pool:
        pool.submit(prepare).result()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(write, range(2))
    assert sorted(first + second) == list(range(1, 41))


def test_facts_written_and_read_are_the_same_and_one_changed_fen_shows(desk):
    facts = desk.facts()
    assert read(written(facts)) == facts
    assert digest(written(facts)) != digest(written(desk.facts(owed_fen=1)))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_somebody_wrote_the_paper_opens_and_code_in_it_stays_words(words, name):
    form = forms()["intake_form"]
    values = dict.fromkeys(form.names, words + "{{ number }}{% if %}<w:p>&")
    values |= {"claims": [{"n": "1", "name": name, "amount": "1.00"}], "instalments": []}
    shown = text_of(fill(papers.shipped(form), values))
    assert "{{ number }}{% if %}<w:p>&" in shown


_WORTH = {digit: value for value, digit in enumerate(DIGITS)}


def amount_of(words):
    """Reads capital figures back: the inverse of what is tested, by another way."""
    total = part = digit = 0
    for char in words.replace("万亿", "兆"):
        if char in _WORTH:
            digit = _WORTH[char]
        elif char in "拾佰仟":
            part, digit = part + digit * {"拾": 10, "佰": 100, "仟": 1000}[char], 0
        elif char in "万亿兆":
            total, part, digit = total + (part + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[char] * 100, 0, 0
        elif char == "元":
            total, part, digit = total + (part + digit) * 100, 0, 0
        elif char in "角分":
            total, digit = total + digit * {"角": 10, "分": 1}[char], 0
    return total


@settings(deadline=None)
@given(st.integers(0, 10**15))
def test_capital_figures_say_the_same_amount(fen):
    words = in_capitals(fen)
    assert amount_of(words) == fen
    assert not re.search("零零|零元|零万|零亿", words) or fen < 100


def test_the_facts_told_to_an_employer_name_nobody_who_filed_in_confidence(desk):
    told = desk.facts(confidential=True)
    (name, *_) = told.complainants
    kept = hidden(replace(told, facts=f"{name}的工资没有发，电话 13800138000。")).facts
    assert name not in kept
    assert "13800138000" not in kept
    assert "工资没有发" in kept


SECRET = (SecretLine("暗示例", "4534"), SecretLine("", "8899"))


def test_the_facts_told_to_an_employer_hide_a_secret_filer_who_stands_on_no_account(desk):
    told = desk.facts(confidential=True, secret=SECRET, facts="我是瓦工暗示例，三个月没有工资。")
    assert "暗示例" not in hidden(told).facts


def test_a_notice_to_those_who_filed_names_a_secret_filer_by_the_receipt_alone(desk):
    told = desk.facts(confidential=True, secret=SECRET, complainants=("张示例", "暗示例"))
    expected = ("张示例", "回执尾号4534的投诉人（姓名保密）", "回执尾号8899的投诉人（姓名保密）")
    assert veiled(told).complainants == expected
    assert read(written(told)) == told


def test_a_secret_filer_leaves_no_blank_for_the_clerk_to_name(desk):
    told = desk.facts(confidential=True, secret=SECRET[:1], complainants=())
    assert "complainants" not in {one.name for one in to_fill(forms()["acceptance_notice"], told)}
    assert "complainants" in {one.name for one in to_fill(forms()["acceptance_notice"], desk.facts(complainants=()))}


def test_nobody_writes_the_name_of_a_secret_filer_into_a_paper_that_goes_out(desk):
    told = desk.facts(confidential=True, secret=SECRET)
    with pytest.raises(BadInput) as refused:
        cleaned(forms()["order_to_pay"], told, {"violation": "拖欠暗示例工资"}, on=AT.date())
    assert [one.where for one in refused.value.faults] == ["查明的违法事实"]
    assert cleaned(forms()["order_to_pay"], told, {"violation": "拖欠一人工资"}, on=AT.date())


def test_an_order_whose_deadline_has_passed_goes_to_nobody(desk):
    told = everything_filled(forms()["order_to_pay"], desk.facts())
    late = desk.draft("order_to_pay", by=desk.inspector, filled={**told, "deadline": "2026-11-24"})
    with pytest.raises(BadInput, match="期限已经过去"):
        acts.submit(paper_id=late.pk, by=desk.inspector, at=AT)
    assert Paper.objects.get(pk=late.pk).state == "draft"


def test_every_paper_can_be_drawn_up_in_a_town_of_another_province(desk):
    law = book("370102001")
    for one in forms().values():
        told = everything_filled(one, desk.facts())
        made = compose(one, desk.facts(), told, issuer=issuer_of(one, desk.town.town.path), law=law, on=AT.date())
        assert "浙江" not in made.values["basis"], one.id
