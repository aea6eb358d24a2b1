"""The reporter's door: the report, the mailbox, and what anybody may check about both."""

from django.urls import path

from tmac.portal.tips import (
    leaving,
    mailbox_page,
    mailbox_wire,
    page,
    places,
    privacy,
    receipts,
    wire,
    wire_files,
)

urlpatterns = [
    path("tell/", page.tell, name="tell"),
    path("tell/exit/", leaving.leave, name="tell_exit"),
    path("tell/places/<str:province>.json", places.places, name="tell_places"),
    path("tell/offices/<str:province>.json", places.offices, name="tell_offices"),
    path("tell/keys/<str:scope>.json", wire.recipients, name="tell_keys"),
    path("tell/work/<str:purpose>.json", wire.work, name="tell_work"),
    path("tell/files/", wire_files.announce, name="tell_files"),
    path("tell/files/<uuid:file_id>/", wire_files.progress, name="tell_file"),
    path("tell/files/<uuid:file_id>/<int:n>/", wire_files.put, name="tell_object"),
    path("tell/reports/", wire.reports, name="tell_reports"),
    path("mailbox/", mailbox_page.mailbox, name="mailbox"),
    path("mailbox/open/", mailbox_wire.opened, name="mailbox_open"),
    path("mailbox/messages/", mailbox_wire.messages, name="mailbox_messages"),
    path("mailbox/acts/", mailbox_wire.acts, name="mailbox_acts"),
    path("mailbox/contact/", mailbox_wire.contact, name="mailbox_contact"),
    path("mailbox/objects/", mailbox_wire.objects, name="mailbox_objects"),
    path("receipts/", receipts.page, name="receipts"),
    path("receipts/log.jsonl", receipts.log_file, name="receipt_log"),
    path("receipts/heads.jsonl", receipts.heads_file, name="receipt_heads"),
    path("receipts/proof/<int:position>.json", receipts.proof, name="receipt_proof"),
    path("vault/directory.json", receipts.directory, name="directory"),
    path("privacy/", privacy.privacy, name="privacy"),
]
