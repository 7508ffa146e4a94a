"""Filings (诉求) and what belongs to them: messages, files, persons, calls, posters, wishes about personal data."""

from anxin.apps.intake.models.alike import Compared, Heard, Twin
from anxin.apps.intake.models.calls import Call, CallBatch, DeskDraft
from anxin.apps.intake.models.filing import (
    TRANSFERRED,
    Attachment,
    Channel,
    Fellow,
    Filing,
    Identity,
    IdentityLook,
    Kind,
    Message,
    SourceUse,
    TransferReply,
)
from anxin.apps.intake.models.poster import Poster
from anxin.apps.intake.models.privacy import Earlier, PrivacyWish, Remark, Wiping

__all__ = [
    "TRANSFERRED",
    "Attachment",
    "Call",
    "CallBatch",
    "Channel",
    "Compared",
    "DeskDraft",
    "Earlier",
    "Fellow",
    "Filing",
    "Heard",
    "Identity",
    "IdentityLook",
    "Kind",
    "Message",
    "Poster",
    "PrivacyWish",
    "Remark",
    "SourceUse",
    "TransferReply",
    "Twin",
    "Wiping",
]
