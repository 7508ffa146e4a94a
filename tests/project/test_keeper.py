"""The processes behind the pages: bulk work gives way to whoever files or looks something up meanwhile."""

from __future__ import annotations

import pytest

from anxin.base.jobs.models import Lane
from anxin.project import keeper


@pytest.mark.parametrize(("name", "given_way"), [("worker-urgent", []), ("worker-normal", []), ("worker-bulk", [10])])
def test_only_the_worker_of_bulk_jobs_is_nice(monkeypatch, name, given_way):
    nice, lanes = [], []
    monkeypatch.setattr(keeper.os, "nice", nice.append)
    monkeypatch.setattr(keeper.worker, "work", lambda **told: lanes.extend(told["lanes"]))
    keeper.roles()[name]()
    assert nice == given_way
    assert (Lane.BULK in lanes) is bool(given_way)
