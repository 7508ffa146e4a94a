"""An invented case (示例) on which a template is tried; nobody in it exists."""

from __future__ import annotations

from datetime import date

from anxin.apps.documents.legal.facts import AskedLine, ClaimLine, DocumentFacts, DossierLine, PromiseLine
from anxin.apps.documents.legal.forms import Form, Kind
from anxin.apps.documents.legal.issuers import issuer_of, law_book
from anxin.apps.documents.legal.template import fill
from anxin.apps.documents.legal.values import compose, to_fill
from anxin.base.places.models import Place

_WORDS = {
    Kind.LINE: "（示例内容）",
    Kind.PERSONAL: "张示例",
    Kind.LONG: "（示例）2026年7月至9月，单位拖欠工资，经多次催要仍未支付。\n（示例）以上有考勤记录和聊天记录为证。",
    Kind.MONEY: "18000",
}


def example_facts(town: Place) -> DocumentFacts:
    """The facts of the invented case in a town."""
    return DocumentFacts(
        place_path=town.path, town_path=town.path, place_name=town.name, case_title="（示例案件）",
        complainants=("张示例", "李示例"), employer_name="示例制衣有限公司", employer_uscc="示例代码",
        employer_address="示例路1号", facts=_WORDS[Kind.LONG], workers=2, claimed_fen=1_800_000, owed_fen=1_800_000,
        opened_on=date(2026, 11, 20), handler="王示例",
        claims=(ClaimLine("张示例", 1_000_000), ClaimLine("李示例", 800_000)),
        instalments=(PromiseLine("张示例", date(2026, 12, 31), 1_000_000),),
        asked=(AskedLine("张示例", "2026-07 拖欠的工资", "（示例）", 1_000_000),), asked_fen=1_000_000,
        dossier=(DossierLine("调查报告", "（示例）调查报告.pdf", "0" * 16),),
    )  # fmt: skip


def tried(form: Form, template: bytes, *, town: Place, on: date) -> bytes:
    """A template filled with the invented case."""
    facts = example_facts(town)
    filled = {one.name: _word(one.kind, on) for one in to_fill(form, facts)}
    made = compose(form, facts, filled, issuer=issuer_of(form, town.path), law=law_book(), on=on)
    return fill(template, made.values)


def _word(kind: Kind, on: date) -> str:
    return on.isoformat() if kind is Kind.DATE else _WORDS.get(kind, _WORDS[Kind.LINE])
