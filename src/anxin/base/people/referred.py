"""How events call an account: by the name of its person."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from anxin.base.eventlog.referring import Kind, Referred
from anxin.base.people.models import Account
from anxin.base.scope import Scope


def _accounts(numbers: Collection[int], scope: Scope) -> Mapping[int, Referred]:
    """Those who hold or held a post within reach; whoever reaches everything knows everybody."""
    rows = Account.objects.filter(pk__in=numbers)
    if "" not in scope.paths:
        reach = Q(pk__in=())
        for path in scope.paths:
            reach |= Q(posts__place__path__startswith=path)
        rows = rows.filter(reach).distinct()
    return {pk: Referred(name) for pk, name in rows.values_list("pk", "name")}


REFERRED = {"people.account": Kind(_accounts, "（不在管辖地域内）")}
