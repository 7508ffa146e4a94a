"""An employer to complain of."""

from __future__ import annotations

import pytest


@pytest.fixture
def an_employer(small_town):
    from anxin.apps.registry.models import Employer
    from anxin.kernel.ids import uscc_check_digit

    first = "91330602MA28A0001"
    return Employer.objects.create(
        uscc=first + uscc_check_digit(first), name="绍兴演示制衣有限公司（演示）", search="绍兴演示制衣有限公司 yanshizhiyi",
        sector="manufacturing", focus="park", village=small_town.east, place_path=small_town.east.path,
    )  # fmt: skip
