"""Files of a filing (材料) that another system hands in: with the filing, so that its receipt names them, or later."""

from __future__ import annotations

from typing import Annotated, Any, BinaryIO, cast

from django.http import HttpRequest
from ninja import File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from anxin.adapters.api.access import guarded
from anxin.adapters.api.endpoints.filings import FilingSent, FilingTaken, take_in
from anxin.adapters.api.shapes import Id
from anxin.apps.intake.api import acts
from anxin.kernel.outcome import BadInput
from anxin.ui.access import actor_in, instant_of

router = Router(tags=["诉求"])
Given = Annotated[list[UploadedFile], File(min_length=1, max_length=12, description="照片、录音、视频或文件，可多个")]


class FileTaken(Schema):
    """A file as it was kept: who has the same file reckons the same hash."""

    name: str
    kind: str
    size: int
    sha256: Annotated[str, Field(min_length=64, max_length=64)]


class FilesTaken(Schema):
    """The files of one request, all of them kept; `added` is how many the filing did not have before."""

    id: int
    added: int
    files: list[FileTaken]


class FilingTakenWithFiles(FilingTaken):
    """The receipt; it names the hashes of the files that came with the filing the first time."""

    added: int
    files: list[FileTaken]


@router.post(
    "/filings/with-files",
    response={200: FilingTakenWithFiles, 201: FilingTakenWithFiles},
    **guarded("登记诉求并交材料（表单，files 可多个）；同一来源编号重发得到原回执，缺的材料补上", "intake.receive"),
)
def hand_in_with_files(request: HttpRequest, told: Form[FilingSent], files: Given) -> Any:
    by, at = actor_in(request), instant_of(request)
    handed = _kept(request, files)
    received, answer = take_in(told, files=handed, by=by, at=at)
    added = len(handed)
    if received.again:
        added = len(acts.add_files(filing_id=received.filing, files=handed, by=by, at=at))
    return Status(200 if received.again else 201, {**answer, "added": added, "files": _told(handed)})


@router.post(
    "/filings/{filing_id}/files",
    response={200: FilesTaken, 201: FilesTaken},
    **guarded("为本系统登记的诉求补交材料（表单，files 可多个）；重发不会重复", "intake.receive"),
)
def hand_in_files(request: HttpRequest, filing_id: Path[Id], files: Given) -> Any:
    by, at = actor_in(request), instant_of(request)
    acts.handed_in_by(by, filing_id)
    handed = _kept(request, files)
    added = acts.add_files(filing_id=filing_id, files=handed, by=by, at=at)
    return Status(201 if added else 200, {"id": filing_id, "added": len(added), "files": _told(handed)})


def _kept(request: HttpRequest, files: list[UploadedFile]) -> list[acts.Handed]:
    """Every file of a request in the store, each once; when one is refused the request is, so that a system never takes half for
    all. What was kept of it goes by itself after some days."""
    by, at = actor_in(request), instant_of(request)
    given = [(one.name or "", cast(BinaryIO, one)) for one in files]
    handed, faults = acts.hand_over(given, by=by, at=at)
    if faults:
        raise BadInput("intake.files_refused", "材料没有接收，这次请求没有登记任何内容：", faults)
    once: dict[str, acts.Handed] = {}
    for one in handed:
        once.setdefault(one.sha256, one)
    return list(once.values())


def _told(handed: list[acts.Handed]) -> list[dict[str, Any]]:
    return [{"name": one.name, "kind": one.kind, "size": one.size, "sha256": one.sha256} for one in handed]
