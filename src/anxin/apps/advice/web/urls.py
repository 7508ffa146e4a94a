"""Addresses of the office's consultation pages."""

from django.urls import path

from anxin.apps.advice.web import views

app_name = "advice"
urlpatterns = [
    path("", views.answers_page, name="answers"),
    path("gaps/", views.gaps_page, name="gaps"),
    path("gaps/<int:pk>/settle/", views.settle, name="settle"),
    path("new/", views.new, name="new"),
    path("drafts/<int:pk>/publish/", views.publish, name="publish"),
    path("drafts/<int:pk>/drop/", views.drop, name="drop"),
    path("<slug:answer>/", views.answer_page, name="answer"),
    path("<slug:answer>/edit/", views.edit, name="edit"),
    path("<slug:answer>/withdraw/", views.withdraw, name="withdraw"),
]
