"""Django's name for this room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "anxin.base.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
