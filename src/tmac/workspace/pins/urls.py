"""The list of pins, the page of each, and the small forms that lead on from it."""

from django.urls import path

from tmac.workspace.pins import detail, entry, export, listing, saved, score, steps, work

urlpatterns = [
    path("", listing.pins, name="pins"),
    path("export.<str:kind>", export.export, name="pins_export"),
    path("views/", saved.views, name="pin_views"),
    path("views/<int:view_id>/rename/", saved.rename, name="pin_view_rename"),
    path("views/<int:view_id>/remove/", saved.forget, name="pin_view_forget"),
    path("new/", entry.new, name="pin_new"),
    path("agency-options/", entry.agency_options, name="agency_options"),
    path("<str:code>/", detail.pin, name="pin"),
    path("<str:code>/edit/", entry.edit, name="pin_edit"),
    path("<str:code>/score/", score.score, name="pin_score"),
    path("<str:code>/score/preview/", score.preview, name="pin_score_preview"),
    path("<str:code>/step/<str:lane>/<str:target>/", steps.step, name="pin_step"),
    path("<str:code>/answer/<int:proposal_id>/", steps.answer_proposal, name="pin_answer"),
    path("<str:code>/actions/", work.action, name="pin_action"),
    path("<str:code>/actions/<int:action_id>/", work.complete, name="pin_action_complete"),
    path("<str:code>/look/<str:kind>/", work.look, name="pin_look"),
    path("<str:code>/sources/", work.source, name="pin_source"),
    path("<str:code>/files/", work.files, name="pin_files"),
    path("<str:code>/links/", work.link, name="pin_link"),
    path("<str:code>/follow/", work.follow, name="pin_follow"),
    path("<str:code>/publish/", work.publish, name="pin_publish"),
    path("<str:code>/assign/", work.assign, name="pin_assign"),
]
