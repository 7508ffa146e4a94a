"""Addresses of the settings room."""

from __future__ import annotations

from django.urls import path

from anxin.project.admin_pages import affected, auditing, background, languages, reading

app_name = "settings"
urlpatterns = [
    path("jobs/", background.jobs_page, name="jobs"),
    path("jobs/mine/", background.mine, name="jobs_mine"),
    path("jobs/<int:pk>/", background.job_page, name="job"),
    path("jobs/<int:pk>/progress/", background.progress, name="job_progress"),
    path("jobs/<int:pk>/<str:verb>/", background.act, name="job_act"),
    path("audit/", auditing.events_page, name="audit"),
    path("audit/proof/", auditing.proof_page, name="proof"),
    path("audit/proof/start/", auditing.prove, name="prove"),
    path("audit/anchor/", auditing.anchor, name="anchor"),
    path("audit/<int:seq>/", auditing.event_page, name="event"),
    path("powers/", reading.powers_page, name="powers"),
    path("law/", reading.law_page, name="law"),
    path("languages/", languages.languages_page, name="languages"),
    path("languages/<slug:code>/", languages.language_page, name="language"),
    path("languages/<slug:code>/sheet/", languages.language_sheet, name="language_sheet"),
    path("languages/<slug:code>/take/", languages.language_take, name="language_take"),
    path("affected/", affected.affected_page, name="affected"),
    path("affected/apply/", affected.apply_affected, name="affected_apply"),
    path("deployment/", reading.deployment_page, name="deployment"),
]
