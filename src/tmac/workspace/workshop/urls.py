"""Pinning workshops."""

from django.urls import path

from tmac.workspace.workshop import views

urlpatterns = [
    path("", views.workshops, name="workshops"),
    path("open/", views.opening, name="workshop_open"),
    path("<int:workshop_id>/", views.workshop, name="workshop"),
    path("<int:workshop_id>/wall/", views.on_the_wall, name="workshop_wall"),
    path("<int:workshop_id>/close/", views.close, name="workshop_close"),
]
