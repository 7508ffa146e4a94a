"""The powers over the organisation and who holds them by default."""

from anxin.base.people.powers import FIELD, OFFICE, WATCH, Power, Role

POWERS = (
    Power("organisation.view", "查看组织与网格", (*WATCH, *FIELD, Role.UNIT)),
    Power("organisation.edit", "维护网格队伍、成员单位、值班表", OFFICE),
    Power("organisation.reveal", "查看联系电话", (*WATCH, Role.ASSISTANT)),
)
