"""Who knocks: a platform with its key, or nobody known, who may file too; what comes as fast as from a machine is laid aside."""

from __future__ import annotations

from django.http import HttpRequest

from anxin.adapters.open311.ports import PORTS
from anxin.adapters.open311.refusals import Refused
from anxin.apps.intake.api import note_source, pace_of
from anxin.base.actors import Actor
from anxin.base.scope import Scope
from anxin.ui.access import address_of, instant_of


def caller(request: HttpRequest) -> Actor | None:
    """The platform behind the key; None without a key. A key that opens nothing is refused, never taken for none."""
    text = _key_in(request)
    if not text:
        return None
    holder = PORTS.holder_of_key(text, at=instant_of(request)) if PORTS.holder_of_key else None
    if holder is None:
        raise Refused(403, "api_key 无效、已到期或已吊销，请向街道欠薪工作办公室申请新的密钥。")
    return holder


def _key_in(request: HttpRequest) -> str:
    """`api_key` as the standard names it, or a bearer header, which no proxy writes into its log."""
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith("Bearer "):
        return bearer.removeprefix("Bearer ").strip()
    return (request.POST.get("api_key") or request.GET.get("api_key") or "").strip()


def filer(holder: Actor | None) -> Actor:
    """Whoever hands in: anybody may file without a key, so a key needs no power for it; it binds to its places."""
    power = frozenset({"intake.receive"})
    if holder is None:
        return Actor("public:open311", "Open311", Scope.everywhere(), power)
    return Actor(holder.id, holder.name, holder.scope, power, drill=holder.drill)


def comes_too_fast(request: HttpRequest) -> bool:
    """Whether a source without a key files faster than people do; what it files is laid aside, never refused."""
    address, at = address_of(request), instant_of(request)
    pace = pace_of(address, at=at)
    note_source(address, at=at)
    return pace.from_here >= pace.free
