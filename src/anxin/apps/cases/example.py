"""Invented matters for a demonstration (演示): names on lists, and public-order matters, at different steps with their clocks running.

Everything goes through the acts that people use, in the order of its time, and every text says that it is invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from anxin.apps.cases.actions import case as cases
from anxin.apps.cases.actions import crime, disorder, disorder_moving, disorder_people
from anxin.apps.cases.actions.handling import Told, perform
from anxin.apps.cases.actions.listing import find_for_listing
from anxin.apps.cases.models import Case, Disorder, LedgerEntry
from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.domain.casework.crime import Service
from anxin.domain.casework.ledger import Kind
from anxin.kernel.clock import local_date

INVENTED = "（演示，虚构）"
ORDERED_FEN = 3_600_000
"""What is ordered where nobody has entered a claim yet."""
SETTLED_FEN = 7_200_000
"""A sum of project money that the claims of one matter add up to, to the fen."""


@dataclass(frozen=True, slots=True)
class Players:
    """Who acts on a day: the clerk, and the head who approves; `now` is the end of the story."""

    clerk: Callable[[datetime], Actor]
    head: Callable[[datetime], Actor]
    now: datetime

    def ago(self, days: int) -> datetime:
        """An instant so many days before the end."""
        return self.now - timedelta(days=days)


def lay_out(
    *, case_ids: Sequence[int], names: Sequence[str], clerk: Callable[[datetime], Actor], head: Callable[[datetime], Actor],
    at: datetime,
) -> None:  # fmt: skip
    """Put employers of cases on lists, and matters on the ledger beside the cases, as far as there are cases."""
    players = Players(clerk, head, at)
    stories = (_listed, _referred, _published, _graded)
    rows = [Case.objects.get(pk=number) for number in case_ids]
    for story, case in zip(stories, rows, strict=False):
        story(case, players)
    matters = (_checking, _answering, _waiting, _at_the_police, _cleared)
    for turn, matter in enumerate(matters if rows else ()):
        matter(rows[turn % len(rows)], names, players)


def _proof(by: Actor, at: datetime) -> str:
    return put(io.BytesIO("演示凭证：送达回证和决定书（虚构）\n".encode()), name="演示凭证.txt", by=by, at=at).sha256


def _order(case: Case, players: Players, *, ago: int, **answers: object) -> None:
    """An order of the district that the employer did not obey, and what was looked into."""
    at = players.ago(ago)
    by, day = players.clerk(at), local_date(at)
    file = _proof(by, at)
    order = crime.record_order(
        case_id=case.pk, document="劳动保障监察限期整改指令书", number=f"演示监支〔{day.year}〕{case.number}号", issued_on=day,
        deadline=day + timedelta(days=7), amount_fen=_claimed(case), file=file, by=by, at=at,
    )  # fmt: skip
    crime.serve(
        order_id=order.pk, method=Service.RECIPIENT, on=day, where=f"单位办公室{INVENTED}", note="", files=[file], by=by, at=at
    )  # fmt: skip
    for question, answer in answers.items():
        words = f"花名册、现场记录和登记信息{INVENTED}"
        find_for_listing(case_id=case.pk, question=question, answer=answer, words=words, by=by, at=players.ago(ago - 9))


def _claimed(case: Case) -> int:
    lines = LedgerEntry.objects.filter(case=case, kind=Kind.CLAIMED)
    return lines.aggregate(fen=Sum("amount_fen"))["fen"] or case.amount_fen or ORDERED_FEN


def _door(case: Case, kind: str, players: Players, *, ago: int) -> Callable[..., None]:
    """Begin a listing, and answer how its verbs are used on later days."""
    at = players.ago(ago)
    number = cases.open_door(case_id=case.pk, kind=kind, by=players.clerk(at), at=at).pk

    def use(verb: str, days: int, *, decided: int = 0, **words: str) -> None:
        when = players.ago(days)
        dates = {"decided_on": local_date(players.ago(decided))} if decided else {}
        told = Told({name: f"{said}{INVENTED}" for name, said in words.items()}, dates, note=INVENTED)
        perform(procedure_id=number, verb=verb, told=told, by=players.clerk(when), at=when)

    return use


def _listed(case: Case, players: Players) -> None:
    """On the dishonesty list since weeks: the clock runs to the day of removal."""
    _order(case, players, ago=60, migrant=True, mass=True)
    use = _door(case, "listing", players, ago=48)
    use("refer", 47, referral_named="提请区劳动保障监察机构列入")
    use("taken_up", 44)
    use("told_listed", 24, decided=26, decision_kept="列入决定书已收到")


def _referred(case: Case, players: Players) -> None:
    """Proposed for the list, and not answered yet."""
    _order(case, players, ago=40, migrant=True, mass=True)
    use = _door(case, "listing", players, ago=20)
    use("refer", 12, referral_named="提请区劳动保障监察机构列入")


def _published(case: Case, players: Players) -> None:
    """Announced to the public."""
    _order(case, players, ago=58, pub_category=["欠薪数额较大/拒不支付移送司法"], pub_private=False)
    use = _door(case, "publication", players, ago=45)
    use("refer", 44, referral_named="提请区劳动保障监察机构公布")
    use("told_published", 15, decided=18, decision_kept="公布截图已收存")


def _graded(case: Case, players: Players) -> None:
    """Grade C is prepared: one question is still open."""
    _order(case, players, ago=30)
    use = _door(case, "rating", players, ago=4)
    use("progress", 1)


def _report(case: Case, players: Players, *, ago: int, kind: str, words: str) -> Disorder:
    at = players.ago(ago)
    told = disorder.Report(
        kind=kind, words=f"{words}{INVENTED}", where="厂区大门（演示）", happened_on=local_date(at), reporter="值班室（演示）",
        employer_id=case.employer_id,
    )  # fmt: skip
    return disorder.report(place_path=case.place_path, told=told, by=players.clerk(at), at=at)


def _claims(matter: Disorder, names: Sequence[str], players: Players, *, ago: int) -> None:
    """A list of claims that adds up to a settlement of project money, several to one account."""
    at, each = players.ago(ago), SETTLED_FEN // len(names)
    by = players.clerk(at)
    rows = [
        disorder.Row(name, amount_fen=each, account="6222000000000001" if turn % 3 else f"62220000000010{turn:02}")
        for turn, name in enumerate(names)
    ]
    disorder.take_claims(disorder_id=matter.pk, rows=rows, file="0" * 64, by=by, at=at)
    disorder.note_settlement(disorder_id=matter.pk, amount_fen=SETTLED_FEN, by=by, at=at)


def _tell(matter: Disorder, name: str, players: Players, *, ago: int) -> int:
    """Name who is concerned, and tell them what it is about."""
    at = players.ago(ago)
    by = players.clerk(at)
    one = disorder_people.add_concerned(disorder_id=matter.pk, name=name, by=by, at=at)
    disorder_people.tell_person(person_id=one.pk, how=f"当面送达陈述通知书{INVENTED}", by=by, at=at)
    _do(matter, "tell", players, ago=ago, checked="名单、考勤、流水已比对")
    return one.pk


def _do(matter: Disorder, verb: str, players: Players, *, ago: int, **words: str) -> None:
    at = players.ago(ago)
    told = Told({name: f"{said}{INVENTED}" for name, said in words.items()})
    disorder_moving.perform(disorder_id=matter.pk, verb=verb, told=told, by=players.clerk(at), at=at)


def _hear(matter: Disorder, person: int, players: Players, *, ago: int) -> None:
    at = players.ago(ago)
    words = f"名单是班组长交来的，钱里有材料款{INVENTED}"
    disorder_people.reply(person_id=person, words=words, files=(), by=players.clerk(at), at=at)
    _do(matter, "heard", players, ago=ago)


def _approve(matter: Disorder, players: Players, *, ago: int) -> None:
    at = players.ago(ago)
    disorder_moving.approve(disorder_id=matter.pk, by=players.head(at), at=at)


def _checking(case: Case, names: Sequence[str], players: Players) -> None:
    """A list of claims was handed in and is being set against the sources."""
    matter = _report(
        case, players, ago=2, kind="project", words="有人带着一份工人名单到单位要钱，名单金额合计与一笔工程款相同。"
    )
    _claims(matter, names, players, ago=1)


def _answering(case: Case, names: Sequence[str], players: Players) -> None:
    """Somebody concerned was told and may answer."""
    matter = _report(
        case, players, ago=5, kind="unlawful", words="数人以堵门的方式讨要工资，持续约两小时，未造成人员受伤。"
    )
    _tell(matter, names[0], players, ago=3)


def _waiting(case: Case, names: Sequence[str], players: Players) -> None:
    """A conclusion waits for the head, with the cross-check as the clerk saw it."""
    matter = _report(
        case, players, ago=16, kind="project", words="包工头以讨薪名义索要材料款，名单与考勤不符，工人称不知情。"
    )
    _claims(matter, names, players, ago=14)
    person = _tell(matter, names[1], players, ago=9)
    _hear(matter, person, players, ago=6)
    _do(
        matter, "refer_court", players, ago=1, reasons="主张实为工程款，工资部分另案办理", receiver_named="已告知向人民法院起诉"
    )  # fmt: skip


def _at_the_police(case: Case, names: Sequence[str], players: Players) -> None:
    """Referred to the police, whose answer is waited for."""
    matter = _report(
        case, players, ago=24, kind="unlawful", words="有人以拉横幅、围堵车辆的方式索要款项，劝离后再次聚集。"
    )
    person = _tell(matter, names[2], players, ago=20)
    _hear(matter, person, players, ago=16)
    words = {"reasons": "行为已超出合法讨薪", "receiver_named": "派出所，回执见卷"}
    _do(matter, "refer_police", players, ago=14, **words)
    _approve(matter, players, ago=13)


def _cleared(case: Case, names: Sequence[str], players: Players) -> None:
    """Nothing to it; the entry waits for the day it is destroyed."""
    matter = _report(case, players, ago=55, kind="other", words="群众反映有人冒名讨薪，核查为劳动者本人依法主张。")
    _do(matter, "clear", players, ago=50, reasons="考勤和流水均与主张相符")
    _approve(matter, players, ago=49)
