"""The office at work (办公室经办): what people said is taken in when it was said, answered, made a case of, and settled or not.

Everything goes through the actions that people use. What becomes of a filing follows from the simulated town: whoever is
no longer owed anything says so, and the case is closed; whoever still is has an open case, and the newest wait in the inbox.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count

from django.db import transaction

from anxin.apps.cases.api import Told, answer_paid, open_door, open_from_filing, perform
from anxin.apps.cases.api import acts as case_acts
from anxin.apps.intake.api import Said, acts, receive, tell
from anxin.apps.intake.api import filing as filing_within
from anxin.apps.payroll.api import debts
from anxin.base.actors import Actor
from anxin.base.people.models import Account
from anxin.base.people.sessions import actor_for
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.project.demo.draws import stream
from anxin.project.demo.filling import Values, rows_of
from anxin.project.demo.names import persons
from anxin.project.demo.numbers import phones
from anxin.project.demo.phrases import ANSWERS, ASKED, AT_THE_GATE, RETOLD
from anxin.project.demo.town import Town

CHANNELS = {"walk_in": "counter"}
KINDS = {"arrears": "complaint", "enquiry": "enquiry", "other": "lead", "injury": "lead"}
"""A category of the simulated town as a kind of filing; the rest is labour law, told to the inspection."""
GATHERED = 42
"""How many workers of one employer file on the eve of today: enough for the alarm and the group case."""
EVERY = timedelta(days=5)
NOTED_SINCE = timedelta(weeks=4)
"""How often the office notes how an open case goes, and for how long back the demonstration has it do so."""
TALKS = timedelta(days=13)
"""After how long a mediation is given up."""
SHARE_OF_WOMEN = 0.4
UNTOUCHED, LEFT_SINCE = 2, timedelta(days=6)
"""Of the newest filings one in so many lies in the inbox without an answer, as after a busy week."""
HEARD_SINCE = timedelta(weeks=9)
ASK, ASKED_AFTER, TOLD_AFTER = 2, timedelta(days=2, hours=3), timedelta(hours=5)
"""One in so many who are owed wages asks under the receipt code how it goes, and has an answer within hours."""
RETELL, RETOLD_AFTER = 3, timedelta(days=1, hours=12)
"""One in so many tells the same again by telephone."""
SIGNED = "已在工资表或收条上签收"
"""Why the fellow workers of whoever filed need not be asked one by one."""
PUBLIC = Actor("public:web", "来访人", Scope.everywhere(), frozenset({"intake.receive"}))


@dataclass(frozen=True, slots=True)
class Matter:
    """A case and its main procedure, by their numbers."""

    case: int
    main: int


DESK_OPENED = timedelta(days=180)
"""How long ago the office began to take filings in here; what was said before is known to the warning alone."""


@dataclass
class Office:
    """The clerk's days, in order: what is due is done before the next word comes in."""

    clerk: Account
    today: datetime
    owing: frozenset[int] = frozenset()
    members: dict[int, list[int]] = field(default_factory=dict)
    """The filings of each case that have not said yet that they are paid."""
    _planned: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _known: dict[date, Actor] = field(default_factory=dict)

    def plan(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Do something at an instant; what lies beyond the time lived through waits for the next span."""
        heapq.heappush(self._planned, (at, next(self._order), act))

    def run(self, upto: datetime) -> None:
        """Do what was planned up to an instant, in the order of its time."""
        while self._planned and self._planned[0][0] <= upto:
            at, _number, act = heapq.heappop(self._planned)
            act(at)

    def by(self, at: datetime) -> Actor:
        """The clerk as of that day."""
        day = local_date(at)
        if day not in self._known:
            self._known[day] = actor_for(self.clerk, day)
        return self._known[day]


@transaction.atomic
def work(office: Office, town: Town, *, first: date | None, last: date, at: datetime) -> None:
    """Live through the filings that came in a span of days, and what the office did about them by `at`."""
    desk_opened = office.today - DESK_OPENED
    told = [one for one in rows_of(town.complaints) if one["received_at"] >= desk_opened and _within(one, first, last)]
    office.owing = frozenset(debts(Scope.everywhere()).values_list("employer_id", flat=True))
    for one in told:
        said_at = min(one["received_at"], at)
        office.run(said_at)
        _take(office, one, said_at)
    office.run(at)


@transaction.atomic
def gather_at_the_gate(town: Town, *, at: datetime) -> None:
    """Today's alarm: the workers of the employer that owes the most people file one after the other, from their phones."""
    owing = debts(Scope.everywhere()).order_by("-workers", "employer_id").first()
    if owing is None:
        return
    employer = owing["employer_id"]
    rng = stream(town.seed, "gate")
    names, numbers = persons(rng, rng.random(GATHERED) < SHARE_OF_WOMEN), phones(rng.integers(0, 100_000, GATHERED))
    for place in range(GATHERED):
        words = AT_THE_GATE[place % len(AT_THE_GATE)]
        said = Said(words=words, channel="web", name=str(names[place]), phone=str(numbers[place]), employer_id=employer)
        receive(said=said, by=PUBLIC, at=at - timedelta(minutes=4 * (GATHERED - place)))


def _within(one: Values, first: date | None, last: date) -> bool:
    day = local_date(one["received_at"])
    return day <= last and (first is None or day > first)


def _take(office: Office, one: Values, at: datetime) -> None:
    number, desk = one["complaint_id"], one["channel"] in ("walk_in", "hotline", "12345", "110")
    received = receive(said=_said(one), by=office.by(at) if desk else PUBLIC, at=at)
    filing, code = received.filing, received.code
    hours = timedelta(hours=1 + number % 9)
    if at > office.today - HEARD_SINCE and one["is_arrears"]:
        _hear_again(office, one, filing, code, at)
    if number % UNTOUCHED == 0 and at > office.today - LEFT_SINCE:
        return
    if one["category"] != "arrears":
        office.plan(at + hours, lambda when: _answer(office, filing, one["category"], when))
        return
    office.plan(at + hours, lambda when: _reply(office, filing, "arrears", when))
    office.plan(at + timedelta(days=1), lambda when: _make_case(office, filing, one, when))


def _hear_again(office: Office, one: Values, filing: int, code: str, at: datetime) -> None:
    """Some ask how it goes under their receipt code, and some tell the same once more by telephone."""
    number = one["complaint_id"]
    if number % ASK == 0:
        office.plan(at + ASKED_AFTER, lambda when: _ask(office, filing, code, number // ASK, when))
    if number % RETELL == 1 and one["phone"] and one["channel"] != "hotline":
        office.plan(at + RETOLD_AFTER, lambda when: _retell(office, one, filing, when))


def _ask(office: Office, filing: int, code: str, number: int, at: datetime) -> None:
    acts.write_back(code=code, words=ASKED[number % len(ASKED)], by=PUBLIC, at=at)
    if at < office.today - LEFT_SINCE or number % UNTOUCHED:
        office.plan(at + TOLD_AFTER, lambda when: _reply(office, filing, "asked", when))


def _retell(office: Office, one: Values, first: int, at: datetime) -> None:
    """The same matter by another channel: joined by the clerk within hours, but for the newest, which still wait in the inbox."""
    said = replace(_said({**one, "channel": "hotline", "external_id": None}), words=f"{RETOLD}{one['text']}")
    again = receive(said=said, by=office.by(at), at=at).filing
    if at < office.today - LEFT_SINCE:
        office.plan(at + TOLD_AFTER, lambda when: _join(office, again, first, when))


def _join(office: Office, again: int, first: int, at: datetime) -> None:
    acts.join(filing_id=again, to_id=first, by=office.by(at), at=at)
    case = filing_within(Scope.everywhere(), first).case_id
    if case in office.members:
        office.members[case].append(again)


def _said(one: Values) -> Said:
    number, named = one["complaint_id"], one["caller"] is not None
    identity = "anonymous" if not named else "confidential" if number % 7 == 0 else "named"
    return Said(
        words=one["text"], channel=CHANNELS.get(one["channel"]) or one["channel"], kind=KINDS.get(one["category"], "report"),
        identity=identity, external_id=one["external_id"] or "", name=one["caller"] or "", phone=one["phone"] or "",
        employer_id=one["ent_id"], place_code="" if one["ent_id"] else one["village_code"],
        workers=one["workers"] if one["is_arrears"] else None, amount_fen=one["amount_cents"] or None,
    )  # fmt: skip


def _reply(office: Office, filing: int, category: str, at: datetime) -> None:
    tell(filing_id=filing, words=ANSWERS[category], by=office.by(at), at=at)


def _answer(office: Office, filing: int, category: str, at: datetime) -> None:
    _reply(office, filing, category, at)
    acts.close_answered(filing_id=filing, by=office.by(at), at=at + timedelta(minutes=2))


def _make_case(office: Office, filing: int, one: Values, at: datetime) -> None:
    case = open_from_filing(filing_id=filing, by=office.by(at), at=at)
    office.members.setdefault(case.pk, []).append(filing)
    if case.state == "received" and case.opened_at == at:
        matter = Matter(case.pk, case.procedures.get(kind="case").pk)
        office.plan(at + timedelta(days=1), lambda when: _accept(office, matter, one, when))


def _accept(office: Office, matter: Matter, one: Values, at: datetime) -> None:
    _do(office, matter, "accept", at)
    if one["ent_id"] not in office.owing:
        office.plan(at + timedelta(days=20 + one["complaint_id"] % 14), lambda when: _paid(office, matter, when))
        return
    if one["complaint_id"] % 3 == 0:
        office.plan(at + timedelta(days=1), lambda when: _mediate(office, matter, when))
    office.plan(max(at, office.today - NOTED_SINCE) + EVERY, lambda when: _note(office, matter, when))


def _mediate(office: Office, matter: Matter, at: datetime) -> None:
    door = open_door(case_id=matter.case, kind="mediation", by=office.by(at), at=at).pk
    office.plan(at + TALKS, lambda when: _give_up(office, door, when))


def _give_up(office: Office, door: int, at: datetime) -> None:
    told = Told(note="用人单位两次未到场（演示经过）")
    perform(procedure_id=door, verb="fail", told=told, by=office.by(at), at=at)


def _note(office: Office, matter: Matter, at: datetime) -> None:
    _do(office, matter, "step", at)
    office.plan(at + EVERY, lambda when: _note(office, matter, when))


def _paid(office: Office, matter: Matter, at: datetime) -> None:
    """The employer says it is paid; everybody who filed is asked and says yes within days."""
    _do(office, matter, "report_paid", at)
    office.plan(at + timedelta(days=4), lambda when: _close(office, matter, when))


def _close(office: Office, matter: Matter, at: datetime) -> None:
    for filing in office.members.pop(matter.case):
        answer_paid(filing_id=filing, paid=True, by=PUBLIC, at=at)
    if fellows := case_acts.missing_in(matter.case, on=local_date(at)):
        case_acts.excuse_workers(
            case_id=matter.case, workers=fellows, ground=SIGNED, words="同行工友已在工资发放表上签收（演示经过）",
            by=office.by(at), at=at,
        )  # fmt: skip
    _do(office, matter, "close_paid", at)


def _do(office: Office, matter: Matter, verb: str, at: datetime) -> None:
    perform(procedure_id=matter.main, verb=verb, told=Told(note="演示经过"), by=office.by(at), at=at)
