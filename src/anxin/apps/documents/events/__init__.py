"""What happens to weekly reports and to legal papers, in words."""

from anxin.apps.documents.events.paper import (
    PaperComposed,
    PaperDeclined,
    PaperFilled,
    PaperHandedOn,
    PaperIssued,
    PaperOutdated,
    PaperServed,
    PaperSubmitted,
    PaperSuperseded,
    PaperVoided,
    PaperWiped,
    TemplateInUse,
    TemplateUploaded,
)
from anxin.apps.documents.events.weekly import (
    ReportComposed,
    ReportSigned,
    ReportSuperseded,
    ReturnChased,
    ReturnFiled,
    ReturnsOpened,
)

__all__ = [
    "PaperComposed",
    "PaperDeclined",
    "PaperFilled",
    "PaperHandedOn",
    "PaperIssued",
    "PaperOutdated",
    "PaperServed",
    "PaperSubmitted",
    "PaperSuperseded",
    "PaperVoided",
    "PaperWiped",
    "ReportComposed",
    "ReportSigned",
    "ReportSuperseded",
    "ReturnChased",
    "ReturnFiled",
    "ReturnsOpened",
    "TemplateInUse",
    "TemplateUploaded",
]
