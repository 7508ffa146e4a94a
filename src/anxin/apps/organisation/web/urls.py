"""Addresses of the organisation."""

from django.urls import path

from anxin.apps.organisation.web import bodies, editing, views

app_name = "organisation"
urlpatterns = [
    path("", views.units_page, name="units"),
    path("members/", views.members_page, name="members"),
    path("members/new/", views.appoint, name="appoint"),
    path("members/<int:pk>/relieve/", views.relieve, name="relieve"),
    path("members/<int:pk>/reinstate/", views.reinstate, name="reinstate"),
    path("units/<int:pk>/", editing.unit, name="unit"),
    path("seats/new/", editing.new_seat, name="new_seat"),
    path("seats/<int:pk>/", editing.seat, name="seat"),
    path("mediation/", bodies.bodies, name="bodies"),
    path("mediation/new/", bodies.new_body, name="new_body"),
    path("mediation/<int:pk>/", bodies.body, name="body"),
    path("mediation/<int:pk>/dissolve/", bodies.dissolve, name="dissolve"),
    path("mediation/<int:pk>/restore/", bodies.restore, name="restore_body"),
    path("trainings/", editing.trainings, name="trainings"),
    path("trainings/new/", editing.new_training, name="new_training"),
    path("trainings/<int:pk>/", editing.training, name="training"),
    path("trainings/<int:pk>/sheet/", editing.sheet, name="sheet"),
    path("duty/<int:pk>/remove/", views.remove_watch, name="remove_watch"),
    path("duty/", views.duty_page, name="duty"),
    path("grids/", views.grids_page, name="grids"),
]
