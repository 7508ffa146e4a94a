"""Addresses of the today room."""

from django.urls import path

from anxin.apps.cockpit.web import views

app_name = "cockpit"
urlpatterns = [
    path("", views.front_door, name="today"),
    path("clocks/", views.clocks_page, name="clocks"),
]
