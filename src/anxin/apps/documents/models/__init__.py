"""Rows of this room: weekly returns and reports, and legal papers with their templates and service."""

from anxin.apps.documents.models.paper import FormTemplate, NumberSeries, Paper, PaperFile, Service
from anxin.apps.documents.models.weekly import EarlySnapshot, ReportRow, ReportRows, WeeklyReport, WeeklyReturn

__all__ = [
    "EarlySnapshot",
    "FormTemplate",
    "NumberSeries",
    "Paper",
    "PaperFile",
    "ReportRow",
    "ReportRows",
    "Service",
    "WeeklyReport",
    "WeeklyReturn",
]
