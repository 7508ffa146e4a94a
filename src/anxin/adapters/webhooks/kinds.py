"""What may be told to another system (可推送的事件): an allow-list by event and by field, none of them about a person.

A message says that something happened and its numbers; whoever wants to know more asks the machine interface with the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anxin.base.eventlog.event import Event, plain


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: its name for people, the power a key must hold to hear it, and the fields that are told."""

    type: str
    label: str
    power: str
    fields: tuple[str, ...]

    def told(self, event: Event) -> dict[str, Any]:
        """The fields of an event that are told."""
        return {name: plain(getattr(event, name)) for name in self.fields}


KINDS: dict[str, Kind] = {
    one.type: one
    for one in (
        Kind("intake.filing_received", "收到诉求", "intake.view", ("filing", "kind", "channel", "employer")),
        Kind("intake.filing_joined", "诉求并入另一件", "intake.view", ("filing", "to")),
        Kind("intake.filing_handed_over", "诉求转案件", "intake.view", ("filing", "case")),
        Kind("intake.filing_answered", "诉求已答复", "intake.view", ("filing", "closes")),
        Kind("intake.surge_noticed", "集中投诉", "intake.view", ("employer", "filings")),
        Kind("warning.raised", "发出预警", "warning.view", ("warning", "level")),
        Kind("warning.moved", "预警级别变化", "warning.view", ("warning", "before", "after")),
        Kind("warning.closed", "预警解除", "warning.view", ("warning", "closing")),
        Kind("payroll.file_settled", "工资文件已入账", "payroll.view", ("file", "rows", "months")),
        Kind("payroll.file_refused", "工资文件被退回", "payroll.view", ("file",)),
        Kind("payroll.reconciled", "工资比对完成", "payroll.view", ("run", "lines", "payments")),
        Kind("documents.report_signed", "周报已签发", "documents.view", ("report",)),
    )
}
