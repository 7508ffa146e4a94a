"""Addresses of the workers' pages."""

from django.urls import path

from anxin.apps.intake.web import public

app_name = "public"
urlpatterns = [
    path("report/", public.report, name="report"),
    path("query/", public.query, name="query"),
    path("receipt/", public.receipt, name="receipt"),
]
