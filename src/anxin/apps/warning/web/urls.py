"""Addresses of warnings."""

from django.urls import path

from anxin.apps.warning.web import views

app_name = "warning"
urlpatterns = [
    path("", views.warnings_page, name="list"),
    path("<int:pk>/", views.warning_page, name="detail"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
    path("employers/<int:pk>/", views.employer_page, name="employer"),
    path("employers/<int:pk>/card/", views.card, name="card"),
    path("classes/", views.classes_page, name="classes"),
    path("rules/", views.rules_page, name="rules"),
    path("analysis/", views.analysis_page, name="analysis"),
    path("signals/", views.signals_page, name="signals"),
]
