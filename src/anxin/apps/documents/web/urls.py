"""Addresses of reports and of legal papers."""

from django.urls import path

from anxin.apps.documents.web import form_pages, paper_acts, papers, rows_page, views

app_name = "documents"
urlpatterns = [
    path("", views.reports_page, name="reports"),
    path("compose/", views.compose, name="compose"),
    path("<int:pk>/", views.report_page, name="report"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/remark/", views.remark, name="remark"),
    path("<int:pk>/rows/<slug:line>/<slug:key>/", rows_page.rows_page, name="rows"),
    path("<int:pk>/<slug:form>/", views.download, name="download"),
    path("returns/", views.returns_page, name="returns"),
    path("returns/open/", views.open_week, name="open"),
    path("returns/<int:pk>/", views.return_page, name="return"),
    path("papers/", papers.papers_page, name="papers"),
    path("papers/<int:pk>/", papers.paper_page, name="paper"),
    path("papers/<int:pk>/file/<slug:kind>/", papers.paper_file, name="paper_file"),
    path("papers/<int:pk>/proof/<slug:sha256>/", papers.proof, name="paper_proof"),
    path("papers/<int:pk>/fill/", paper_acts.fill, name="paper_fill"),
    path("papers/<int:pk>/act/<slug:verb>/", paper_acts.act, name="paper_act"),
    path("papers/<int:pk>/serve/", paper_acts.serve, name="paper_serve"),
    path("cases/<int:pk>/", papers.case_papers, name="case_papers"),
    path("cases/<int:pk>/new/", paper_acts.new, name="paper_new"),
    path("forms/", form_pages.forms_page, name="forms"),
    path("forms/<slug:form_id>/", form_pages.form_page, name="form"),
    path("forms/<slug:form_id>/upload/", form_pages.upload, name="form_upload"),
    path("forms/<slug:form_id>/use/", form_pages.use, name="form_use"),
    path("forms/<slug:form_id>/<int:version>/<slug:kind>/", form_pages.template_file, name="form_file"),
]
