"""Opening who a reporter is: two custodians decide, one officer looks, the report counts."""

from django.urls import path

from tmac.workspace.identity import deciding, looking, report

urlpatterns = [
    path("", deciding.requests, name="identity"),
    path("report/", report.report, name="identity_report"),
    path("report.csv", report.as_csv, name="identity_report_csv"),
    path("<uuid:request_id>/share.json", deciding.share, name="identity_share"),
    path("<uuid:request_id>/approve/", deciding.approve, name="identity_approve"),
    path("<uuid:request_id>/deny/", deciding.deny, name="identity_deny"),
    path("<uuid:request_id>/hold/", deciding.hold, name="identity_hold"),
    path("<uuid:request_id>/", looking.view, name="identity_view"),
    path("<uuid:request_id>/open/", looking.open_it, name="identity_open"),
    path("<uuid:request_id>/close/", looking.close, name="identity_close"),
]
