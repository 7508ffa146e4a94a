"""The desk at work (窗口经办): what people said is taken in when it was said, answered, made a case of, and settled or not.

Everything goes through the actions that people use. What becomes of a filing follows from the simulated town: whoever is
no longer owed anything says so, and the case is closed; whoever still is has an open case, and the newest wait in the inbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from anxin.apps.cases.api import acts as acts_of_cases
from anxin.apps.cases.api import open_from_filing, perform
from anxin.apps.intake.api import Said, acts, receive, tell_all
from anxin.apps.payroll.api import debts
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.project.demo.draws import stream
from anxin.project.demo.filling import Values, rows_of
from anxin.project.demo.names import persons
from anxin.project.demo.numbers import phones
from anxin.project.demo.office import PUBLIC, Office
from anxin.project.demo.phrases import ANSWERS, ASKED, AT_THE_GATE, RETOLD
from anxin.project.demo.town import Town
from anxin.project.demo.way import Way, noting, told
from anxin.project.demo.ways import choose

CHANNELS = {"walk_in": "counter"}
KINDS = {"arrears": "complaint", "enquiry": "enquiry", "other": "lead", "injury": "lead"}
"""A category of the simulated town as a kind of filing; the rest is labour law, told to the inspection."""
GATHERED = 42
"""How many workers of one employer file on the eve of today: enough for the alarm and the group case."""
SHARE_OF_WOMEN = 0.4
UNTOUCHED, LEFT_SINCE = 2, timedelta(days=6)
"""Of the newest filings one in so many lies in the inbox without an answer, as after a busy week."""
HEARD_SINCE = timedelta(weeks=9)
ASK, ASKED_AFTER, TOLD_AFTER = 2, timedelta(days=2, hours=3), timedelta(hours=5)
"""One in so many who are owed wages asks under the receipt code how it goes, and has an answer within hours."""
RETELL, RETOLD_AFTER = 3, timedelta(days=1, hours=12)
"""One in so many tells the same again by telephone."""

DESK_OPENED = timedelta(days=120)
"""How long ago the office began to take in here what is not about wages; before that only the first complaint
about an employer's wages in ten weeks was."""
ONCE_IN = timedelta(weeks=10)
OWNERS = ("clerk1", "clerk2", "clerk1", "clerk3", "")
"""Who gets the cases in turn; every fifth is nobody's yet."""
Spells = dict[int, list[tuple[date, date | None]]]


@transaction.atomic
def work(office: Office, town: Town, *, first: date | None, last: date, at: datetime) -> None:
    """Live through the filings that came in a span of days, and what the office did about them by `at`."""
    desk_opened = office.today - DESK_OPENED
    paid = _paid_on(town)
    for one in rows_of(town.complaints):
        if _within(one, first, last) and (one["received_at"] >= desk_opened or _first_of_many(office, one)):
            said_at = min(one["received_at"], at)
            office.run(said_at)
            _take(office, one, said_at, paid)
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


def _first_of_many(office: Office, one: Values) -> bool:
    """Of the older complaints about the wages of one employer, the first of some weeks stands for the others."""
    before, now = office.heard.get(one["ent_id"]), one["received_at"]
    if not one["is_arrears"] or (before is not None and now - before < ONCE_IN):
        return False
    office.heard[one["ent_id"]] = now
    return True


def _paid_on(town: Town) -> Spells:
    """Since when each employer owed its workers, and when it had paid them all; none while it still owes."""
    found: Spells = {}
    for one in rows_of(town.truth.spells):
        found.setdefault(one["ent"], []).append((one["onset_day"], one["end_day"]))
    return found


def _within(one: Values, first: date | None, last: date) -> bool:
    day = local_date(one["received_at"])
    return day <= last and (first is None or day > first)


def _take(office: Office, one: Values, at: datetime, paid: Spells) -> None:
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
    office.plan(at + timedelta(days=1), lambda when: _make_case(office, filing, one, paid, when))


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
    tell_all(filing_ids=[filing], words=ANSWERS[category], by=office.by(at), at=at)


def _answer(office: Office, filing: int, category: str, at: datetime) -> None:
    _reply(office, filing, category, at)
    acts.close_answered(filing_id=filing, by=office.by(at), at=at + timedelta(minutes=2))


def _make_case(office: Office, filing: int, one: Values, paid: Spells, at: datetime) -> None:
    case = open_from_filing(filing_id=filing, by=office.by(at), at=at)
    if case.state == "received" and case.opened_at == at:
        main = case.procedures.get(kind="case").pk
        named = one["caller"] or "职工代表"
        way = Way(office, case.pk, main, named, _settled(paid.get(one["ent_id"], ()), local_date(at)), at)
        office.plan(at + timedelta(days=1), lambda when: _accept(way, when))


def _settled(spells: Iterable[tuple[date, date | None]], on: date) -> date | None:
    """When the money comes that is owed on a day; an employer that owes nothing then is said to pay in a fortnight."""
    running = [end for onset, end in spells if onset <= on and (end is None or end >= on)]
    if not running:
        return on + timedelta(days=14)
    return None if None in running else max(end for end in running if end)


def _accept(way: Way, at: datetime) -> None:
    way.at = at
    perform(procedure_id=way.main, verb="accept", told=told("演示经过"), by=way.by(), at=at)
    owner = OWNERS[way.case % len(OWNERS)]
    if owner:
        acts_of_cases.assign(case_id=way.case, owner_id=way.office.accounts[owner].pk, by=way.by(), at=at)
    way.follow(choose(way, way.case)(way))
    way.follow(noting(way))
