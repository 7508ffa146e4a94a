"""One full town and one small one, made once for all tests of the demonstration."""

from __future__ import annotations

import time

import pytest

from anxin.project.demo.simulate import simulate


@pytest.fixture(scope="session")
def town():
    begun = time.perf_counter()
    made = simulate()
    print(f"\nthe whole town in {time.perf_counter() - begun:.1f} s")  # noqa: T201 -- the time is shown, not judged
    return made


@pytest.fixture(scope="session")
def small_town():
    return simulate(seed=7, employers=160, workers=3000)
