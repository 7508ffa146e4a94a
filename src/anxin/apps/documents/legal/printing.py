"""A paper as PDF by LibreOffice (soffice) where it is installed; where it is not, the .docx is what there is to print."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

TIMEOUT = 90


def is_installed() -> bool:
    """Whether LibreOffice is there to make PDFs."""
    return _program() is not None


def pdf_of(content: bytes) -> bytes | None:
    """The PDF of a .docx; None when LibreOffice is missing, fails, or takes too long.

    Each run has a profile of its own, so that two at once do not wait for each other's lock.
    """
    program = _program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="anxin-paper-") as folder:
        source, made = Path(folder) / "paper.docx", Path(folder) / "paper.pdf"
        source.write_bytes(content)
        command = [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
        except (subprocess.SubprocessError, OSError):
            return None
        return made.read_bytes() if made.is_file() else None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")
