"""Django's name for batches."""

from django.apps import AppConfig


class BatchesConfig(AppConfig):
    name = "anxin.base.batches"
    label = "batches"
    default_auto_field = "django.db.models.BigAutoField"
