"""Addresses of the organisation."""

from django.urls import path

from anxin.apps.organisation.web import views

app_name = "organisation"
urlpatterns = [
    path("", views.units_page, name="units"),
    path("members/", views.members_page, name="members"),
    path("members/new/", views.appoint, name="appoint"),
    path("members/<int:pk>/relieve/", views.relieve, name="relieve"),
    path("duty/", views.duty_page, name="duty"),
    path("grids/", views.grids_page, name="grids"),
]
