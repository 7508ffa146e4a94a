"""The front door of reports."""

from anxin.apps.documents.actions.report import compose, remark, sign
from anxin.apps.documents.actions.returns import chase, open_week
from anxin.apps.documents.actions.returns import file as file_return
from anxin.apps.documents.queries import open_returns, reports, returns, sheet

__all__ = [
    "chase",
    "compose",
    "file_return",
    "open_returns",
    "open_week",
    "remark",
    "reports",
    "returns",
    "sheet",
    "sign",
]
