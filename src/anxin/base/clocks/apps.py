"""Django's name for this room; has the clocks swept every minute and reviewed every night."""

from datetime import time, timedelta

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "anxin.base.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from anxin.base.clocks import jobs
        from anxin.base.jobs import schedules

        every = timedelta(minutes=1)
        schedules.add(schedules.Schedule(jobs.SWEEP, jobs.SWEEP, "巡检时限", every=every, lane="urgent"))
        schedules.add(schedules.Schedule(jobs.REVIEW, jobs.REVIEW, "复核期限", at=time(6, 0)))
