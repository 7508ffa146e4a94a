"""The powers of the register and who holds them by default."""

from anxin.base.people.powers import FIELD, OFFICE, WATCH, Power, Role

POWERS = (
    Power("registry.view", "查看企业台账", (*WATCH, *FIELD, Role.UNIT)),
    Power("registry.edit", "登记和修改企业", (*OFFICE, Role.ASSISTANT)),
    Power("registry.import", "导入与撤销导入", OFFICE),
    Power("registry.export", "导出名单", (*WATCH, Role.ASSISTANT)),
    Power("registry.workers", "查看劳动者名册", (*OFFICE, Role.INSPECTOR, Role.ASSISTANT)),
    Power("registry.reveal", "查看证件、电话、账号原文", (*OFFICE, Role.INSPECTOR)),
)
