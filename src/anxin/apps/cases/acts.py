"""What people do in cases, for whoever acts in their stead (the demonstration town)."""

from anxin.apps.cases.actions.excusing import excuse_workers, missing_in
from anxin.apps.cases.example import lay_out as lay_out_examples

__all__ = ["excuse_workers", "lay_out_examples", "missing_in"]
