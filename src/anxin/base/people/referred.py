"""How events call an account: by the name of its person."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anxin.base.eventlog.referring import Kind, Referred
from anxin.base.people.models import Account


def _accounts(numbers: Collection[int]) -> Mapping[int, Referred]:
    return {pk: Referred(name) for pk, name in Account.objects.filter(pk__in=numbers).values_list("pk", "name")}


REFERRED = {"people.account": Kind(_accounts, "已删除的账号")}
