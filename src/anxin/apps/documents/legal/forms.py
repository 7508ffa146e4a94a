"""Forms of legal papers (文书格式) as data: which fields each needs, whence they come, what it cites, who may issue it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anxin.kernel.outcome import NotFound

_FILE = Path(__file__).with_name("forms.yaml")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TEMPLATES = Path(__file__).with_name("templates")
"""Where the templates that ship lie, one .docx per form."""


class Kind(StrEnum):
    """How a field is written: a line, several lines, yuan, a day, one of the law's cases, rows of a table, or a personal line."""

    LINE = "line"
    LONG = "long"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    ROWS = "rows"
    PERSONAL = "personal"


class To(StrEnum):
    """For whom a paper is meant; what the employer gets never names a confidential complainant."""

    COMPLAINANT = "complainant"
    EMPLOYER = "employer"
    BOTH = "both"
    AUTHORITY = "authority"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Field:
    """One blank of a form: from the case's facts, from the law, or filled on the screen."""

    name: str
    label: str
    kind: Kind
    fact: str = ""
    law: str = ""
    choices: str = ""
    help: str = ""
    sets: str = ""
    said: str = ""
    carried: bool = False
    required: bool = False

    @property
    def given(self) -> bool:
        """Whether the field is the law's own and nobody fills it."""
        return bool(self.law)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its title, the act it carries out, the word of its number, and its fields.

    `orders` names the field with the amount of a form that orders an employer to pay (责令支付), `receiver` that with the authority
    to which a form hands the matter (移送).
    `free`: no step of a procedure calls for it. `party`: it goes out in the name of the worker, whom the office helps.
    """

    id: str
    title: str
    english: str
    act: str
    word: str
    to: To
    approval: bool
    free: bool
    party: bool
    law: tuple[str, ...]
    fields: tuple[Field, ...]
    orders: str = ""
    receiver: str = ""

    def field(self, name: str) -> Field | None:
        """The field of a name."""
        return next((one for one in self.fields if one.name == name), None)

    @property
    def names(self) -> frozenset[str]:
        """Every name that a template of this form may use."""
        amounts = {f"{one.name}_in_words" for one in self.fields if one.kind is Kind.MONEY}
        return frozenset(COMMON) | {one.name for one in self.fields} | amounts


COMMON = {
    "title": "文书名称",
    "number": "文号",
    "authority_name": "机关名称",
    "issued_on": "签发日期",
    "basis": "法律依据",
    "case_title": "案件编号",
    "place_name": "所在地",
    "handler": "承办人",
}
"""What every paper has without being asked."""

ROWS = {
    "claims": ("n", "name", "amount"),
    "instalments": ("n", "name", "due", "amount"),
    "asked": ("n", "name", "term", "formula", "amount"),
    "dossier": ("n", "name", "term", "digest"),
}
"""What stands in a row of each table: `{% for row in claims %}{{ row.name }}`."""


@cache
def forms() -> Mapping[str, Form]:
    """Every form by its id."""
    document = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  a safe loader, in C where there is one
    return {one["id"]: _form(one, document["fields"]) for one in document["forms"]}


def form(form_id: str) -> Form:
    """One form by its id."""
    found = forms().get(form_id)
    if found is None:
        raise NotFound("no_form", "没有这种文书。")
    return found


def _form(one: Mapping[str, Any], library: Mapping[str, Any]) -> Form:
    fields = [_field(name, library[name], required=True) for name in one["required"]]
    fields += [_field(name, library[name], required=False) for name in one["optional"]]
    return Form(
        one["id"],
        one["title"],
        one["english"],
        one["act"],
        one["word"],
        To(one["to"]),
        bool(one.get("approval")),
        bool(one.get("free")),
        bool(one.get("party")),
        tuple(one["law"]),
        tuple(fields),
        one.get("orders", ""),
        one.get("receiver", ""),
    )


def _field(name: str, told: Mapping[str, Any], *, required: bool) -> Field:
    kind = Kind(told.get("kind", "line"))
    where = {key: told.get(key, "") for key in ("fact", "law", "choices", "help", "sets", "said")}
    return Field(name, told["label"], kind, carried=bool(told.get("carried")), required=required, **where)
