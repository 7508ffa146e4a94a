"""Files handed in with a filing or later (材料), whatever the channel: each is taken in whole or refused by name, the others stay.

What is never filed goes after some days; a filing that names a file keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_noop as _

from anxin.apps.intake.said import Handed
from anxin.apps.intake.timing import unfiled_kept_until
from anxin.base.actors import Actor
from anxin.base.files.names import shown_name
from anxin.base.files.store import put
from anxin.base.languages.filling import Filled
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault
from anxin.kernel.room import is_full

KINDS = frozenset(
    {"jpg", "png", "webp", "heic", "pdf", "doc", "docx", "xlsx", "xls", "csv", "txt", "mp3", "m4a", "aac", "amr", "ogg", "wav", "mp4"}
)  # fmt: skip
MOST = 12
"""How many files at a time; more are added later."""


def hand_over(
    some: Sequence[tuple[str, BinaryIO]], *, by: Actor, at: datetime, already: int = 0
) -> tuple[list[Handed], list[Fault]]:
    """Named files that were taken into the store, and why others were not."""
    if len(some) + already > MOST:
        return [], [Fault("files", Filled(_("文件太多，一次最多 12 个，提交后还可以再补充"), {}))]
    until = unfiled_kept_until(local_date(at))
    found, faults = [], []
    for name, content in some:
        try:
            kept = put(content, name=name, by=by, at=at, kinds=KINDS, until=until)
        except BadInput as error:
            if is_full(error):
                raise  # no fault of this file: the next one finds no room either
            faults.append(Fault("files", _refused(error, name)))
        else:
            found.append(Handed(kept.sha256, shown_name(name, kept.kind), kept.kind, kept.size))
    return found, faults


def _refused(error: BadInput, name: str) -> str:
    """Why a file was not taken in, for somebody with a telephone and no spreadsheet: what to do instead of a list of formats."""
    words = _WHY.get(error.code)
    return Filled(words, {"name": name[-60:], "mb": settings.SETTINGS.upload_limit_mb}) if words else error.message


_OTHER = _(
    "“%(name)s”没有收：请传照片、截图、录音、视频、PDF、Word、Excel 或文本；压缩包（zip、rar）请解开后一个个选。"
)
_WHY = {
    "file_kind": _OTHER,
    "file_unknown": _OTHER,
    "file_bomb": _OTHER,
    "file_damaged": _("“%(name)s”没有收：文件不完整，打不开。请重新选一次；压缩包请解开后一个个选。"),
    "file_empty": _("“%(name)s”没有收：文件是空的。请重新选一次。"),
    "file_too_large": _("“%(name)s”没有收：超过 %(mb)s MB。视频请截短，照片请分开传，或带到窗口办理。"),
    "file_quarantined": _("“%(name)s”没有收：这个文件打开可能有危险。请改传照片或截图。"),
}
