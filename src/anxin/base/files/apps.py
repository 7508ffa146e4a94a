"""Django's name for this room; has expired files removed every night."""

from datetime import time

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "anxin.base.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from anxin.base.files import jobs
        from anxin.base.jobs import schedules

        schedules.add(schedules.Schedule(jobs.REMOVE, jobs.REMOVE, "清除到期文件", at=time(3, 50)))
