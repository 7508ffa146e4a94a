"""Django's name for this room."""

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "anxin.apps.cockpit"
    label = "cockpit"
    verbose_name = "今日"
    default_auto_field = "django.db.models.BigAutoField"
