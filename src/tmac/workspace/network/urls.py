from django.urls import path

from tmac.workspace.network import admitting, views

urlpatterns = [
    path("", views.club_list, name="network"),
    path("<str:province_code>/", views.club_page, name="club"),
    path("<str:province_code>/admit/", admitting.admit, name="club_admit"),
    path("membership/<int:membership_id>/end/", admitting.end, name="membership_end"),
    path("membership/<int:membership_id>/promote/", admitting.promote, name="membership_promote"),
]
