"""Papers go with their case when it is destroyed by protocol: content and proofs, on the rows and on the disk; number and hash stay."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from anxin.apps.cases.actions import archive, ledger
from anxin.apps.cases.actions.case import open_from_filing
from anxin.apps.cases.actions.joining import merge
from anxin.apps.cases.api import Told, perform
from anxin.apps.cases.models import Case
from anxin.apps.documents.actions.paper import fill, submit
from anxin.apps.documents.actions.service import Served, serve
from anxin.apps.documents.actions.stepping import Then, issue_and_step
from anxin.apps.documents.models import Paper, PaperFile, Service
from anxin.apps.intake.api import Said, receive
from anxin.apps.organisation.models import Training
from anxin.base.eventlog.models import EventRow
from anxin.base.files.models import StoredFile
from anxin.base.files.store import path_of, put, remove_expired
from anxin.base.files.uses import in_use
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken

from .conftest import AT
from .paper_desk import Desk
from .test_paper_pages import PDF

pytestmark = pytest.mark.django_db
LATER = AT.replace(year=2031)
MIGRATION = import_module("anxin.apps.documents.migrations.0006_wipe_papers_of_destroyed_cases")


@pytest.fixture
def head(small_town):
    powers = frozenset({"documents.draft", "documents.approve", "cases.handle", "cases.approve"})
    return replace(small_town.clerk, id="person:12", name="赵主任", powers=powers)


@pytest.fixture
def refused(small_town, case, head):
    """A case that was refused by a paper, which was served with a proof; another proof lies on the ledger."""
    desk = Desk(small_town)
    paper = desk.draft("refusal_notice", by=desk.clerk, case=case.pk, at=AT)
    submit(paper_id=paper.pk, by=desk.clerk, at=AT)
    issue_and_step(paper_id=paper.pk, then=Then(case.procedures.get(kind="case").pk, "refuse"), by=head, at=AT)
    proof = stored(small_town, PDF, "回证.pdf")
    told = Served("direct", local_date(AT), "张示例本人", "东头村", "", (proof,))
    serve(paper_id=paper.pk, told=told, by=small_town.clerk, at=AT)
    paper.refresh_from_db()
    return paper, proof


def stored(town, content, name):
    return put(io.BytesIO(content), name=name, by=town.clerk, at=AT).sha256


def destroy(town, case, head):
    rule = archive.keep_rule(
        place_path=town.town.path, name="投诉", years=1, basis="保管期限表", by=town.clerk, at=AT
    )  # fmt: skip
    archive.archive(case_id=case.pk, rule_id=rule.pk, by=town.clerk, at=AT + timedelta(days=60))
    protocol = archive.ask_destruction(case_ids=[case.pk], reason="保管期满", by=town.clerk, at=LATER)
    return archive.destroy(protocol_id=protocol.pk, by=head, at=LATER)


def test_the_content_goes_from_the_rows_and_number_kind_hash_and_protocol_stay(small_town, case, refused, head):
    paper, _proof = refused
    kept = PaperFile.objects.get().sha256
    protocol = destroy(small_town, case, head)
    paper.refresh_from_db()
    assert (paper.facts_sealed, paper.filled_sealed, paper.reason) == ("", "", "")
    assert (paper.number_text, paper.form, paper.wiped_by) == (
        "皋欠薪不受〔2026〕1号",
        "refusal_notice",
        protocol.title,
    )
    file, service = PaperFile.objects.get(), Service.objects.get()
    assert (file.content_sealed, file.sha256) == ("", kept)
    assert (service.receiver_sealed, service.where, service.note) == ("", "", "")
    row = EventRow.objects.get(type="documents.paper_wiped")
    assert (row.data["protocol"], row.data["number_text"]) == (protocol.title, paper.number_text)


def test_the_proofs_go_from_the_disk_the_coming_night_unless_another_row_names_them(small_town, case, refused, head):
    _paper, proof = refused
    assert in_use([proof]) == {proof}
    shared = stored(small_town, PDF + b"shared", "流水.pdf")
    line = {"case_id": case.pk, "claimant_id": case.claimants.get().pk, "kind": "paid", "amount_fen": 100, "at": AT}
    ledger.write(proof=shared, on=local_date(AT), by=small_town.clerk, **line)
    Training.objects.create(
        place_path=small_town.town.path, on=local_date(AT), topic="送达", hours=1, file=shared, by="t", at=AT
    )
    destroy(small_town, case, head)
    assert in_use([proof, shared]) == {shared}
    assert path_of(proof).is_file(), "until the night"
    remove_expired(on=local_date(LATER), by=small_town.clerk, at=LATER)
    assert not path_of(proof).is_file()
    assert StoredFile.objects.get(pk=proof).removed_at == LATER
    assert path_of(shared).is_file()


def test_the_page_of_a_wiped_paper_says_so_and_neither_file_nor_act_brings_it_back(
    as_, small_town, case, refused, head
):
    paper, proof = refused
    protocol = destroy(small_town, case, head)
    clerk = as_("clerk")
    page = clerk.get(reverse("documents:paper", args=[paper.pk])).content.decode()
    assert protocol.title in page
    assert PaperFile.objects.get().sha256 in page
    assert "张示例" not in page
    assert clerk.get(reverse("documents:case_papers", args=[case.pk])).status_code == 200
    assert clerk.get(reverse("documents:papers")).status_code == 200
    for address in (
        ["paper_file", paper.pk, "docx"],
        ["paper_file", paper.pk, "pdf"],
        ["paper_proof", paper.pk, proof],
    ):
        assert clerk.get(reverse(f"documents:{address[0]}", args=address[1:])).status_code == 404
    with pytest.raises(RuleBroken, match="内容已按"):
        fill(paper_id=paper.pk, filled={}, by=small_town.clerk, at=LATER)
    with pytest.raises(RuleBroken, match="内容没有销毁"):
        serve(paper_id=paper.pk, told=Served("direct", local_date(LATER), "某", "某", "", ()), by=small_town.clerk, at=LATER)  # fmt: skip


def test_papers_of_cases_destroyed_before_are_wiped_by_migration_and_others_are_left(small_town, case, refused, head):
    paper, _proof = refused
    before = Paper.objects.values_list("facts_sealed", "filled_sealed").get()
    MIGRATION.wipe(apps, None)
    assert Paper.objects.values_list("facts_sealed", "filled_sealed").get() == before
    protocol = destroy(small_town, case, head)
    Paper.objects.update(facts_sealed=before[0], wiped_at=None, wiped_by="")
    MIGRATION.wipe(apps, None)
    paper.refresh_from_db()
    assert (paper.facts_sealed, paper.wiped_by, paper.wiped_at) == ("", protocol.title, LATER)


def test_a_case_merged_into_one_that_is_destroyed_goes_with_it(small_town, case, head):
    said = Said(words="同一家厂也欠我两个月工资，我叫李四。", channel="web", employer_id=case.employer_id)
    filing = receive(said=said, by=small_town.clerk, at=AT).filing
    other = open_from_filing(filing_id=filing, by=small_town.clerk, at=AT, alone=True)
    paper = Desk(small_town).draft("supplement_notice", by=small_town.clerk, case=other.pk, at=AT)
    merge(case_id=other.pk, into=case.pk, by=small_town.clerk, at=AT)
    told = Told({"ground_stated": "不属劳动保障监察范围"})
    perform(procedure_id=case.procedures.get(kind="case").pk, verb="refuse", told=told, by=small_town.clerk, at=AT)
    destroy(small_town, case, head)
    other.refresh_from_db()
    paper.refresh_from_db()
    assert "李四" not in other.facts
    assert paper.wiped_at == LATER
    assert Case.objects.count() == 2
