"""Two towns with one row of every table and one event of every kind in each; a new table or event joins by itself.

Every text of a row carries its town's mark and the row's own number after it, so that a test can say whose text it found,
and of which table.
"""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from anxin.adapters.api.permissions import OFFERED
from anxin.apps.cases.models import Procedure
from anxin.apps.documents.api import compose
from anxin.apps.documents.legal.example import example_facts
from anxin.apps.documents.legal.facts import written
from anxin.base.actors import Actor, system
from anxin.base.eventlog.event import _hints, event_classes
from anxin.base.eventlog.log import record
from anxin.base.files.models import StoredFile
from anxin.base.files.store import put
from anxin.base.people.models import Account, Post
from anxin.base.people.powers import Role
from anxin.base.places.actions import ensure_tree
from anxin.base.places.models import Place, PlacedModel
from anxin.base.scope import Scope
from anxin.base.vault.sealing import seal
from anxin.kernel.period import Week

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
FAR = datetime(2099, 1, 1, tzinfo=UTC)
SHARED = {
    "advice.AnswerVersion": "answers are law in plain words, the same for everybody",
    "advice.Unanswered": "words nobody had an answer for, counted without a place",
    "intake.Compared": "how far the background has looked for repeats",
    "intake.DeskDraft": "what one person typed at the desk, sealed and the writer's alone",
    "intake.SourceUse": "a hash of where filings came from, against floods",
    "jobs.KeeperBeat": "that a process of the server lives",
    "jobs.ScheduleSlot": "when a schedule of the server ran last",
    "languages.Wording": "words of the workers' pages, the same for everybody",
    "onebot.Line": "that a line to the robot is up",
    "onebot.Met": "hashes of what the robot has seen",
    "people.PowerChoice": "the office's table of powers holds for the deployment",
    "ui.ColumnChoice": "a person's own columns of a list",
}
"""Tables without a place, and why one town may see what another wrote; a new one has to be entered here or belong to a place."""
BELONGS = {
    "api.ApiToken": "its places", "documents.FormTemplate": "town_path", "documents.NumberSeries": "issuer_path",
    "eventlog.EventRow": "place_path", "files.StoredFile": "the row that names it", "jobs.Job": "place_path",
    "payroll.LayoutMemory": "its employer", "people.Account": "its posts", "places.Place": "its path",
    "webhooks.Subscription": "its key",
}  # fmt: skip
"""Tables that belong to a place by other means than a chain of foreign keys."""


STEPS = {
    "cases.moved kind": "case", "cases.moved before": "received", "cases.moved verb": "accept", "cases.destroyed case": 0,
}  # fmt: skip
"""What an event tells that must be a word of a table, or must not be the planted row, because the row would be wiped with it."""


def product_models() -> list[type[models.Model]]:
    """The tables of the product, not of the frameworks."""
    return [one for one in apps.get_models() if one.__module__.startswith("anxin.")]


def is_placed(model: type[models.Model], seen: frozenset[Any] = frozenset()) -> bool:
    """Whether a row belongs to a place, by itself or through what it hangs on."""
    if issubclass(model, PlacedModel) or model._meta.label in BELONGS:
        return True
    above = {one.related_model for one in model._meta.concrete_fields if one.is_relation and not one.null}
    return any(is_placed(one, seen | {model}) for one in above - seen - {model, Account})


@dataclass
class Side:
    """One town, and what was planted in it."""

    pk: int
    mark: str
    town: Place
    village: Place
    account: Any = None
    sha256: str = ""
    seq: int = 0
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def marks(self) -> list[str]:
        """What nobody of another town may read: the words, and the sums of rows that hold nothing but figures."""
        return [self.mark, f"{self.fen // 100:,}.{self.fen % 100:02}", f"{self.fen / 100:.2f}", str(self.fen)]

    @property
    def word(self) -> str:
        """A word to search by; shorter than the mark, for a search box says again what was asked."""
        return self.mark[:4]

    @property
    def fen(self) -> int:
        """The amount of money in every row."""
        return self.pk * 100 + 77

    def mark_of(self, model: type[models.Model]) -> str:
        """The text that stands in the rows of one table only."""
        return f"{self.mark}·{product_models().index(model)}·"

    def seen_in(self, text: str) -> set[str]:
        """The tables whose rows of this town a text shows."""
        numbers = {int(one) for one in re.findall(rf"{self.mark}·(\d+)·", text)}
        return {product_models()[number]._meta.label for number in numbers}


@dataclass
class Towns:
    own: Side
    other: Side


def account(role, place, *more_roles) -> Any:
    """Somebody with these roles in a place."""
    made = Account.objects.create_account(f"{role}-{place.code}", name="王某", password="correct horse battery")
    for one in (role, *more_roles):
        Post.objects.create(account=made, role=one, place=place, valid_from=date(2020, 1, 1))
    return made


def planted() -> Towns:
    """Both towns, filled."""
    ensure_tree()
    own = Place.objects.get(code="330602013")
    district = own.parent
    other = Place.objects.create(
        code="330602099", name="他镇", kind="town", parent=district, path=f"{district.path}330602099/"
    )
    mine, theirs = _side(7002, "本镇内部7002", own), _side(7001, "外镇机密7001", other)
    for side in (mine, theirs):
        _fill(side)
    return Towns(mine, theirs)


def _side(pk: int, mark: str, town: Place) -> Side:
    side, code = Side(pk, mark, town, town), f"{town.code}299"
    name = f"{side.mark_of(Place)}村"
    side.village = Place.objects.create(
        pk=pk, code=code, name=name, kind="village", parent=town, path=f"{town.path}{code}/"
    )
    return side


def _fill(side: Side) -> None:
    mark = side.mark_of(Account)
    side.account = Account.objects.create(pk=side.pk, username=f"stranger{side.pk}", name=mark, password="!")
    Post.objects.create(pk=side.pk, account=side.account, role=Role.CLERK, place=side.town, valid_from=date(2020, 1, 1))
    by = Actor(f"person:{side.account.pk}", mark, Scope((side.town.path,)), frozenset({"*"}))
    name = f"{side.mark_of(StoredFile)}.pdf"
    side.sha256 = put(io.BytesIO(f"%PDF-1.4\n{name}".encode()), name=name, by=by, at=NOW).sha256
    filler = Filler(side)
    for model in product_models():
        if model not in (Account, Place, Post, StoredFile) and model._meta.label not in {*SHARED, "eventlog.EventRow"}:
            filler.row(model)
    for type_, kind in event_classes().items():
        if kind.__module__.startswith("anxin."):
            event = filler.event(type_, kind)
            # Events of the server itself are every auditor's; whoever did them is named there.
            side.seq = record(event, by=by if event.place_path else system("test"), at=NOW)
    Procedure.objects.create(
        case_id=side.pk, kind="case", state="handling", place_path=side.village.path, opened_at=NOW
    )


class Filler:
    """Makes one row of a model with plausible values in every field that must have one."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.exact = _exact(side)

    def row(self, model: type[models.Model]) -> Any:
        known = {Place: self.side.village, Account: self.side.account}
        if model in known:
            return known[model]
        if model._meta.label not in self.side.rows:
            values = {"pk": self.side.pk}
            for one in model._meta.concrete_fields:
                if not one.primary_key:
                    values[one.name] = self.value(one, model)
            kept = {key: value for key, value in values.items() if value is not None}
            self.side.rows[model._meta.label] = model._base_manager.create(**kept)
        return self.side.rows[model._meta.label]

    def value(self, one: Any, model: type[models.Model]) -> Any:
        exact = f"{model._meta.label}.{one.name}"
        for name in (exact, one.name):
            if name in self.exact:
                return self.exact[name]
        if one.is_relation:
            return None if one.related_model is model else self.row(one.related_model)
        if _sideways(one):
            return self.side.pk
        if one.has_default() or (one.null and not one.name.endswith("_fen")):
            return None
        return one.choices[0][0] if one.choices else self._plain(one, model)

    def _plain(self, one: Any, model: type[models.Model]) -> Any:
        if isinstance(one, models.DateTimeField):
            hours = 8 if one.name.startswith(("end", "due", "until")) else 0
            return FAR if one.name == "expires_at" else NOW + timedelta(hours=hours)
        if isinstance(one, models.DateField):
            return NOW.date()
        if isinstance(one, models.BooleanField):
            return False
        if isinstance(one, models.JSONField):
            return {}
        if isinstance(one, models.IntegerField | models.FloatField | models.DecimalField):
            return self.side.fen if one.name.endswith("_fen") or one.name == "fen" else 7
        if isinstance(one, models.BinaryField):
            return b""
        mark = self.side.mark_of(model)
        if one.name.endswith("_sealed"):
            return seal(mark)
        return str(self.side.pk)[: one.max_length] if (one.max_length or 99) < len(mark) else mark

    def event(self, type_: str, kind: Any) -> Any:
        """An event of a kind, every number of it the planted one."""
        hints = _hints(kind)
        return kind(**{name: self._fact(type_, name, str(hint)) for name, hint in hints.items()})

    def _fact(self, type_: str, name: str, hint: str) -> Any:
        if name in ("place", "path"):
            return self.side.village.path
        if name == "of":
            return f"intake.filing:{self.side.pk}"
        if "tuple" in hint:
            return ()
        if f"{type_} {name}" in STEPS:
            return STEPS[f"{type_} {name}"]
        for word, value in (
            ("bool", True), ("int", self.side.pk), ("float", 7.0), ("datetime.datetime", NOW), ("datetime.date", NOW.date()),
        ):  # fmt: skip
            if word in hint:
                return value
        return str(self.side.pk)


def _sideways(one: Any) -> bool:
    """A plain number that names a row of another room."""
    named = {model._meta.model_name for model in product_models()} | {"object"}
    return isinstance(one, models.IntegerField) and one.name.removesuffix("_id") in named


def _exact(side: Side) -> dict[str, Any]:
    """Fields whose text must be one of a closed set that the table itself does not name, or must be readable."""
    mark = side.mark_of(apps.get_model("documents.Paper"))
    facts = replace(
        example_facts(side.town), place_path=side.village.path, case=side.pk, case_title=mark, complainants=(mark,),
        employer_name=mark, facts=mark, handler=mark,
    )  # fmt: skip
    report = compose(town=side.town, week=Week.of_day(NOW.date()), by=system("test"), at=NOW)
    return {
        "place_path": side.village.path,
        "town_path": side.town.path,
        "issuer_path": side.town.path,
        "file": side.sha256,
        "evidence": side.sha256,
        "proof": side.sha256,
        "sha256": side.sha256,
        "files": [side.sha256],
        "month": 202610,
        "week": "2026-W46",
        "by": f"person:{side.account.pk}",
        "places": [side.town.path],
        "powers": list(OFFERED),
        "url": f"https://receiver.example/{side.mark_of(apps.get_model('webhooks.Subscription'))}",
        "clocks.Clock.url": "",
        "clocks.Clock.subject": f"intake.filing:{side.pk}",
        "intake.Filing.channel": "open311",
        "batches.ImportBatch.kind": "employers",
        "cases.Case.state": "handling",
        "cases.Disorder.state": "checking",
        "cases.Disorder.pending": None,
        "cases.Procedure.kind": "mediation",
        "cases.Procedure.state": "applied",
        "cases.LedgerEntry.kind": "claimed",
        "cases.Interruption.ground": "claim",
        "cases.Delivery.method": "in_person",
        "cases.Finding.question": "amount",
        "documents.Paper.form": "acceptance_notice",
        "documents.Paper.facts_sealed": seal(written(facts)),
        "documents.Paper.filled_sealed": seal(json.dumps({})),
        "documents.PaperFile.kind": "docx",
        "documents.PaperFile.content_sealed": seal(base64.b64encode(side.mark.encode()).decode()),
        "documents.FormTemplate.form": "acceptance_notice",
        "documents.FormTemplate.version": side.pk,
        "webhooks.Subscription.key": side.pk,
        "documents.WeeklyReport.snapshot": report.snapshot,
        "documents.ReportRow.kind": "debt",
    }
