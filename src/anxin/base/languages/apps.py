"""Django's name for this room."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "anxin.base.languages"
    label = "languages"
    default_auto_field = "django.db.models.BigAutoField"
