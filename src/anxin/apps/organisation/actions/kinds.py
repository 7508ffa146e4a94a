"""The files that the organisation takes in: grids (网格) with their members, and people (队伍、联络员、领导小组、值班),
and mediation bodies (调解组织).

Both come in as batches of the register (导入批次): checked whole, written whole, undone whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from anxin.analytics.readings import ColumnSpec, TableReading, TableSpec
from anxin.apps.organisation.models import DutyShift, GridMember, MediationBody, Seat, Unit
from anxin.apps.registry.api import Gazetteer
from anxin.base.batches.kinds import Kind, Row, Wanted, add_kind, at_row
from anxin.base.batches.writing import Written, upsert
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.base.vault.sealing import sealed_phone
from anxin.kernel.clock import local_midnight, midnight_after
from anxin.kernel.outcome import Fault

EDIT = "organisation.edit"
ROLES = {
    "网格员": "grid", "专职网格员": "grid", "协管员": "assistant", "劳动监察协管员": "assistant", "园区管理员": "park",
    "联络员": "liaison", "组长": "chair", "副组长": "deputy", "成员": "member", "值班": "watch", "值班人": "watch",
    "带班领导": "lead", "带班": "lead",
}  # fmt: skip
TERM = (
    ColumnSpec("since", "任职自", "date", ("任职日期", "任职时间", "到岗日期")),
    ColumnSpec("until", "任职至", "date", ("离任日期", "离任时间")),
)
GRIDS = TableSpec(
    kind="grids",
    label="网格名单",
    columns=(
        ColumnSpec("code", "网格代码", "text", ("网格编号", "网格编码", "编号"), required=True, unique=True),
        ColumnSpec("name", "网格名称", "text", ("网格", "名称"), required=True),
        ColumnSpec("village", "村（社区）", "text", ("村", "社区", "村社", "所属村社"), required=True),
        ColumnSpec("member", "网格员", "text", ("网格员姓名", "专职网格员")),
        ColumnSpec("phone", "联系电话", "phone", ("电话", "手机", "网格员电话")),
        *TERM,
    ),
)
PEOPLE = TableSpec(
    kind="people",
    label="队伍与值班名单",
    columns=(
        ColumnSpec("role", "角色", "choice", ("类别", "身份"), required=True, choices=ROLES),
        ColumnSpec("name", "姓名", "text", ("人员姓名",), required=True),
        ColumnSpec("phone", "联系电话", "phone", ("电话", "手机", "手机号")),
        ColumnSpec("place", "负责地域", "text", ("村（社区）", "网格", "村社", "村", "社区")),
        ColumnSpec("park", "园区", "text", ("园区代码", "园区名称")),
        ColumnSpec("unit", "单位", "text", ("成员单位", "所在单位")),
        ColumnSpec("post", "现任职务", "text", ("职务",)),
        ColumnSpec("watch_on", "值班日期", "date", ("值班日", "日期")),
        *TERM,
    ),
)

LEVELS = {
    "企业": "firm", "企业劳动争议调解委员会": "firm", "企业调解委员会": "firm", "村": "village", "社区": "village",
    "村（社区）": "village", "村（社区）调解组织": "village", "街道": "town", "乡镇": "town", "乡镇（街道）": "town",
    "乡镇（街道）调解组织": "town",
}  # fmt: skip
BODIES = TableSpec(
    kind="mediation",
    label="调解组织名单",
    columns=(
        ColumnSpec("level", "层级", "choice", ("类别", "组织层级"), required=True, choices=LEVELS),
        ColumnSpec("name", "名称", "text", ("调解组织名称", "组织名称"), required=True),
        ColumnSpec("employer", "所在企业", "text", ("企业", "用人单位", "单位名称")),
        ColumnSpec("uscc", "统一社会信用代码", "text", ("信用代码",)),
        ColumnSpec("village", "村（社区）", "text", ("村", "社区", "村社")),
        ColumnSpec("address", "地址", "text", ("调解地点",)),
        ColumnSpec("head", "负责人", "text", ("主任", "联系人")),
        ColumnSpec("phone", "联系电话", "phone", ("电话", "手机")),
        ColumnSpec("members", "调解员", "text", ("成员", "委员")),
        ColumnSpec("filed_on", "备案日期", "date", ("备案时间",)),
        ColumnSpec("filed_with", "备案机关", "text", ("备案单位",)),
    ),
)


class _Refused(Exception):
    """One row cannot be taken in: column, what is wrong, what to do."""


def plan_grids(reading: TableReading, scope: Scope) -> tuple[Wanted, list[Fault]]:
    """Grids by their code, each under a village; a grid that hangs elsewhere is moved by the office, never by a file."""
    names, known = Gazetteer.load(scope), Place.objects.in_bulk([r["code"] for r in reading.rows], field_name="code")

    def grid(row: Row) -> dict[str, Any]:
        village, stands = names.village(row["village"]), known.get(row["code"])
        if village is None:
            raise _Refused("村（社区）", f"没有“{row['village']}”这个村（社区）", "请按地域表中的名称填写")
        if stands is not None and (stands.kind != PlaceKind.GRID or stands.parent_id != village.pk):
            raise _Refused("网格代码", f"代码已用于“{stands.name}”", "请换代码；改隶请在地域管理中办理")
        if not (row["code"].isascii() and row["code"].isalnum() and len(row["code"]) <= 24):
            raise _Refused("网格代码", f"“{row['code']}”不是代码", "只能用数字和字母，不超过 24 位")
        term = _term(row, row["member"], "grid", stands) if row["member"] else {}
        path = f"{village.path}{row['code']}/"
        place = {"code": row["code"], "name": row["name"], "kind": "grid", "parent_id": village.pk, "path": path}
        return {"place": place, "member": term}

    return _each(reading, grid)


def apply_grids(wanted: Wanted) -> Sequence[Written]:
    """Write the grids, then who looks after them."""
    places = upsert(Place, key=("code",), wanted=[one["place"] for one in wanted], label="place")
    ids = {key[0]: one.pk for key, one in places.objects.items()}
    terms = [
        {**one["member"], "place_id": ids[one["place"]["code"]], "place_path": one["place"]["path"]}
        for one in wanted
        if one["member"]
    ]
    return places, _members(terms)


def _members(terms: Wanted) -> Written:
    return upsert(GridMember, key=("kind", "name", "place_id", "valid_from"), wanted=terms, label="member")


def plan_people(reading: TableReading, scope: Scope) -> tuple[Wanted, list[Fault]]:
    """People by what they are: field people by place, liaisons and seats by unit, watches by day."""
    names, units = Gazetteer.load(scope), {one.name: one for one in Unit.objects.within(scope)}
    towns = list(Place.objects.filter(within(scope, "path"), kind=PlaceKind.TOWN)[:2])

    def town_path() -> str:
        if len(towns) != 1:
            raise _Refused("角色", "不能确定属于哪个镇（街道）", "请用该镇（街道）办公室的账号导入")
        return towns[0].path

    def person(row: Row) -> dict[str, Any]:
        role = row["role"]
        if role in GridMember.Kind.values:
            return {"model": "member", **_field_person(row, names)}
        if role == "liaison":
            return {"model": "unit", **_liaison(row, units, town_path())}
        if role in ("watch", "lead"):
            return {"model": "shift", **_watch(row, town_path())}
        return {"model": "seat", **_seat(row, units, town_path())}

    return _each(reading, person)


def _each(reading: TableReading, made: Any) -> tuple[Wanted, list[Fault]]:
    wanted: Wanted = []
    faults: list[Fault] = []
    for number, row in zip(reading.row_numbers, reading.rows, strict=True):
        try:
            wanted.append(made(row))
        except _Refused as refused:
            column, what, remedy = refused.args
            faults.append(at_row(reading.file, number, column, what, remedy))
    return wanted, faults


def _field_person(row: Row, names: Gazetteer) -> dict[str, Any]:
    text, park = row["place"] or "", names.parks.get((row["park"] or "").strip())
    place = names.grids.get(text) or names.village(text) if text else None
    if place is None:
        raise _Refused("负责地域", f"没有“{text}”这个网格或村（社区）", "请填网格代码、网格名称或村（社区）名称")
    if row["role"] == "grid" and place.kind != PlaceKind.GRID:
        raise _Refused("负责地域", f"“{text}”不是网格", "网格员请填网格代码或网格名称")
    if row["role"] == "assistant" and place.kind != PlaceKind.VILLAGE:
        raise _Refused("负责地域", f"“{text}”不是村（社区）", "协管员按村（社区）配备，请填村（社区）名称")
    term = _term(row, row["name"], row["role"], place)
    return {**term, "place_id": place.pk, "place_path": place.path, "park_code": park.code if park else None}


def _term(row: Row, name: str, kind: str, place: Place | None) -> dict[str, Any]:
    """A term of office; without a first day it must be one that runs already."""
    since = row["since"] or _running_since(name, kind, place)
    return {**_span(row, since), "kind": kind, "name": name.strip(), **sealed_phone(row["phone"], "phone")}


def _running_since(name: str, kind: str, place: Place | None) -> date | None:
    running = GridMember.objects.filter(kind=kind, name=name.strip(), place=place, valid_to__isnull=True)
    return running.values_list("valid_from", flat=True).first()


def _span(row: Row, since: date | None) -> dict[str, Any]:
    if since is None:
        raise _Refused("任职自", "没有填写任职日期", "请填写任职起始日，如 2026-03-01")
    if row["until"] and row["until"] < since:
        raise _Refused("任职至", "早于任职起始日", "请核对两个日期")
    return {"valid_from": since, "valid_to": row["until"]}


def _liaison(row: Row, units: Mapping[str, Unit], town: str) -> dict[str, Any]:
    name = (row["unit"] or "").strip()
    if not name:
        raise _Refused("单位", "联络员没有填单位", "请填写成员单位的名称")
    code = units[name].code if name in units else f"u{hashlib.sha256((town + name).encode()).hexdigest()[:12]}"
    unit = {"code": code, "name": name, "place_path": units[name].place_path if name in units else town}
    return {**unit, "liaison_name": row["name"].strip(), **sealed_phone(row["phone"], "liaison_phone")}


def _seat(row: Row, units: Mapping[str, Unit], town: str) -> dict[str, Any]:
    text = (row["unit"] or "").strip()
    if text and text not in units:
        raise _Refused("单位", f"没有“{text}”这个成员单位", "请先导入该单位的联络员，或把此格留空")
    seat = {"rank": row["role"], "name": row["name"].strip(), "post": row["post"], "place_path": town}
    return {**seat, "unit_id": units[text].pk if text else None, **_span(row, row["since"])}


def _watch(row: Row, town: str) -> dict[str, Any]:
    if row["watch_on"] is None:
        raise _Refused("值班日期", "没有填写值班日期", "请填写日期，如 2026-10-01")
    day = row["watch_on"]
    span = {"starts_at": local_midnight(day), "ends_at": midnight_after(day)}
    leads = row["role"] == "lead"
    return {"name": row["name"].strip(), "leads": leads, "place_path": town, **span, **sealed_phone(row["phone"], "phone")}  # fmt: skip


def apply_people(wanted: Wanted) -> Sequence[Written]:
    """Write each person where they belong."""
    units = upsert(Unit, key=("code",), wanted=_of(wanted, "unit"), label="unit")
    seats = upsert(Seat, key=("rank", "name", "valid_from", "place_path"), wanted=_of(wanted, "seat"), label="seat")
    shifts = upsert(DutyShift, key=("name", "starts_at", "place_path"), wanted=_of(wanted, "shift"), label="shift")
    return units, seats, _members(_of(wanted, "member")), shifts


def _of(wanted: Iterable[Row], model: str) -> Wanted:
    return [{k: v for k, v in one.items() if k != "model"} for one in wanted if one["model"] == model]


def plan_bodies(reading: TableReading, scope: Scope) -> tuple[Wanted, list[Fault]]:
    """Mediation bodies by level, name and place: a firm's stands where its employer does, the town's in the importer's town."""
    names = Gazetteer.load(scope, employers=True)
    towns = list(Place.objects.filter(within(scope, "path"), kind=PlaceKind.TOWN)[:2])

    def body(row: Row) -> dict[str, Any]:
        level, employer = row["level"], None
        if level == "firm":
            employer = names.employer(row["employer"] or "", row["uscc"])
            if employer is None:
                what = f"台账中没有（或有多家）“{row['employer'] or row['uscc'] or ''}”"
                raise _Refused("所在企业", what, "请先导入该企业，或填写信用代码")
            place_id, path = employer.village_id, employer.place_path
        elif level == "village":
            village = names.village(row["village"] or "")
            if village is None:
                raise _Refused("村（社区）", f"没有“{row['village'] or ''}”这个村（社区）", "请按地域表中的名称填写")
            place_id, path = village.pk, village.path
        else:
            if len(towns) != 1:
                raise _Refused("层级", "不能确定属于哪个镇（街道）", "请用该镇（街道）办公室的账号导入")
            place_id, path = towns[0].pk, towns[0].path
        kept = {key: row[key] for key in ("level", "address", "head", "members", "filed_on", "filed_with")}
        return {
            **kept, "name": row["name"].strip(), "place_id": place_id, "place_path": path,
            "employer_id": employer.pk if employer else None, **sealed_phone(row["phone"], "phone"),
        }  # fmt: skip

    return _each(reading, body)


def apply_bodies(wanted: Wanted) -> Sequence[Written]:
    """Write the mediation bodies."""
    return (upsert(MediationBody, key=("level", "name", "place_id"), wanted=wanted, label="body"),)


add_kind(Kind(GRIDS, EDIT, plan_grids, apply_grids, {"place": Place, "member": GridMember}))
add_kind(
    Kind(
        PEOPLE, EDIT, plan_people, apply_people, {"unit": Unit, "seat": Seat, "member": GridMember, "shift": DutyShift}
    )
)
add_kind(Kind(BODIES, EDIT, plan_bodies, apply_bodies, {"body": MediationBody}))
