"""The powers over the today page and who holds them by default."""

from anxin.base.people.powers import FIELD, WATCH, Power, Role

POWERS = (Power("cockpit.view", "查看今日工作台", (*WATCH, *FIELD, Role.UNIT)),)
