"""A case on its way (办案经过): its ledger, its door and its days, as the office acts on them through the actions that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anxin.apps.cases.api import Told, acts, answer_paid, perform
from anxin.apps.cases.api import case as case_within
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.period import Month
from anxin.project.demo.office import PUBLIC, Office

INVENTED = "（演示，虚构）"
EVERY, SELDOM = 5, 40
"""Every how many days the office notes how a case goes: in the last weeks, and before them."""
SIGNED = "已在工资表或收条上签收"
"""Why the fellow workers of whoever filed need not be asked one by one."""
NOTED_SINCE = timedelta(weeks=2)
MONTHLY_YUAN = 5_600
"""What an invented worker earns in a month."""
CLERK, HEAD, INSPECTOR, SECOND = "clerk1", "head", "inspector1", "inspector2"
Days = Iterator[int]
"""A story: it acts, says after how many days it goes on, and acts again."""


def told(note: str = INVENTED, days: dict[str, date] | None = None, **conditions: str) -> Told:
    """What is stated with a verb, each word marked as invented."""
    return Told({name: f"{words}{INVENTED}" for name, words in conditions.items()}, days or {}, note=note)


@dataclass(slots=True)
class Way:
    """A case with its worker and its door; `paid_on` is the day its employer paid, none while it still owes."""

    office: Office
    case: int
    main: int
    named: str
    paid_on: date | None
    at: datetime
    worker: int = 0
    owed_fen: int = 0
    door: int = 0
    at_work: bool = True
    """Whether the office itself has the next step, so that it notes how the case goes."""
    over: bool = False

    @property
    def today(self) -> date:
        """The day of the story, not the one it is looked at."""
        return local_date(self.at)

    def follow(self, story: Days) -> None:
        """Let a story go on from where it said, each time on the day it named."""

        def go(at: datetime) -> None:
            self.at = at
            days = next(story, None)
            if days is not None:
                self.office.plan(at + timedelta(days=days), go)

        go(self.at)

    def until(self, day: date) -> int:
        """Days from now to a day; one at least."""
        return max(1, (day - self.today).days)

    def gap(self) -> int:
        """After how many days the next note is due."""
        since = local_date(self.office.today - NOTED_SINCE)
        return EVERY if self.today >= since else min(SELDOM, max(EVERY, (since - self.today).days))

    def by(self, login: str = CLERK) -> Actor:
        return self.office.by(self.at, login)

    def step(self, verb: str, said: Told | None = None) -> None:
        """Use a verb of the case itself."""
        perform(procedure_id=self.main, verb=verb, told=said or told(), by=self.by(), at=self.at)

    def use(self, verb: str, said: Told | None = None, *, login: str = CLERK) -> None:
        """Use a verb of the door."""
        perform(procedure_id=self.door, verb=verb, told=said or told(), by=self.by(login), at=self.at)

    def open(self, kind: str, *, login: str = CLERK) -> None:
        """Begin a door."""
        self.door = acts.open_door(case_id=self.case, kind=kind, by=self.by(login), at=self.at).pk

    def proof(self, name: str) -> str:
        return self.office.proof(f"{name}（演示）{self.today:%m%d}.txt", self.at)

    def enter(self, months: int = 2) -> None:
        """Put the worker and the claim on the ledger."""
        who = acts.add_claimant(case_id=self.case, name=self.named, by=self.by(), at=self.at)
        self.worker, self.owed_fen = who.pk, 100 * MONTHLY_YUAN * months
        self.write(acts.Kind.CLAIMED, self.owed_fen)

    def write(self, kind: acts.Kind, fen: int, *, due: date | None = None, proof: str = "") -> None:
        """A line on the ledger."""
        acts.write(
            case_id=self.case, claimant_id=self.worker, kind=kind, amount_fen=fen, on=self.today, due=due, proof=proof,
            by=self.by(), at=self.at,
        )  # fmt: skip

    def pay(self, fen: int = 0) -> None:
        """Money came, and the bank's receipt proves it."""
        self.write(acts.Kind.PAID, fen or self.owed_fen, proof=self.proof("银行回单"))

    def calculate(self) -> None:
        """What is due to the worker, as the calculator finds it."""
        last = Month.of_day(self.today).previous()
        months = [{"month": str(one), "wage_yuan": str(MONTHLY_YUAN)} for one in (last.previous(), last)]
        acts.calculate(claimant_id=self.worker, told={"months": months}, by=self.by(), at=self.at)

    def papers(self, door: acts.Door) -> None:
        """The papers that an application needs."""
        acts.settle_facts(case_id=self.case, told={"address_said": "皋埠街道（演示地址）"}, by=self.by(), at=self.at)
        for need in acts.PAPERS[door]:
            file = self.proof(need)
            acts.add_paper(case_id=self.case, need=need, file=file, dossier=door, by=self.by(), at=self.at)

    def close(self) -> Days:
        """The employer is said to have paid, and the case is closed when that is proved."""
        self.at_work = False
        self.step("report_paid")
        yield 2
        self.count_fellows()
        self.step("close_paid")
        self.over = True

    def ask_everybody(self) -> None:
        """Each who filed is asked and says that the wages have come."""
        filings = case_within(Scope.everywhere(), self.case).filings.filter(paid_at=None)
        for filing in list(filings.order_by("pk").values_list("filing", flat=True)):
            answer_paid(filing_id=filing, paid=True, by=PUBLIC, at=self.at)

    def count_fellows(self) -> None:
        """Fellow workers whom nobody asked one by one signed for their pay."""
        if fellows := acts.missing_in(self.case, on=self.today):
            acts.excuse_workers(
                case_id=self.case, workers=fellows, ground=SIGNED, words=f"同行工友已在工资发放表上签收{INVENTED}",
                by=self.by(), at=self.at,
            )  # fmt: skip


Story = Callable[[Way], Days]


def noting(way: Way) -> Days:
    """While the case is the office's own to work on, it notes how it goes."""
    while not way.over:
        yield way.gap()
        if way.at_work:
            way.step("step")
