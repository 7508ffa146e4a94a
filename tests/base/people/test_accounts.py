"""Accounts: who may make, disable and reset them, and what that leaves behind."""

from __future__ import annotations

import pytest

from anxin.base.eventlog.models import EventRow
from anxin.base.people import accounts
from anxin.base.people.models import Account
from anxin.base.people.powers import Role
from anxin.kernel.outcome import BadInput, NotAllowed, RuleBroken


def test_an_account_starts_without_powers_and_with_a_password_to_be_changed(house, system_admin, now):
    made, password = accounts.create(username="zhang.wei", title="张某", by=system_admin, at=now)
    assert made.check_password(password)
    assert made.must_change_password
    assert house.actor(made).powers == frozenset()
    assert not house.actor(made).scope.paths


@pytest.mark.parametrize("username", ["Zhang", "1zhang", "zh", "张伟", "a b c", ""])
def test_a_user_name_that_cannot_be_typed_everywhere_is_refused(system_admin, now, username):
    with pytest.raises(BadInput) as refused:
        accounts.create(username=username, title="张某", by=system_admin, at=now)
    assert refused.value.faults[0].where == "用户名"


def test_one_time_passwords_never_repeat(system_admin):
    assert len({accounts.one_time_password() for _ in range(200)}) == 200


def test_only_the_system_administrator_makes_accounts(house, security, auditor, now):
    head = house.actor(house.account("head1", Role.HEAD))
    for by in (security, auditor, head):
        with pytest.raises(NotAllowed):
            accounts.create(username="zhang.wei", title="张某", by=by, at=now)


def test_a_reset_password_ends_every_session(house, system_admin, now):
    someone = house.account("clerk1", Role.CLERK)
    before = someone.get_session_auth_hash()
    password = accounts.reset_password(account_id=someone.pk, by=system_admin, at=now)
    someone.refresh_from_db()
    assert someone.check_password(password)
    assert someone.get_session_auth_hash() != before


def test_nobody_resets_or_disables_oneself(system_admin, now):
    for act in (accounts.reset_password, accounts.disable):
        with pytest.raises(RuleBroken):
            act(account_id=system_admin.person_id, by=system_admin, at=now)


def test_the_last_security_administrator_stays(house, system_admin, security, now):
    with pytest.raises(RuleBroken) as refused:
        accounts.disable(account_id=security.person_id, by=system_admin, at=now)
    assert refused.value.code == "last_administrator"
    house.account("sec2", Role.SECURITY_ADMIN)
    assert not accounts.disable(account_id=security.person_id, by=system_admin, at=now).is_active


def test_what_happens_to_accounts_is_logged_without_names_or_passwords(house, system_admin, now):
    made, password = accounts.create(username="zhang.wei", title="张某", by=system_admin, at=now)
    accounts.disable(account_id=made.pk, by=system_admin, at=now)
    accounts.enable(account_id=made.pk, by=system_admin, at=now)
    rows = EventRow.objects.filter(subject=f"people.account:{made.pk}").order_by("seq")
    assert [one.type for one in rows] == [
        "people.account_made",
        "people.account_disabled",
        "people.account_enabled",
    ]
    for one in rows:
        assert "张某" not in one.payload
        assert password not in one.payload


def test_a_refused_act_leaves_nothing(house, system_admin, now):
    before = (Account.objects.count(), EventRow.objects.count())
    with pytest.raises(BadInput):
        accounts.create(username="sys1", title="重名", by=system_admin, at=now)
    assert (Account.objects.count(), EventRow.objects.count()) == before
