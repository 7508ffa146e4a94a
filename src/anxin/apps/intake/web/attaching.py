"""What filers attach (材料): photos, recordings, chats; each file is taken in whole or refused by name, the others stay.

What is never filed goes after some days; a filing that names a file keeps it.
"""

from __future__ import annotations

from typing import BinaryIO, cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.said import Handed
from anxin.apps.intake.timing import unfiled_kept_until
from anxin.base.actors import Actor
from anxin.base.files.names import shown_name
from anxin.base.files.store import put
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault
from anxin.ui.access import instant_of

KINDS = frozenset(
    {"jpg", "png", "webp", "heic", "pdf", "doc", "docx", "xlsx", "xls", "csv", "txt", "mp3", "m4a", "aac", "amr", "ogg", "wav", "mp4"}
)  # fmt: skip
MOST = 12


def _refused(error: BadInput, name: str) -> str:
    """Why a file was not taken in; whoever sends a packed chat reads what to do instead of a list of formats."""
    if error.code not in ("file_kind", "file_unknown"):
        return error.message
    words = _(
        "“%(name)s”没有收：请传照片、截图、录音、视频、PDF、Word、Excel 或文本；压缩包（zip、rar）请解开后一个个选。"
    )
    return str(words) % {"name": name[-60:]}


def filer() -> Actor:
    """Whoever files on the public page: nobody we know, with the one power to hand something in."""
    return Actor("public:web", "来访人", Scope.everywhere(), frozenset({"intake.receive"}))


def handed_in(request: HttpRequest, *, already: int = 0, by: Actor | None = None) -> tuple[list[Handed], list[Fault]]:
    """The files of a form that were taken in, and why others were not; a filer's unless somebody else is named."""
    given = request.FILES.getlist("upload")
    if len(given) + already > MOST:
        return [], [Fault("files", str(_("文件太多，一次最多 12 个，提交后还可以再补充")))]
    at = instant_of(request)
    until = unfiled_kept_until(local_date(at))
    found, faults = [], []
    for one in given:
        name = one.name or ""
        try:
            kept = put(cast(BinaryIO, one), name=name, by=by or filer(), at=at, kinds=KINDS, until=until)
        except BadInput as error:
            faults.append(Fault("files", _refused(error, name)))
        else:
            found.append(Handed(kept.sha256, shown_name(name, kept.kind), kept.kind, kept.size))
    return found, faults
