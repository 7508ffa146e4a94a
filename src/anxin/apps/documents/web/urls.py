"""Addresses of reports."""

from django.urls import path

from anxin.apps.documents.web import views

app_name = "documents"
urlpatterns = [
    path("", views.reports_page, name="reports"),
    path("compose/", views.compose, name="compose"),
    path("<int:pk>/", views.report_page, name="report"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/remark/", views.remark, name="remark"),
    path("<int:pk>/rows/<slug:line>/<slug:key>/", views.rows_page, name="rows"),
    path("<int:pk>/<slug:form>/", views.download, name="download"),
    path("returns/", views.returns_page, name="returns"),
    path("returns/open/", views.open_week, name="open"),
    path("returns/<int:pk>/", views.return_page, name="return"),
]
