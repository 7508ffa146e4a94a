"""Django's name for the robot of QQ groups."""

from django.apps import AppConfig


class OneBotConfig(AppConfig):
    name = "anxin.adapters.onebot"
    label = "onebot"
    default_auto_field = "django.db.models.BigAutoField"
