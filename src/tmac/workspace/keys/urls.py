"""An officer's own key, the keys of the units, the directory that proves them."""

from django.urls import path

from tmac.workspace.keys import own, units

urlpatterns = [
    path("", own.keys, name="keys"),
    path("mine.json", own.mine, name="keys_mine"),
    path("phrase/", own.phrase, name="key_phrase"),
    path("passphrase/", own.change_phrase, name="key_passphrase"),
    path("recovery/", own.recovery, name="key_recovery"),
    path("lost/", own.lost, name="key_lost"),
    path("admit/", units.admit, name="key_admit"),
    path("rotate/", units.rotate, name="key_rotate"),
    path("rotate/<str:office>/", units.rotation, name="key_rotation"),
    path("directory/", units.directory, name="key_directory"),
    path("directory.json", units.directory_json, name="key_directory_json"),
]
