"""Django's name for this room."""

from django.apps import AppConfig


class WarningConfig(AppConfig):
    name = "anxin.apps.warning"
    label = "warning"
    verbose_name = "预警"
    default_auto_field = "django.db.models.BigAutoField"
