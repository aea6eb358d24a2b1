from django.urls import path

from tmac.workspace.imports import files, steps, views

urlpatterns = [
    path("", views.import_list, name="imports"),
    path("new/", views.import_new, name="import_new"),
    path("template/<str:kind>.xlsx", files.template, name="import_template"),
    path("<uuid:draft_id>/", steps.import_page, name="import_draft"),
    path("<uuid:draft_id>/columns/", steps.columns, name="import_columns"),
    path("<uuid:draft_id>/take/", steps.take, name="import_take"),
    path("<uuid:draft_id>/drop/", steps.drop, name="import_drop"),
    path("<uuid:draft_id>/progress/", steps.progress, name="import_progress"),
    path("<uuid:draft_id>/faults.csv", files.faults, name="import_faults"),
]
