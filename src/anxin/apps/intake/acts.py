"""What people do with filings and calls, for whoever acts in their stead (the demonstration town)."""

from anxin.apps.intake.actions.calling import explain, take_in
from anxin.apps.intake.actions.comparing import compare
from anxin.apps.intake.actions.filing import close_answered, join
from anxin.apps.intake.actions.talk import write_back

__all__ = ["close_answered", "compare", "explain", "join", "take_in", "write_back"]
