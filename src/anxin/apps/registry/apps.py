"""Django's name for this room."""

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "anxin.apps.registry"
    label = "registry"
    verbose_name = "企业台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the register's files to the import; models must be loaded first."""
        import_module("anxin.apps.registry.actions.kinds")
