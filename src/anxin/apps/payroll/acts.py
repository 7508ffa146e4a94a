"""What people do with wages by hand, for whoever acts in their stead (the demonstration town)."""

from anxin.apps.payroll.actions.bulk import settle_lines
from anxin.apps.payroll.actions.hand import close_dispute, open_dispute, record_payment, revoke_payment

__all__ = ["close_dispute", "open_dispute", "record_payment", "revoke_payment", "settle_lines"]
