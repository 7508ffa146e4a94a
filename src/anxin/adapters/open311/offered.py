"""What can be filed (服务类别) and which attributes each asks for, as the standard describes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from anxin.adapters.open311.refusals import Refused

Datatype = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of filing: its code is the kind of the filing itself."""

    code: str
    name: str
    description: str
    keywords: str

    def row(self) -> dict[str, Any]:
        return {
            "service_code": self.code,
            "service_name": self.name,
            "description": self.description,
            "metadata": True,
            "type": "realtime",
            "keywords": self.keywords,
            "group": "欠薪",
        }


SERVICES = (
    Service("complaint", "欠薪投诉", "劳动者本人或多人被拖欠、克扣工资，请求处理", "欠薪,拖欠工资,克扣工资,讨薪"),
    Service("report", "欠薪举报", "知道某单位拖欠工资或未按规定发放，请求查处", "举报,欠薪,工资专户"),
    Service("lead", "欠薪线索", "停工、老板失联、搬设备等可能欠薪的迹象", "线索,停工,失联,搬厂"),
    Service("enquiry", "工资政策咨询", "工资支付、讨薪途径方面的问题", "咨询,政策,工资"),
)
CHANGED = "2026-11-29T00:00:00+08:00"
"""When what is offered here last changed, which platforms ask for."""


def discovery(address: str, *, invented: bool) -> dict[str, Any]:
    """Where the standard is spoken and in which forms (Open311 Service Discovery)."""
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": address,
        "changeset": CHANGED,
        "type": "test" if invented else "production",
        "formats": ["application/json", "text/xml"],
    }
    return {
        "changeset": CHANGED,
        "contact": "请与本镇（街道）治欠办公室联系。",
        "key_service": "不用密钥也可提交；以平台身份提交和查询，请向本办公室申请接口密钥。",
        "endpoints": [endpoint],
    }


_BY_CODE = {one.code: one for one in SERVICES}


def service(code: str) -> Service:
    """The service of a code; refused as the standard says when there is none."""
    if code not in _BY_CODE:
        raise Refused(404, f"没有 service_code“{code[:40]}”，可用的见 services.json。")
    return _BY_CODE[code]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing a platform may tell beyond the standard's own fields; nothing is required, for nobody is turned away."""

    code: str
    datatype: Datatype
    description: str
    hint: str = ""
    values: Sequence[tuple[str, str]] = ()

    def row(self, order: int, villages: Sequence[tuple[str, str]]) -> dict[str, Any]:
        values = villages if self.code == "place" else self.values
        made = {
            "variable": True,
            "code": self.code,
            "datatype": self.datatype,
            "required": False,
            "datatype_description": self.hint,
            "order": order,
            "description": self.description,
        }
        return made | ({"values": [{"key": key, "name": name} for key, name in values]} if values else {})


ATTRIBUTES = (
    Attribute("external_id", "string", "贵平台的事项编号", "同一密钥、同一编号只登记一次，再次提交返回原回执"),
    Attribute("employer", "string", "用人单位名称"),
    Attribute("employer_uscc", "string", "用人单位统一社会信用代码", "18 位"),
    Attribute("place", "singlevaluelist", "事发村（社区）"),
    Attribute("workers", "number", "涉及人数"),
    Attribute("amount_yuan", "number", "欠薪金额（元）", "最多两位小数"),
    Attribute("since", "datetime", "从哪天起欠薪", "如 2026-08-01"),
    Attribute(
        "identity",
        "singlevaluelist",
        "当事人身份（不填即保密；不论选哪一种都不公开发布）",
        values=(("named", "实名"), ("confidential", "实名但要求保密"), ("anonymous", "匿名")),
    ),
)


def definition(one: Service, villages: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The attributes of a service; all take the same, for the office asks the same of each."""
    rows = [attribute.row(order, villages) for order, attribute in enumerate(ATTRIBUTES, start=1)]
    return {"service_code": one.code, "attributes": rows}
