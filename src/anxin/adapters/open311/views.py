"""The addresses of the standard: services, requests, one of each, and a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from anxin.adapters.open311 import offered, rendering
from anxin.adapters.open311.keyless import caller, comes_too_fast, filer
from anxin.adapters.open311.offered import SERVICES, definition, service
from anxin.adapters.open311.reading import asked_for, one, standing
from anxin.adapters.open311.refusals import Refused, refused_by
from anxin.adapters.open311.submission import said_in
from anxin.apps.intake.api import receive
from anxin.base.places.choices import villages
from anxin.domain.intake.receipts import in_groups
from anxin.kernel.busy import BUSY, RETRY_SECONDS, is_busy
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.kernel.room import WORDS, is_full
from anxin.ui.access import instant_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


def door(*methods: str) -> Callable[[View[P]], View[P]]:
    """What every address has in common: its methods, the jurisdiction, and refusals in the standard's shape."""

    def wrap(view: View[P]) -> View[P]:
        @csrf_exempt
        @wraps(view)
        def handle(request: HttpRequest, form: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                _refuse_strange(request, methods)
                return view(request, form, *args, **kwargs)
            except Refused as error:
                return _refusal(form, error, methods)
            except AnxinError as error:
                return _refusal(form, refused_by(error), methods)
            except (RequestDataTooBig, TooManyFieldsSent):
                return _refusal(form, Refused(413, "请求太大。"), methods)
            except (DatabaseError, OSError) as error:
                return _refusal(form, _hindered(error), methods)

        return cast("View[P]", handle)

    return wrap


def _refusal(form: str, error: Refused, methods: tuple[str, ...]) -> HttpResponse:
    answer = rendering.refused(form, error.status, error.descriptions)
    if error.status == 405:
        answer["Allow"] = ", ".join(methods)
    if error.status == 503:
        answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _hindered(error: DatabaseError | OSError) -> Refused:
    """What hinders the office just now, in the standard's shape; any other error stays one."""
    if is_busy(error):
        return Refused(503, BUSY)
    if is_full(error):
        return Refused(507, WORDS)
    raise error


def _refuse_strange(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise Refused(405, "这个地址不接受此方法。")
    place = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id")
    if place and place != settings.SETTINGS.town:
        raise Refused(404, f"本系统只受理 jurisdiction_id={settings.SETTINGS.town}。")


@door("GET", "HEAD")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where and how the standard is spoken here."""
    address = request.build_absolute_uri(request.path.rpartition("/")[0])
    return rendering.single(form, "discovery", offered.discovery(address, invented=settings.SETTINGS.demo))


@door("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """What can be filed."""
    return rendering.listed(form, "services", "service", [one.row() for one in SERVICES])


@door("GET", "HEAD")
def service_definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """What a service asks for."""
    return rendering.single(form, "service_definition", definition(service(code), villages()))


@door("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """File something, or list what was filed."""
    return _file(request, form) if request.method == "POST" else _list(request, form)


@door("GET", "HEAD")
def request_by_id(request: HttpRequest, form: str, number: str) -> HttpResponse:
    """How one filing stands."""
    holder = caller(request)
    return rendering.listed(form, "service_requests", "request", standing(one(number, holder), holder))


def _list(request: HttpRequest, form: str) -> HttpResponse:
    holder = caller(request)
    found = asked_for(request.GET.dict(), holder, instant_of(request))
    return rendering.listed(form, "service_requests", "request", standing(found, holder))


def _file(request: HttpRequest, form: str) -> HttpResponse:
    """Take a filing in by the one act every channel uses; the receipt code is told to whoever filed, and never again."""
    if request.content_type == "application/json":
        raise Refused(400, "正文须是表单（application/x-www-form-urlencoded 或 multipart/form-data），不是 JSON。")
    # PostgreSQL has no way to keep a NUL, and no text has one.
    told = {name: value.replace("\x00", "") for name, value in request.POST.dict().items() if isinstance(value, str)}
    if not told.get("service_code"):
        raise Refused(400, "缺少 service_code，可用的见 services.json。")
    holder = caller(request)
    by, at = filer(holder), instant_of(request)
    said = said_in(told, holder=holder, scope=by.scope, today=local_date(at))
    if holder is None and comes_too_fast(request):
        said = replace(said, aside=True)
    received = receive(said=said, by=by, at=at)
    notice = f"回执编号 {in_groups(received.code)}，请转交当事人保存。凭此编号在 /query/ 查询进度、留言和补充材料。"
    if told.get("email"):
        notice += "本系统不保存电子邮箱，请让当事人凭回执编号查询。"
    row = {"service_request_id": str(received.filing), "service_notice": notice, "account_id": None}
    return rendering.listed(form, "service_requests", "request", [row], status=200 if received.again else 201)


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """No such address."""
    form = "xml" if request.path.endswith(".xml") else "json"
    return rendering.refused(form, 404, ["没有这个地址，参见 /open311/v2/services.json。"])
