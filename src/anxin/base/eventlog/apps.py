"""Django's name for this room."""

from django.apps import AppConfig


class EventLogConfig(AppConfig):
    name = "anxin.base.eventlog"
    label = "eventlog"
    default_auto_field = "django.db.models.BigAutoField"
