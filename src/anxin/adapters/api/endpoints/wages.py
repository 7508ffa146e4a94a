"""Arrears (欠薪) and wage files (工资表、银行流水、参保名单): read, and handed in."""

from __future__ import annotations

from typing import Annotated, Any, BinaryIO, cast

from django.http import HttpRequest
from ninja import File, Form, Path, Query, Router, Status
from ninja.files import UploadedFile
from ninja.params.functions import Header

from anxin.adapters.api.access import guarded
from anxin.adapters.api.endpoints.register import home_of, month_text, named
from anxin.adapters.api.once import once
from anxin.adapters.api.paging import Paging, page
from anxin.adapters.api.shapes import (
    Arrears,
    Debts,
    FileKind,
    FileState,
    Focus,
    Id,
    MonthText,
    WageFileDetail,
    WageFileOut,
    WageFiles,
    WageFileSent,
)
from anxin.apps.payroll import api as room
from anxin.apps.registry.api import employer as employer_within
from anxin.base.actors import Actor, require
from anxin.base.files.store import put
from anxin.base.places.queries import places
from anxin.kernel.ids import mask_name
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of

router = Router(tags=["工资"])
OnceKey = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$"),
]
STATUS = {2: "short", 3: "unpaid"}
"""How a month is short, in the numbers of the bulk files."""
HIDDEN = 14
"""How many characters of an identity number are never said."""


class WantedDebts(Paging):
    """Which debts."""

    focus: Focus | None = None


class WantedArrears(Paging):
    """Which worker-months."""

    employer: Id | None = None
    month: MonthText | None = None


class WantedFiles(Paging):
    """Which files."""

    kind: FileKind | None = None
    state: FileState | None = None


@router.get("/debts", response=Debts, **guarded("欠薪企业，欠得多的在前", "payroll.view"))
def debts(request: HttpRequest, asked: Query[WantedDebts]) -> dict[str, Any]:
    rows = room.debts(actor_in(request).scope)
    rows = rows.filter(employer__focus=asked.focus) if asked.focus else rows
    return page(rows, (("-fen", int), ("employer_id", int)), asked, _debt)


@router.get("/arrears", response=Arrears, **guarded("欠薪明细（按人按月，姓名和证件号脱敏）", "payroll.view"))
def arrears(request: HttpRequest, asked: Query[WantedArrears]) -> dict[str, Any]:
    chosen = {"employer_id": asked.employer, "month": _code(asked.month)}
    rows = room.owed(actor_in(request).scope).filter(**{key: value for key, value in chosen.items() if value})
    return page(rows, (("-arrears_fen", int), ("pk", int)), asked, _arrears)


@router.get("/wage-files", response=WageFiles, **guarded("已交文件及读取状态，新的在前", "payroll.view"))
def files(request: HttpRequest, asked: Query[WantedFiles]) -> dict[str, Any]:
    chosen = {"kind": asked.kind, "state": asked.state}
    rows = room.files(actor_in(request).scope).filter(**{key: value for key, value in chosen.items() if value})
    return page(rows, (("-pk", int),), asked, _file)


@router.get(
    "/wage-files/{file_id}", response=WageFileDetail, **guarded("一个文件的读取状态和未能读取的原因", "payroll.view")
)
def file(request: HttpRequest, file_id: Path[Id]) -> dict[str, Any]:
    found = room.file(actor_in(request).scope, file_id)
    return {**_file(found), "faults": found.reading.get("faults", [])}


@router.post(
    "/wage-files",
    response={200: WageFileOut, 201: WageFileOut},
    **guarded("上传工资表、银行流水或参保名单", "payroll.upload"),
)
def hand_in(
    request: HttpRequest, told: Form[WageFileSent], file: Annotated[UploadedFile, File()], once_key: OnceKey
) -> Any:
    by, at, name = actor_in(request), instant_of(request), str(file.name or "")
    place = _place(by, told)
    require(by, "payroll.upload", place)
    sha256 = put(cast(BinaryIO, file), name=name, by=by, at=at).sha256

    def act() -> tuple[int, dict[str, Any]]:
        taken, fresh = room.receive(
            sha256=sha256, file_name=name, kind=told.kind, place_path=place, employer_id=told.employer,
            month=_code(told.month), by=by, at=at, source="api",
        )  # fmt: skip
        answer = WageFileOut.model_validate(_file(taken)).model_dump(mode="json")
        return (201 if fresh else 200), answer

    asked = {"act": "wage-files", "sha256": sha256, "name": name, **told.model_dump()}
    return Status(*once(key=once_key, asked=asked, by=by, at=at, act=act))


def _place(by: Actor, told: WageFileSent) -> str:
    """Where a file belongs: with the employer named, at the place named, else in the town or the key's first place."""
    if told.employer is not None:
        return employer_within(by.scope, told.employer).place_path
    if not told.place:
        return home_of(by)
    found = places(by.scope).filter(code=told.place).values_list("path", flat=True).first()
    if found is None:
        raise NotFound("no_place", "没有这个地域，或不在密钥的地域内。")
    return found


def _code(month: str | None) -> int | None:
    return int(month.replace("-", "")) if month else None


def _debt(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "employer": {"id": row["employer_id"], "name": row["employer__name"]},
        "focus": row["employer__focus"],
        "village": row["employer__village__name"],
        "fen": row["fen"],
        "workers": row["workers"],
        "since": month_text(row["since"]),
        "months": row["months"],
        "oldest_due": row["oldest_due"],
    }


def _arrears(one: Any) -> dict[str, Any]:
    tail = one.worker.id_tail
    return {
        "id": one.pk,
        "employer": named(one.employer),
        "worker": {"name": mask_name(one.worker.name), "identity": "*" * HIDDEN + tail if tail else ""},
        "month": month_text(one.month),
        "due_date": one.due_date,
        "due_fen": one.due_fen,
        "paid_fen": one.paid_fen,
        "arrears_fen": one.arrears_fen,
        "status": STATUS[one.status],
    }


def _file(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "state": one.state,
        "file_name": one.file_name,
        "sha256": one.sha256,
        "employer": named(one.employer),
        "month": month_text(one.month) if one.month else None,
        "rows": one.rows,
        "amount_fen": one.amount_fen,
        "message": one.message,
        "received_at": one.at,
        "settled_at": one.settled_at,
    }
