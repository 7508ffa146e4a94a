"""What people do with reports and papers, for whoever acts in their stead (the demonstration town)."""

from anxin.apps.documents.actions.paper import compose_for_case, issue
from anxin.apps.documents.actions.report import sign
from anxin.apps.documents.actions.returns import file as file_return

__all__ = ["compose_for_case", "file_return", "issue", "sign"]
