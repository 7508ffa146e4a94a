"""The powers over cases and who holds them by default."""

from anxin.base.people.powers import OFFICE, Power, Role

INSPECT = "cases.inspect"
"""Acting as the county's labour inspection (劳动保障监察): whoever holds it may do that authority's acts."""

APPROVE = "cases.approve"
"""Approving what a town may do itself."""

POWERS = (
    Power("cases.view", "查看案件", (*OFFICE, Role.LEADER, Role.DUTY, Role.INSPECTOR)),
    Power("cases.handle", "办理案件", (*OFFICE, Role.INSPECTOR)),
    Power(INSPECT, "行使劳动保障监察职权", (Role.INSPECTOR,)),
    Power(APPROVE, "审批案件", (Role.HEAD, Role.LEADER)),
    Power("cases.export", "导出案件", OFFICE),
    Power("cases.order", "查看涉薪治安台账", (*OFFICE, Role.LEADER)),
    Power("cases.order_handle", "办理涉薪治安事项", OFFICE),
    Power("cases.order_approve", "审批涉薪治安事项", (Role.HEAD, Role.LEADER)),
)
