"""A worker's answers on the way through the public form (一屏一问): carried along in the form itself, checked at each step."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.said import FellowSaid, Handed, Said
from anxin.base.places.choices import villages
from anxin.domain.intake.answered import amount_answered, people_answered
from anxin.domain.intake.fellows import LONGEST_NAME, people_listed
from anxin.domain.intake.receipts import read_code
from anxin.domain.intake.since import since
from anxin.kernel.money import yuan
from anxin.kernel.outcome import BadInput, Fault

STEPS = ("what", "where", "how_much", "who_else", "files", "contact", "check")
FIELDS = {
    "what": ("kind", "words"),
    "where": ("employer_said", "employer_id", "address_said", "place_code"),
    "how_much": ("amount", "workers", "since"),
    "who_else": ("fellows",),
    "files": ("files",),
    "contact": ("identity", "name", "phone"),
    "check": (),
}
_PHONE = re.compile(r"\+?[\d\- ]{7,20}")
_SALT = "intake.files"
MOST_FELLOWS, MOST_DIGITS = 500, 18


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything said so far, as the form holds it."""

    values: Mapping[str, str]

    def of(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def carried(self, step: str) -> list[tuple[str, str]]:
        """What the step's own fields do not show, to be carried along."""
        own = set(FIELDS[step])
        return [(name, value) for name, value in self.values.items() if name not in own and value]

    @property
    def files(self) -> list[Handed]:
        """The files handed in at an earlier step; only what this server signed within a day counts."""
        return self._signed() or []

    @property
    def lost_files(self) -> bool:
        """Whether files were handed in that count no longer, because the form lay open for too long."""
        return bool(self.of("files")) and self._signed() is None

    def _signed(self) -> list[Handed] | None:
        try:
            return [Handed(*one) for one in signing.loads(self.of("files"), salt=_SALT, max_age=86_400)]
        except signing.BadSignature:
            return None

    def without_files(self) -> Answers:
        """The same answers with no file."""
        return Answers({name: value for name, value in self.values.items() if name != "files"})

    def with_files(self, added: list[Handed]) -> Answers:
        """The same answers with more files."""
        known = {one.sha256: one for one in [*self.files, *added]}
        told = [(one.sha256, one.name, one.kind, one.size) for one in known.values()]
        return Answers({**self.values, "files": signing.dumps(told, salt=_SALT)})


def answers_of(posted: Mapping[str, str]) -> Answers:
    """The answers that a form carries."""
    names = [name for fields in FIELDS.values() for name in fields]
    return Answers({name: posted[name] for name in names if posted.get(name)})


def faults_of(answers: Answers, step: str, *, today: date) -> list[Fault]:
    """What is wrong with the answers of one step; everything but the words may be left out."""
    checks = {"what": _what, "how_much": _how_much, "who_else": _who_else, "contact": _contact}
    return checks[step](answers, today) if step in checks else []


def _what(answers: Answers, _today: date) -> list[Fault]:
    if len(answers.of("words")) < 4:
        return [Fault("words", str(_("请写几句：哪家单位，欠了多少，从什么时候起")))]
    return []


def _how_much(answers: Answers, today: date) -> list[Fault]:
    found = []
    if answers.of("amount") and amount_fen(answers) is None:
        found.append(Fault("amount", str(_("金额看不懂，请写数字，例如 6000 或 2万5"))))
    if answers.of("workers") and workers_of(answers) is None:
        found.append(Fault("workers", str(_("人数看不懂，请写数字，例如 12"))))
    if answers.of("since") and since_of(answers, today) is None:
        found.append(Fault("since", str(_("请选择不晚于今天的日期，记不清可以不填"))))
    return found


def _who_else(answers: Answers, _today: date) -> list[Fault]:
    if len(answers.of("fellows")) > MOST_FELLOWS * LONGEST_NAME or len(fellows_of(answers)) > MOST_FELLOWS:
        return [Fault("fellows", str(_("名单太长，请把名单拍照或作为文件上传")))]
    return []


def _contact(answers: Answers, _today: date) -> list[Fault]:
    phone = answers.of("phone")
    if phone and not _PHONE.fullmatch(phone):
        return [Fault("phone", str(_("电话号码看不懂，请只写数字")))]
    if answers.of("identity") != "anonymous" and not phone and not answers.of("name"):
        return [Fault("name", str(_("请留姓名或电话，或选“我不留姓名”")))]
    return []


def amount_fen(answers: Answers) -> int | None:
    """The amount said, in fen: a number alone or words such as 2万5, 大概八千."""
    return amount_answered(answers.of("amount"))


def workers_of(answers: Answers) -> int | None:
    """The number of workers said; the list of fellow workers counts when nothing else was said."""
    if answers.of("workers"):
        return people_answered(answers.of("workers"))
    fellows = fellows_of(answers)
    return len(fellows) + 1 if fellows else None


def since_of(answers: Answers, today: date) -> date | None:
    """The day since when wages are owed; a month alone is its first day, also where the device has no calendar to pick from."""
    text = answers.of("since")
    try:
        found = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        told = since(f"{text}月起没发工资" if text.isdecimal() and len(text) < 3 else f"{text}起没发工资", on=today)
        return told.value.first if told else None
    return found if date(2000, 1, 1) <= found <= today else None


@dataclass(frozen=True, slots=True)
class Taken:
    """How words in the fields of amount, people and month will be filed, for the filer to see before; empty where they say it themselves."""

    amount: str = ""
    workers: str = ""
    since: str = ""
    first_day: date | None = None
    """The month since when, also where the device wrote it as 2026-07."""


def taken(answers: Answers, *, today: date) -> Taken:
    """What the last page says beside words that had to be read."""
    amount, workers, since_ = amount_fen(answers), workers_of(answers), since_of(answers, today)
    said = yuan(amount).removesuffix(".00") if amount is not None else ""
    month = f"{since_:%Y-%m}" if since_ else ""
    return Taken(
        said if said.replace(",", "") != answers.of("amount") else "",
        str(workers) if workers and str(workers) != answers.of("workers") else "",
        month if month != answers.of("since") else "",
        since_,
    )


def fellows_of(answers: Answers) -> list[FellowSaid]:
    """Fellow workers, however they were listed."""
    return [FellowSaid(one.name, one.phone, one.amount_fen) for one in people_listed(answers.of("fellows"))]


def said_of(answers: Answers, *, at: datetime, today: date, language: str) -> Said:
    """The whole filing; refused with every fault when a step was skipped."""
    faults = [fault for step in STEPS for fault in faults_of(answers, step, today=today)]
    if faults:
        raise BadInput("intake.unclear", str(_("还有几处没有填好：")), faults)
    number = answers.of("employer_id")
    return Said(
        words=answers.of("words"),
        channel="web",
        kind=answers.of("kind") or "complaint",
        identity=answers.of("identity") or "confidential",
        name=answers.of("name"),
        phone=answers.of("phone"),
        employer_id=int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else None,
        employer_said=answers.of("employer_said"),
        address_said=_where(answers),
        place_code=answers.of("place_code"),
        workers=workers_of(answers),
        amount_fen=amount_fen(answers),
        since=since_of(answers, today),
        language=language,
        fellows=fellows_of(answers),
        files=answers.files,
    )


def _where(answers: Answers) -> str:
    """Where the work is, with the village chosen: kept as it was said when the matter moves to where the employer is registered."""
    village, said = dict(villages()).get(answers.of("place_code"), ""), answers.of("address_said")
    return said if village in said else f"{village} {said}".strip()


def code_in(text: str) -> str | None:
    """A receipt code in what somebody typed."""
    return read_code(text)
