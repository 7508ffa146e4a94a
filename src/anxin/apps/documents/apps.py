"""Django's name for this room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "anxin.apps.documents"
    label = "documents"
    verbose_name = "报表文书"
    default_auto_field = "django.db.models.BigAutoField"
