"""The powers over answers and who holds them by default."""

from anxin.base.people.powers import FIELD, OFFICE, Power, Role

POWERS = (
    Power("advice.view", "查看解答", (*OFFICE, *FIELD, Role.LEADER, Role.DUTY, Role.INSPECTOR)),
    Power("advice.write", "起草解答", OFFICE),
    Power("advice.check", "复核发布解答", (Role.HEAD, Role.CLERK, Role.LEADER)),
)
