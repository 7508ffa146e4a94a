"""Django's name for the Open311 door."""

from django.apps import AppConfig


class Open311Config(AppConfig):
    name = "anxin.adapters.open311"
    label = "open311"
    default_auto_field = "django.db.models.BigAutoField"
