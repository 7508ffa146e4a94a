"""The powers over reports and who holds them by default."""

from anxin.base.people.powers import OFFICE, WATCH, Power, Role

POWERS = (
    Power("documents.view", "查看周报", (*WATCH, Role.ASSISTANT)),
    Power("documents.file", "报送村（社区）周报", (*OFFICE, Role.ASSISTANT)),
    Power("documents.compose", "编制与更正周报", OFFICE),
    Power("documents.sign", "签发周报", (Role.HEAD, Role.LEADER)),
)
