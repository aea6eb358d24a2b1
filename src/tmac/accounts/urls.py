"""Log-in, log-out, second factors and sessions: only those of allauth's pages that are needed."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from tmac.accounts import views
from tmac.accounts.access import completing
from tmac.core.access import public

_KEY = "2fa/passkeys/<int:pk>"
urlpatterns = [
    path("login/", public(account.login), name="account_login"),
    path("logout/", public(account.logout), name="account_logout"),
    path("inactive/", public(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", completing(account.reauthenticate), name="account_reauthenticate"),
    path("password/", completing(account.password_change), name="account_change_password"),
    path("2fa/", completing(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", public(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", completing(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", completing(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", completing(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        completing(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        completing(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        completing(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/passkeys/", completing(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/passkeys/add/", completing(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/passkeys/login/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path(
        "2fa/passkeys/reauthenticate/",
        completing(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(f"{_KEY}/remove/", completing(views.remove_passkey), name="mfa_remove_webauthn"),
    path(f"{_KEY}/edit/", completing(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("sessions/", views.session_list, name="usersessions_list"),
    path("sessions/<int:session_id>/end/", views.end_session, name="accounts_end_session"),
    path("demo/", views.demo_log_ins, name="accounts_demo"),
]
