"""What people do with filings, calls and posters, for whoever acts in their stead (another system, the demonstration town)."""

from anxin.apps.intake.actions.calling import explain, take_in
from anxin.apps.intake.actions.comparing import compare
from anxin.apps.intake.actions.filing import close_answered, join
from anxin.apps.intake.actions.posters import count_scan, print_out
from anxin.apps.intake.actions.receiving import Received
from anxin.apps.intake.actions.talk import add_files, handed_in_by, write_back
from anxin.apps.intake.handing import hand_over
from anxin.apps.intake.posters import of_employers, parks, report_path
from anxin.apps.intake.said import Handed

__all__ = [
    "Handed",
    "Received",
    "add_files",
    "close_answered",
    "compare",
    "count_scan",
    "explain",
    "hand_over",
    "handed_in_by",
    "join",
    "of_employers",
    "parks",
    "print_out",
    "report_path",
    "take_in",
    "write_back",
]
