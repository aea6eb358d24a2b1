from django.urls import path

from tmac.workspace.evidence import views

urlpatterns = [
    path("<uuid:file_id>/", views.file_page, name="file"),
    path("<uuid:file_id>/download/", views.file_download, name="file_download"),
    path("<uuid:file_id>/photo/", views.file_photo, name="file_photo"),
]
