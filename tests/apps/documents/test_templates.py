"""A clerk's own template: checked, tried, versioned, rolled back; nothing in it may run or fetch."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from anxin.apps.documents.actions import template as acts
from anxin.apps.documents.legal import papers
from anxin.apps.documents.legal.forms import forms
from anxin.apps.documents.legal.template import check
from anxin.apps.documents.models import FormTemplate
from anxin.base.files.models import StoredFile
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound

from .paper_desk import AT, Desk
from .test_papers import text_of

FORM = forms()["acceptance_notice"]


@pytest.fixture
def desk(small_town):
    return Desk(small_town)


def with_text(*lines, header=""):
    document = docx.Document(io.BytesIO(papers.shipped(FORM)))
    for one in lines:
        document.add_paragraph(one)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_part(name, content):
    made = io.BytesIO(papers.shipped(FORM))
    with zipfile.ZipFile(made, "a") as packed:
        packed.writestr(name, content)
    return made.getvalue()


def changed_part(name, old, new):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(papers.shipped(FORM))) as source, zipfile.ZipFile(target, "w") as packed:
        for entry in source.infolist():
            content = source.read(entry)
            packed.writestr(entry.filename, content.replace(old, new) if entry.filename == name else content)
    return target.getvalue()


def faults_of(content):
    with pytest.raises(BadInput) as refused:
        check(content, FORM, name="我的模板.docx")
    return [one.in_words() for one in refused.value.faults]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("{{ employer_nme }}", "employer_name"), ("{{ 用人单位名称 }}", "employer_name"), ("{{ issued }}", "issued_on")],
)
def test_an_unknown_field_is_named_with_the_one_it_was_meant_to_be(written, meant):
    (fault,) = faults_of(with_text(written))
    assert written.strip("{} ") in fault
    assert meant in fault


def test_a_fault_in_the_header_is_found_too():
    assert "页眉" in faults_of(with_text(header="{{ nothing_like_it }}"))[0]


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__ }}", "{{ facts.__class__ }}", "{% for i in range(999999) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}", "{% set a = 1 %}", "{% include 'x' %}", "{{ number|upper }}", "{{ cycler() }}",
        "{% for a in claims %}{% for b in claims %}x{% endfor %}{% endfor %}", "{{ number", "{% if number %}",
        "{% macro a() %}{% endmacro %}", "{{ facts[0] }}", "{% for a in number %}x{% endfor %}",
    ],
)  # fmt: skip
def test_code_in_a_template_is_refused(code):
    assert faults_of(with_text(code))


def test_code_in_the_properties_of_the_file_is_refused():
    document = docx.Document(io.BytesIO(papers.shipped(FORM)))
    document.core_properties.title = "{{ 'x' * 1000000000 }}"
    made = io.BytesIO()
    document.save(made)
    assert "文件属性" in faults_of(made.getvalue())[0]


@pytest.mark.parametrize(
    "content",
    [
        with_part("word/vbaProject.bin", b"x"),
        with_part("word/activeX/activeX1.xml", b"<x/>"),
        with_part("word/embeddings/oleObject1.bin", b"x"),
        with_part("word/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        with_part(
            "word/_rels/settings.xml.rels",
            b'<Relationships><Relationship Id="r1" TargetMode="External" Type="http://x/attachedTemplate" Target="http://x/a.dotm"/></Relationships>',
        ),
        changed_part(
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        b"not a file",
        b"PK\x03\x04broken",
    ],
    ids=["macro", "control", "embedded", "entity", "outside", "macro type", "text", "broken"],
)
def test_a_package_that_runs_or_fetches_something_is_refused(content):
    assert faults_of(content)


def test_an_edited_template_is_used_at_once_and_an_issued_paper_keeps_what_it_was(desk):
    before = papers.content_of(desk.issued().files.get(kind="docx"))
    made = acts.upload(
        form_id=FORM.id, town=desk.town.town, content=with_text("办公室工作日接待。"), name="受理.docx", by=desk.town.clerk, at=AT
    )  # fmt: skip
    after = desk.issued()
    assert (made.version, after.template_version) == (1, 1)
    assert "工作日接待" in text_of(papers.content_of(after.files.get(kind="docx")))
    assert "工作日接待" not in text_of(before)


def test_a_version_is_rolled_back_to_an_older_one_and_to_the_one_that_ships(desk):
    told = {"form_id": FORM.id, "town": desk.town.town, "by": desk.town.clerk, "at": AT}
    for words in ("第一版。", "第二版。"):
        acts.upload(**told, content=with_text(words), name="受理.docx")
    assert papers.template_in_use(FORM, desk.town.town.path)[1] == 2
    for version in (1, 0, 2):
        acts.use(**told, version=version)
        assert papers.template_in_use(FORM, desk.town.town.path)[1] == version
    with pytest.raises(NotFound):
        acts.use(**told, version=9)


def test_a_faulty_upload_leaves_nothing_and_changes_nothing(desk):
    with pytest.raises(BadInput):
        acts.upload(
            form_id=FORM.id, town=desk.town.town, content=with_text("{{ wrong }}"), name="a.docx", by=desk.town.clerk, at=AT
        )  # fmt: skip
    assert not FormTemplate.objects.exists()
    assert not StoredFile.objects.exists()


def test_templates_are_changed_only_with_the_power_and_in_the_own_town(desk):
    for by in (desk.clerk, desk.town.stranger):
        with pytest.raises(NotAllowed):
            acts.use(form_id=FORM.id, town=desk.town.town, version=0, by=by, at=AT)
