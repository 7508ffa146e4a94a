"""Addresses of wages."""

from django.urls import path

from anxin.apps.payroll.web import by_hand, checks, files, uploading, wages

app_name = "payroll"
urlpatterns = [
    path("", wages.home, name="home"),
    path("months/<int:month>/", wages.month_page, name="month"),
    path("arrears/", wages.arrears, name="arrears"),
    path("arrears/workers/", wages.arrears_workers, name="arrears_workers"),
    path("arrears/people/", wages.arrears_people, name="arrears_people"),
    path("employers/search/", uploading.employer_search, name="employer_search"),
    path("employers/<int:pk>/", wages.employer_page, name="employer"),
    path("employers/<int:pk>/months/<int:month>/", wages.employer_month, name="employer_month"),
    path("employers/<int:pk>/months/<int:month>/workers/<int:worker>/", wages.worker_month, name="worker_month"),
    path("upload/", uploading.upload, name="upload"),
    path("files/", files.files_page, name="files"),
    path("files/<int:pk>/", files.file_page, name="file"),
    path("files/<int:pk>/state/", uploading.state, name="file_state"),
    path("files/<int:pk>/decide/", files.decide, name="decide"),
    path("files/<int:pk>/undo/", files.undo, name="undo"),
    path("files/<int:pk>/original/", files.original, name="original"),
    path("breaches/", checks.breaches_page, name="breaches"),
    path("runs/", checks.runs_page, name="runs"),
    path("runs/again/", checks.again, name="reconcile"),
    path("disputes/", by_hand.disputes_page, name="disputes"),
    path("disputes/<int:pk>/", by_hand.dispute_page, name="dispute"),
    path("hand-payments/", by_hand.hand_payments_page, name="hand_payments"),
    path("hand-payments/<int:pk>/revoke/", by_hand.revoke, name="revoke"),
    path("evidence/<slug:kind>/<int:pk>/", by_hand.evidence_file, name="evidence"),
    path("employers/<int:pk>/months/<int:month>/workers/<int:worker>/pay/", by_hand.record, name="record_payment"),
    path("employers/<int:pk>/months/<int:month>/workers/<int:worker>/dispute/", by_hand.object_to, name="open_dispute"),
]
