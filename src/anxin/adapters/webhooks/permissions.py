"""The power over webhooks."""

from anxin.base.people.powers import Power, Role

MANAGE = "webhooks.manage"
POWERS = (Power(MANAGE, "设置、重发事件推送", (Role.SECURITY_ADMIN,)),)
