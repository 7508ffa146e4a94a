"""Django's name for this room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "anxin.apps.registry"
    label = "registry"
    verbose_name = "企业台账"
    default_auto_field = "django.db.models.BigAutoField"
