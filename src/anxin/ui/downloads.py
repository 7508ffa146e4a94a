"""Files that somebody handed in, given out: always to be saved, never to be shown or run by the browser."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from django.http import FileResponse, HttpResponse

from anxin.base.files.names import shown_name

_TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "heic": "image/heic", "pdf": "application/pdf",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "amr": "audio/amr", "ogg": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4",
}  # fmt: skip


def download(path: Path, *, name: str, kind: str) -> HttpResponse:
    """A stored file as a download; its type is what its content is, whatever it was called, and text is told as bytes."""
    told = _TYPES.get(kind, "application/octet-stream")
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=shown_name(name, kind), content_type=told)
    return cast(HttpResponse, answer)
