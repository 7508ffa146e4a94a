"""The powers of the three separated administrators (三员分立): system, security, audit."""

from anxin.base.people.powers import Power, Role

POWERS = (
    Power("people.view", "查看账号", (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)),
    Power("people.manage", "建立、停用账号，重置密码", (Role.SYSTEM_ADMIN,)),
    Power("people.grant", "任命角色与地域，重置多因素认证", (Role.SECURITY_ADMIN,)),
    Power("people.hand_over", "离岗人员工作交接", (Role.HEAD,)),
    Power("places.manage", "维护地域与网格", (Role.SYSTEM_ADMIN,)),
    Power("jobs.manage", "处理失败的后台任务", (Role.SYSTEM_ADMIN,)),
    Power("settings.view", "查看部署设置", (Role.SYSTEM_ADMIN,)),
    Power("clocks.recompute", "按新的放假安排或法规重算期限", (Role.HEAD, Role.CLERK)),
    Power("languages.manage", "登记公开页面译文", (Role.HEAD, Role.CLERK)),
    Power("audit.view", "查阅审计日志", (Role.AUDIT_ADMIN,)),
)
