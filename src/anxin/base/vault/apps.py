"""Django's name for this room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "anxin.base.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
