"""Django's name for this room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "anxin.base.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
