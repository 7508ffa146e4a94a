"""Django's settings, derived from the one frozen dataclass of the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from anxin.base.config.settings import load
from anxin.project.database import database

SETTINGS = load(os.environ)

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = SETTINGS.secret_key
DEBUG = SETTINGS.debug
ALLOWED_HOSTS = list(SETTINGS.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(SETTINGS.trusted_origins)

ROOMS = ("registry", "organisation", "payroll", "intake", "advice", "warning", "cases", "documents", "cockpit")
"""The apps in the order of their rungs, from the ground up."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "anxin.base.places",
    "anxin.base.people",
    "anxin.base.eventlog",
    "anxin.base.jobs",
    "anxin.base.files",
    "anxin.base.languages",
    "anxin.base.vault",
    "anxin.base.clocks",
    "anxin.base.batches",
    "anxin.ui",
    *(f"anxin.apps.{room}" for room in ROOMS if (BASE_DIR / "apps" / room / "apps.py").exists()),
    "anxin.adapters.api",
    "anxin.adapters.onebot",
    "anxin.adapters.open311",
    "anxin.adapters.webhooks",
    "anxin.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "anxin.project.middleware.policy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "anxin.project.middleware.instant",
    "anxin.project.middleware.headers",
    "anxin.project.platforms.door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "anxin.ui.typed.Typed",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "anxin.project.middleware.languages",
    "anxin.project.middleware.actor",
    "anxin.project.middleware.sessions",
    "anxin.project.middleware.duties_first",
    "anxin.project.middleware.refusals",
    "axes.middleware.AxesMiddleware",
    "anxin.project.platforms.inside",
]

ROOT_URLCONF = "anxin.project.urls"
WSGI_APPLICATION = "anxin.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE_DIR / "project" / "templates",
            BASE_DIR / "project" / "accounts" / "templates",
            BASE_DIR / "project" / "places_pages" / "templates",
            *sorted(BASE_DIR.glob("apps/*/web/templates")),
        ],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["anxin.ui.punctuation.Directories", "anxin.ui.punctuation.Rooms"],
                )
            ],
            "builtins": ["anxin.ui.templatetags.punctuation"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "anxin.ui.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database(SETTINGS.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/office/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "anxin.project.accounts.adapter.OfficeAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,10/15m/key", "signup": "1/d/ip"}
"""The lock of an account is django-axes' (below); these only slow down machines that guess."""
MFA_ADAPTER = "anxin.project.accounts.adapter.SealedFactors"
MFA_FORMS = {"add_webauthn": "anxin.project.accounts.forms.PasskeyForm"}
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Anxin"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SETTINGS.debug

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "anxin.project.accounts.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = SETTINGS.session_hours * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SETTINGS.https
CSRF_COOKIE_SECURE = SETTINGS.https
CSRF_FAILURE_VIEW = "anxin.project.failures.forged"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if SETTINGS.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SETTINGS.https else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "project" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What the background works out for whoever looks: shared by all processes; losing it costs some seconds, so no backup holds it.
    "kept": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": SETTINGS.data_dir / "kept",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
STATIC_ROOT = SETTINGS.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if SETTINGS.debug
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = SETTINGS.data_dir / "media"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "anxin.project.masking.MaskingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"anxin": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
"""The lock is by user name alone: stricter than by name and address, and right behind a proxy."""
