"""Django's name for this room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "anxin.apps.intake"
    label = "intake"
    verbose_name = "诉求"
    default_auto_field = "django.db.models.BigAutoField"
