"""Addresses of people and of one's own page."""

from __future__ import annotations

from django.urls import URLPattern, path

from tmac.workspace.people import own, views

_POSTING = "<int:user_id>/roles/<int:posting_id>"
urlpatterns: list[URLPattern] = [
    path("", views.people, name="people"),
    path("new/", views.person_new, name="person_new"),
    path("me/", own.me, name="me"),
    path("me/language/", own.set_language, name="set_language"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/roles/", views.give_role, name="give_role"),
    path(f"{_POSTING}/end/", views.end_posting, name="end_posting"),
    path(f"{_POSTING}/lead/", views.set_lead, name="set_lead"),
    path(f"{_POSTING}/delegate/", own.delegate, name="delegate"),
    path(
        "<int:user_id>/delegations/<int:delegation_id>/revoke/",
        own.revoke,
        name="revoke_delegation",
    ),
    path("<int:user_id>/conflicts/", own.declare_conflict, name="declare_conflict"),
    path("<int:user_id>/conflicts/<int:conflict_id>/end/", own.end_conflict, name="end_conflict"),
    path("<int:user_id>/access/", views.renew_access, name="renew_access"),
    path("<int:user_id>/close/", views.close_account, name="close_account"),
    path("<int:user_id>/open/", views.open_account_again, name="open_account_again"),
]
