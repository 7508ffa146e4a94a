"""Addresses of the inbox."""

from django.urls import path

from anxin.apps.intake.web import posters, privacy, together, views

app_name = "intake"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("new/", views.desk, name="desk"),
    path("new/reading/", views.reading, name="reading"),
    path("new/hints/", views.hints, name="hints"),
    path("together/<int:pk>/", together.together, name="together"),
    path("posters/", posters.choose, name="posters"),
    path("posters/print/", posters.sheets, name="poster_sheets"),
    path("wipings/", privacy.wipings, name="wipings"),
    path("wipings/<int:pk>/", privacy.wiping_page, name="wiping"),
    path("posters/printed/", posters.printed, name="posters_printed"),
    path("posters/printed/<slug:verb>/", posters.act, name="posters_act"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/identity/", views.identity, name="identity"),
    path("<int:pk>/identity/<int:number>/", views.look, name="look"),
    path("<int:pk>/wishes/<int:number>/", privacy.wish, name="wish"),
    path("<int:pk>/privacy/", privacy.report, name="privacy"),
    path("<int:pk>/receipt/", views.receipt_code, name="receipt"),
    path("<int:pk>/files/<int:number>/", views.attachment, name="attachment"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
