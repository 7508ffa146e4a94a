"""The powers over reports and legal papers, and who holds them by default."""

from anxin.base.people.powers import OFFICE, WATCH, Power, Role

POWERS = (
    Power("documents.view", "查看周报", (*WATCH, Role.ASSISTANT)),
    Power("documents.file", "报送村（社区）周报", (*OFFICE, Role.ASSISTANT)),
    Power("documents.compose", "编制与更正周报", OFFICE),
    Power("documents.sign", "签发周报", (Role.HEAD, Role.LEADER)),
    Power("documents.papers", "查看法律文书", (*OFFICE, Role.LEADER, Role.INSPECTOR)),
    Power("documents.draft", "拟写、签发与送达法律文书", (*OFFICE, Role.INSPECTOR)),
    Power("documents.approve", "审批法律文书", (Role.HEAD, Role.LEADER)),
    Power("documents.templates", "修改文书模板", OFFICE),
    Power("documents.export", "导出法律文书清单", OFFICE),
)
