"""Django's name for the surface."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "anxin.ui"
    label = "ui"
