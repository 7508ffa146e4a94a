"""Django's name for this room."""

from importlib import import_module

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "anxin.apps.organisation"
    label = "organisation"
    verbose_name = "组织"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the organisation's files to the import; models must be loaded first."""
        import_module("anxin.apps.organisation.actions.kinds")
