"""Addresses of the register."""

from django.urls import path

from anxin.apps.registry.web import imports, views

app_name = "registry"
urlpatterns = [
    path("", views.employers_page, name="employers"),
    path("employers/new/", views.new_employer, name="new"),
    path("employers/<int:pk>/", views.employer_page, name="employer"),
    path("employers/<int:pk>/workers/", views.people_page, name="people"),
    path("employers/<int:pk>/edit/", views.edit_employer, name="edit"),
    path("workers/", views.workers_page, name="workers"),
    path("workers/<int:pk>/", views.worker_page, name="worker"),
    path("projects/", views.projects_page, name="projects"),
    path("imports/", imports.imports_page, name="imports"),
    path("imports/new/<slug:kind>/", imports.upload, name="upload"),
    path("imports/template/<slug:kind>/", imports.template, name="template"),
    path("imports/<int:pk>/", imports.batch_page, name="batch"),
    path("imports/<int:pk>/undo/", imports.undo, name="undo"),
]
