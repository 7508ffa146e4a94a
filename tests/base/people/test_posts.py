"""Posts and powers: three separated administrators, deputies, no power leaks to another place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anxin.base.eventlog.models import EventRow
from anxin.base.people import grants, posts, queries
from anxin.base.people.models import Post, PowerChoice
from anxin.base.people.powers import ADMINISTRATORS, ROLE_NAMES, Role, all_powers, powers_of
from anxin.kernel.outcome import BadInput, NotAllowed, NotFound, RuleBroken

TODAY = date(2026, 11, 23)


def give(account, role, place, *, by, at, since=TODAY, until=None, deputy_for=None):
    return posts.assign(
        account_id=account.pk, role=role, place_id=place.pk, valid_from=since, valid_to=until,
        deputy_for_id=deputy_for, by=by, at=at,
    )  # fmt: skip


def test_a_post_gives_powers_in_its_place_and_nowhere_else(house, security, now):
    someone = house.account("wang")
    give(someone, Role.ASSISTANT, house.village, by=security, at=now)
    actor = house.actor(someone)
    assert actor.may("registry.view", house.village.path)
    assert not actor.may("registry.view", house.town.path)


def test_a_post_of_tomorrow_gives_nothing_today(house, security, now):
    someone = house.account("wang")
    give(someone, Role.CLERK, house.town, by=security, at=now, since=TODAY + timedelta(days=1))
    assert house.actor(someone).powers == frozenset()


def test_the_last_day_of_a_post_is_still_held(house, security, now):
    someone = house.account("wang")
    post = give(someone, Role.CLERK, house.town, by=security, at=now)
    posts.end(post_id=post.pk, last_day=TODAY, by=security, at=now)
    assert house.actor(someone).powers
    Post.objects.filter(pk=post.pk).update(valid_from=TODAY - timedelta(days=9), valid_to=TODAY - timedelta(days=1))
    assert not house.actor(someone).powers


@pytest.mark.parametrize(
    ("admin", "other"), [(admin, other) for admin in sorted(ADMINISTRATORS) for other in sorted(Role) if admin != other]
)
def test_an_administrator_holds_no_other_role(house, security, now, admin, other):
    someone = house.account("wang", admin)
    with pytest.raises(RuleBroken) as refused:
        give(someone, other, house.town, by=security, at=now)
    assert refused.value.code == "administrators_separated"


def test_administrators_share_no_power_but_seeing_accounts():
    held = {role: powers_of([role]) for role in ADMINISTRATORS}
    assert held[Role.SYSTEM_ADMIN] & held[Role.SECURITY_ADMIN] == {"people.view"}
    assert held[Role.AUDIT_ADMIN] == {"audit.view"}


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_see_no_business(role):
    business = ("registry.", "payroll.", "warning.", "documents.", "cockpit.", "organisation.")
    assert not [power for power in powers_of([role]) if power.startswith(business)]


def test_nobody_appoints_oneself_or_ends_ones_own_post(house, security, now):
    with pytest.raises(RuleBroken):
        posts.assign(
            account_id=security.person_id, role=Role.HEAD, place_id=house.town.pk, valid_from=TODAY, by=security, at=now
        )
    own = Post.objects.get(account_id=security.person_id)
    with pytest.raises(RuleBroken):
        posts.end(post_id=own.pk, last_day=TODAY, by=security, at=now)


def test_the_system_administrator_gives_no_powers(house, system_admin, now):
    with pytest.raises(NotAllowed):
        give(house.account("wang"), Role.CLERK, house.town, by=system_admin, at=now)


def test_nobody_is_appointed_outside_the_appointers_places(house, security, now):
    with pytest.raises(NotFound):
        give(house.account("wang"), Role.INSPECTOR, house.district, by=security, at=now)


def test_different_roles_in_different_places_would_mix_powers_and_are_refused(house, security, now):
    someone = house.account("wang", Role.ASSISTANT, place=house.village)
    with pytest.raises(RuleBroken) as refused:
        give(someone, Role.CLERK, house.town, by=security, at=now)
    assert refused.value.code == "roles_in_places"
    give(someone, Role.GRID, house.village, by=security, at=now)


def test_a_deputy_holds_the_powers_until_the_end_day_and_acts_on_behalf(house, security, now):
    head, deputy = house.account("head1", Role.HEAD), house.account("deputy")
    with pytest.raises(RuleBroken):
        give(deputy, Role.HEAD, house.town, by=security, at=now, deputy_for=head.pk)
    give(deputy, Role.HEAD, house.town, by=security, at=now, until=TODAY + timedelta(days=3), deputy_for=head.pk)
    actor = house.actor(deputy)
    assert actor.may("documents.sign", house.town.path)
    assert actor.on_behalf_of == f"person:{head.pk}"


def test_nobody_deputises_for_what_is_not_held(house, security, now):
    clerk, deputy = house.account("clerk1", Role.CLERK), house.account("deputy")
    with pytest.raises(RuleBroken) as refused:
        give(deputy, Role.HEAD, house.town, by=security, at=now, until=TODAY, deputy_for=clerk.pk)
    assert refused.value.code == "deputy_of_nothing"


def test_a_hand_over_leaves_no_day_without_and_no_day_with_two(house, security, now):
    old, new = house.account("clerk1"), house.account("clerk2")
    post = give(old, Role.CLERK, house.town, by=security, at=now, since=date(2026, 1, 1))
    taken = posts.hand_over(post_id=post.pk, to_id=new.pk, first_day=date(2026, 12, 1), by=security, at=now)
    post.refresh_from_db()
    assert (post.valid_to, taken.valid_from) == (date(2026, 11, 30), date(2026, 12, 1))
    words = EventRow.objects.filter(type="people.post_ended").get()
    assert str(new.pk) in words.payload


def test_becoming_privileged_ends_open_sessions(house, security, now):
    someone = house.account("wang")
    before = someone.get_session_auth_hash()
    give(someone, Role.HEAD, house.town, by=security, at=now)
    someone.refresh_from_db()
    assert someone.get_session_auth_hash() != before


def test_the_office_takes_a_power_away_and_gives_it_back(house, security, now):
    clerk = house.account("clerk1", Role.CLERK)
    assert house.actor(clerk).may("registry.export")
    grants.choose(
        role=Role.CLERK, power="registry.export", granted=False, reason="会议纪要〔2026〕3号", by=security, at=now
    )
    assert not house.actor(clerk).may("registry.export")
    grants.choose(
        role=Role.CLERK, power="registry.export", granted=True, reason="会议纪要〔2026〕4号", by=security, at=now
    )
    assert house.actor(clerk).may("registry.export")
    assert not PowerChoice.objects.exists()
    assert EventRow.objects.filter(type="people.power_chosen").count() == 2


def test_a_choice_without_reason_or_without_effect_is_refused(security, now):
    with pytest.raises(BadInput):
        grants.choose(role=Role.CLERK, power="registry.export", granted=False, reason=" ", by=security, at=now)
    with pytest.raises(RuleBroken):
        grants.choose(role=Role.CLERK, power="registry.export", granted=True, reason="无", by=security, at=now)


def test_administrators_powers_are_neither_lent_nor_widened(security, now):
    for role in ROLE_NAMES:
        for power in all_powers():
            reserved = role in ADMINISTRATORS or ADMINISTRATORS.intersection(power.roles)
            if not reserved:
                continue
            with pytest.raises(RuleBroken):
                grants.choose(role=role, power=power.key, granted=True, reason="试", by=security, at=now)


def test_holders_of_a_power_are_those_whose_post_reaches_the_place(house, now):
    clerk = house.account("clerk1", Role.CLERK)
    house.account("helper", Role.ASSISTANT, place=house.village)
    found = queries.holders("warning.assign", house.village.path, now)
    assert found == [clerk]
