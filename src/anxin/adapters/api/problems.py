"""Refusals as `application/problem+json` (RFC 9457): a stable code, a Chinese sentence, and every fault with its remedy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from anxin.kernel.outcome import AnxinError, BadInput, Fault, NotAllowed, NotFound, RuleBroken
from anxin.kernel.room import WORDS, is_full

MEDIA = "application/problem+json"
STATUS: dict[type[AnxinError], int] = {NotAllowed: 403, NotFound: 404, BadInput: 422}
TITLES = {
    400: "请求无法读取",
    401: "没有有效密钥",
    403: "没有权限",
    404: "没有找到",
    405: "不接受此方法",
    409: "现在不能办理",
    422: "提交的内容有误",
    507: "服务器没有空间",
}
_WHERE = {"query": "查询参数", "path": "地址", "body": "正文", "form": "表单", "file": "文件", "header": "请求头"}

_WHAT = {
    "missing": "没有填写",
    "literal_error": "只能是 {expected} 之一",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_too_long": "超过 {max_length} 个字符",
    "string_too_short": "少于 {min_length} 个字符",
    "too_long": "超过 {max_length} 个",
    "too_short": "少于 {min_length} 个",
    "int_parsing": "不是整数",
    "int_type": "不是整数",
    "string_type": "不是文字",
    "json_invalid": "不是 JSON",
}


class FaultOut(Schema):
    """One fault: where, what, and what to do."""

    where: str
    what: str
    remedy: str


class Problem(Schema):
    """Why a request was refused."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    faults: list[FaultOut]
    law: str | None


def problem(
    status: int, code: str, detail: str, *, faults: Iterable[Fault] = (), law: str | None = None
) -> HttpResponse:
    """The answer of a refusal; `type` is relative because no public address of the product is fixed."""
    body = {
        "type": f"/api/v1/problems/{code}",
        "title": TITLES.get(status, "不能办理"),
        "status": status,
        "code": code,
        "detail": detail,
        "faults": [asdict(one) for one in faults],
        "law": law,
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def responses() -> dict[str, Any]:
    """The refusals every operation may answer with, for the schema."""
    content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": TITLES[status], "content": content} for status in TITLES if status != 405}


def install(api: NinjaAPI) -> None:
    """Turn every refusal of this product and of the framework into a problem."""
    api.add_exception_handler(AnxinError, _refused)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(AuthenticationError, _nobody)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(Exception, _broken)
    for unreadable in (SuspiciousOperation, BadRequest, MultiPartParserError):
        api.add_exception_handler(unreadable, _unreadable)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    if is_full(error):
        return no_room()
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 409)
    cited = error.citation.in_words() if isinstance(error, RuleBroken) and error.citation else None
    return problem(status, error.code, error.message, faults=getattr(error, "faults", ()), law=cited)


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    faults = [Fault(_place_of(one["loc"]), _what(one), "参见 /api/v1/openapi.json") for one in error.errors]
    return problem(422, "api.not_valid", "参数或正文不符合接口定义。", faults=faults)


def _what(error: dict[str, Any]) -> str:
    """What is wrong with one value; the framework says it in English only."""
    said = _WHAT.get(error["type"], "格式不对")
    limits = {key: value for key, value in error.get("ctx", {}).items() if isinstance(value, int | str)}
    return said.format_map({"ge": "", "le": "", "max_length": "", "min_length": "", "expected": ""} | limits)


def _place_of(loc: Iterable[Any]) -> str:
    first, *rest = (str(part) for part in loc)
    return f"{_WHERE.get(first, first)} {'.'.join(rest)}".strip()


def _nobody(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, "api.no_key", "请在 Authorization 请求头中给出有效的接口密钥。")


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, "api.unreadable", "请求无法读取，请检查正文格式。")


def _broken(request: HttpRequest, error: Any) -> HttpResponse:
    """A disk without room is said as such, whoever met it first: the framework that reads the request, the store or the database."""
    if is_full(error):
        return no_room()
    raise error


def no_room() -> HttpResponse:
    """The answer while the server's disk is full: nothing of the request was written, and the same may be sent again later."""
    return problem(507, "disk_full", WORDS)


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return not_found()


def not_found() -> HttpResponse:
    """The answer to an address that does not exist."""
    return problem(404, "api.no_address", "没有这个接口地址，参见 /api/v1/openapi.json。")


def with_problems(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the framework whose refusal of a method, which it writes as plain text, is a problem too."""

    @wraps(view)
    def told(*args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(*args, **kwargs)
        if answer.status_code != 405:
            return answer
        return not_allowed(answer["Allow"])

    return told


def not_allowed(methods: str) -> HttpResponse:
    """The answer to a method that an address does not take."""
    refused = problem(405, "api.method", f"这个接口地址只接受 {methods}。")
    refused["Allow"] = methods
    return refused


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(400, "api.unreadable", "请求无法读取，请检查正文格式和大小。")
