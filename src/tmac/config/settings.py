"""Django's settings, from the typed environment."""

from __future__ import annotations

import secrets
from importlib.util import find_spec
from urllib.parse import unquote, urlparse

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tmac.config.env import IS_CHECKOUT, PACKAGE, ROOT, SettingsFault, env_file, read_env

try:
    ENV = read_env(env_file())
except SettingsFault as fault:
    raise SystemExit(str(fault)) from None
VAR = ENV.var
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    given = ENV.secret_key.get_secret_value()
    if given:
        return given
    kept = VAR / "secret_key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50))
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = [key.get_secret_value() for key in ENV.secret_key_fallbacks]
DEBUG = ENV.debug
DEMO = ENV.demo
ALLOWED_HOSTS = ENV.hosts
ORIGIN = ENV.origin
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SECURE = ORIGIN.startswith("https://")

INSTALLED_APPS = [
    "tmac.core",
    "tmac.audit",
    "tmac.geography",
    "tmac.taxonomy",
    "tmac.agencies",
    "tmac.accounts",
    "tmac.vault",
    "tmac.evidence",
    "tmac.network",
    "tmac.tips",
    "tmac.riskmap",
    "tmac.ui",
    "tmac.portal",
    "tmac.workspace",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_vite",
    "django_q",
    "csp",
    "tmac.config",
]
if DEMO and find_spec("demo"):
    INSTALLED_APPS.append("demo")  # stands beside the package; a release wheel does not hold it

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tmac.accounts.middleware.OfficerMiddleware",
    "tmac.ui.middleware.ErrorsMiddleware",
]

ROOT_URLCONF = "tmac.config.urls"
WSGI_APPLICATION = "tmac.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "ui" / "components"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["tmac.ui.templatetags.tmac"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tmac.ui.context.page",
            ],
        },
    }
]


def _database() -> dict[str, object]:
    if not ENV.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "tmac.sqlite3",
            # Opening one costs more than most requests: its statements and the whole schema.
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # secure_delete: what is erased is written over, not only unlinked.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
            },
        }
    url = urlparse(ENV.database_url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "CONN_MAX_AGE": 60,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "config" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# A wheel holds the built front end inside the package: setup.py.
FRONT_END = ROOT / "frontend" / "dist" if IS_CHECKOUT else PACKAGE / "ui" / "dist"
STATICFILES_DIRS = [FRONT_END]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Vite puts a hash of the content into these names, so that a browser may keep them for good.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+-[\w-]{8}\.\w+$"
WHITENOISE_ALLOW_ALL_ORIGINS = False
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": FRONT_END / "manifest.json",
    }
}
MEDIA_ROOT = VAR / "media"  # never served: evidence leaves only through a checked view

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["tmac.accounts.backends.OfficerBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:today"  # by name, so that it keeps the language
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "tmac.accounts.adapter.OfficerAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Whose address the throttle counts: at 0 that of the connection, whatever a request claims.
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
ACCOUNT_RATE_LIMITS = False  # ours never lock anybody out: tmac.accounts.throttle
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": "tmac.accounts.forms.LoginForm",
    "reauthenticate": "tmac.accounts.forms.ReauthenticateForm",
    "change_password": "tmac.accounts.forms.ChangePasswordForm",
}
MFA_ADAPTER = "tmac.accounts.mfa.OfficerMfaAdapter"
MFA_FORMS = {
    "authenticate": "tmac.accounts.forms.AuthenticateForm",
    "authenticate_webauthn": "tmac.accounts.forms.AuthenticateByKeyForm",
    "reauthenticate": "tmac.accounts.forms.AgainByCodeForm",
    "reauthenticate_webauthn": "tmac.accounts.forms.AgainByKeyForm",
    "activate_totp": "tmac.accounts.forms.ActivateTotpForm",
    "add_webauthn": "tmac.accounts.forms.AddKeyForm",
    "edit_webauthn": "tmac.accounts.forms.EditKeyForm",
}
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "TMAC"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day: then log in again, busy or not
SESSION_IDLE_SECONDS = 3600
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tmac.ui.errors.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# The reverse proxy that ends TLS says so; without TLS nobody is believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other subdomains of an agency are not ours to speak for,
    "security.W021",  # nor is the list that browsers ship with
    "security.W008",  # the reverse proxy redirects to https: deploy/
]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

Q_CLUSTER = {
    "name": "tmac",
    "orm": "default",
    "workers": 1,
    # A job taken by a worker that died is delivered again after this many seconds. A long job is
    # delivered again too, but waits behind itself and then finds nothing to do (core.jobs, which
    # also gives each job its own, longer time limit).
    "retry": 30,
    "timeout": 25,
    "max_attempts": 0,  # core.jobs counts
    "catch_up": False,
    "scheduler": False,
    "save_limit": 1000,
    "log_level": "WARNING",
    "poll": 1,
}

_mail = urlparse(ENV.email_url)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENV.email_url else 'console'}.EmailBackend"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 587
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp"

EVIDENCE_ROOT = VAR / "evidence"
SEALED_ROOT = VAR / "sealed"  # ciphertext only: what reporters sent
SEALED_STORE = ENV.sealed_store
SEALED_WAITING_MB = ENV.sealed_waiting_mb
CLAMD = ENV.clamd
VAULT_ROOT = VAR / "vault"  # the pinned root key, and the key that signs receipts
GEOGRAPHY_ROOT = VAR / "geography"
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "tmac.core.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
EXIT_URL = ENV.exit_url  # where a reporter who must leave at once is led
SITE_NAME = _("TMAC: Thailand Mapping of Anti-Corruption")
