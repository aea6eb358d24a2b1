"""Watch notes: what is worth watching and is no report yet."""

from django.urls import path

from tmac.workspace.notes import views

urlpatterns = [
    path("", views.notes, name="notes"),
    path("new/", views.new, name="note_new"),
    path("<uuid:note_id>/", views.note, name="note"),
    path("<uuid:note_id>/edit/", views.edit, name="note_edit"),
    path("<uuid:note_id>/promote/", views.promote, name="note_promote"),
    path("<uuid:note_id>/close/", views.close, name="note_close"),
]
