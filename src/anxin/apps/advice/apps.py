"""Django's name for this room."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "anxin.apps.advice"
    label = "advice"
    verbose_name = "咨询"
    default_auto_field = "django.db.models.BigAutoField"
