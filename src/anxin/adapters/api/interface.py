"""The machine interface put together: /api/v1/ and its schema."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from anxin.adapters.api import problems
from anxin.adapters.api.endpoints import filing_files, filings, law, register, reports, wages, warnings

TOLD = (
    "机器接口：请求头 Authorization: Bearer 密钥。密钥由安全管理员在“设置—接口密钥”签发，限定权限和地域。"
    "金额一律为整数分，月份写作 2026-10，时刻带时区。列表每页最多 200 行，按答复中的 next 翻页。"
    "拒绝一律为 application/problem+json，含中文说明和处理办法。"
)


class Readable(JSONRenderer):
    """Chinese as it is, so that a person can read an answer too."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """NinjaAPI whose schema also says how refusals look."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**more)
        shape = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= shape.pop("$defs") | {"Problem": shape}
        return schema


api = Interface(
    title="安薪机器接口", version="1", description=TOLD, docs_url=None, renderer=Readable(), urls_namespace="api-1"
)
problems.install(api)
for one in (register, warnings, wages, reports, law, filing_files, filings):
    api.add_router("", one.router)


def index(site: str) -> dict[str, Any]:
    """What a system finds at the root: the schema's address, and every operation with what it does and the powers it asks for."""
    paths: dict[str, dict[str, Any]] = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {
        "title": api.title,
        "version": api.version,
        "description": TOLD,
        "openapi": f"{site}/api/v1/openapi.json",
        "operations": [
            {"method": method.upper(), "url": f"{site}{path}", "summary": one["summary"], "powers": one["x-powers"]}
            for path, methods in paths.items()
            for method, one in methods.items()
        ],
    }
