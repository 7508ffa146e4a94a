"""Django's name for the webhooks."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "anxin.adapters.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"
