"""The powers over warnings and who holds them by default."""

from anxin.base.people.powers import FIELD, OFFICE, WATCH, Power, Role

POWERS = (
    Power("warning.view", "查看预警", (*WATCH, *FIELD)),
    Power("warning.assign", "分派预警", OFFICE),
    Power("warning.handle", "核查与反馈预警", (*OFFICE, Role.DUTY, Role.ASSISTANT, Role.INSPECTOR)),
    Power("warning.close", "办结预警", (*OFFICE, Role.INSPECTOR)),
    Power("warning.import", "导入外部信号", OFFICE),
    Power("warning.reassess", "重新研判", OFFICE),
    Power("warning.export", "导出预警", WATCH),
)
