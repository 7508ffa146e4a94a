"""What the payrolls and the bank say of some workers of one employer, for whoever compares claims with it."""

from __future__ import annotations

import pytest

from anxin.apps.payroll.api import WorkerPay, pay_of_workers
from anxin.apps.registry.api import people_at
from anxin.base.scope import Scope
from anxin.base.vault.sealing import keyed_hash
from anxin.kernel.outcome import NotFound

from .conftest import id_number, payroll, person, statement, transfer

pytestmark = pytest.mark.django_db


def test_due_and_paid_of_the_workers_asked_for_and_nothing_where_there_is_no_payroll(desk, workshop, elsewhere):
    scope = desk.town.clerk.scope
    assert pay_of_workers(scope, employer_id=workshop.pk, worker_ids=[1]) is None
    desk.hand_in(payroll(workshop, [person(1), person(2), person(3)]))
    desk.hand_in(statement([transfer(1, 5000), transfer(2, 2000)]), name="流水.xlsx", kind="bank")
    hashes = [keyed_hash(id_number(number)) for number in (1, 2, 9)]
    known = {one.id_hash: one.pk for one in people_at(scope, workshop.pk).filter(id_hash__in=hashes)}
    assert set(known) == set(hashes[:2]), "number 9 never worked here"
    found = pay_of_workers(scope, employer_id=workshop.pk, worker_ids=known.values())
    assert found == {
        known[hashes[0]]: WorkerPay(500_000, 500_000),
        known[hashes[1]]: WorkerPay(500_000, 200_000),
    }
    with pytest.raises(NotFound):
        pay_of_workers(Scope(), employer_id=workshop.pk, worker_ids=[])
    assert not people_at(Scope(), workshop.pk).exists()
