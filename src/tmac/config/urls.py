"""All addresses: the two doors, in Thai without a prefix and in English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    *i18n_patterns(
        path("accounts/", include("tmac.accounts.urls")),
        path("workspace/", include("tmac.workspace.urls")),
        path("", include("tmac.portal.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "tmac.ui.errors.bad_request"
handler403 = "tmac.ui.errors.forbidden"
handler404 = "tmac.ui.errors.not_found"
handler500 = "tmac.ui.errors.broken"
