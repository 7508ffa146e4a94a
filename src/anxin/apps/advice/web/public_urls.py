"""Addresses of the workers' pages of the consultation."""

from django.urls import path

from anxin.apps.advice.web import calculator, public

app_name = "consult"
urlpatterns = [
    path("advice/", public.ask, name="ask"),
    path("advice/next/", public.next_step, name="next"),
    path("advice/calculator/", calculator.calculate, name="calculator"),
    path("advice/<slug:name>/", public.read, name="read"),
]
