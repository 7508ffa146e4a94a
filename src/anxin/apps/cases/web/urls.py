"""Addresses of cases."""

from django.urls import path

from anxin.apps.cases.web import ledger, limits, views

app_name = "cases"
urlpatterns = [
    path("", views.cases_page, name="list"),
    path("from/<int:pk>/", views.from_filing, name="from_filing"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/facts/", views.facts, name="facts"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/door/", views.door, name="door"),
    path("<int:pk>/detach/", views.detach, name="detach"),
    path("<int:pk>/claimants/", ledger.claimant, name="claimant"),
    path("<int:pk>/ledger/", ledger.line, name="line"),
    path("<int:pk>/ledger/<int:number>/proof/", ledger.proof, name="proof"),
    path("<int:pk>/employment/", limits.employment, name="employment"),
    path("<int:pk>/breach/", limits.breach, name="breach"),
    path("<int:pk>/interruptions/", limits.interruption, name="interruption"),
    path("<int:pk>/interruptions/<int:number>/evidence/", limits.evidence, name="evidence"),
    path("procedures/<int:pk>/approve/", views.approve, name="approve"),
    path("procedures/<int:pk>/decline/", views.decline, name="decline"),
    path("procedures/<int:pk>/<slug:verb>/", views.act, name="act"),
]
