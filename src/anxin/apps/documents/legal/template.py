"""Checking and filling a template (.docx): fields by name only, nothing that runs, nothing fetched from outside."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from anxin.apps.documents.legal.forms import COMMON, ROWS, Form
from anxin.kernel.outcome import BadInput, Fault

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Not,
    nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Const,
)  # fmt: skip
_MACROS = re.compile(r"vbaProject|vbaData|macroEnabled|activeX", re.IGNORECASE)
_OUTSIDE = re.compile(r'TargetMode\s*=\s*["\']External["\']', re.IGNORECASE)
_LINK = re.compile(r'Type\s*=\s*["\'][^"\']*/(hyperlink)["\']', re.IGNORECASE)
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What no XML may hold; somebody's words may come with it."""

MAX_PART = 8 << 20


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def check(content: bytes, form: Form, *, name: str) -> None:
    """Refuse a template that cannot be trusted or filled, naming every fault and the nearest field for a wrong one."""
    _check_package(content, name)
    faults = [*_faults(content, form, name)]
    if faults:
        raise BadInput("template_faults", "模板没有启用，请按提示改好后重新上传。", faults)


def fill(content: bytes, values: Mapping[str, Any]) -> bytes:
    """The template with its blanks filled, as a .docx; each line of a long text becomes a paragraph with its indent."""
    made = DocxTemplate(io.BytesIO(content))
    made.render({name: _paragraphs(one) for name, one in values.items()}, _environment(), autoescape=True)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _paragraphs(value: Any) -> Any:
    if isinstance(value, list):
        return [{name: _UNPRINTABLE.sub("", text) for name, text in row.items()} for row in value]
    return "\a".join(_UNPRINTABLE.sub("", line) for line in value.splitlines())


def _check_package(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            faults = [*_package_faults(packed, name)]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise _unreadable(name) from error
    if faults:
        raise BadInput("template_unsafe", "模板里有不允许的内容，没有启用。", faults)


def _package_faults(packed: zipfile.ZipFile, name: str) -> Iterator[Fault]:
    for entry in packed.infolist():
        if entry.file_size > MAX_PART:
            yield Fault(f"{name} {entry.filename}", "内容过大", "去掉大图片后重新上传")
            continue
        if _MACROS.search(entry.filename):
            yield Fault(f"{name} {entry.filename}", "含宏或控件", "在 Word/WPS 中另存为“不含宏的 .docx”")
        if "/embeddings/" in entry.filename or "afchunk" in entry.filename.lower():
            yield Fault(f"{name} {entry.filename}", "内嵌了其他文件", "删除内嵌对象，只留文字、表格和图片")
        if entry.filename.endswith((".xml", ".rels")):
            yield from _text_faults(packed.read(entry).decode("utf-8", "replace"), f"{name} {entry.filename}")


def _text_faults(text: str, where: str) -> Iterator[Fault]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        yield Fault(where, "含实体声明", "用 Word/WPS 重新另存为 .docx")
    if where.endswith("[Content_Types].xml") and _MACROS.search(text):
        yield Fault(where, "含宏", "在 Word/WPS 中另存为“不含宏的 .docx”")
    if where.endswith(".rels"):
        links = [one for one in re.findall(r"<Relationship\b[^>]*>", text) if _OUTSIDE.search(one)]
        if any(not _LINK.search(one) for one in links):
            yield Fault(where, "引用了外部文件", "断开外部链接（模板、图片、对象），改为直接放在文件里")


def _faults(content: bytes, form: Form, name: str) -> Iterator[Fault]:
    environment = _environment()
    for where, source in _sources(content, name):
        try:
            tree = environment.parse(source)
        except TemplateError as error:
            yield Fault(f"{name} {where}", f"字段写法有误（{error.message}）", "字段写作 {{ 字段名 }}，成对书写")
            continue
        yield from _tree_faults(tree, form, f"{name} {where}")


def _sources(content: bytes, name: str) -> list[tuple[str, str]]:
    """Every text that is filled: body, headers, footers, footnotes and the file's properties."""
    try:
        made = DocxTemplate(io.BytesIO(content))
        made.render_init()
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise _unreadable(name) from error
    document: Document = made.docx
    found = [("正文", made.patch_xml(made.get_xml()))]
    for label, uri in (("页眉", made.HEADER_URI), ("页脚", made.FOOTER_URI)):
        found += [(label, made.patch_xml(made.get_part_xml(part))) for _key, part in made.get_headers_footers(uri)]
    for part in document.part.package.parts:
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            found.append(("脚注", made.patch_xml(part.blob.decode("utf-8"))))
    return found + [("文件属性", getattr(document.core_properties, one) or "") for one in _PROPERTIES]


def _tree_faults(tree: nodes.Template, form: Form, where: str) -> Iterator[Fault]:
    strange = sorted({type(one).__name__ for one in tree.find_all(nodes.Node) if not isinstance(one, _ALLOWED)})
    if strange:
        yield Fault(where, f"含不允许的写法（{'、'.join(strange)}）", "模板里只能用字段、循环（for）和判断（if）")
        return
    for loop in tree.find_all(nodes.For):
        yield from _loop_faults(loop, where)
    for field in sorted(meta.find_undeclared_variables(tree) - form.names):
        yield Fault(where, f"没有“{field}”这个字段", nearest(field, form))
    for got in tree.find_all(nodes.Getattr):
        if got.attr not in {column for columns in ROWS.values() for column in columns}:
            yield Fault(where, f"表格行没有“{got.attr}”这一列", f"可用的列：{_columns()}")


def _loop_faults(loop: nodes.For, where: str) -> Iterator[Fault]:
    if not isinstance(loop.iter, nodes.Name) or loop.iter.name not in ROWS:
        yield Fault(where, "循环的不是名单", f"只能循环：{'、'.join(ROWS)}")
    if any(inner is not loop for inner in loop.find_all(nodes.For)) or loop.recursive:
        yield Fault(where, "循环里还有循环", "一个表格只用一层循环")


def _columns() -> str:
    return "；".join(f"{name}：{'、'.join(columns)}" for name, columns in ROWS.items())


def nearest(field: str, form: Form) -> str:
    """What a wrong field name was likely meant to be, by its name or by its label."""
    labels = {one.label: one.name for one in form.fields} | {label: name for name, label in COMMON.items()}
    close = get_close_matches(field, form.names, n=2, cutoff=0.5)
    close += [labels[one] for one in get_close_matches(field, labels, n=2, cutoff=0.5)]
    if close:
        return f"是否指：{'、'.join(dict.fromkeys(close))}"
    return f"可用的字段：{'、'.join(sorted(form.names))}"


def _unreadable(name: str) -> BadInput:
    fault = Fault(name, "不是能打开的 .docx 文件", "用 Word/WPS 打开后另存为 .docx 再上传")
    return BadInput("template_unreadable", "模板打不开，没有启用。", [fault])
