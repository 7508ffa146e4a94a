"""The powers over filings and who holds them by default."""

from anxin.base.people.powers import FIELD, OFFICE, Power, Role

DESK = (*OFFICE, Role.DUTY)
POWERS = (
    Power("intake.view", "查看诉求", (*DESK, Role.LEADER, Role.INSPECTOR)),
    Power("intake.receive", "登记诉求", (*DESK, *FIELD)),
    Power("intake.handle", "办理诉求", DESK),
    Power("intake.reveal", "查看当事人身份", OFFICE),
    Power("intake.wipe", "批准清除保管期满的姓名电话", (Role.HEAD,)),
    Power("intake.export", "导出诉求", OFFICE),
)
