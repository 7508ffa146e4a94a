"""Noticing in a talk that somebody's wages are owed (群聊中的欠薪苗头): decided as `anxin triage` decides it."""

from __future__ import annotations

from anxin.domain.advice.spelling import simplified
from anxin.domain.intake.arrears import about_arrears

LONGEST = 300
"""A longer text in a group is a notice or a forwarded article; whoever is owed wages says so in fewer words."""


def complains(text: str) -> bool:
    """Whether these words say that wages are owed.

    >>> complains("厂里两个月没发工资了"), complains("严禁拖欠农民工工资"), complains("工资几号发？")
    (True, False, False)
    """
    return len(text) <= LONGEST and about_arrears(simplified(text)).value
