"""Starts Django for commands that need the database."""

from __future__ import annotations

import os

import django


def start() -> None:
    """Set Django up once; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
    django.setup()
