"""Where payrolls name stored files."""

from __future__ import annotations

from anxin.apps.payroll.models import Dispute, HandPayment, WageFile
from anxin.base.files.uses import Use

FILES = (
    Use(WageFile.objects.all, "sha256"),
    Use(HandPayment.objects.all, "evidence"),
    Use(Dispute.objects.all, "evidence"),
)
