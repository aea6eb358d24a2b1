"""The officers' door. One line a topic; each topic is a small folder of its own."""

from django.urls import include, path

app_name = "workspace"
urlpatterns = [
    path("", include("tmac.workspace.today.urls")),
    path("pins/", include("tmac.workspace.pins.urls")),
    path("map/", include("tmac.workspace.map.urls")),
    path("imports/", include("tmac.workspace.imports.urls")),
    path("workshop/", include("tmac.workspace.workshop.urls")),
    path("agencies/", include("tmac.workspace.agencies.urls")),
    path("people/", include("tmac.workspace.people.urls")),
    path("network/", include("tmac.workspace.network.urls")),
    path("reference/", include("tmac.workspace.reference.urls")),
    path("evidence/", include("tmac.workspace.evidence.urls")),
    path("tips/", include("tmac.workspace.tips.urls")),
    path("keys/", include("tmac.workspace.keys.urls")),
    path("identity/", include("tmac.workspace.identity.urls")),
    path("notes/", include("tmac.workspace.notes.urls")),
]
