"""Keys open only what they were given, and only while they live."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anxin.adapters.api.models import ApiToken
from anxin.adapters.api.tokens import actor_of, issue, revoke
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound


def given(small_town, now, **more):
    fields = {"name": "测试系统", "powers": ("registry.view",), "places": (small_town.east.path,),
              "expires_at": now + timedelta(days=30), "by": small_town.clerk, "at": now} | more  # fmt: skip
    return issue(**fields)


def test_a_key_acts_with_its_own_powers_and_places(small_town, now):
    made, text = given(small_town, now)
    actor = actor_of(text, at=now)
    assert actor.id == f"token:{made.pk}"
    assert actor.may("registry.view", small_town.east.path)
    assert not actor.may("registry.view", small_town.west.path)
    assert not actor.may("registry.edit")


def test_the_text_of_a_key_is_not_kept(small_town, now):
    _, text = given(small_town, now)
    assert text not in str(ApiToken.objects.values().get())


def test_an_expired_revoked_or_unknown_key_is_nobody(small_town, now):
    made, text = given(small_town, now)
    assert actor_of(text, at=now + timedelta(days=30)) is None
    assert actor_of("x" + text, at=now) is None
    revoke(key=made.pk, by=small_town.clerk, at=now)
    assert actor_of(text, at=now) is None


def test_nobody_issues_or_revokes_outside_the_own_places(small_town, now):
    with pytest.raises(NotAllowed):
        given(small_town, now, by=small_town.stranger)
    made, _ = given(small_town, now)
    with pytest.raises(NotFound):
        revoke(key=made.pk, by=small_town.stranger, at=now)


@pytest.mark.parametrize("more", [{"powers": ("*",)}, {"places": ("",)}, {"places": ()}, {"powers": ()}])
def test_a_key_for_everything_or_nothing_is_refused(small_town, now, more):
    with pytest.raises(BadInput):
        given(small_town, now, **more)
