"""Warnings are raised once, follow the level, stay quiet for a week after closing, and close only with evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.risk.levels import Level
from anxin.domain.risk.raising import Standing, Step, check_closing, check_due, closings, decide, quiet_days
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import RuleBroken

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LEVELS = st.sampled_from(list(Level))


def _open(level, peak=None):
    return Standing(True, level, peak or level, AT - timedelta(days=3))


def _closed(peak, days_ago):
    return Standing(False, peak, peak, AT - timedelta(days=30), AT - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("standing", "level", "step"),
    [
        (None, Level.GREEN, Step.NONE),
        (None, Level.YELLOW, Step.RAISE),
        (_open(Level.YELLOW), Level.RED, Step.UP),
        (_open(Level.RED), Level.ORANGE, Step.DOWN),
        (_open(Level.RED), Level.RED, Step.KEEP),
        (_open(Level.RED), Level.GREEN, Step.PROPOSE_CLOSING),
        (_closed(Level.ORANGE, 6), Level.ORANGE, Step.QUIET),
        (_closed(Level.ORANGE, 6), Level.YELLOW, Step.QUIET),
        (_closed(Level.ORANGE, 6), Level.RED, Step.RAISE),
        (_closed(Level.ORANGE, 7), Level.ORANGE, Step.RAISE),
        (_closed(Level.ORANGE, 1), Level.GREEN, Step.NONE),
    ],
)
def test_what_is_done_follows_from_how_the_warning_stands(standing, level, step):
    assert decide(standing, level, AT).step is step


def test_a_raised_warning_is_due_the_sooner_the_worse():
    due = [check_due(level, AT).at for level in (Level.RED, Level.ORANGE, Level.YELLOW)]
    assert due == sorted(due)
    assert due[0] == AT + timedelta(hours=24)
    assert decide(None, Level.RED, AT).due_at == due[0]
    assert "自定规则" in check_due(Level.RED, AT).why[0]


def test_only_a_new_worst_moves_the_due_time():
    assert decide(_open(Level.YELLOW), Level.RED, AT).due_at is not None
    assert decide(_open(Level.YELLOW, peak=Level.RED), Level.RED, AT).due_at is None


@given(first=LEVELS, levels=st.lists(LEVELS, max_size=12))
def test_an_employer_never_has_two_warnings_and_none_is_raised_twice_in_a_week(first, levels):
    standing, raised = None, []
    for day, level in enumerate([first, *levels]):
        at = AT + timedelta(days=day)
        decision = decide(standing, level, at)
        if decision.step is Step.RAISE:
            assert standing is None or not standing.is_open
            raised.append((at, level))
            standing = Standing(False, level, level, at, at)  # closed the same day
    for (one, level), (other, worse) in pairwise(raised):
        quiet = (other - one).days < quiet_days(local_date(one))
        assert not quiet or worse.rank > level.rank


GOOD = {"kind": "bank", "finding": "true", "evidence": "ab12", "arrears_fen": 0}


def test_paid_and_proved_closes():
    assert check_closing(**GOOD).title == "银行凭证证明已发放"
    assert check_closing(**GOOD | {"kind": "referred", "arrears_fen": 5}).kind == "referred"
    assert check_closing(**GOOD | {"kind": "false_alarm", "finding": "false", "arrears_fen": None})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "nothing"}, "closing_kind"),
        ({"finding": ""}, "not_verified"),
        ({"finding": "false"}, "closing_mismatch"),
        ({"kind": "false_alarm"}, "closing_mismatch"),
        ({"evidence": ""}, "no_evidence"),
        ({"arrears_fen": 1}, "still_owed"),
    ],
)
def test_without_evidence_nothing_closes(changed, code):
    with pytest.raises(RuleBroken) as refused:
        check_closing(**GOOD | changed)
    assert refused.value.code == f"warning.{code}"


def test_every_kind_of_closing_needs_a_file():
    assert {one.kind for one in closings()} == {"bank", "worker", "false_alarm", "referred"}
    assert all(one.needs_file for one in closings())
