"""The power over the robot's groups."""

from anxin.base.people.powers import OFFICE, Power

MANAGE = "onebot.manage"
POWERS = (Power(MANAGE, "登记、停用企业 QQ 群", OFFICE),)
