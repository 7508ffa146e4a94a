"""Django's name for this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "anxin.base.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
