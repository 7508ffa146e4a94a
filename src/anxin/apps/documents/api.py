"""The front door of reports and papers."""

from anxin.apps.documents import acts
from anxin.apps.documents.actions.report import compose
from anxin.apps.documents.actions.returns import open_week
from anxin.apps.documents.holding import content_of_paper, papers_of_case, title_of_paper
from anxin.apps.documents.queries import open_returns, reports, sheet
from anxin.apps.documents.rendering.paper import pdf
from anxin.apps.documents.rendering.word import document
from anxin.apps.documents.rendering.workbook import workbook
from anxin.apps.documents.weekly import INDICATORS

FORMS = {"xlsx": workbook, "docx": document, "pdf": pdf}
"""How a report is put on paper, by the ending of the file."""

__all__ = [
    "FORMS",
    "INDICATORS",
    "acts",
    "compose",
    "content_of_paper",
    "open_returns",
    "open_week",
    "papers_of_case",
    "reports",
    "sheet",
    "title_of_paper",
]
