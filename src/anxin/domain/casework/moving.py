"""Moving a procedure (办理): whether a verb may be used now, by whom, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from anxin.domain.casework.papers import HeldPaper, shown, waits
from anxin.domain.casework.tables import APPROVED, CaseType, Move, State
from anxin.kernel.outcome import Citation, NotFound, RuleBroken
from anxin.law.competence import Authority, Competence


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a procedure stands, as facts: its state, whether that state's clock ran out or stands still, and what is known.

    `known` holds the conditions that are met; `owed` the duties whose clocks run; `papers` are those of its case; `why` says
    of a condition what exactly it lacks; `longest` says why the law lengthens the state's period no more; `until` is its last day.
    """

    state: str
    known: frozenset[str] = frozenset()
    expired: bool = False
    paused: bool = False
    owed: frozenset[str] = frozenset()
    papers: tuple[HeldPaper, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    longest: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a move does: the new state, its clock, the duties begun and met, the documents to make and the people to tell.

    `waits`: it takes effect only once a second person approved it.
    """

    move: Move
    before: State
    after: State
    clock: str
    begins: Mapping[str, str]
    ends: tuple[str, ...]
    waits: bool = False

    @property
    def changes(self) -> bool:
        """Whether the state is another one afterwards."""
        return self.before != self.after

    @property
    def keeps_clock(self) -> bool:
        """Whether the running clock goes on: the state stays without a restart, or the law counts both states as one."""
        if self.changes:
            return self.after.keeps and self.after.clock == self.before.clock
        return not self.move.restarts


@dataclass(frozen=True, slots=True)
class Offer:
    """One verb on the page: allowed, or why not, where the act must be referred, and whether it waits for a second person."""

    move: Move
    obstacles: tuple[str, ...]
    refer_to: Authority | None = None
    waits: bool = False

    @property
    def allowed(self) -> bool:
        return not self.obstacles


def offers(
    kind: CaseType, standing: Standing, *, competence: Competence, acting_as: Collection[str]
) -> tuple[Offer, ...]:
    """Every verb of the state with what stands in its way; a verb that makes no sense now (resuming what runs) is left out."""
    found = (move for move in kind.moves_from(standing.state) if _makes_sense(move, standing))
    return tuple(_offer(kind, move, standing, competence, acting_as) for move in found)


def move(
    kind: CaseType, standing: Standing, verb: str, *, competence: Competence, acting_as: Collection[str],
    citation: Citation | None = None,
) -> Step:  # fmt: skip
    """What a verb does to a procedure where it stands; refused with every obstacle when it may not be used."""
    found = kind.verb(standing.state, verb)
    state = kind.states.get(standing.state)
    if found is None or state is None:
        where = state.term if state else standing.state
        raise NotFound("casework.no_such_verb", f"“{where}”环节没有“{verb}”这个动作，请刷新页面。")
    if not _makes_sense(found, standing):
        raise RuleBroken(
            "casework.no_effect", f"“{found.term}”现在没有意义：期限{'已' if standing.paused else '未'}中止。", citation
        )
    offer = _offer(kind, found, standing, competence, acting_as)
    if not offer.allowed:
        code = "casework.not_competent" if offer.refer_to else "casework.not_yet"
        raise RuleBroken(code, f"暂不能{found.term}：{'；'.join(offer.obstacles)}。", citation, verb=verb)
    after = kind.next_state(standing.state, found)
    return Step(
        move=found,
        before=state,
        after=after,
        clock=after.clock,
        begins=dict(found.starts),
        ends=tuple(duty for duty in found.ends if duty in standing.owed),
        waits=offer.waits,
    )


def _makes_sense(move: Move, standing: Standing) -> bool:
    if move.pauses:
        return not standing.paused
    if move.resumes:
        return standing.paused
    return not move.ends or bool(standing.owed & set(move.ends))


def _offer(kind: CaseType, move: Move, standing: Standing, competence: Competence, acting_as: Collection[str]) -> Offer:
    met = standing.known | shown(move, standing.papers).keys() | {APPROVED}
    obstacles = [_lacking(kind, need, standing) for need in move.needs if need not in met]
    if move.when_expired and not standing.expired:
        obstacles.append(_after(standing.until))
    if standing.paused and not (move.resumes or move.stays):
        obstacles.append("恢复计时（期限中止中）")
    if move.extends:
        obstacles += _not_longer(move, standing)
    authority = competence.refer_to(move.act, acting_as=acting_as) if move.act else None
    if authority is not None:
        obstacles.append(f"此项职权属于{authority.name}，由其办理；还没有移送的，可办理移送")
    return Offer(move, tuple(obstacles), authority, waits(move, standing.papers))


def _after(until: date | None) -> str:
    """That the period must be over first, and when it is."""
    return f"期限届满（{until.year}年{until.month}月{until.day}日）" if until else "期限届满"


def _not_longer(move: Move, standing: Standing) -> list[str]:
    """Why a period may not be lengthened now: it stands still, it was lengthened already, or it ran out before anybody approved."""
    late = standing.expired and APPROVED in move.needs
    found = {
        "先恢复调查（期限中止中，不能延长）": standing.paused,
        f"法律准许再次延长（{standing.longest}）": bool(standing.longest),
        "在期限届满前批准（期限已经届满，不能再延长）": late,
    }
    return [words for words, holds in found.items() if holds]


def _lacking(kind: CaseType, need: str, standing: Standing) -> str:
    """A condition that is not met, with what exactly it lacks where that is known."""
    why = standing.why.get(need, "")
    return f"{kind.conditions[need]}（{why}）" if why else kind.conditions[need]
