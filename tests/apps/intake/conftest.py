"""An employer to complain of, and a clerk at the desk."""

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


@pytest.fixture
def clerk(client, small_town):
    from datetime import date

    from anxin.base.people.models import Account, Post

    account = Account.objects.create(username="desk", name="某经办")
    Post.objects.create(account=account, role="clerk", place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client
