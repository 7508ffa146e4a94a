"""The power over keys, and the powers that a key may carry."""

from anxin.base.people.powers import Power, Role

MANAGE = "api.manage"
POWERS = (Power(MANAGE, "签发、吊销接口密钥", (Role.SECURITY_ADMIN,)),)

OFFERED = (
    "cockpit.view",
    "documents.view",
    "intake.receive",
    "intake.view",
    "payroll.upload",
    "payroll.view",
    "registry.view",
    "warning.close",
    "warning.handle",
    "warning.view",
)
"""What an endpoint asks for; nothing else can be given to a key, so none ever manages accounts or reads the audit log."""
