"""Addresses of the inbox."""

from django.urls import path

from anxin.apps.intake.web import calls, comparing, desk, posters, privacy, together, views

app_name = "intake"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("new/", desk.desk, name="desk"),
    path("new/chat/", desk.chat, name="chat"),
    path("new/reading/", desk.reading, name="reading"),
    path("new/hints/", desk.hints, name="hints"),
    path("new/save/", desk.save, name="save"),
    path("new/park/", desk.park, name="park"),
    path("new/drafts/<slug:key>/throw/", desk.throw_away, name="throw_away"),
    path("new/drafts/<slug:key>/back/", desk.take_back, name="take_back"),
    path("together/<int:pk>/", together.together, name="together"),
    path("together/named/<slug:key>/", together.together_named, name="together_named"),
    path("calls/", calls.calls_page, name="calls"),
    path("calls/import/", calls.files, name="call_files"),
    path("calls/import/<int:pk>/undo/", calls.undo, name="call_undo"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/explain/", calls.explain, name="call_explain"),
    path("calls/<int:pk>/number/", calls.number, name="call_number"),
    path("posters/", posters.choose, name="posters"),
    path("posters/print/", posters.sheets, name="poster_sheets"),
    path("wipings/", privacy.wipings, name="wipings"),
    path("wipings/<int:pk>/", privacy.wiping_page, name="wiping"),
    path("posters/printed/", posters.printed, name="posters_printed"),
    path("posters/printed/<slug:verb>/", posters.act, name="posters_act"),
    path("release/", together.release, name="release"),
    path("share/<slug:verb>/", together.share, name="share"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/identity/", views.identity, name="identity"),
    path("<int:pk>/identity/<int:number>/", views.look, name="look"),
    path("<int:pk>/wishes/<int:number>/", privacy.wish, name="wish"),
    path("<int:pk>/privacy/", privacy.report, name="privacy"),
    path("<int:pk>/privacy/pdf/", privacy.report_pdf, name="privacy_pdf"),
    path("<int:pk>/receipt/", views.receipt_code, name="receipt"),
    path("<int:pk>/files/<int:number>/", views.attachment, name="attachment"),
    path("<int:pk>/alike/", comparing.compare, name="compare"),
    path("<int:pk>/alike/<int:number>/<slug:verb>/", comparing.decide, name="decide"),
    path("<int:pk>/<slug:verb>/", views.act, name="act"),
]
