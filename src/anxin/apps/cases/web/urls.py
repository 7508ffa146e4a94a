"""Addresses of cases."""

from django.urls import path

from anxin.apps.cases.web import crime, dossier, ledger, limits, views

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
    path("<int:pk>/crime/", crime.page, name="crime"),
    path("<int:pk>/crime/orders/", crime.order, name="order"),
    path("<int:pk>/crime/orders/<int:number>/serve/", crime.serve, name="serve"),
    path("<int:pk>/crime/months/", crime.months, name="months"),
    path("<int:pk>/crime/refer/", crime.refer, name="crime_refer"),
    path("<int:pk>/crime/find/<slug:question>/", crime.find, name="find"),
    path("<int:pk>/dossier/", dossier.archive, name="dossier"),
    path("<int:pk>/dossier/papers/", dossier.add, name="paper"),
    path("<int:pk>/dossier/papers/<int:number>/remove/", dossier.remove, name="paper_remove"),
    path("<int:pk>/dossier/files/<slug:sha256>/", dossier.served, name="dossier_file"),
    path("procedures/<int:pk>/approve/", views.approve, name="approve"),
    path("procedures/<int:pk>/decline/", views.decline, name="decline"),
    path("procedures/<int:pk>/<slug:verb>/", views.act, name="act"),
]
