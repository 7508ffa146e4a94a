"""The HTTP receiver of events (HTTP 上报): signed, fresh, once; the answer in the same chat is the quick operation."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from anxin.adapters.onebot.conversation import Stale, take
from anxin.adapters.onebot.signature import genuine
from anxin.adapters.onebot.speaking import later, segments
from anxin.ui.access import instant_of

LARGEST = 256 * 1024


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    """One event; 204 when there is nothing to say in the same chat."""
    secret = settings.SETTINGS.onebot_secret
    if not secret:
        return _refused(404, "没有配置 QQ 群机器人。")
    if request.method != "POST":
        answer = _refused(405, "只接受 POST。")
        answer["Allow"] = "POST"
        return answer
    body = _body(request)
    if body is None:
        return _refused(413, "上报太大。")
    header = request.headers.get("X-Signature", "")
    if not header:
        return _refused(401, "缺少 X-Signature。")
    if not genuine(body, header, secret):
        return _refused(403, "X-Signature 不符。")
    event = _event(body)
    return _refused(400, "正文不是 OneBot 事件。") if event is None else _take(request, event)


def _body(request: HttpRequest) -> bytes | None:
    try:
        return request.body if len(request.body) <= LARGEST else None
    except RequestDataTooBig:
        return None


def _event(body: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) and isinstance(event.get("post_type"), str) else None


def _take(request: HttpRequest, event: dict[str, Any]) -> HttpResponse:
    at = instant_of(request)
    try:
        said = take(event, way="http", at=at)
    except Stale as error:
        return _refused(403, error.message)
    here = event.get("message_type")
    for say in said:
        if say.to == here:
            # The quick operation answers where the message came from; it needs no number at all.
            return JsonResponse({"reply": segments(say.words), "at_sender": False})
        later(say, at)
    return HttpResponse(status=204)


def _refused(status: int, words: str) -> HttpResponse:
    return JsonResponse({"message": words}, status=status, json_dumps_params={"ensure_ascii": False})
