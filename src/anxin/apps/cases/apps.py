"""Django's name for this room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "anxin.apps.cases"
    label = "cases"
    verbose_name = "案件"
    default_auto_field = "django.db.models.BigAutoField"
