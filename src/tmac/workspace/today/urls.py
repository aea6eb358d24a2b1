from django.urls import path

from tmac.workspace.today import more, views

urlpatterns = [
    path("", views.today, name="today"),
    path("more/", more.more, name="more"),
]
