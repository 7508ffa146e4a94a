"""Django's name for the machine interface."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "anxin.adapters.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
