"""Django's name for this room."""

from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "anxin.apps.payroll"
    label = "payroll"
    verbose_name = "工资"
    default_auto_field = "django.db.models.BigAutoField"
