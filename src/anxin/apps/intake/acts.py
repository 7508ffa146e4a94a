"""What people do with filings, calls and posters, for whoever acts in their stead (the demonstration town)."""

from anxin.apps.intake.actions.calling import explain, take_in
from anxin.apps.intake.actions.comparing import compare
from anxin.apps.intake.actions.filing import close_answered, join
from anxin.apps.intake.actions.posters import count_scan, print_out
from anxin.apps.intake.actions.talk import write_back
from anxin.apps.intake.posters import of_employers, parks, report_path

__all__ = [
    "close_answered",
    "compare",
    "count_scan",
    "explain",
    "join",
    "of_employers",
    "parks",
    "print_out",
    "report_path",
    "take_in",
    "write_back",
]
