"""What granian serves for the reverse WebSocket: Django made ready first, then the application."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
django.setup()

from anxin.adapters.onebot.reverse_socket import application  # noqa: E402 - its models want Django ready

__all__ = ["application"]
