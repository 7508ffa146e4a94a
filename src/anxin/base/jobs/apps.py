"""Django's name for this room; connects the outbox of the event log."""

from datetime import time

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "anxin.base.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from anxin.base.eventlog import dispatch
        from anxin.base.jobs import deliveries, proving, pruning, schedules

        dispatch.deliver_through(deliveries.put_in_outbox)
        schedules.add(
            schedules.Schedule(pruning.PRUNE, pruning.PRUNE, "清理旧任务", at=time(3, 30)),
            schedules.Schedule(proving.PROVE, proving.PROVE, "每夜验证审计链", at=time(2, 30), lane="bulk"),
        )
