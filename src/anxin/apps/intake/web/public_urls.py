"""Addresses of the workers' pages."""

from django.urls import path

from anxin.apps.intake.web import public, public_privacy

app_name = "public"
urlpatterns = [
    path("report/", public.report, name="report"),
    path("query/", public.query, name="query"),
    path("query/file/", public.sent_file, name="sent_file"),
    path("query/privacy/", public_privacy.privacy, name="privacy"),
    path("receipt/", public.receipt, name="receipt"),
    path("receipt/key.pem", public.receipt_key, name="receipt_key"),
]
