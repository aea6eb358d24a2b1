"""The tips of a unit: the list, the page of each, and what is done with it."""

from django.urls import path

from tmac.workspace.tips import (
    detail,
    listing,
    people,
    referral,
    sealed,
    sharing,
    steps,
    subjects,
    summary,
)

urlpatterns = [
    path("", listing.tips_list, name="tips"),
    path("subjects/", subjects.subjects, name="tip_subjects"),
    path("subjects/<int:request_id>/", subjects.answer_subject, name="tip_subject_answer"),
    path("<str:reference>/", detail.tip, name="tip"),
    path("<str:reference>/sealed.json", sealed.sealed, name="tip_sealed"),
    path("<str:reference>/read/", sealed.read, name="tip_read"),
    path("<str:reference>/files/<uuid:file_id>/<int:n>/", sealed.file_object, name="tip_file"),
    path("<str:reference>/messages/", sealed.send, name="tip_messages"),
    path("<str:reference>/summary/", summary.summary, name="tip_summary"),
    path("<str:reference>/step/<str:event>/", steps.step, name="tip_step"),
    path("<str:reference>/answer/<int:proposal_id>/", steps.answer_proposal, name="tip_answer"),
    path("<str:reference>/take/", people.take, name="tip_take"),
    path("<str:reference>/assign/", people.assign, name="tip_assign"),
    path("<str:reference>/erase/", people.erase, name="tip_erase"),
    path("<str:reference>/hold/", people.hold, name="tip_hold"),
    path("<str:reference>/colleagues/", sharing.colleagues, name="tip_colleagues"),
    path(
        "<str:reference>/colleagues/<int:user_id>/end/",
        sharing.end_colleague,
        name="tip_colleague_end",
    ),
    path("<str:reference>/consult/", sharing.consult, name="tip_consult"),
    path(
        "<str:reference>/consult/<int:office_id>/end/",
        sharing.end_consultation,
        name="tip_consult_end",
    ),
    path("<str:reference>/handover/", sharing.hand_over, name="tip_handover"),
    path("<str:reference>/refer/", referral.refer, name="tip_refer"),
    path(
        "<str:reference>/referrals/<int:referral_id>/",
        referral.mark,
        name="tip_referral_mark",
    ),
    path("<str:reference>/identity/", people.request_identity, name="tip_identity"),
]
