"""Puts the rooms together once Django is ready."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "anxin.project"
    label = "project"

    def ready(self) -> None:
        from anxin.project import wiring

        wiring.connect_all()
