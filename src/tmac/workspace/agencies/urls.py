from django.urls import path

from tmac.workspace.agencies import edit, imports, views

urlpatterns = [
    path("", views.agency_list, name="agencies"),
    path("new/", edit.agency_new, name="agency_new"),
    path("import/", imports.upload, name="agency_import"),
    path("import/<uuid:sheet_id>/", imports.check, name="agency_import_check"),
    path("import/<uuid:sheet_id>/refused.csv", imports.refused, name="agency_import_refused"),
    path("<int:agency_id>/", views.agency_page, name="agency"),
    path("<int:agency_id>/edit/", edit.agency_edit, name="agency_edit"),
    path("<int:agency_id>/retire/", edit.agency_retire, name="agency_retire"),
    path("<int:agency_id>/revive/", edit.agency_revive, name="agency_revive"),
]
